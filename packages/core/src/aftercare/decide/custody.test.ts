import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import { foldCustody, restockedBy, restockMoves } from './custody.ts';
import type { ReturnFact } from './custody.ts';
import { grades } from './policy.ts';

const tea = itemId('tea');
const [here, there] = [nodeId('st_a'), nodeId('st_b')];
const fact = (
  step: ReturnFact['step'],
  units: number,
  parts: Partial<ReturnFact> & { readonly lot?: string } = {},
): ReturnFact => ({
  step,
  at: 10,
  nodeId: here,
  goods: [{ itemId: tea, lot: parts.lot ?? '', units }],
  grade: undefined,
  ...parts,
});

describe('custody of returned goods', () => {
  it('knows what was handed in, received and inspected, at the node where it happened', () => {
    const custody = foldCustody([
      fact('handed_in', 3, { nodeId: undefined, at: 1 }),
      fact('received', 2),
      fact('inspected', 1, { grade: 'sellable', lot: 'L1', at: 20 }),
      fact('received', 1, { nodeId: there }),
    ]);
    expect(custody).toEqual({
      handedIn: [{ itemId: tea, units: 3 }],
      handedInAt: 1,
      back: [
        {
          nodeId: here,
          itemId: tea,
          receivedUnits: 2,
          uninspectedUnits: 1,
          quarantineUnits: 0,
          scrapUnits: 0,
          sellable: [{ lot: 'L1', units: 1 }],
        },
        {
          nodeId: there,
          itemId: tea,
          receivedUnits: 1,
          uninspectedUnits: 1,
          quarantineUnits: 0,
          scrapUnits: 0,
          sellable: [],
        },
      ],
    });
  });

  it('counts goods that were inspected as received, also without that scan', () => {
    const { back, handedIn } = foldCustody([fact('inspected', 2, { grade: 'scrap' })]);
    expect(back).toMatchObject([{ receivedUnits: 2, scrapUnits: 2, uninspectedUnits: 0 }]);
    expect(handedIn).toEqual([{ itemId: tea, units: 2 }]);
  });

  it('moves what lies in quarantine by a later verdict instead of inventing goods', () => {
    const { back } = foldCustody([
      fact('received', 2),
      fact('inspected', 2, { grade: 'quarantine', at: 20 }),
      fact('inspected', 1, { grade: 'sellable', at: 30 }),
    ]);
    expect(back).toMatchObject([
      { receivedUnits: 2, quarantineUnits: 1, sellable: [{ units: 1 }] },
    ]);
  });

  it('books the difference to what was booked before, and back when facts are withdrawn', () => {
    const now = restockedBy(foldCustody([fact('inspected', 2, { grade: 'sellable' })]));
    expect(restockMoves([], now)).toEqual([{ nodeId: here, itemId: tea, lot: '', units: 2 }]);
    expect(restockMoves(now, now)).toEqual([]);
    expect(restockMoves(now, [])).toEqual([{ nodeId: here, itemId: tea, lot: '', units: -2 }]);
  });

  const anyFact = fc.record({
    step: fc.constantFrom('handed_in', 'received', 'inspected'),
    at: fc.nat(5),
    nodeId: fc.constantFrom(here, there),
    goods: fc.array(
      fc.record({
        itemId: fc.constantFrom(tea, itemId('oat')),
        lot: fc.constantFrom('', 'L1'),
        units: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    grade: fc.constantFrom(...grades),
  }) as fc.Arbitrary<ReturnFact>;

  it('says the same whatever order the facts come in, and every received unit is in one place', () => {
    const anyOrder = fc
      .array(anyFact, { maxLength: 8 })
      .chain((facts) =>
        fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
      );
    fc.assert(
      fc.property(anyOrder, ([facts, shuffled]) => {
        const custody = foldCustody(facts);
        expect(foldCustody(shuffled)).toEqual(custody);
        for (const one of custody.back) {
          const sellable = one.sellable.reduce((sum, { units }) => sum + units, 0);
          expect(one.receivedUnits).toBe(
            one.uninspectedUnits + one.quarantineUnits + one.scrapUnits + sellable,
          );
        }
      }),
    );
  });

  it('books in all what the facts say, however the facts are split into arrivals', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 8 }), (facts) => {
        const booked = new Map<string, number>();
        let before: ReturnType<typeof restockedBy> = [];
        facts.forEach((_, ix) => {
          const now = restockedBy(foldCustody(facts.slice(0, ix + 1)));
          for (const move of restockMoves(before, now)) {
            const key = `${move.nodeId}/${move.itemId}/${move.lot}`;
            booked.set(key, (booked.get(key) ?? 0) + move.units);
          }
          before = now;
        });
        for (const { nodeId: node, itemId: item, lot, units } of before)
          expect(booked.get(`${node}/${item}/${lot}`)).toBe(units);
      }),
    );
  });
});
