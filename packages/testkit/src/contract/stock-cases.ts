import type { CommitUnit, Store } from '@ordermesh/core/hub';
import type { Reservation } from '@ordermesh/core/reserve';
import { owedPlace } from '@ordermesh/core/stock';
import type { StockMove } from '@ordermesh/core/stock';
import { cartId, itemId, nodeId } from '@ordermesh/core/words';

import { aMove, aReservation, aUnit, anEvent, monday } from '../build/unit.ts';
import { wordOf } from './same.ts';
import type { ContractCase } from './same.ts';

const moving = (...stockMoves: StockMove[]): CommitUnit =>
  aUnit({ events: [anEvent('moved', { stockMoves })] });
const counted = (units: number): CommitUnit =>
  moving(aMove({ onHandUnits: units, guard: 'physical' }));
const reserved = (units: number): CommitUnit => moving(aMove({ reservedUnits: units }));
const taking = (orders: number, ordersMax = 3): CommitUnit =>
  aUnit({
    events: [
      anEvent('slot', {
        slotMoves: [{ nodeId: nodeId('st_001'), slotAt: monday, orders, ordersMax }],
      }),
    ],
  });

/** On hand, reserved and safety of the one position that these cases touch. */
async function units(store: Store): Promise<readonly number[]> {
  const { rows } = await store.positions({ limit: 10, after: undefined });
  return rows.flatMap((row) => [row.onHandUnits, row.reservedUnits, row.safetyUnits]);
}

/** What every store holds about stock, who holds it, slots and the log of their moves. */
export const stockCases: readonly ContractCase<Store>[] = [
  {
    name: 'sells what is there and refuses the next unit with the fresh numbers',
    run: async (store, same) => {
      const results = await store.commit([counted(2), reserved(1), reserved(1), reserved(1)]);
      same(results.map(wordOf), ['ok', 'ok', 'ok', 'stock-taken']);
      const refusal = results[3]?.ok === false ? results[3].refusal : undefined;
      const positions = refusal?.reason === 'stock-taken' ? refusal.positions : [];
      same(
        positions.map(({ onHandUnits, reservedUnits }) => [onHandUnits, reservedUnits]),
        [[2, 2]],
      );
      same(await units(store), [2, 2, 0]);
    },
  },
  {
    name: 'keeps the safety units back',
    run: async (store, same) => {
      await store.commit([moving(aMove({ onHandUnits: 5, safetyUnits: 2 }))]);
      same((await store.commit([reserved(4), reserved(3)])).map(wordOf), ['stock-taken', 'ok']);
      same(await units(store), [5, 3, 2]);
    },
  },
  {
    name: 'leaves the buffer that a move names, and lets an owner use what is kept for him, never more than is there',
    run: async (store, same) => {
      await store.commit([counted(3)]);
      const leaving = moving(aMove({ reservedUnits: 1, keepUnits: 2 }));
      same((await store.commit([leaving, leaving])).map(wordOf), ['ok', 'stock-taken']);
      const fence = moving(aMove({ safetyUnits: 5, guard: 'physical' }));
      const own = (keepUnits: number): CommitUnit =>
        moving(
          aMove({ reservedUnits: 1, keepUnits }),
          aMove({ safetyUnits: -1, guard: 'physical' }),
        );
      const results = await store.commit([fence, reserved(1), own(-2), own(-4), own(-9), own(-9)]);
      same(results.map(wordOf), ['ok', 'stock-taken', 'stock-taken', 'ok', 'ok', 'stock-taken']);
      same(await units(store), [3, 3, 3]);
    },
  },
  {
    name: 'lets goods leave that are not there only when what is owed is noted, and what comes in pays it first',
    run: async (store, same) => {
      const move = aMove({ onHandUnits: -5, guard: 'leaving' });
      const owed = { ...aMove({ guard: 'physical' }), ...owedPlace(move) };
      const owing = (onHandUnits: number, goods: StockMove): CommitUnit =>
        moving({ ...owed, onHandUnits }, goods);
      await store.commit([counted(3)]);
      const results = await store.commit([moving(move), owing(5, move)]);
      same(results.map(wordOf), ['stock-taken', 'ok']);
      same(await units(store), [2, 0, 0]);
      const pays = aMove({ onHandUnits: 4, guard: 'physical' });
      same((await store.commit([owing(-4, pays)])).map(wordOf), ['ok']);
      same(await units(store), [2, 0, 0]);
      const { events } = await store.events(0, 10);
      same(
        events.map(({ stockMoves }) => stockMoves.map(({ onHandUnits }) => onHandUnits)),
        [[3], [2, -3], [-2, 2]],
      );
    },
  },
  {
    name: 'judges the moves of a unit together: what it frees it may take again',
    run: async (store, same) => {
      await store.commit([counted(2), reserved(2)]);
      const swapped = moving(aMove({ reservedUnits: 2 }), aMove({ reservedUnits: -2 }));
      same((await store.commit([swapped, reserved(1)])).map(wordOf), ['ok', 'stock-taken']);
    },
  },
  {
    name: 'books a fact whatever the books said, down to zero, and logs what was booked',
    run: async (store, same) => {
      await store.commit([counted(3)]);
      const [result] = await store.commit([counted(-5)]);
      same(result && wordOf(result), 'ok');
      same(await units(store), []);
      const { events } = await store.events(0, 10);
      same(
        events.flatMap(({ stockMoves }) => stockMoves.map(({ onHandUnits }) => onHandUnits)),
        [3, -3],
      );
    },
  },
  {
    name: 'lets a fact take what is reserved, and sells nothing until it is there again',
    run: async (store, same) => {
      const results = await store.commit([counted(3), reserved(3), counted(-2), reserved(1)]);
      same(results.map(wordOf), ['ok', 'ok', 'ok', 'stock-taken']);
      same(await units(store), [1, 3, 0]);
      same((await store.commit([counted(3), reserved(1)])).map(wordOf), ['ok', 'ok']);
    },
  },
  {
    name: 'refuses to free more than is reserved',
    run: async (store, same) => {
      await store.commit([counted(3), reserved(1)]);
      same((await store.commit([reserved(-2)])).map(wordOf), ['stock-taken']);
      same(await units(store), [3, 1, 0]);
    },
  },
  {
    name: 'a refused unit changes nothing at all, its neighbours are written',
    run: async (store, same) => {
      const other = aMove({ itemId: itemId('rice'), onHandUnits: 7 });
      const results = await store.commit([
        counted(1),
        moving(other, aMove({ reservedUnits: 9 })),
        reserved(1),
      ]);
      same(results.map(wordOf), ['ok', 'stock-taken', 'ok']);
      same(await units(store), [1, 1, 0]);
      same((await store.events(0, 10)).events.length, 2);
    },
  },
  {
    name: 'fills a slot to its limit, frees it again, never below zero',
    run: async (store, same) => {
      const results = await store.commit([taking(2), taking(2), taking(1), taking(-9), taking(3)]);
      same(results.map(wordOf), ['ok', 'slot-full', 'ok', 'ok', 'ok']);
      const start = await store.boardStart(monday, () => undefined);
      same(start.slots, [{ nodeId: 'st_001', slotAt: monday, ordersUsed: 3 }]);
    },
  },
  {
    name: 'keeps lots apart and pages through positions in order',
    run: async (store, same) => {
      const lots = ['b', 'a', ''].map((lot) => aMove({ lot, onHandUnits: 1 }));
      const elsewhere = aMove({ nodeId: nodeId('dc_1'), itemId: itemId('rice'), onHandUnits: 4 });
      await store.commit([moving(...lots, elsewhere)]);
      const found: string[] = [];
      for (let after: string | undefined, turns = 0; turns < 4; turns += 1) {
        const page = await store.positions({ limit: 1, after });
        found.push(...page.rows.map((row) => `${row.nodeId}/${row.itemId}/${row.lot}`));
        after = page.next;
      }
      same(found, ['dc_1/rice/', 'st_001/tea/', 'st_001/tea/a', 'st_001/tea/b']);
      const ofNode = await store.positions({ limit: 9, after: undefined, nodeId: nodeId('dc_1') });
      same(
        ofNode.rows.map(({ onHandUnits }) => onHandUnits),
        [4],
      );
    },
  },
  {
    name: 'hands out events in order, each once, and starts a board with the same numbers',
    run: async (store, same) => {
      const results = await store.commit([counted(5), reserved(2), taking(1)]);
      const sequences = results.flatMap((result) => (result.ok ? result.sequences : []));
      const first = await store.events(0, 2);
      const rest = await store.events(first.watermark, 9);
      same(
        [...first.events, ...rest.events].map(({ sequence }) => sequence),
        sequences,
      );
      same((await store.events(rest.watermark, 9)).events, []);
      const pages: number[] = [];
      const start = await store.boardStart(monday, (page) =>
        pages.push(...page.map(({ onHandUnits, reservedUnits }) => onHandUnits - reservedUnits)),
      );
      // What is contained may lie above the watermark, while others are at work on the same server.
      const contained = Math.max(start.sequence, ...start.sequencesIncluded);
      same([pages, contained], [[3], rest.watermark]);
    },
  },
  {
    name: 'ends a reservation once, from the units that the writer saw',
    run: async (store, same) => {
      const held = aReservation('rsv_1', 'ord_1', { units: 3 });
      const part = { record: { ...held, units: 1 }, unitsBefore: 3 };
      const rest = { record: { ...held, units: 0, state: 'consumed' as const }, unitsBefore: 1 };
      await store.commit([aUnit({ reservationsAdded: [held] })]);
      const change = (reservationsChanged: CommitUnit['reservationsChanged']): CommitUnit =>
        aUnit({ reservationsChanged });
      const results = await store.commit([
        change([part]),
        change([part]),
        change([rest]),
        change([rest]),
      ]);
      same(results.map(wordOf), ['ok', 'stale', 'ok', 'stale']);
      same((await store.reservation(held.reservationId))?.state, 'consumed');
    },
  },
  {
    name: 'finds soft reservations of a cart, and those that have expired, earliest first',
    run: async (store, same) => {
      const soft = (id: string, expiresAt: number) => ({
        ...aReservation(id, 'ord_1', { kind: 'soft', expiresAt, cartId: cartId('crt_1') }),
        orderId: undefined,
      });
      await store.commit([
        aUnit({ reservationsAdded: [soft('rsv_1', 20), soft('rsv_2', 10), soft('rsv_3', 30)] }),
      ]);
      const idsOf = (rows: readonly { readonly reservationId: string }[]): string[] =>
        rows.map(({ reservationId }) => reservationId);
      same(idsOf(await store.reservationsExpired(20, 9)), ['rsv_2', 'rsv_1']);
      same(idsOf(await store.reservationsOfCart(cartId('crt_1'))), ['rsv_1', 'rsv_2', 'rsv_3']);
    },
  },
  {
    name: 'finds who holds a position softly, the first to expire first',
    run: async (store, same) => {
      const soft = (id: string, expiresAt: number, change: Partial<Reservation> = {}) => ({
        ...aReservation(id, 'ord_1', { kind: 'soft', expiresAt, cartId: cartId('crt_1') }),
        orderId: undefined,
        ...change,
      });
      const released = { state: 'released', units: 0 } as const;
      await store.commit([
        aUnit({
          reservationsAdded: [
            soft('rsv_1', 20),
            soft('rsv_2', 10),
            soft('rsv_3', 30, { lot: 'L1' }),
            soft('rsv_4', 30, { nodeId: nodeId('elsewhere') }),
            soft('rsv_5', 30, { itemId: itemId('OTHER') }),
            soft('rsv_6', 30, released),
            aReservation('rsv_7', 'ord_1'),
          ],
        }),
      ]);
      const found = await store.reservationsSoftAt(aReservation('x'));
      same(
        found.map(({ reservationId }) => reservationId),
        ['rsv_2', 'rsv_1'],
      );
    },
  },
  {
    name: 'finds who holds or held units of a lot, page by page',
    run: async (store, same) => {
      const of = (id: string, lot: string, order: string) => aReservation(id, order, { lot });
      await store.commit([
        aUnit({ reservationsAdded: [of('rsv_1', 'L1', 'ord_1'), of('rsv_2', 'L2', 'ord_1')] }),
        aUnit({ reservationsAdded: [of('rsv_3', 'L1', 'ord_2'), of('rsv_4', '', 'ord_2')] }),
      ]);
      const asked = { itemId: aReservation('x').itemId, lot: 'L1' };
      const first = await store.reservationsOfLot(asked, { limit: 1, after: undefined });
      const rest = await store.reservationsOfLot(asked, { limit: 9, after: first.next });
      const idsOf = (rows: typeof first.rows) => rows.map(({ reservationId }) => reservationId);
      same([idsOf(first.rows), idsOf(rest.rows), rest.next], [['rsv_1'], ['rsv_3'], undefined]);
    },
  },
];
