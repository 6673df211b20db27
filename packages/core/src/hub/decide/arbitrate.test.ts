import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aMove, aUnit, anEvent } from '@ordermesh/testkit';

import { itemId, nodeId } from '../../words/index.ts';
import type { SlotMove } from '../../network/decide/index.ts';
import type { StockMove, StockPosition } from '../../stock/decide/index.ts';
import { arbitrate, positionKey, slotKey } from './index.ts';
import type { CommitUnit, CurrentState } from './index.ts';

const nothingStored: CurrentState = {
  orders: new Map(),
  fulfilments: new Map(),
  exceptions: new Map(),
  cases: new Map(),
  reservations: new Map(),
  documents: new Set(),
  facts: new Set(),
  ordersByExternalId: new Map(),
  answers: new Map(),
  positions: new Map(),
  slots: new Map(),
};
const stamp = { firstSequence: 1, origin: 'test' };

const anyPlace = fc.record({
  nodeId: fc.constantFrom(nodeId('a'), nodeId('b')),
  itemId: fc.constantFrom(itemId('tea'), itemId('oat')),
});
/** Nobody tells a fact here: whatever is reserved has to be available. */
const guardedMove = fc
  .tuple(anyPlace, fc.integer({ min: -3, max: 4 }))
  .map(([place, units]) => aMove({ ...place, reservedUnits: units }));
const anyMove = fc.oneof(
  guardedMove,
  fc
    .tuple(anyPlace, fc.integer({ min: -6, max: 9 }), fc.integer({ min: -1, max: 2 }))
    .map(([place, onHandUnits, safetyUnits]) =>
      aMove({ ...place, onHandUnits, safetyUnits, guard: 'physical' }),
    ),
);
const anySlotMove: fc.Arbitrary<SlotMove> = fc.record({
  nodeId: fc.constantFrom(nodeId('a'), nodeId('b')),
  slotAt: fc.constant(0),
  orders: fc.integer({ min: -2, max: 3 }),
  ordersMax: fc.constant(5),
});
const unitOf = (
  stockMoves: readonly StockMove[],
  slotMoves: readonly SlotMove[] = [],
): CommitUnit => aUnit({ events: [anEvent('e', { stockMoves, slotMoves })] });
const anyUnit = fc
  .tuple(fc.array(anyMove, { maxLength: 3 }), fc.array(anySlotMove, { maxLength: 2 }))
  .map(([moves, slots]) => unitOf(moves, slots));
const units = fc.array(anyUnit, { maxLength: 25 });

const filled = (onHandUnits: number): CurrentState => ({
  ...nothingStored,
  positions: new Map(
    ['a', 'b'].flatMap((node) =>
      ['tea', 'oat'].map((item) => {
        const row: StockPosition = {
          nodeId: nodeId(node),
          itemId: itemId(item),
          lot: '',
          onHandUnits,
          reservedUnits: 0,
          safetyUnits: 1,
        };
        return [positionKey(row), row] as const;
      }),
    ),
  ),
});

/** The state after the writes, as a store would hold it. */
const after = (current: CurrentState, { writes }: ReturnType<typeof arbitrate>): CurrentState => ({
  ...current,
  positions: new Map([
    ...current.positions,
    ...writes.positions.map((write) => [positionKey(write.after), { ...write.after }] as const),
  ]),
  slots: new Map([
    ...current.slots,
    ...writes.slots.map((write) => [slotKey(write.after), { ...write.after }] as const),
  ]),
});

describe('arbitration', () => {
  it('never promises more than is there and not kept back, when only promises are made', () => {
    const promises = fc.array(
      fc.array(guardedMove, { maxLength: 3 }).map((moves) => unitOf(moves)),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(promises, fc.nat(12), (batch, onHandUnits) => {
        const { positions } = after(
          filled(onHandUnits + 1),
          arbitrate(batch, filled(onHandUnits + 1), stamp),
        );
        return [...positions.values()].every(
          (row) =>
            row.reservedUnits >= 0 &&
            row.reservedUnits <= Math.max(0, row.onHandUnits - row.safetyUnits),
        );
      }),
    );
    expect(
      arbitrate([unitOf([aMove({ reservedUnits: 1 })])], nothingStored, stamp).results[0]?.ok,
    ).toBe(false);
  });

  it('logs moves that sum up to the change of every position and slot, none of them below zero', () => {
    fc.assert(
      fc.property(units, (batch) => {
        const current = filled(4);
        const { writes } = arbitrate(batch, current, stamp);
        for (const { before, after: left } of writes.positions) {
          const own = writes.events
            .flatMap(({ stockMoves }) => stockMoves)
            .filter((move) => positionKey(move) === positionKey(before));
          const sum = (field: 'onHandUnits' | 'reservedUnits' | 'safetyUnits'): number =>
            own.reduce((total, move) => total + move[field], before[field]);
          const fields = ['onHandUnits', 'reservedUnits', 'safetyUnits'] as const;
          expect(fields.map(sum)).toEqual(fields.map((field) => left[field]));
          expect(Math.min(...fields.map((field) => left[field]))).toBeGreaterThanOrEqual(0);
        }
        for (const { before, after: left } of writes.slots) {
          const own = writes.events
            .flatMap(({ slotMoves }) => slotMoves)
            .filter((move) => slotKey(move) === slotKey(before));
          expect(own.reduce((total, { orders }) => total + orders, before.ordersUsed)).toBe(
            left.ordersUsed,
          );
          expect(left.ordersUsed).toBeGreaterThanOrEqual(0);
          expect(left.ordersUsed).toBeLessThanOrEqual(5);
        }
        expect(arbitrate([], current, stamp).writes.events).toEqual([]);
      }),
    );
  });

  it('lets a refused unit change nothing: without the refused ones the batch ends the same', () => {
    fc.assert(
      fc.property(units, (batch) => {
        const all = arbitrate(batch, filled(4), stamp);
        const accepted = batch.filter((_, ix) => all.results[ix]?.ok);
        const again = arbitrate(accepted, filled(4), stamp);
        expect(again.results.every(({ ok }) => ok)).toBe(true);
        const outcome = ({ writes }: typeof all) => [
          writes.events,
          writes.positions
            .map(({ after: left, mustBeAvailable }) => [positionKey(left), left, mustBeAvailable])
            .sort(),
          writes.slots.map(({ after: left }) => [slotKey(left), left]).sort(),
        ];
        expect(outcome(again)).toEqual(outcome(all));
      }),
    );
  });

  it('judges one batch as it judges its units one commit after the other', () => {
    fc.assert(
      fc.property(units, (batch) => {
        const together = arbitrate(batch, filled(4), stamp);
        let state = filled(4);
        const answers = batch.map((unit) => {
          const judged = arbitrate([unit], state, stamp);
          state = after(state, judged);
          return judged.results[0]?.ok;
        });
        expect(together.results.map(({ ok }) => ok)).toEqual(answers);
        expect(after(filled(4), together).positions).toEqual(state.positions);
      }),
    );
  });

  it('does not care for the order of units that touch different positions', () => {
    const apart = ['a', 'b', 'c', 'd', 'e'].map((node) =>
      fc
        .integer({ min: 1, max: 6 })
        .map((reservedUnits) =>
          unitOf([aMove({ nodeId: nodeId(node), onHandUnits: 3, reservedUnits })]),
        ),
    );
    const arranged = fc
      .tuple(...apart)
      .chain((batch) => fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch, { minLength: 5 })));
    fc.assert(
      fc.property(arranged, ([batch, shuffled]) => {
        const answer = (order: readonly CommitUnit[]) => {
          const { results } = arbitrate(order, nothingStored, stamp);
          return new Map(
            order.map((unit, ix) => [unit.events[0]?.stockMoves[0]?.nodeId, results[ix]?.ok]),
          );
        };
        expect(answer(shuffled)).toEqual(answer(batch));
      }),
    );
  });

  it('numbers the events of accepted units without a gap', () => {
    fc.assert(
      fc.property(units, (batch) => {
        const { results, writes } = arbitrate(batch, filled(4), { firstSequence: 40, origin: 'x' });
        const numbers = results.flatMap((result) => (result.ok ? result.sequences : []));
        expect(numbers).toEqual(writes.events.map(({ sequence }) => sequence));
        expect(numbers).toEqual(numbers.map((_, ix) => 40 + ix));
      }),
    );
  });

  it('tells the numbers as the earlier units of the batch left them', () => {
    const reserve = unitOf([aMove({ nodeId: nodeId('a'), reservedUnits: 2 })]);
    const { results } = arbitrate([reserve, reserve], filled(4), stamp);
    expect(results[1]).toMatchObject({
      ok: false,
      refusal: { reason: 'stock-taken', positions: [{ reservedUnits: 2 }], asOfSequence: 1 },
    });
  });
});
