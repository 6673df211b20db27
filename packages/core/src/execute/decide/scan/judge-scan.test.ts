import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId } from '../../../words/index.ts';
import { guideFor } from './guide.ts';
import { judgeScan, wantedUnits } from './judge-scan.ts';
import type { PackOrder, PackScan } from './judge-scan.ts';

const [milk, tea] = [itemId('MILK'), itemId('TEA')];
const goodUntilAt = Date.UTC(2026, 0, 8);
const order: PackOrder = {
  lines: [
    { lineNo: 1, itemId: milk, name: 'Milk', unit: 'each', units: 2, lots: [], shelf: 'C-3' },
    { lineNo: 2, itemId: tea, name: 'Tea', unit: 'each', units: 3, lots: ['L-1', 'L-2'] },
  ],
  blockedLots: [{ itemId: milk, lot: 'L-9' }],
  goodUntilAt,
};
const scan = (more: Partial<PackScan>): PackScan => ({
  itemId: milk,
  code: 'MILK',
  units: 1,
  ...more,
});
const judge = (
  more: Partial<PackScan>,
  packed: readonly { lineNo: number; units: number }[] = [],
) => judgeScan({ order, packed, scan: scan(more) });

describe('a scan into a parcel', () => {
  it('is taken when it is the right thing, and says when nothing is missing any more', () => {
    expect(judge({})).toEqual({
      ok: true,
      value: { taken: [{ lineNo: 1, units: 1 }], isComplete: false },
    });
    const packed = [
      { lineNo: 1, units: 1 },
      { lineNo: 2, units: 3 },
    ];
    expect(judge({}, packed)).toMatchObject({ ok: true, value: { isComplete: true } });
  });

  it('of a strange code or item is refused, with all that is still to be taken', () => {
    expect(judge({ itemId: undefined, code: '?' })).toMatchObject({
      refusal: {
        reason: 'unknown-code',
        take: [
          { lineNo: 1, units: 2 },
          { lineNo: 2, units: 3 },
        ],
      },
    });
    expect(judge({ itemId: itemId('RUM') })).toMatchObject({ refusal: { reason: 'wrong-item' } });
  });

  it('of a blocked lot, of another lot than asked for, and without the lot that is asked for is refused', () => {
    expect(judge({ lot: 'L-9' })).toMatchObject({
      refusal: { reason: 'wrong-lot', isBlocked: true },
    });
    expect(judge({ itemId: tea, lot: 'L-7' })).toMatchObject({
      refusal: { reason: 'wrong-lot', isBlocked: false },
    });
    expect(judge({ itemId: tea })).toMatchObject({ refusal: { reason: 'wrong-lot', lot: '' } });
    expect(judge({ itemId: tea, lot: 'L-2' }).ok).toBe(true);
  });

  it('of goods that are not good for long enough is refused; on the very day they may go', () => {
    expect(judge({ expiresAt: goodUntilAt - 1 })).toMatchObject({ refusal: { reason: 'expired' } });
    expect(judge({ expiresAt: goodUntilAt }).ok).toBe(true);
  });

  it('of too many is refused whole, also of none and of halves', () => {
    expect(judge({ units: 3 })).toMatchObject({
      refusal: { reason: 'wrong-quantity', wantedUnits: 2 },
    });
    expect(judge({}, [{ lineNo: 1, units: 2 }])).toMatchObject({
      refusal: { reason: 'wrong-quantity', wantedUnits: 0, take: [{ lineNo: 2 }] },
    });
    for (const units of [0, -1, 0.5])
      expect(judge({ units })).toMatchObject({ refusal: { reason: 'wrong-quantity' } });
  });

  it('tells the worker in both languages what is wrong, what to put back and what to take', () => {
    const told = [
      judge({ itemId: itemId('RUM'), code: 'RUM' }),
      judge({ lot: 'L-9' }),
      judge({ expiresAt: goodUntilAt - 86_400_000 }),
      judge({ units: 3 }),
      judge({ itemId: tea, lot: 'L-7' }),
    ].flatMap((outcome) => (outcome.ok ? [] : [guideFor(outcome.refusal, 'The thing')]));
    expect(told.map(({ why, putBack, take }) => [why.en, putBack.en, take[0]?.en])).toEqual([
      ['The thing does not belong to this order', 'Put The thing back', 'Take 2 × Milk from C-3'],
      [
        'Lot L-9 of The thing is blocked',
        'Set The thing aside, not on the shelf',
        'Take 2 × Milk from C-3',
      ],
      [
        'The thing is good until 2026-01-07, it must be until 2026-01-08',
        'Set The thing aside, not on the shelf',
        'Take 2 × Milk from C-3',
      ],
      ['The thing: 3 scanned, 2 wanted', 'Put 1 of The thing back', 'Take 2 × Milk from C-3'],
      ['The thing: lot L-7 is not asked for', 'Put The thing back', 'Take 3 × Tea (lot L-1, L-2)'],
    ]);
    for (const { why, putBack, take } of told)
      for (const { zh } of [why, putBack, ...take]) expect(zh).toMatch(/[\u4e00-\u9fff]/);
  });
});

it('never packs more than was ordered, nor anything that was not, in any sequence of scans', () => {
  const anyScan = fc.record({
    itemId: fc.constantFrom(milk, tea, itemId('RUM')),
    code: fc.constant('x'),
    lot: fc.constantFrom('L-1', 'L-2', 'L-9'),
    units: fc.integer({ min: -1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(anyScan, { maxLength: 30 }), (scans) => {
      const packed: { lineNo: number; units: number }[] = [];
      for (const one of scans) {
        const judged = judgeScan({ order, packed, scan: one });
        if (!judged.ok) continue;
        packed.push(...judged.value.taken);
        expect(judged.value.taken.reduce((sum, { units }) => sum + units, 0)).toBe(one.units);
        expect(judged.value.isComplete).toBe(wantedUnits(order, packed).length === 0);
      }
      for (const { lineNo, units } of order.lines)
        expect(
          packed.reduce((sum, one) => sum + (one.lineNo === lineNo ? one.units : 0), 0),
        ).toBeLessThanOrEqual(units);
    }),
    { numRuns: 300, seed: 20_261_126 },
  );
});
