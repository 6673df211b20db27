import fc from 'fast-check';
import { expect, it } from 'vitest';

import { cheapestParts } from './division.ts';

/** All ways to divide a set, the part with its lowest element first. */
function divisions(set: number): readonly (readonly number[])[] {
  if (set === 0) return [[]];
  const low = set & -set;
  const others = set ^ low;
  const found: (readonly number[])[] = [];
  for (let more = others; ; more = (more - 1) & others) {
    for (const rest of divisions(others ^ more)) found.push([low | more, ...rest]);
    if (more === 0) return found;
  }
}

const anyTable = fc
  .integer({ min: 1, max: 5 })
  .chain((count) =>
    fc.array(fc.oneof(fc.nat(60), fc.constant(Infinity)), {
      minLength: 1 << count,
      maxLength: 1 << count,
    }),
  )
  .map((minor) => Float64Array.from(minor));

it('divides lines as cheaply as the best of all divisions, with the fewest parts', () => {
  fc.assert(
    fc.property(anyTable, fc.integer({ min: 1, max: 5 }), fc.nat(9), (table, partsMax, extra) => {
      const costs = divisions(table.length - 1)
        .filter((parts) => parts.length <= partsMax)
        .map((parts) => ({
          parts: parts.length,
          minor: parts.reduce((sum, set) => sum + table[set]!, extra * (parts.length - 1)),
        }))
        .sort((a, b) => a.minor - b.minor || a.parts - b.parts);
      const best = costs[0]!;
      const found = cheapestParts(table, { partsMax, perExtraMinor: extra });
      if (best.minor === Infinity) {
        expect(found).toBeUndefined();
        return;
      }
      expect([found?.totalMinor, found?.parts.length]).toEqual([best.minor, best.parts]);
      expect(found?.parts.reduce((all, set) => all | set, 0)).toBe(table.length - 1);
    }),
    { numRuns: 400 },
  );
});
