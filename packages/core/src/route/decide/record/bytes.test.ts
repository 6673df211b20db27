import fc from 'fast-check';
import { expect, it } from 'vitest';

import { runReader, runWriter } from './bytes.ts';

const edges = [0, 1, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 31, 2 ** 40, 2 ** 50];
const anyNumber = fc.oneof(
  fc.constantFrom(...edges, ...edges.map((edge) => -edge)),
  fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
);

it('columns come back as they were written, small and large, alone and in runs', () => {
  const anyRow = fc.tuple(anyNumber, fc.integer({ min: 1, max: 300 }));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), anyNumber, (runs, single) => {
      const column = runs.flatMap(([value, length]) => new Array<number>(length).fill(value));
      const writer = runWriter(column.length);
      writer.number(single);
      writer.column((rows) => {
        rows.set(column);
      });
      const reader = runReader(writer.text());
      const read: number[] = [];
      expect(reader.number() + 0).toBe(single + 0);
      reader.column(column.length, (at, value) => (read[at] = value + 0));
      expect(read).toEqual(column.map((value) => value + 0));
    }),
    { numRuns: 300, seed: 20_261_126 },
  );
});
