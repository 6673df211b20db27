import { describe, expect, it } from 'vitest';
import { readJson } from './index.ts';
import { brokenTexts } from './testing/broken-texts.ts';
import { brokenValues } from './testing/broken-values.ts';
import type { JsonCase } from './testing/json-case.ts';
import { halfCharacters, taken } from './testing/taken-json.ts';
import { refusedAsEncoding, refusedAsTooMuch, refusedAsUnsafe } from './testing/unsafe-json.ts';

const refusedAsSyntax = [...brokenValues, ...brokenTexts];

/** Cases that are not answered as they should be, with what came instead. */
const wrong = (cases: readonly JsonCase[], wanted: string): readonly string[] =>
  cases.flatMap(([what, bytes]) => {
    const reading = readJson(bytes);
    const got = reading.ok ? 'taken' : reading.kind;
    return got === wanted ? [] : [`${what} → ${got}`];
  });

const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

describe('JSON as strangers send it', () => {
  it('is taken when it is JSON, and means what it says', () => {
    expect(wrong(taken, 'taken')).toEqual([]);
    for (const [, bytes] of taken)
      expect(readJson(bytes)).toEqual({ ok: true, value: parsed(bytes) });
  });

  it('is refused as no JSON when it is none', () => {
    expect(wrong(refusedAsSyntax, 'syntax')).toEqual([]);
  });

  it('is refused when its bytes are no UTF-8', () => {
    expect(wrong(refusedAsEncoding, 'encoding')).toEqual([]);
  });

  it('is refused when it would not survive: digits, a key twice, a key that reaches into objects', () => {
    expect(wrong(refusedAsUnsafe, 'unsafe')).toEqual([]);
  });

  it('is refused when it holds more than a request may, at once', () => {
    const before = performance.now();
    expect(wrong(refusedAsTooMuch, 'limit')).toEqual([]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('keeps half characters as they came', () => {
    expect(wrong(halfCharacters, 'taken')).toEqual([]);
  });

  it('names the reason and what to send instead, whatever is refused', () => {
    const all = [...refusedAsSyntax, ...refusedAsEncoding, ...refusedAsUnsafe, ...refusedAsTooMuch];
    const reasons = all.map(([, bytes]) => readJson(bytes));
    for (const reading of reasons)
      expect(reading).toMatchObject({
        ok: false,
        fault: {
          reason: expect.stringMatching(/^[a-z0-9-]+$/) as string,
          remedy: expect.stringMatching(/.{20}/) as string,
        },
      });
    const cases = taken.length + halfCharacters.length + all.length;
    expect(cases).toBeGreaterThanOrEqual(318 + 22);
  });
});
