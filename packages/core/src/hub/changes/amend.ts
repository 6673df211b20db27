import type { NodeId } from '../../words/index.ts';
import { walkOpenLines } from '../../path.ts';
import type { PathBoard } from '../../path.ts';
import { amendOrder } from '../../intake/index.ts';
import type { AmendedOrder } from '../../intake/index.ts';
import { isActive, withoutUnits } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import { cancelUnits } from '../orders/act.ts';
import { excludedNow, freeUnits, fulfilmentsNow, unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { writeReroute } from '../orders/write-order.ts';
import type { HubRefusal } from '../outcome.ts';
import { tell } from '../run/unit-draft.ts';
import { expectFrom, expectNow, isOnItsWay, legOf } from '../watch/expect.ts';

/** What shall be different, and who asks. */
export interface AmendAsk {
  /** JSON as of the API; see intake's `amendOrder`. */
  readonly amendment: unknown;
  readonly by: string;
}

/** What became of a node's work by an amendment. */
export interface AmendedWork {
  readonly fulfilmentId: string;
  readonly nodeId: NodeId;
  /** `kept`: untouched. `relabelled`: picked goods get the new destination. `moved`: taken back. `added`: new. */
  readonly becomes: 'kept' | 'relabelled' | 'moved' | 'added';
}

/** What an amendment looks at besides the order. */
interface AmendOutside {
  readonly board: PathBoard;
  /** Units that wait for a node already; they are looked at again when the order goes elsewhere. */
  readonly waiting: readonly { readonly lineNo: number; readonly units: number }[];
}

/**
 * Amends an order: fewer units are cancelled, more find a node, and work that has not left goes the new way. Work that
 * nobody has begun is planned anew as a whole; picked goods stay where they are when their service goes to the new
 * place (they get a new label), else they are put back. What has left a node is not touched.
 *
 * @returns a refusal (and the change must not be committed), or what became of each work
 */
export function amend(
  change: OrderChange,
  ask: AmendAsk,
  { board, waiting }: AmendOutside,
): { readonly refusal: HubRefusal } | { readonly works: readonly AmendedWork[] } {
  const read = amendOrder(ask.amendment, {
    order: change.record.order,
    cancelledUnits: change.record.cancelledUnits,
    item: (itemId) => board.item(itemId),
    placeOf: (country, postcode) => board.placeOf(country, postcode),
  });
  if (!read.ok) return { refusal: { reason: 'invalid', faults: read.refusal } };
  const amended = read.value;
  const refusal = lessFirst(change, amended);
  if (refusal) return { refusal };
  tellAmended(change, amended, ask.by);
  change.record = {
    ...change.record,
    order: amended.order,
    amendments: change.record.amendments + 1,
  };
  const becomes = new Map<string, AmendedWork['becomes']>();
  if (amended.goesElsewhere) {
    goElsewhere(change, board, becomes);
    openUnits(change, waiting);
  }
  openUnits(change, amended.more);
  const nowhere = planAnew(change, board, amended);
  return nowhere ? { refusal: nowhere } : { works: worksAfter(change, becomes) };
}

/** Whether it is too late to go elsewhere; then the units that are wanted no more are cancelled. */
function lessFirst(change: OrderChange, amended: AmendedOrder): HubRefusal | undefined {
  const tooLate = amended.goesElsewhere ? allHasLeft(change) : undefined;
  if (tooLate || amended.fewer.length === 0) return tooLate;
  return cancelUnits(change, { lines: amended.fewer, because: 'order amended' });
}

function openUnits(change: OrderChange, lines: AmendedOrder['more']): void {
  for (const { lineNo, units } of lines)
    change.open.set(lineNo, (change.open.get(lineNo) ?? 0) + units);
}

function allHasLeft(change: OrderChange): HubRefusal | undefined {
  const works = fulfilmentsNow(change);
  const isOpen =
    works.some(({ state }) => isActive(state)) || unassignedUnits(change.record, works).length > 0;
  if (isOpen) return undefined;
  return {
    reason: 'wrong-state',
    what: 'order',
    id: change.record.order.orderId,
    state: change.record.status,
    allowed: ['not yet shipped'],
  };
}

function goElsewhere(
  change: OrderChange,
  board: PathBoard,
  becomes: Map<string, AmendedWork['becomes']>,
): void {
  const looking = { order: change.record.order, at: change.unit.at, board };
  for (const work of fulfilmentsNow(change)) {
    if (!isActive(work.state)) continue;
    const isPicked = work.state === 'in_progress' || work.state === 'ready';
    const isSameStore =
      looking.order.serviceLevel !== 'pickup' || looking.order.pickupNodeId === work.nodeId;
    const expected =
      isPicked && isSameStore
        ? expectFrom(work, work.state === 'ready' ? 'ready' : 'start', looking)
        : undefined;
    if (expected) {
      becomes.set(work.fulfilmentId, 'relabelled');
      change.fulfilments.set(work.fulfilmentId, { ...work, expected });
      continue;
    }
    becomes.set(work.fulfilmentId, 'moved');
    const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
    const taken = withoutUnits(work, all, 'cancelled');
    if (!taken.ok) continue;
    freeUnits(
      change,
      { after: taken.value.fulfilment, freed: taken.value.freed },
      { type: 'node.work_taken_back', because: 'order amended', reroute: true },
    );
  }
}

function planAnew(
  change: OrderChange,
  board: PathBoard,
  amended: AmendedOrder,
): HubRefusal | undefined {
  const open = [...change.open]
    .filter(([, units]) => units > 0)
    .map(([lineNo, units]) => ({ lineNo, units }));
  change.open.clear();
  const { order } = change.record;
  if (open.length > 0) {
    const own = ownedBoard(board, freedHere(change));
    const ask = {
      order,
      at: change.unit.at,
      open,
      promisedWindow: order.promisedWindow,
      excluded: excludedNow(change),
      epoch: change.record.epoch + 1,
    };
    const assigned = inWantedWindow(own, ask);
    if (!assigned.answer.ok) return { reason: 'unroutable', refusal: assigned.answer.refusal };
    change.record = writeReroute(change.unit, change.before, { record: change.record, assigned });
  }
  if (open.length > 0 || amended.goesElsewhere) promiseAnew(change, board);
  return undefined;
}

/** A later window than the quickest is met by beginning later: as late as the plan would come too early. */
function inWantedWindow(board: PathBoard, ask: Parameters<typeof walkOpenLines>[1]) {
  const soonest = walkOpenLines(board, ask);
  const wanted = ask.order.promisedWindow;
  if (!wanted || !soonest.answer.ok) return soonest;
  const earlyMs = wanted.startAt - soonest.answer.value.plan.window.startAt;
  if (earlyMs <= 0) return soonest;
  const later = walkOpenLines(board, { ...ask, startFromAt: ask.at + earlyMs });
  return later.answer.ok && later.answer.value.plan.window.endAt <= wanted.endAt ? later : soonest;
}

/** Units that this change has let go: they are the order's own until it is committed. */
const freedHere = (change: OrderChange): readonly Holding[] =>
  change.before.reservations.flatMap((before): Holding[] => {
    if (before.state !== 'live') return [];
    const now = change.reservations.get(before.reservationId);
    const units = before.units - (now?.state === 'live' ? now.units : 0);
    return units > 0 ? [{ ...before, units }] : [];
  });

/** The customer asked for something else, so what is promised is said anew: from all that is on its way. */
function promiseAnew(change: OrderChange, board: PathBoard): void {
  const looking = { order: change.record.order, at: change.unit.at, board };
  const works = [...fulfilmentsNow(change), ...change.unit.fulfilmentsAdded].filter(isOnItsWay);
  const legs = works.map((work) => legOf(work, expectNow(work, looking)));
  const told = change.record.promise;
  if (legs.length === 0 || !told) return;
  const { promisedWindow: wanted } = looking.order;
  const endAt = Math.max(...legs.map(({ window }) => window.endAt));
  const startAt = Math.min(...legs.map(({ window }) => window.startAt));
  const window = wanted && endAt <= wanted.endAt ? wanted : { startAt, endAt };
  change.record = {
    ...change.record,
    promise: {
      window,
      confidencePercent: told.confidencePercent,
      madeAt: change.unit.at,
      legs: [...legs].sort((a, b) => b.window.endAt - a.window.endAt),
    },
  };
  for (const work of fulfilmentsNow(change))
    if (isOnItsWay(work))
      change.fulfilments.set(work.fulfilmentId, { ...work, promisedWindow: window });
  change.unit.fulfilmentsAdded.forEach((work, ix) => {
    change.unit.fulfilmentsAdded[ix] = { ...work, promisedWindow: window };
  });
}

function worksAfter(
  change: OrderChange,
  becomes: ReadonlyMap<string, AmendedWork['becomes']>,
): readonly AmendedWork[] {
  const kept = (work: Fulfilment): boolean => becomes.has(work.fulfilmentId) || isOnItsWay(work);
  return [
    ...fulfilmentsNow(change)
      .filter(kept)
      .map(({ fulfilmentId, nodeId }) => ({
        fulfilmentId,
        nodeId,
        becomes: becomes.get(fulfilmentId) ?? ('kept' as const),
      })),
    ...change.unit.fulfilmentsAdded.map(({ fulfilmentId, nodeId }) => ({
      fulfilmentId,
      nodeId,
      becomes: 'added' as const,
    })),
  ];
}

function tellAmended(change: OrderChange, amended: AmendedOrder, by: string): void {
  const { order: before } = change.record;
  const { orderId } = before;
  const { order: after } = amended;
  tell(change.unit, {
    type: 'order.amended',
    id: `${orderId}.amended.${String(change.record.amendments + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    body: {
      by,
      fields: amended.fields,
      fewer: amended.fewer.map(({ lineNo, units }) => [lineNo, units]),
      more: amended.more.map(({ lineNo, units }) => [lineNo, units]),
      before: destinationOf(before),
      after: destinationOf(after),
    },
  });
}

/** Where and how it goes, without who receives it: events are read by many. */
const destinationOf = ({
  serviceLevel,
  pickupNodeId,
  shipTo,
  promisedWindow,
}: AmendedOrder['order']) => ({
  serviceLevel,
  pickupNodeId: pickupNodeId ?? null,
  country: shipTo.country,
  postcode: shipTo.postcode,
  promisedWindow: promisedWindow ?? null,
});
