import fc from 'fast-check';
import { expect, it } from 'vitest';

import { fulfilmentId, itemId, nodeId, orderId } from '../../words/index.ts';
import { drawQuotas } from './draw-quotas.ts';
import { letGo } from './let-go.ts';
import { reservePlan } from './reserve-plan.ts';
import type { Reservation } from './reservation.ts';

const goodsOf = (units: number) =>
  reservePlan(
    orderId('ord_1'),
    [
      {
        fulfilmentId: fulfilmentId('ful_1.1.1'),
        nodeId: nodeId('dc'),
        slotAt: 0,
        ordersMax: 9,
        lines: [{ lineNo: 1, itemId: itemId('TEA'), quantityUnits: units }],
      },
    ],
    () => [{ lot: '', availableUnits: units }],
  );
const claim = (own: number, parent: number, bufferUnits = 0) => ({
  quotas: [
    { lot: '#f/web/vip', units: own },
    { lot: '#f/web', units: parent },
  ],
  ownUnits: own + parent,
  bufferUnits,
  isPoolOpen: true,
});
const unitsOf = (reservations: readonly Reservation[]): Readonly<Record<string, number>> =>
  Object.fromEntries(reservations.map(({ lot, units }) => [lot, units]));

it('uses the own quota first, then the parent’s rest, then the open pool', () => {
  const held = drawQuotas(goodsOf(6), () => claim(2, 3, 4));
  expect(unitsOf(held.reservations)).toEqual({ '': 6, '#f/web/vip': 2, '#f/web': 3 });
  expect(
    held.stockMoves.map(({ lot, reservedUnits, safetyUnits, keepUnits }) => [
      lot,
      reservedUnits,
      safetyUnits,
      keepUnits,
    ]),
  ).toEqual([
    ['', 6, 0, 4],
    ['', 0, -5, undefined],
    ['#f/web/vip', 2, 0, undefined],
    ['#f/web', 3, 0, undefined],
  ]);
  expect(drawQuotas(goodsOf(2), () => claim(2, 3)).stockMoves[0]?.keepUnits).toBe(-3);
  expect(drawQuotas(goodsOf(2), () => undefined)).toEqual(goodsOf(2));
});

it('gives back the open pool first and a customer’s own quota last; what has left uses its quota up', () => {
  const held = drawQuotas(goodsOf(6), () => claim(2, 3)).reservations;
  const freed = letGo(held, 3, 'released');
  const after = new Map(held.map((one) => [one.reservationId, one]));
  for (const { record } of freed.changes) after.set(record.reservationId, record);
  expect(unitsOf([...after.values()])).toEqual({ '': 3, '#f/web/vip': 2, '#f/web': 1 });
  expect(
    freed.stockMoves.map(({ lot, reservedUnits, safetyUnits }) => [
      lot,
      reservedUnits,
      safetyUnits,
    ]),
  ).toEqual([
    ['', -3, 0],
    ['#f/web', -2, 0],
    ['', 0, 2],
  ]);
  const left = letGo(held, 6, 'consumed');
  expect(left.stockMoves.map(({ lot, onHandUnits }) => [lot, onHandUnits])).toEqual([
    ['', -6],
    ['#f/web', -3],
    ['#f/web/vip', -2],
  ]);
  expect([freed.units, left.units]).toEqual([3, 6]);
});

it('keeps quota in use ≤ goods held, and safety + quota in use constant, however it is let go', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.tuple(fc.nat(6), fc.nat(6)),
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 5 }),
          fc.constantFrom('released' as const, 'consumed' as const),
        ),
      ),
      (units, [own, parent], steps) => {
        let held = drawQuotas(goodsOf(units), () => claim(own, parent)).reservations;
        for (const [some, end] of steps) {
          const ended = letGo(held, some, end);
          const changed = new Map(
            ended.changes.map(({ record }) => [record.reservationId, record]),
          );
          held = held.map((one) => changed.get(one.reservationId) ?? one);
          const goods = held
            .filter(({ lot }) => lot === '')
            .reduce((sum, one) => sum + one.units, 0);
          const used = held
            .filter(({ lot }) => lot !== '')
            .reduce((sum, one) => sum + one.units, 0);
          expect(used).toBeLessThanOrEqual(goods);
          const quotaFreed = ended.stockMoves
            .filter(({ lot }) => lot !== '')
            .reduce((sum, { reservedUnits }) => sum - reservedUnits, 0);
          const keptAgain = ended.stockMoves.reduce((sum, { safetyUnits }) => sum + safetyUnits, 0);
          expect(keptAgain).toBe(end === 'released' ? quotaFreed : 0);
        }
      },
    ),
  );
});
