import { dailyPlaces, startFromAt, walkOpenLines } from '../../path.ts';
import type { Assigned, OpenLines, PathBoard } from '../../path.ts';
import { wholeKits } from '../../intake/index.ts';
import { keptWork, linesBetween, pairWork, planWork, withoutUnits } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { drawQuotas, reservePlan } from '../../reserve/index.ts';
import type { HardReservations } from '../../reserve/index.ts';
import type { PlannedParcel } from '../../route/index.ts';
import { reservationId } from '../../words/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import { placesOf, toSlot } from '../orders/places.ts';
import { excludedNow, freeUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { writeReroute } from '../orders/write-order.ts';
import type { HubRefusal } from '../outcome.ts';
import { tell } from '../run/unit-draft.ts';

/** What becomes of work when the order is planned anew. */
export type Becomes = 'kept' | 'amended' | 'relabelled' | 'moved';

/** Work that nobody has begun: a new plan may move it. */
export const isUnbegun = ({ state }: Fulfilment): boolean =>
  state === 'scheduled' || state === 'offered' || state === 'accepted';

/**
 * Plans the open units and all work that nobody has begun anew, as one order: the cheapest plan over what is there,
 * with the order's own stock and places given back. Work at nodes that stay in the plan stays what it is, with the
 * difference in units; only what must move moves, and only its stock is freed.
 *
 * @param unbegun work that takes part
 * @returns why no plan is possible (and the change must not be committed), or what became of the work
 */
export function planAnew(
  change: OrderChange,
  board: PathBoard,
  unbegun: readonly Fulfilment[],
): { readonly refusal: HubRefusal } | { readonly becomes: ReadonlyMap<string, Becomes> } {
  const open = new Map([...change.open].filter(([, units]) => units > 0));
  change.open.clear();
  for (const { lineNo, quantityUnits } of unbegun.flatMap(({ lines }) => lines))
    open.set(lineNo, (open.get(lineNo) ?? 0) + quantityUnits);
  const { order } = change.record;
  const all = [...open].flatMap(([lineNo, units]) => (units > 0 ? [{ lineNo, units }] : []));
  const lines = wholeKits(order, all);
  if (lines.length === 0) return { becomes: new Map() };
  const own = ownedBoard(board, [...freedHere(change), ...heldBy(change, unbegun)], unbegun);
  const ask: OpenLines = {
    order,
    at: change.unit.at,
    open: lines,
    promisedWindow: order.promisedWindow,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
    startFromAt: startFromAt({ ...order, holds: change.record.holds }, change.unit.at, board),
  };
  const assigned = inWantedWindow(own, ask);
  if (!assigned.answer.ok)
    return { refusal: { reason: 'unroutable', refusal: assigned.answer.refusal } };
  return { becomes: layOver(change, board, { ask, assigned, unbegun }) };
}

/** A later window than the quickest is met by beginning later: as late as the plan would come too early. */
function inWantedWindow(board: PathBoard, ask: OpenLines): Assigned {
  const soonest = walkOpenLines(board, ask);
  const wanted = ask.order.promisedWindow;
  if (!wanted || !soonest.answer.ok) return soonest;
  const earlyMs = wanted.startAt - soonest.answer.value.plan.window.startAt;
  if (earlyMs <= 0) return soonest;
  const startFrom = (ask.startFromAt ?? ask.at) + earlyMs;
  const later = walkOpenLines(board, { ...ask, startFromAt: startFrom });
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

/** Units that work still holds. */
export const heldBy = (change: OrderChange, works: readonly Fulfilment[]): readonly Holding[] =>
  [...change.reservations.values()].filter(
    ({ state, fulfilmentId }) =>
      state === 'live' && works.some((work) => work.fulfilmentId === fulfilmentId),
  );

interface Laid {
  readonly ask: OpenLines;
  readonly assigned: Assigned;
  readonly unbegun: readonly Fulfilment[];
}

function layOver(change: OrderChange, board: PathBoard, laid: Laid): ReadonlyMap<string, Becomes> {
  const { ask, assigned, unbegun } = laid;
  const becomes = new Map<string, Becomes>();
  if (!assigned.answer.ok) return becomes;
  const { plan } = assigned.answer.value;
  const { kept, leaving, fresh } = pairWork<PlannedParcel>(unbegun, plan.parcels);
  for (const work of leaving) {
    becomes.set(work.fulfilmentId, 'moved');
    leave(change, work);
  }
  const grown = kept.map(({ work, parcel }) => {
    const decided = {
      decisionId: assigned.decisionId,
      promisedWindow: change.record.order.promisedWindow ?? plan.window,
    };
    const after = keptWork(work, parcel, decided);
    becomes.set(work.fulfilmentId, isSameWork(work, after) ? 'kept' : 'amended');
    return stay(change, board, { work, after });
  });
  const { epoch } = change.record;
  const added = planWork(fresh, {
    orderId: change.record.order.orderId,
    epoch: epoch + 1,
    decisionId: assigned.decisionId,
    promisedWindow: change.record.order.promisedWindow,
    dailyPlaces: (work) => dailyPlaces(board, work),
  });
  const held = reserved(change, board, { ask, added, grown });
  change.record = writeReroute(change.unit, change.before, {
    record: change.record,
    assigned: { ...assigned, fulfilments: added, held },
  });
  return becomes;
}

const isSameWork = (a: Fulfilment, b: Fulfilment): boolean =>
  a.serviceId === b.serviceId &&
  a.slotAt === b.slotAt &&
  linesBetween(a.lines, b.lines).more.length + linesBetween(a.lines, b.lines).fewer.length === 0;

function leave(change: OrderChange, work: Fulfilment): void {
  const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const taken = withoutUnits(work, all, 'cancelled');
  if (!taken.ok) return;
  freeUnits(
    change,
    { after: taken.value.fulfilment, freed: taken.value.freed },
    { type: 'node.work_taken_back', because: 'order amended', reroute: false },
  );
}

/** Work that stays: units it is rid of are freed, its place in the slot moves along; what it gains is told. */
function stay(
  change: OrderChange,
  board: PathBoard,
  { work, after }: { readonly work: Fulfilment; readonly after: Fulfilment },
): { readonly work: Fulfilment; readonly more: Fulfilment['lines'] } {
  const { more, fewer } = linesBetween(work.lines, after.lines);
  if (fewer.length > 0)
    freeUnits(
      change,
      { after, freed: fewer },
      { type: 'node.work_cancelled', because: 'order amended', reroute: false },
    );
  const moved = toSlot({ ...after, slotAt: work.slotAt }, after.slotAt, board);
  change.fulfilments.set(work.fulfilmentId, moved.work);
  const { nodeId, fulfilmentId, orderId } = after;
  tell(change.unit, {
    type: 'node.work_amended',
    id: `${fulfilmentId}.amended.${String(change.before.record.version + 1)}`,
    orderId,
    subject: `fulfilment/${fulfilmentId}`,
    slotMoves: moved.slotMoves,
    body: {
      fulfilmentId,
      nodeId,
      epoch: after.epoch,
      serviceId: after.serviceId,
      lines: after.lines.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits]),
      linesBefore: work.lines.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits]),
    },
  });
  return { work: moved.work, more };
}

/** Stock for new work and for what kept work gains; places only for new work. */
function reserved(
  change: OrderChange,
  board: PathBoard,
  takes: {
    readonly ask: OpenLines;
    readonly added: readonly Fulfilment[];
    readonly grown: readonly { readonly work: Fulfilment; readonly more: Fulfilment['lines'] }[];
  },
): HardReservations {
  const { orderId } = change.record.order;
  const own = ownedBoard(board, freedHere(change));
  const grown = takes.grown.filter(({ more }) => more.length > 0);
  const parcels = [
    ...takes.added.map((work) => ({
      ...work,
      ordersMax: board.slotOrdersMax(work.nodeId),
      dayPlace: board.dayPlace(work.nodeId, work.slotAt),
      carrierPlace: board.carrierPlace(work),
    })),
    ...grown.map(({ work, more }) => ({ ...work, lines: more, ordersMax: 0 })),
  ];
  const goods = reservePlan(orderId, parcels, (nodeId, itemId) =>
    own.lotsOf(takes.ask, nodeId, itemId),
  );
  const held = drawQuotas(goods, (nodeId, itemId) => own.claimOf(takes.ask, nodeId, itemId));
  const grows = new Set(grown.map(({ work }) => work.fulfilmentId));
  const suffix = `.e${String(change.record.epoch + 1)}`;
  return {
    ...held,
    // Work that grows holds the same item twice: the later reservation has a name of its own.
    reservations: held.reservations.map((one) =>
      one.fulfilmentId && grows.has(one.fulfilmentId)
        ? { ...one, reservationId: reservationId(`${one.reservationId}${suffix}`) }
        : one,
    ),
    slotMoves: held.slotMoves.slice(0, takes.added.flatMap(placesOf).length),
  };
}
