import { AppFailure } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';
import { camelKeys, pointerPart, snakeKeys } from '../../json/index.ts';

/**
 * A document of the API (snake_case) with the keys of the house, for readers in core that judge it.
 *
 * @throws AppFailure when a key is written with capitals: it would be taken for the house's own spelling
 */
export function houseDocument(body: unknown): unknown {
  const errors = capitalKeys(body, '');
  const [first] = errors;
  if (first === undefined) return camelKeys(body);
  throw new AppFailure('body-invalid', { why: `${first.pointer}: ${first.why}`, errors });
}

function capitalKeys(value: unknown, pointer: string): readonly FieldError[] {
  if (Array.isArray(value))
    return value.flatMap((element, i) => capitalKeys(element, `${pointer}/${i}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]): readonly FieldError[] => {
    const at = `${pointer}/${pointerPart(key)}`;
    if (!/[A-Z]/.test(key)) return capitalKeys(held, at);
    const meant = String(Object.keys(snakeKeys({ [key]: 0 }) as object)[0]);
    return [
      { pointer: at, code: 'unknown-key', why: `Keys are snake_case. Did you mean "${meant}"?` },
    ];
  });
}

/**
 * Does what reads a house document, and translates the places of its faults back to the API's spelling.
 *
 * @throws AppFailure as the work does
 */
export async function withApiPointers<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof AppFailure) || failure.errors.length === 0) throw failure;
    const errors = failure.errors.map((error) => ({
      ...error,
      pointer: snakePointer(error.pointer),
      why: error.why.replace(
        /"([a-z]+[A-Z][A-Za-z]*)"/g,
        (_, name: string) => `"${snakePointer(name)}"`,
      ),
    }));
    const [first] = errors;
    throw new AppFailure('body-invalid', {
      errors,
      ...(first !== undefined && { why: `${first.pointer || '/'}: ${first.why}` }),
    });
  }
}

const snakePointer = (pointer: string): string =>
  pointer.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
