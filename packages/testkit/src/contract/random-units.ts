import type { CommitUnit, Store } from '@ordermesh/core/hub';
import { owedPlace } from '@ordermesh/core/stock';
import type { StockMove } from '@ordermesh/core/stock';
import { itemId, nodeId, orderId } from '@ordermesh/core/words';

import { anItem, anOrder } from '../build/order.ts';
import {
  aCase,
  aDecision,
  aFact,
  aFulfilment,
  aMove,
  aReservation,
  aUnit,
  anEvent,
  anException,
  anOrderRecord,
  monday,
} from '../build/unit.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** What the units are made from. */
export interface UnitSource {
  readonly random: SeededRandom;
  /** Where known records are looked up, so that changes fit often, not always. */
  readonly store: Store;
  /** Grows with every unit; new ids come from it. */
  readonly step: number;
}

const nodes = ['st_1', 'st_2', 'dc_1'] as const;
const items = ['tea', 'rice'] as const;

/** A unit of any kind over few nodes, items, orders and keys, so that units collide. */
export async function randomUnit({ random, store, step }: UnitSource): Promise<CommitUnit> {
  const kinds = [placing, placing, changing, stocking, capturing, setting, claiming] as const;
  const kind = random.pick(kinds);
  const unit = await kind({ random, store, step });
  return { ...unit, at: monday + step };
}

const moveOf = (random: SeededRandom, parts: Partial<StockMove>): StockMove =>
  aMove({
    nodeId: nodeId(random.pick(nodes)),
    itemId: itemId(random.pick(items)),
    lot: random.chance(0.2) ? 'lot_a' : '',
    ...parts,
  });

/** An order with a reservation, its place in a slot, and now and then a name that is taken. */
function placing({ random, step }: UnitSource): CommitUnit {
  const id = `ord_${String(step).padStart(6, '0')}`;
  const units = random.integer(1, 4);
  const move = moveOf(random, { reservedUnits: units });
  const { nodeId: node, itemId: item, lot } = move;
  const externalIds = random.chance(0.5)
    ? [{ system: 's', id: String(random.integer(1, 40)) }]
    : [];
  const kind = random.chance(0.3) ? 'soft' : 'hard';
  const expiresAt = kind === 'soft' ? monday + random.integer(0, 500) : undefined;
  const place = { nodeId: node, slotAt: monday + random.integer(0, 2) * 3_600_000, orders: 1 };
  const unit = aUnit({
    orderAdded: anOrderRecord(id, {
      order: anOrder(id, { externalIds }),
      acceptedAt: monday + step,
    }),
    reservationsAdded: [
      aReservation(`rsv_${step}`, id, { units, nodeId: node, itemId: item, lot, kind, expiresAt }),
    ],
    fulfilmentsAdded: [
      aFulfilment(`ful_${step}`, id, {
        nodeId: node,
        dueAt: random.chance(0.5) ? monday + random.integer(0, 500) : undefined,
      }),
    ],
    decisions: [aDecision(`dec_${step}`, id)],
    events: [
      anEvent(`evt_${step}`, {
        orderId: orderId(id),
        stockMoves: [move],
        slotMoves: [{ ...place, ordersMax: random.integer(1, 60) }],
      }),
    ],
  });
  return random.chance(0.1) ? { ...unit, exceptionsAdded: [anException(`exc_${step}`, id)] } : unit;
}

/** A change of a known order and all that hangs on it, from a version that is sometimes wrong. */
async function changing({ random, store, step }: UnitSource): Promise<CommitUnit> {
  const { rows } = await store.orderList({}, { limit: 30, after: undefined });
  if (rows.length === 0) return aUnit();
  const record = random.pick(rows);
  const expectedVersion = record.version - (random.chance(0.15) ? 1 : 0);
  const id = record.order.orderId;
  const held = await store.reservations([id]);
  const works = await store.fulfilments([id]);
  const exceptions = await store.exceptionList({ orderId: id }, { limit: 5, after: undefined });
  const end = random.pick(['released', 'consumed'] as const);
  const stockMoves = held
    .filter(({ state }) => state === 'live')
    .map(({ nodeId: node, itemId: item, lot, units }) =>
      aMove({
        nodeId: node,
        itemId: item,
        lot,
        reservedUnits: -units,
        onHandUnits: end === 'consumed' ? -units : 0,
        guard: 'physical',
      }),
    );
  return aUnit({
    ordersChanged: [
      {
        record: {
          ...record,
          version: expectedVersion + 1,
          status: random.pick(['picking', 'shipped']),
        },
        expectedVersion,
      },
    ],
    reservationsChanged: held.map((row) => ({
      record: { ...row, units: 0, state: end },
      unitsBefore: row.units,
    })),
    fulfilmentsChanged: works.map((row) => ({
      ...row,
      version: row.version + 1,
      state: random.pick(['accepted', 'shipped', 'cancelled'] as const),
      dueAt: undefined,
    })),
    exceptionsChanged: exceptions.rows.map((row) => ({
      ...row,
      version: row.version + 1,
      state: 'resolved' as const,
    })),
    events: [anEvent(`evt_${step}`, { orderId: id, stockMoves, body: { end } })],
  });
}

/** Counts, arrivals, losses, safety. */
function stocking({ random, step }: UnitSource): CommitUnit {
  const moves = Array.from({ length: random.integer(1, 3) }, () =>
    moveOf(random, {
      onHandUnits: random.integer(-4, 12),
      safetyUnits: random.chance(0.2) ? random.integer(-1, 2) : 0,
      guard: random.pick(['physical', 'available', 'leaving']),
    }),
  ).flatMap((move) => (random.chance(0.2) ? [owing(move), move] : [move]));
  return aUnit({ events: [anEvent(`evt_${step}`, { stockMoves: moves })] });
}

/** What a move owes when the goods are not there, or pays when goods come. */
const owing = (move: StockMove): StockMove => ({
  ...move,
  ...owedPlace(move),
  onHandUnits: -move.onHandUnits,
  safetyUnits: 0,
  guard: 'physical',
});

/** A fact that may be known, with or without an order; or the link of earlier ones. */
function capturing({ random, step }: UnitSource): CommitUnit {
  const hash = `ni:${random.integer(1, 60)}`;
  const order = orderId(`ord_${String(random.integer(1, 200)).padStart(6, '0')}`);
  if (random.chance(0.3)) return aUnit({ factsLinked: [{ hash, orderId: order }] });
  return aUnit({
    facts: [
      aFact(hash, {
        hasErrorDeclaration: random.chance(0.2),
        at: monday + random.integer(0, 50),
        kind: random.pick(['picking', 'packing']),
        orderId: random.chance(0.5) ? order : undefined,
        objectUris: [`urn:parcel:${random.integer(1, 9)}`],
        recordedAt: monday + step,
      }),
    ],
  });
}

/** Documents, items, supplies and node states. */
function setting({ random, step }: UnitSource): CommitUnit {
  const node = nodeId(random.pick(nodes));
  const item = random.pick(items);
  return aUnit({
    documents: random.chance(0.3)
      ? [
          {
            kind: random.pick(['network', 'strategy'] as const),
            documentId: 'only',
            version: random.integer(1, 12),
            publishedAt: monday + step,
            note: '',
            document: { step },
          },
        ]
      : [],
    items: [anItem(item, { name: `at ${step}` })],
    casesAdded: random.chance(0.3)
      ? [aCase(`trf_${random.integer(1, 20)}`, { dueAt: monday + random.integer(0, 500) })]
      : [],
    casesChanged: random.chance(0.3)
      ? [aCase(`trf_${random.integer(1, 20)}`, { state: 'closed', version: random.integer(2, 4) })]
      : [],
    inbound: [
      {
        nodeId: node,
        itemId: itemId(item),
        expectedAt: monday + random.integer(1, 3),
        units: random.integer(0, 5),
      },
    ],
    nodeStates: [
      { nodeId: node, state: random.integer(0, 2), reason: `at ${step}`, sinceAt: monday },
    ],
  });
}

/** An Idempotency-Key of few, some of which have expired. */
function claiming({ random, step }: UnitSource): CommitUnit {
  return aUnit({
    idempotency: {
      principal: random.pick(['shop', 'pos']),
      key: `k${random.integer(1, 8)}`,
      bodyHash: random.pick(['x', 'y']),
      expiresAt: monday + step + random.integer(1, 120),
      status: 201,
      responseBody: `{"step":${step}}`,
    },
    parcels: [
      {
        parcelUri: `urn:parcel:${random.integer(1, 9)}`,
        orderId: orderId(`ord_${step}`),
        fulfilmentId: aFulfilment(`ful_${step}`).fulfilmentId,
      },
    ],
  });
}
