import { expect, it } from 'vitest';
import { randomHex } from './random-hex.ts';

it('hands out chance once only, over many refills, in two digits a byte', () => {
  const ids = Array.from({ length: 2_000 }, (_, ix) => randomHex(ix % 2 === 0 ? 16 : 8));
  expect(new Set(ids).size).toBe(2_000);
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([32, 16]));
  expect(ids.every((id) => /^[0-9a-f]+$/.test(id))).toBe(true);
});
