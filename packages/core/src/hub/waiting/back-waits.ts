import { reservationId } from '../../words/index.ts';
import type { ItemId } from '../../words/index.ts';
import { walkOpenLines } from '../../path.ts';
import type { FreeSupply, OpenLines, PathBoard } from '../../path.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { StockMove } from '../../stock/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { roadPosition } from '../board/supply-book.ts';
import type { CaseRecord, LineWait, OrderRecord } from '../ports/records.ts';

/** What a wait adds to a unit: who waits for what, the announced goods held for it, and the case that finds it. */
export interface BackedWaits {
  readonly waits: readonly LineWait[];
  readonly reservations: readonly Reservation[];
  readonly stockMoves: readonly StockMove[];
  readonly cases: readonly CaseRecord[];
}

/** Units that begin to wait, and for whom. */
export interface WaitAsk {
  readonly order: OrderRecord['order'];
  readonly at: number;
  readonly lines: OpenLines['open'];
  /** Makes ids unique within the order: its version when it begins to wait. */
  readonly version: number;
}

/**
 * Lets units wait: each line takes what is announced and free, earliest first; what is left waits for supplies that
 * nobody has announced, and is promised nothing.
 */
export function backWaits(ask: WaitAsk, board: PathBoard): BackedWaits {
  const waits: LineWait[] = [];
  const taken = new Map<string, number>();
  for (const { lineNo, units } of ask.lines) {
    const itemId = ask.order.lines.find((line) => line.lineNo === lineNo)?.itemId;
    if (itemId === undefined) continue;
    const wait = waitFor(ask, board, { lineNo, itemId });
    let left = units;
    // What should be there already and is not may never come.
    const comes = board.freeSupplies(itemId).filter(({ expectedAt }) => expectedAt > ask.at);
    for (const supply of comes) {
      const key = `${supply.nodeId}/${itemId}/${String(supply.expectedAt)}`;
      const free = supply.units - (taken.get(key) ?? 0);
      const some = Math.min(left, free);
      if (some <= 0) continue;
      const arrival = arrivalOf(ask, board, { lineNo, itemId, supply, units: some });
      if (!arrival) continue;
      taken.set(key, (taken.get(key) ?? 0) + some);
      left -= some;
      const { nodeId, expectedAt } = supply;
      waits.push({ ...wait, units: some, supply: { nodeId, expectedAt, ...arrival } });
    }
    if (left > 0) waits.push({ ...wait, units: left, supply: undefined });
  }
  return { waits, ...holdSupplies(ask, waits), cases: casesOf(ask, waits) };
}

function waitFor(
  ask: WaitAsk,
  board: PathBoard,
  line: Pick<LineWait, 'lineNo' | 'itemId'>,
): Omit<LineWait, 'units' | 'supply'> {
  const from = board.item(line.itemId)?.availableFromAt ?? 0;
  return {
    ...line,
    kind: from > ask.at ? 'preorder' : 'backorder',
    sinceAt: ask.at,
    watches: watchedBy(ask.order, line),
    caseNo: ask.version,
  };
}

/** When goods of a supply would arrive: routed as if they lay at its node from their date on. */
function arrivalOf(
  { order, at }: WaitAsk,
  board: PathBoard,
  part: {
    readonly lineNo: number;
    readonly itemId: ItemId;
    readonly supply: FreeSupply;
    readonly units: number;
  },
) {
  const { lineNo, itemId, supply, units } = part;
  const { nodeId, expectedAt } = supply;
  const arrived = ownedBoard(board, [{ nodeId, itemId, lot: '', units }]);
  const { answer } = walkOpenLines(arrived, {
    order,
    at,
    open: [{ lineNo, units }],
    promisedWindow: undefined,
    excluded: [],
    onlyNodeIds: [nodeId],
    hasWaited: true,
    startFromAt: Math.max(at, expectedAt, board.item(itemId)?.availableFromAt ?? 0),
    epoch: 1,
  });
  const [parcel] = answer.ok ? answer.value.plan.parcels : [];
  return parcel && { serviceId: parcel.serviceId, window: parcel.window };
}

function holdSupplies(
  { order, version }: WaitAsk,
  waits: readonly LineWait[],
): Pick<BackedWaits, 'reservations' | 'stockMoves'> {
  const reservations: Reservation[] = [];
  const stockMoves: StockMove[] = [];
  waits.forEach(({ supply, itemId, lineNo, units }, ix) => {
    if (!supply) return;
    const place = roadPosition({ ...supply, itemId });
    reservations.push({
      ...place,
      reservationId: reservationId(
        `rsv_${order.orderId.slice(4)}.w${String(version)}.${String(ix + 1)}`,
      ),
      kind: 'hard',
      orderId: order.orderId,
      cartId: undefined,
      fulfilmentId: undefined,
      lineNo,
      units,
      state: 'live',
      expiresAt: undefined,
    });
    stockMoves.push({
      ...place,
      onHandUnits: 0,
      reservedUnits: units,
      safetyUnits: 0,
      guard: 'available',
    });
  });
  return { reservations, stockMoves };
}

/** A kit waits for any of its parts. */
function watchedBy(
  order: WaitAsk['order'],
  { lineNo, itemId }: Pick<LineWait, 'lineNo' | 'itemId'>,
): readonly ItemId[] {
  const forms = order.lines.find((line) => line.lineNo === lineNo)?.forms ?? [];
  const kit = forms.find(({ kind }) => kind === 'kit');
  return [...new Set([itemId, ...(kit?.parts ?? []).map((part) => part.itemId)])];
}

const casesOf = ({ order }: WaitAsk, waits: readonly LineWait[]): readonly CaseRecord[] =>
  waitCases(order, waits, 'waiting');

/** The cases by which an order is found among those that wait for an item; each has two versions: it waits, it does not. */
export function waitCases(
  order: OrderRecord['order'],
  waits: readonly LineWait[],
  state: 'waiting' | 'ended',
): readonly CaseRecord[] {
  const cases = new Map<string, CaseRecord>();
  for (const { watches, caseNo, sinceAt } of waits)
    for (const itemId of watches) {
      const caseId = `wai_${order.orderId.slice(4)}.${String(caseNo)}.${itemId}`;
      cases.set(caseId, {
        caseId,
        kind: 'wait',
        state,
        orderId: order.orderId,
        nodeId: undefined,
        key: itemId,
        dueAt: undefined,
        openedAt: sinceAt,
        version: state === 'waiting' ? 1 : 2,
        document: { tier: order.tier, placedAt: order.placedAt },
      });
    }
  return [...cases.values()];
}
