import { sha256Hex } from '../../facts/decide/index.ts';
import type { ModelDocument } from './document.ts';

/** The digest that belongs on the card of a model: SHA-256 of its JSON without the digest itself. */
export function digestOf(model: ModelDocument): string {
  const { digest: _digest, ...card } = model.card;
  return sha256Hex(sortedJson({ ...model, card }));
}

/** JSON with sorted keys, so that the order of fields on the way does not matter. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
