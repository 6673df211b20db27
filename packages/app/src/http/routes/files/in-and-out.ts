import { Readable } from 'node:stream';
import Type from 'typebox';
import { applyRows, waitsForSecond, wishOfNodes } from '../../../files/apply/index.ts';
import type { Importer, ImportRow, RowResult } from '../../../files/apply/index.ts';
import { exportedRows } from '../../../files/export-rows.ts';
import { fileKinds } from '../../../files/kinds.ts';
import type { FileKind } from '../../../files/kinds.ts';
import { csvLine } from '../../../files/table/cells.ts';
import { columnsOf, tableRows } from '../../../files/table/table-of.ts';
import type { Scope } from '../../../keys/index.ts';
import { approvalSchema } from '../../schemas/access/approvals.ts';
import {
  count,
  dryRunQuery,
  fieldErrorSchema,
  oneOf,
  positive,
  ref,
  strict,
} from '../../schemas/fields.ts';
import { bodyLines } from '../../wire/body.ts';
import type { BodyLine } from '../../wire/body.ts';
import { waitingFor } from '../../views/approvals.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const area: Readonly<Record<FileKind, { readonly tag: string; readonly scope: string }>> = {
  nodes: { tag: 'network', scope: 'nodes' },
  items: { tag: 'stock', scope: 'stock' },
  stock: { tag: 'stock', scope: 'stock' },
  inbound: { tag: 'stock', scope: 'stock' },
  orders: { tag: 'orders', scope: 'orders' },
  promotions: { tag: 'stock', scope: 'stock' },
  holidays: { tag: 'stock', scope: 'stock' },
  weather: { tag: 'stock', scope: 'stock' },
};
const named = (verb: string, kind: FileKind): string =>
  `${verb}${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;

const importedSchema = strict({
  dry_run: Type.Boolean(),
  new: count('Rows that add something.'),
  changed: count('Rows that change something.'),
  same: count('Rows that say what is known already: they change nothing.'),
  refused: count('Rows that were refused; each is in results.'),
  results: Type.Array(
    strict({
      line: positive('Line of the body.'),
      outcome: oneOf(['new', 'changed', 'same', 'refused']),
      changes: Type.Optional(
        Type.Array(
          strict({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() }),
          { description: 'What is other than before.' },
        ),
      ),
      errors: Type.Optional(Type.Array(fieldErrorSchema)),
    }),
    { description: 'One per line that is not same, in order.' },
  ),
  approval: Type.Optional(ref(approvalSchema)),
});

const importOf = (kind: FileKind): RouteDefinition =>
  route({
    method: 'POST',
    path: `/v1/imports/${kind}`,
    operationId: named('import', kind),
    tag: area[kind].tag,
    summary: `Import ${kind}, one JSON value a line`,
    description:
      'Each line is judged alone; sound lines are written, and a line that says what is known already changes nothing, so ' +
      'that the same lines may be sent again after a break. With dry_run=true everything is judged and nothing written. ' +
      'At most 10,000 lines.' +
      (waitsForSecond(kind) ? ' With fourEyes all sound lines wait together for another key.' : ''),
    scope: `${area[kind].scope}:write` as Scope,
    access: { action: 'file.import' },
    query: strict(dryRunQuery),
    body: Type.Object({}, { description: `One of the ${kind}; fields as exports write them.` }),
    bodyKind: 'ndjson',
    large: true,
    responses: {
      200: { says: 'What became of the lines.', schema: importedSchema },
      ...(waitsForSecond(kind) && {
        202: {
          says: 'What would become of the lines: they wait until another key agrees (setting fourEyes).',
          schema: importedSchema,
        },
      }),
    },
    errors: ['body-invalid', 'version-conflict', 'contended', 'store-busy'],
    handle: async ({ query, request, meta, ...backend }) => {
      const isDryRun = query.dry_run === true;
      const lines = bodyLines(request);
      const rows = lines.flatMap(rowOf);
      const importer = { ...backend, ...meta };
      const { judged, approval } = await taken(importer, { kind, rows }, isDryRun);
      const results = [...judged, ...lines.flatMap(unreadable)].sort((a, b) => a.ix - b.ix);
      const body = importedView(results, lines, isDryRun);
      return approval ? { status: 202, body: { ...body, approval } } : { status: 200, body };
    },
  });

type Taken = Awaited<ReturnType<typeof waitingFor>>;

/** Writes the batch, or keeps it for another key where it needs one. */
async function taken(
  importer: Importer,
  batch: { readonly kind: FileKind; readonly rows: readonly ImportRow[] },
  isDryRun: boolean,
): Promise<{ readonly judged: readonly RowResult[]; readonly approval: Taken }> {
  const mayWait = waitsForSecond(batch.kind) && importer.hub.needsApproval();
  const judged = await applyRows(importer, batch, isDryRun || mayWait);
  const wish = mayWait && !isDryRun ? wishOfNodes(batch.rows, judged) : undefined;
  const approval = wish && (await waitingFor(importer.hub, wish, importer.principal));
  return { judged, approval };
}

function rowOf({ lineNo, reading }: BodyLine, ix: number): readonly ImportRow[] {
  if (!reading.ok || !isObject(reading.value)) return [];
  return [{ ix, lineNo, document: reading.value }];
}

function unreadable({ reading }: BodyLine, ix: number): readonly RowResult[] {
  if (reading.ok && isObject(reading.value)) return [];
  const error = reading.ok
    ? { pointer: '', code: 'not-an-object', why: 'Send one JSON object a line.' }
    : {
        pointer: reading.fault.field,
        code: reading.fault.reason,
        why: reading.fault.remedy,
      };
  return [{ ix, outcome: 'refused', errors: [error] }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function importedView(
  results: readonly RowResult[],
  lines: readonly BodyLine[],
  isDryRun: boolean,
) {
  const counted = (outcome: RowResult['outcome']): number =>
    results.filter((one) => one.outcome === outcome).length;
  return {
    dry_run: isDryRun,
    new: counted('new'),
    changed: counted('changed'),
    same: counted('same'),
    refused: counted('refused'),
    results: results
      .filter(({ outcome }) => outcome !== 'same')
      .map(({ ix, ...rest }) => ({ line: lines[ix]?.lineNo ?? 1, ...rest })),
  };
}

const formats = ['ndjson', 'csv'] as const;

const exportOf = (kind: FileKind): RouteDefinition =>
  route({
    method: 'GET',
    path: `/v1/exports/${kind}`,
    operationId: named('export', kind),
    tag: area[kind].tag,
    summary: `Export all ${kind} as NDJSON or CSV`,
    description:
      'A stream: nothing is held whole on either side. What it writes, an import of the same kind takes back unchanged. ' +
      'CSV cells that a spreadsheet would run as a formula carry an apostrophe in front.',
    scope: `${area[kind].scope}:read` as Scope,
    access: { action: 'file.export' },
    query: strict({ format: Type.Optional(oneOf(formats, { description: 'Default ndjson.' })) }),
    responses: {
      200: {
        says: 'One row a line.',
        schema: Type.Object({}),
        mediaType: 'application/x-ndjson',
      },
    },
    handle: async ({ query, reply, request, ...backend }) => {
      const asCsv = query.format === 'csv';
      const rows = exportedRows(kind, backend);
      const text = asCsv ? csvOf(kind, rows) : linesOf(rows);
      await reply
        .code(200)
        .type(
          asCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8',
        )
        .header('content-disposition', `attachment; filename="${kind}.${query.format ?? 'ndjson'}"`)
        .send(Readable.from(text));
      return undefined;
    },
  });

async function* linesOf(rows: ReturnType<typeof exportedRows>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* csvOf(
  kind: FileKind,
  rows: ReturnType<typeof exportedRows>,
): AsyncGenerator<string> {
  yield csvLine(columnsOf(kind));
  for await (const row of rows) yield tableRows(kind, row).map(csvLine).join('');
}

/** Whole files, in and out. */
export const fileRoutes: readonly RouteDefinition[] = fileKinds.flatMap((kind) => [
  importOf(kind),
  exportOf(kind),
]);
