import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fulfilmentId, itemId, nodeId, orderId, reservationId } from '../../words/index.ts';
import { letGo, letGoAll } from './let-go.ts';
import { reservePlan } from './reserve-plan.ts';
import type { Reservation } from './reservation.ts';

const held = (units: number, lot = '', state: Reservation['state'] = 'live'): Reservation => ({
  reservationId: reservationId(`rsv_${lot || 'x'}`),
  kind: 'hard',
  orderId: orderId('ord_1'),
  cartId: undefined,
  fulfilmentId: fulfilmentId('ful_1.1.1'),
  lineNo: 1,
  nodeId: nodeId('st_1'),
  itemId: itemId('OAT'),
  lot,
  units,
  state,
  expiresAt: undefined,
});

describe('letting go of reserved units', () => {
  it('frees them without touching what is on hand when they are released', () => {
    expect(letGo([held(3)], 2, 'released')).toMatchObject({
      units: 2,
      changes: [{ record: { units: 1, state: 'live' }, unitsBefore: 3 }],
      stockMoves: [{ reservedUnits: -2, onHandUnits: 0 }],
    });
  });

  it('takes them off the shelf when they have left the node', () => {
    expect(letGoAll([held(3)], 'consumed')).toMatchObject({
      units: 3,
      changes: [{ record: { units: 0, state: 'consumed' } }],
      stockMoves: [{ reservedUnits: -3, onHandUnits: -3 }],
    });
  });

  it('lets nothing go twice', () => {
    expect(letGoAll([held(3, 'a', 'released'), held(0, 'b', 'consumed')], 'released')).toEqual({
      units: 0,
      changes: [],
      stockMoves: [],
    });
  });

  it('moves the counters by exactly the units it ends', () => {
    const anyHeld = fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 9 }), live: fc.boolean() }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(anyHeld, fc.nat(30), fc.boolean(), (some, asked, isConsumed) => {
        const all = some.map(({ units, live }, ix) =>
          held(units, String(ix), live ? 'live' : 'released'),
        );
        const liveUnits = some.reduce((sum, one) => sum + (one.live ? one.units : 0), 0);
        const ended = letGo(all, asked, isConsumed ? 'consumed' : 'released');
        expect(ended.units).toBe(Math.min(asked, liveUnits));
        const reserved = ended.stockMoves.reduce((sum, move) => sum + move.reservedUnits, 0);
        const onHand = ended.stockMoves.reduce((sum, move) => sum + move.onHandUnits, 0);
        expect(reserved + ended.units).toBe(0);
        expect(onHand + (isConsumed ? ended.units : 0)).toBe(0);
        for (const { record, unitsBefore } of ended.changes)
          expect(record.units).toBeLessThan(unitsBefore);
      }),
    );
  });
});

describe('reserving a plan', () => {
  const parcel = {
    fulfilmentId: fulfilmentId('ful_1.1.1'),
    nodeId: nodeId('st_1'),
    slotAt: 0,
    ordersMax: 20,
    lines: [{ lineNo: 1, itemId: itemId('OAT'), quantityUnits: 5 }],
  };

  it('holds every line and one place in the slot', () => {
    expect(
      reservePlan(orderId('ord_1'), [parcel], () => [{ lot: '', availableUnits: 9 }]),
    ).toMatchObject({
      reservations: [{ units: 5, lot: '', state: 'live', kind: 'hard' }],
      stockMoves: [{ reservedUnits: 5, guard: 'available' }],
      slotMoves: [{ orders: 1, ordersMax: 20 }],
    });
  });

  it('takes lots in the order offered and asks the rest of the last one', () => {
    const { reservations } = reservePlan(orderId('ord_1'), [parcel], () => [
      { lot: 'L1', availableUnits: 2 },
      { lot: 'L2', availableUnits: 2 },
    ]);
    expect(reservations.map(({ lot, units }) => [lot, units])).toEqual([
      ['L1', 2],
      ['L2', 3],
    ]);
  });

  it('never takes the units of a lot twice for two lines of one item', () => {
    const twoLines = {
      ...parcel,
      lines: [
        { lineNo: 1, itemId: itemId('OAT'), quantityUnits: 2 },
        { lineNo: 2, itemId: itemId('OAT'), quantityUnits: 2 },
      ],
    };
    const { reservations } = reservePlan(orderId('ord_1'), [twoLines], () => [
      { lot: 'L1', availableUnits: 3 },
      { lot: 'L2', availableUnits: 9 },
    ]);
    const units = new Map<string, number>();
    for (const one of reservations) units.set(one.lot, (units.get(one.lot) ?? 0) + one.units);
    expect(units.get('L1')).toBe(3);
    expect(units.get('L2')).toBe(1);
  });
});
