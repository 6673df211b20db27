import type { CommitResult, CommitUnit, OrderRecord, Store } from '@ordermesh/core/hub';
import type { Reservation } from '@ordermesh/core/reserve';
import { itemId, nodeId, orderId } from '@ordermesh/core/words';

import { aFact, aFulfilment, aMove, anEvent, anOrderRecord, aReservation, aUnit, monday } from '../build/unit.ts';
import { anOrder } from '../build/order.ts';
import { seededRandom } from '../seeded-random.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { sameRecords } from './same-records.ts';

/**
 * Commits the same seeded batches to all stores and compares every answer and, at the end, everything that can be
 * read. Units collide on purpose: stock, slots, versions, keys, external ids and facts are few.
 *
 * @param stores empty stores; the first one is what the others are compared with
 * @throws AssertionError where a store answers or holds something else
 */
export async function replayTogether(
  stores: readonly Store[],
  seed: number,
  batches: number,
): Promise<void> {
  const random = seededRandom(seed);
  const orders = new Map<string, OrderRecord>();
  for (let batch = 0; batch < batches; batch += 1) {
    const units = Array.from({ length: random.integer(1, 6) }, (_, ix) =>
      anyUnit(random, `${String(batch)}.${String(ix)}`, orders),
    );
    const answers = await Promise.all(stores.map((store) => store.commit(units)));
    const [first = [], ...others] = answers.map((results) => results.map(comparable));
    for (const other of others) sameRecords(other, first, `batch ${String(batch)}, seed ${String(seed)}`);
    units.forEach((unit, ix) => {
      const record = unit.orderChanged?.record ?? unit.orderAdded;
      if (record && answers[0]?.[ix]?.ok) orders.set(record.order.orderId, record);
    });
  }
  const [held, ...rest] = await Promise.all(stores.map((store) => everything(store, [...orders.keys()])));
  for (const other of rest) sameRecords(other, held, `what is held, seed ${String(seed)}`);
}

/** Sequences differ between databases: one that rolls back leaves gaps. */
function comparable(result: CommitResult): unknown {
  if (result.ok) return { ok: true, events: result.sequences.length, applied: result.stockMovesApplied };
  return { ok: false, refusal: { ...result.refusal, asOfSequence: 0 } };
}

async function everything(store: Store, ids: readonly string[]): Promise<unknown> {
  const orderIds = ids.map(orderId);
  const page = { limit: 200, after: undefined };
  const { events } = await store.events(0, 1_000_000);
  return {
    positions: (await store.positions(page)).rows,
    orders: await Promise.all(orderIds.map((id) => store.order(id))),
    reservations: byId(await store.reservations(orderIds)),
    fulfilments: (await store.fulfilmentList({}, page)).rows,
    facts: (await store.factList({}, page)).rows.map(({ hash }) => hash),
    due: (await store.fulfilmentsDue(monday + 1_000_000, 500)).map(({ fulfilmentId }) => fulfilmentId).sort(),
    events: events.map(({ id, stockMoves, slotMoves }) => ({ id, stockMoves, slotMoves })),
  };
}

const byId = (all: readonly Reservation[]): readonly Reservation[] =>
  [...all].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));

function anyUnit(random: SeededRandom, name: string, orders: ReadonlyMap<string, OrderRecord>): CommitUnit {
  const known = [...orders.values()];
  const what = random.integer(0, 9);
  if (what <= 1) return counting(random, name);
  if (what <= 5 || known.length === 0) return placing(random, name);
  if (what === 6) return telling(random, name);
  const record = random.pick(known);
  const { version } = record;
  // One in three was decided on an older version.
  const expectedVersion = random.chance(0.3) ? version - 1 : version;
  return aUnit({
    orderChanged: {
      record: { ...record, version: expectedVersion + 1, epoch: random.integer(1, 5) },
      expectedVersion,
    },
    events: [anEvent(name, { orderId: record.order.orderId })],
  });
}

const anyPlace = (random: SeededRandom) => ({
  nodeId: nodeId(random.pick(['st_1', 'st_2'])),
  itemId: itemId(random.pick(['tea', 'oat'])),
  lot: random.pick(['', '', 'L1']),
});

const counting = (random: SeededRandom, name: string): CommitUnit =>
  aUnit({
    events: [
      anEvent(name, {
        stockMoves: [
          aMove({ ...anyPlace(random), onHandUnits: random.integer(-4, 9), guard: 'physical' }),
          aMove({ ...anyPlace(random), safetyUnits: random.integer(-1, 1), guard: 'physical' }),
        ],
      }),
    ],
  });

function placing(random: SeededRandom, name: string): CommitUnit {
  const id = `ord_${name}`;
  const place = anyPlace(random);
  const units = random.integer(1, 4);
  const external = random.chance(0.4)
    ? [{ system: 'shop', id: String(random.integer(1, 12)) }]
    : [];
  const key = random.chance(0.3) ? `k${String(random.integer(1, 6))}` : undefined;
  return aUnit({
    ...(key === undefined
      ? {}
      : {
          idempotency: {
            principal: 'shop',
            key,
            bodyHash: random.pick(['aa', 'bb']),
            expiresAt: monday + 1000,
            status: 201,
            responseBody: id,
          },
        }),
    orderAdded: anOrderRecord(id, { order: anOrder(id, { externalIds: external }) }),
    reservationsAdded: [aReservation(`rsv_${name}`, id, { ...place, units })],
    fulfilmentsAdded: [aFulfilment(`ful_${name}`, id)],
    events: [
      anEvent(name, {
        orderId: orderId(id),
        stockMoves: [aMove({ ...place, reservedUnits: units })],
        slotMoves: [
          { nodeId: place.nodeId, slotAt: monday, orders: random.integer(-1, 2), ordersMax: 6 },
        ],
      }),
    ],
  });
}

const telling = (random: SeededRandom, name: string): CommitUnit =>
  aUnit({
    facts: [
      aFact(`ni:${String(random.integer(1, 20))}`, { hasErrorDeclaration: random.chance(0.2) }),
    ],
    events: [anEvent(name)],
  });
