import { kindSpecs } from '../kinds.ts';
import type { FileKind } from '../kinds.ts';
import { cellText } from './cells.ts';
import { valueAt } from './paths.ts';
import type { JsonDocument } from './paths.ts';

/** The columns of a table of the kind. */
export const columnsOf = (kind: FileKind): readonly string[] => Object.keys(kindSpecs[kind].fields);

/** A document as rows of text: one, or one for each line of an order. */
export function tableRows(kind: FileKind, document: JsonDocument): readonly (readonly string[])[] {
  const { fields, linesAt } = kindSpecs[kind];
  const flat = kind === 'orders' ? withPlainId(document) : document;
  const lines = linesAt === undefined ? [{}] : (flat[linesAt] as readonly JsonDocument[]);
  return lines.map((line) =>
    Object.entries(fields).map(([path, type]) => {
      const own = linesAt !== undefined && path.startsWith(`${linesAt}.`);
      const value = own ? valueAt(line, path.slice(linesAt.length + 1)) : valueAt(flat, path);
      return cellText(value, type);
    }),
  );
}

/** The first external id as two fields, as tables have it. */
function withPlainId(document: JsonDocument): JsonDocument {
  const [first] = (document['external_ids'] ?? []) as readonly { system: string; id: string }[];
  return { ...document, external_system: first?.system, external_id: first?.id };
}
