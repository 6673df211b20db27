import type { InputFault, OrderId } from '../../words/index.ts';
import type { InboundSupply, StockMove } from '../../stock/index.ts';
import type { PathBoard } from '../../path.ts';
import { roadPosition } from '../board/supply-book.ts';
import type { HubOutcome } from '../outcome.ts';
import { changeOrder } from '../orders/orders.ts';
import type { LineWait } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import { backAgain } from './back-again.ts';
import { whileSharing } from './sharing.ts';
import { inTurn, waitingCases } from './turn.ts';

const attemptsMax = 8;

/**
 * Replaces what is announced per node and item of the rows. Orders that wait hold announced goods: when a supply
 * shrinks, moves to another date or is gone, the last in turn lose their hold and get what is announced elsewhere or
 * later; each is told (`order.waits`, and `promise.changed` when it comes later). Zero units mean: nothing comes.
 */
export async function announce(
  parts: HubParts,
  rows: readonly InboundSupply[],
): Promise<HubOutcome<{ readonly rows: number }>> {
  const faults = namedTwice(rows);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  const whole = withoutForgotten(parts, rows);
  const items = new Set(whole.map((row) => row.itemId));
  return whileSharing(parts.board, items, () => announceWhole(parts, rows, whole));
}

/** One supply has one number: two for the same node, item and time would each be the whole truth. */
function namedTwice(rows: readonly InboundSupply[]): readonly InputFault[] {
  const seen = new Set<string>();
  return rows.flatMap((row, ix) => {
    const key = supplyKey(row);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const remedy = 'Send each node, item and time once, with the sum of its units.';
    return [{ field: `/rows/${String(ix)}`, reason: 'duplicate', remedy }];
  });
}

const supplyKey = ({ nodeId, itemId, expectedAt }: InboundSupply): string =>
  `${nodeId}/${itemId}/${String(expectedAt)}`;

async function announceWhole(
  parts: HubParts,
  rows: readonly InboundSupply[],
  whole: readonly InboundSupply[],
): Promise<HubOutcome<{ readonly rows: number }>> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const result = await parts.commit(() => {
      const stockMoves = whole.flatMap((row) => announced(parts, row));
      const unit = emptyUnit(parts.env.now());
      unit.inbound.push(...whole);
      tell(unit, {
        type: 'supply.expected',
        id: `inbound.${String(unit.at)}.${parts.env.randomHex()}`,
        subject: 'stock',
        stockMoves,
        body: { inbound: whole },
      });
      return unit;
    });
    if (result?.ok) {
      await backAnew(parts, whole);
      return { ok: true, value: { rows: rows.length } };
    }
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

/** Supplies of the same node and item that the rows do not name any more come no more. */
function withoutForgotten(
  { board }: HubParts,
  rows: readonly InboundSupply[],
): readonly InboundSupply[] {
  const named = new Set(rows.map(supplyKey));
  const places = new Map(rows.map((row) => [`${row.nodeId}/${row.itemId}`, row]));
  const forgotten = [...places.values()].flatMap(({ nodeId, itemId }) =>
    board.supplies
      .of(nodeId, itemId)
      .map(({ lot }) => ({ nodeId, itemId, expectedAt: Number(lot), units: 0 }))
      .filter(({ expectedAt }) => !named.has(`${nodeId}/${itemId}/${String(expectedAt)}`)),
  );
  return [...rows, ...forgotten];
}

function announced({ board }: HubParts, row: InboundSupply): readonly StockMove[] {
  const place = roadPosition(row);
  const was = board.supplies.position(place);
  // What is held for orders stays until they have let go of it; then it shrinks to what was announced.
  const units = Math.max(row.units, was.reservedUnits) - was.onHandUnits;
  if (units === 0) return [];
  return [
    {
      ...place,
      onHandUnits: units,
      reservedUnits: 0,
      safetyUnits: 0,
      guard: 'physical',
      onHandBeforeUnits: was.onHandUnits,
    },
  ];
}

/**
 * Whoever holds more than was announced lets go, the last in turn first, and takes what is announced elsewhere or later,
 * the first in turn first; who had nothing promised may have something now. Then the supply shrinks.
 */
async function backAnew(parts: HubParts, rows: readonly InboundSupply[]): Promise<void> {
  for (const itemId of new Set(rows.map((row) => row.itemId))) {
    const short = rows.filter(
      (row) =>
        row.itemId === itemId &&
        parts.board.supplies.position(roadPosition(row)).onHandUnits > row.units,
    );
    const turn = inTurn(await waitingCases(parts, { key: itemId }));
    const losers = await whoLoses(parts, short, turn);
    const board = withoutSupplies(parts.pathBoard, short);
    for (const orderId of turn)
      await changeOrder(parts, orderId, (change) =>
        backAgain(
          { change, board },
          (wait) =>
            wait.itemId === itemId &&
            (!wait.supply || (losers.has(orderId) && short.some((row) => isOf(wait, row)))),
          'supply-moved',
        ),
      );
    await shrink(parts, short);
  }
}

/** The board without supplies that shrink: nobody takes there what another one has to leave. */
const withoutSupplies = (board: PathBoard, short: readonly InboundSupply[]): PathBoard => ({
  ...board,
  freeSupplies: (id) =>
    board
      .freeSupplies(id)
      .filter(
        (free) =>
          !short.some(
            (row) =>
              row.itemId === id && row.nodeId === free.nodeId && row.expectedAt === free.expectedAt,
          ),
      ),
});

const isOf = ({ supply, itemId }: LineWait, row: InboundSupply): boolean =>
  row.itemId === itemId && row.nodeId === supply?.nodeId && row.expectedAt === supply.expectedAt;

/** The last in turn, as many as hold what is announced no more. */
async function whoLoses(
  parts: HubParts,
  short: readonly InboundSupply[],
  turn: readonly OrderId[],
): Promise<ReadonlySet<OrderId>> {
  const losers = new Set<OrderId>();
  const records = new Map(
    (await parts.store.orders(turn)).map((record) => [record.order.orderId, record]),
  );
  for (const row of short) {
    let tooMany = parts.board.supplies.position(roadPosition(row)).reservedUnits - row.units;
    for (const orderId of [...turn].reverse()) {
      if (tooMany <= 0) break;
      const units = (records.get(orderId)?.waits ?? [])
        .filter((wait) => isOf(wait, row))
        .reduce((sum, wait) => sum + wait.units, 0);
      if (units > 0) losers.add(orderId);
      tooMany -= units;
    }
  }
  return losers;
}

async function shrink(parts: HubParts, short: readonly InboundSupply[]): Promise<void> {
  await parts.commit(() => {
    const stockMoves = short.flatMap((row) => announced(parts, row));
    if (stockMoves.length === 0) return undefined;
    const unit = emptyUnit(parts.env.now());
    tell(unit, {
      type: 'supply.shrunk',
      id: `shrunk.${String(unit.at)}.${parts.env.randomHex()}`,
      subject: 'stock',
      stockMoves,
      body: { rows: short },
    });
    return unit;
  });
}
