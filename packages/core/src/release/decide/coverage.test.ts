import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, orderId } from '../../words/index.ts';
import type { CustomerOrder, LineForm } from '../../intake/decide/index.ts';
import { cancellable, cancelShare, coverageOf, givenTogether, openUnits } from './coverage.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';

const teaSet = (lineNo: number, together: boolean): LineForm => ({
  kind: 'kit',
  together,
  parts: [
    { partNo: lineNo * 10_000 + 1, itemId: itemId('POT'), unitsPer: 1 },
    { partNo: lineNo * 10_000 + 2, itemId: itemId('CUP'), unitsPer: 2 },
  ],
});

const orderOf = (
  lines: readonly { readonly units: number; readonly forms?: readonly LineForm[] }[],
  parts: Partial<CustomerOrder> = {},
): CustomerOrder =>
  ({
    orderId: orderId('ord_1'),
    lines: lines.map(({ units, forms }, i) => ({
      lineNo: i + 1,
      itemId: itemId(`ITEM${i + 1}`),
      quantityUnits: units,
      priceMinor: 0,
      taxMinor: 0,
      ...(forms && { forms }),
    })),
    ...parts,
  }) as CustomerOrder;

type Work = Pick<Fulfilment, 'state' | 'lines'>;
const work = (state: FulfilmentState, units: Readonly<Record<number, number>>): Work => ({
  state,
  lines: Object.entries(units).map(([lineNo, quantityUnits]) => ({
    lineNo: Number(lineNo),
    itemId: itemId('x'),
    quantityUnits,
  })),
});
const kits = orderOf([{ units: 3, forms: [teaSet(1, true)] }]);

describe('what no node works on', () => {
  it('is what is neither cancelled nor with a node, shipped or delivered', () => {
    const order = orderOf([{ units: 5 }]);
    const works = [
      work('accepted', { 1: 1 }),
      work('delivered', { 1: 1 }),
      work('rejected', { 1: 9 }),
    ];
    expect(openUnits(order, { 1: 2 }, works)).toEqual([{ lineNo: 1, units: 1 }]);
  });

  it('is whole kits under their line, and the parts that begun kits miss under their own number', () => {
    expect(openUnits(kits, {}, [work('accepted', { 10001: 1, 10002: 3 })])).toEqual([
      { lineNo: 1, units: 1 },
      { lineNo: 10001, units: 1 },
      { lineNo: 10002, units: 1 },
    ]);
  });

  it('counts kits from the shelf and kits put together alike', () => {
    expect(
      openUnits(kits, {}, [work('shipped', { 1: 1 }), work('offered', { 10001: 2, 10002: 4 })]),
    ).toEqual([]);
  });
});

describe('a cancel of kits', () => {
  const [covered] = coverageOf(kits, {}, [work('accepted', { 10001: 2, 10002: 3 })]);

  it('is possible for kits that wait, and for kits of which every part can be taken back', () => {
    expect(covered && cancellable(covered, [work('accepted', { 10001: 2, 10002: 3 })])).toBe(3);
    const shipped = [work('shipped', { 10001: 2 }), work('accepted', { 10002: 4 })];
    const [half] = coverageOf(kits, {}, shipped);
    expect(half && cancellable(half, shipped)).toBe(1);
  });

  it('takes what waits first, then parts in the ratio of the kit, missing ones before those in hand', () => {
    const works = [work('accepted', { 10001: 2, 10002: 3 })];
    expect(covered && cancelShare(covered, works, 2)).toEqual({
      open: 1,
      fromWork: [
        { lineNo: 10001, units: 1 },
        { lineNo: 10002, units: 1 },
      ],
    });
  });

  it('leaves whole kits and as many as were not cancelled, whatever was in hand', () => {
    const anyUnits = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.tuple(anyUnits, anyUnits, anyUnits), fc.nat(6), (has, asked) => {
        const order = orderOf([{ units: 12, forms: [teaSet(1, true)] }]);
        const numbers = [1, 10001, 10002];
        const working = (units: readonly number[]): Work[] => [
          work('accepted', Object.fromEntries(numbers.map((no, at) => [no, units[at] ?? 0]))),
        ];
        const [before] = coverageOf(order, {}, working(has));
        if (!before || asked > cancellable(before, working(has))) return;
        const taken = new Map(
          cancelShare(before, working(has), asked).fromWork.map((one) => [one.lineNo, one.units]),
        );
        const left = has.map((units, at) => units - (taken.get(numbers[at] ?? 0) ?? 0));
        expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
        const [after] = coverageOf(order, { 1: asked }, working(left));
        const counted = [after?.open, after?.asItself, after?.asForms[0]?.sets];
        expect(counted.reduce<number>((sum, units) => sum + (units ?? NaN), 0)).toBe(12 - asked);
        expect(after?.open).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500, seed: 20_261_126 },
    );
  });
});

describe('units that a node gives back', () => {
  const here = work('accepted', { 10001: 3, 10002: 6 });

  it('take the rest of their kits along where a kit is one parcel', () => {
    expect(givenTogether(kits, here, [{ lineNo: 10002, units: 1 }])).toEqual([
      { lineNo: 10002, units: 2 },
      { lineNo: 10001, units: 1 },
    ]);
  });

  it('go alone where kits may come apart', () => {
    const apart = orderOf([{ units: 3, forms: [teaSet(1, false)] }]);
    expect(givenTogether(apart, here, [{ lineNo: 10002, units: 1 }])).toEqual([
      { lineNo: 10002, units: 1 },
    ]);
  });

  it('take everything along in an order that is sent complete', () => {
    const order = orderOf([{ units: 2 }, { units: 4 }], { shipComplete: true });
    expect(
      givenTogether(order, work('accepted', { 1: 2, 2: 4 }), [{ lineNo: 1, units: 1 }]),
    ).toEqual([
      { lineNo: 1, units: 2 },
      { lineNo: 2, units: 4 },
    ]);
  });
});
