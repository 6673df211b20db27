import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Fulfilment, FulfilmentState } from '../../../release/decide/index.ts';
import { planWork } from '../../../release/decide/index.ts';
import { decisionId, fulfilmentId, itemId, nodeId, serviceId } from '../../../words/index.ts';
import { order as example } from '../golden/example-order.ts';
import { moneyOf } from './money.ts';

const line = (lineNo: number, quantityUnits: number, priceMinor: number) => ({
  lineNo,
  itemId: itemId(`item-${String(lineNo)}`),
  quantityUnits,
  priceMinor,
  taxMinor: Math.round(priceMinor * 0.13),
});
const orderOf = (...lines: ReturnType<typeof line>[]) => ({
  ...example,
  shippingPriceMinor: 799,
  lines,
});
function work(
  number: number,
  units: Readonly<Record<number, number>>,
  how: { readonly state: FulfilmentState; readonly leftAt?: number },
): Fulfilment {
  const window = { startAt: 1, endAt: 2 };
  const [made] = planWork(
    [
      {
        nodeId: nodeId('a'),
        serviceId: serviceId('parcel'),
        lines: Object.entries(units).map(([no, quantityUnits]) => ({
          lineNo: Number(no),
          itemId: itemId(`item-${no}`),
          quantityUnits,
        })),
        slotAt: 0,
        startAt: 0,
        window,
        collectedAt: how.leftAt ?? 0,
        costMinor: 0,
        carbonGrams: 0,
      },
    ],
    {
      orderId: example.orderId,
      epoch: 1,
      decisionId: decisionId('dec_1'),
      promisedWindow: window,
    },
  );
  return { ...made!, fulfilmentId: fulfilmentId(`ful_1.1.${String(number)}`), state: how.state };
}

describe('the money of a split order', () => {
  it('is told per parcel: what has left is due, what is cancelled is to refund', () => {
    const order = orderOf(line(1, 3, 1000), line(2, 1, 500));
    const works = [
      work(1, { 1: 1 }, { state: 'accepted' }),
      work(2, { 1: 1, 2: 1 }, { state: 'shipped', leftAt: 5 }),
      work(3, { 1: 1 }, { state: 'cancelled' }),
    ];
    const money = moneyOf(order, works, { 1: 1 });
    expect(money.parcels.map((one) => [one.fulfilmentId, one.isDue, one.priceMinor])).toEqual([
      ['ful_1.1.2', true, 333 + 500],
      ['ful_1.1.1', false, 334],
    ]);
    expect([money.cancelled.priceMinor, money.open.totalMinor]).toEqual([333, 0]);
    expect(money.total).toMatchObject({ priceMinor: 1500, shippingMinor: 799 });
  });

  it('keeps the amount of a parcel that has left, whatever is cancelled afterwards', () => {
    const order = orderOf(line(1, 3, 1000));
    const left = work(2, { 1: 1 }, { state: 'shipped', leftAt: 5 });
    const [before] = moneyOf(order, [work(1, { 1: 2 }, { state: 'accepted' }), left], {}).parcels;
    const [after] = moneyOf(order, [work(1, { 1: 0 }, { state: 'cancelled' }), left], {
      1: 2,
    }).parcels;
    expect(after).toEqual(before);
  });

  it('has the first part bear the shipping of goods that cost nothing', () => {
    const money = moneyOf(orderOf(line(1, 2, 0)), [work(1, { 1: 2 }, { state: 'ready' })], {});
    expect(money.parcels[0]).toMatchObject({ priceMinor: 0, shippingMinor: 799 });
  });

  it('adds up to the last minor unit, however it is split', () => {
    const anyAmount = fc.nat(100_000);
    const anySplit = fc.array(fc.nat(4), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyAmount, anySplit, fc.nat(3), (priceMinor, split, cancelled) => {
        const units = split.reduce((sum, more) => sum + more, cancelled + 1);
        const order = orderOf(line(1, units, priceMinor));
        const states = ['shipped', 'accepted', 'delivered'] as const;
        const works = split.map((more, ix) =>
          work(ix, { 1: more }, { state: states[ix % 3] ?? 'accepted', leftAt: ix }),
        );
        const {
          total,
          parcels,
          open,
          cancelled: refunded,
        } = moneyOf(order, works, { 1: cancelled });
        const wholeMinor = priceMinor + Math.round(priceMinor * 0.13) + 799;
        expect(total.totalMinor).toBe(wholeMinor);
        const parts = [...parcels, open, refunded];
        expect(parts.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(wholeMinor);
        for (const { totalMinor } of parts) expect(totalMinor).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
