import { accept, decisionId, refuse } from './words/index.ts';
import type { ItemId, NodeId, OrderId, Outcome, Place, ServiceId, Window } from './words/index.ts';
import type { ItemProfile } from './parties/index.ts';
import type { PlaceClaim } from './stock/index.ts';
import { acceptOrder, asOrdered, deliveriesOf, heldUntilAt } from './intake/index.ts';
import type { DayPlace } from './network/index.ts';
import type { CustomerOrder, Delivery, InputFault } from './intake/index.ts';
import { promiseOf } from './promise/index.ts';
import type { DeliveryPromise, GoodsOnTheirWay, LaneWindow } from './promise/index.ts';
import { routeDemand, routeOrder } from './route/index.ts';
import type {
  RouteAnswer,
  RouteContext,
  RouteLine,
  RouteQuestion,
  RouteRefusal,
} from './route/index.ts';
import { drawQuotas, reservePlan } from './reserve/index.ts';
import type { HardReservations, LotOffer, Reservation } from './reserve/index.ts';
import { planWork } from './release/index.ts';
import type { Fulfilment } from './release/index.ts';

/**
 * The path of one order, stage by stage. Start reading the house here.
 *
 * An order is accepted (`intake`), asked about with all that the board knows (`promise` tells when each node could
 * start and when its parcels would arrive), routed (`route` chooses the cheapest plan under the live strategy),
 * promised, reserved and turned into work for nodes. All of it is pure: the same draft on the same board walks the
 * same way. The hub (`hub/runner.ts`) commits what the walk decided; from then on facts move the order: nodes answer
 * offers (`release`), scans move stock and state (`execute`), readers see projections (`track`).
 */
export function walkNewOrder(
  draft: unknown,
  board: PathBoard,
  start: NewOrderStart,
): Outcome<WalkedOrder, readonly InputFault[]> {
  const accepted = acceptDraft(draft, board, start);
  if (!accepted.ok) return refuse(accepted.refusal.faults);
  return accept(walkAccepted(accepted.value, board, start));
}

/** The first step of the path alone: `intake`. */
export const acceptDraft = (
  draft: unknown,
  board: PathBoard,
  start: NewOrderStart,
): ReturnType<typeof acceptOrder> =>
  acceptOrder(draft, {
    ...{ orderId: start.orderId, at: start.at, remorseMinutes: start.remorseMinutes ?? 0 },
    item: (itemId) => board.item(itemId),
    placeOf: (country, postcode) => board.placeOf(country, postcode),
    ...board.currencies(),
  });

/** The rest of it: promise, route, reserve, release; at once, or date by date. */
export function walkAccepted(
  order: CustomerOrder,
  board: PathBoard,
  { at, onlyNodeIds }: Pick<NewOrderStart, 'at' | 'onlyNodeIds'>,
): WalkedOrder {
  const [first, ...later] = deliveriesOf(order);
  const ask: OpenLines = {
    order,
    at,
    open: first.open,
    promisedWindow: first.window ?? order.promisedWindow,
    excluded: [],
    epoch: 1,
    startFromAt: startFromAt(order, at, board),
    ...(onlyNodeIds && { onlyNodeIds }),
  };
  const now = walkInTime(board, ask, first);
  return { order, ...now, later: walkLater(board, ask, { now, later }) };
}

/** What a new order begins with. */
interface NewOrderStart {
  readonly orderId: OrderId;
  readonly at: number;
  /** Usual time for second thoughts, minutes. */
  readonly remorseMinutes?: number;
  readonly onlyNodeIds?: readonly NodeId[];
}

/** Goods that are wanted not before a date are begun so much later that they do not come too early. */
function walkInTime(board: PathBoard, ask: OpenLines, { window }: Delivery): AssignedOrWaiting {
  const soonest = walkOrWait(board, ask);
  const { answer } = soonest.assigned;
  const earlyMs = answer.ok && window ? window.startAt - answer.value.plan.window.startAt : 0;
  if (earlyMs <= 0) return soonest;
  const later = walkOrWait(board, { ...ask, startFromAt: (ask.startFromAt ?? ask.at) + earlyMs });
  const fits =
    later.assigned.answer.ok &&
    later.assigned.answer.value.plan.window.endAt <= (window?.endAt ?? Infinity);
  return fits ? later : soonest;
}

/** The later dates of an order, one after the other: each sees what those before it take. */
function walkLater(
  board: PathBoard,
  ask: OpenLines,
  dates: { readonly now: AssignedOrWaiting; readonly later: readonly Delivery[] },
): readonly AssignedOrWaiting[] {
  const walked: AssignedOrWaiting[] = [];
  const taken: Reservation[] = [...(dates.now.assigned.held?.reservations ?? [])];
  for (const delivery of dates.later) {
    const one = walkInTime(
      board.without(taken),
      { ...ask, open: delivery.open, promisedWindow: delivery.window, epoch: walked.length + 2 },
      delivery,
    );
    taken.push(...(one.assigned.held?.reservations ?? []));
    walked.push(one);
  }
  return walked;
}

/** The later half of the path: what is still open of an order finds its nodes. Also the way of every re-route. */
export function walkOpenLines(board: PathBoard, ask: OpenLines): Assigned {
  const { question, answer } = routeDemand(ask, {
    item: (itemId) => board.item(itemId),
    mostAvailable: (itemId) => board.mostAvailable(itemId),
    toCountry: ask.order.shipTo.country,
    routed: (lines) => {
      const asked = board.routeQuestion(ask, lines);
      return { question: asked, answer: routeOrder(asked, board.routeContext(asked)) };
    },
  });
  const decision = decisionId(`dec_${ask.order.orderId.slice(4)}.${String(ask.epoch)}`);
  if (!answer.ok) return { decisionId: decision, question, answer };

  const { parcels, confidencePercent } = answer.value.plan;
  const promise = promiseOf(parcels, { madeAt: ask.at, confidencePercent });
  const fulfilments = planWork(parcels, {
    orderId: ask.order.orderId,
    epoch: ask.epoch,
    decisionId: decision,
    promisedWindow: ask.promisedWindow,
    dailyPlaces: (work) => dailyPlaces(board, work),
  });
  const goods = reservePlan(
    ask.order.orderId,
    fulfilments.map((work) => ({
      ...work,
      ordersMax: board.slotOrdersMax(work.nodeId),
      dayPlace: board.dayPlace(work.nodeId, work.slotAt),
      carrierPlace: board.carrierPlace(work),
    })),
    (nodeId, itemId) => board.lotsOf(ask, nodeId, itemId),
  );
  const held = drawQuotas(goods, (nodeId, itemId) => board.claimOf(ask, nodeId, itemId));
  return { decisionId: decision, question, answer, promise, fulfilments, held };
}

/**
 * The later half of the path for an order that may wait: when goods lack and its customer agreed, what is there goes
 * (`partial`) or all of it waits (`complete`).
 */
export function walkOrWait(board: PathBoard, ask: OpenLines): AssignedOrWaiting {
  const assigned = walkOpenLines(board, ask);
  const { backorder } = ask.order;
  if (assigned.answer.ok || backorder === 'no') return { assigned, waiting: [] };
  const { reason, shortLines } = assigned.answer.refusal;
  if (reason !== 'insufficient-stock') return { assigned, waiting: [] };
  if (backorder === 'complete') return { assigned, waiting: ask.open };
  const missing = missingOf(ask, shortLines);
  const there = ask.open
    .map(({ lineNo, units }) => ({ lineNo, units: units - (missing.get(lineNo) ?? 0) }))
    .filter(({ units }) => units > 0);
  const part = there.length > 0 ? walkOpenLines(board, { ...ask, open: there }) : undefined;
  if (!part?.answer.ok) return { assigned, waiting: ask.open };
  const waiting = [...missing].map(([lineNo, units]) => ({ lineNo, units }));
  return { assigned: part, waiting };
}

/** What lacks, in units of the order's lines: a kit lacks as a whole when a part does. */
export function missingOf(
  ask: Pick<OpenLines, 'order' | 'open'>,
  shortLines: RouteRefusal['shortLines'],
): ReadonlyMap<number, number> {
  const short = shortLines.map(({ lineNo, missingUnits }) => ({ lineNo, units: missingUnits }));
  const open = new Map(ask.open.map(({ lineNo, units }) => [lineNo, units]));
  return new Map(
    asOrdered(ask.order, short)
      .map(({ lineNo, units }) => [lineNo, Math.min(units, open.get(lineNo) ?? 0)] as const)
      .filter(([, units]) => units > 0),
  );
}

/** An order whose holds end by themselves, or whose goods are sent from a date on, is promised from then on. */
export const startFromAt = (
  { holds, lines }: Pick<CustomerOrder, 'holds' | 'lines'>,
  at: number,
  board: Pick<PathBoard, 'item'>,
): number =>
  Math.max(
    heldUntilAt(holds, at),
    ...lines.map(({ itemId }) => board.item(itemId)?.availableFromAt ?? 0),
  );

/** What is open of an order and looks for a node. */
export interface OpenLines {
  readonly order: CustomerOrder;
  readonly at: number;
  readonly open: readonly { readonly lineNo: number; readonly units: number }[];
  /** The window that the customer was told; lateness is measured against it. */
  readonly promisedWindow: Window | undefined;
  readonly excluded: RouteQuestion['excluded'];
  /** Only these nodes may take it (a claim, a comparison); absent = free choice. */
  readonly onlyNodeIds?: readonly NodeId[];
  /** Nothing may arrive after the promised window. */
  readonly keepsPromise?: boolean;
  /** It has waited for goods that have come: nobody else takes them first. */
  readonly hasWaited?: boolean;
  /** Nobody begins before it, epoch ms: the end of a remorse window, a later delivery date; absent = at once. */
  readonly startFromAt?: number;
  /** Its works that would give their places in slots back: those are there for it. */
  readonly ownWorks?: readonly Fulfilment[];
  /** Fencing number of this assignment. */
  readonly epoch: number;
}

/** The places that work takes besides its slot, as its record keeps them. */
export function dailyPlaces(
  board: Pick<PathBoard, 'dayPlace' | 'carrierPlace'>,
  work: Pick<Fulfilment, 'nodeId' | 'serviceId' | 'slotAt'>,
): Pick<Fulfilment, 'dayAt' | 'carrierAt'> {
  const day = board.dayPlace(work.nodeId, work.slotAt);
  const carrier = board.carrierPlace(work);
  return { ...(day && { dayAt: day.slotAt }), ...(carrier && { carrierAt: carrier.slotAt }) };
}

/** What the walk may look at: the board of the hub, at one moment. */
export interface PathBoard {
  item(itemId: string): ItemProfile | undefined;
  placeOf(country: string, postcode: string): Pick<Place, 'latitude' | 'longitude'> | undefined;
  routeQuestion(ask: OpenLines, lines: readonly RouteLine[]): RouteQuestion;
  routeContext(question: RouteQuestion): RouteContext;
  /** What may be taken from each lot for the order, in the order of taking: first expired first. */
  lotsOf(ask: OpenLines, nodeId: NodeId, itemId: ItemId): readonly LotOffer[];
  /** What the rules of allocation say about the order at a place; undefined = nothing. */
  claimOf(ask: OpenLines, nodeId: NodeId, itemId: ItemId): PlaceClaim | undefined;
  /** The same board when these units are taken too. */
  without(taken: readonly Reservation[]): PathBoard;
  /** Announced supplies of an item that nobody waits for yet, earliest first. */
  freeSupplies(itemId: string): readonly FreeSupply[];
  slotOrdersMax(nodeId: NodeId): number;
  /** The currencies that orders may have, where rates are published; else any. */
  currencies(): { readonly currencies?: readonly string[] };
  /** The largest ATP of the item at any one node. */
  mostAvailable(itemId: ItemId): number;
  /** Where the node counts the orders of the slot's day; undefined = it has no daily limit. */
  dayPlace(nodeId: NodeId, slotAt: number): DayPlace | undefined;
  /** Where the parcels of the service are counted on the slot's day; undefined = they have no daily limit. */
  carrierPlace(work: Pick<Fulfilment, 'nodeId' | 'serviceId' | 'slotAt'>): DayPlace | undefined;
  /** When the node could start next, at or after a moment; undefined = not within its horizon. */
  firstSlot(
    nodeId: NodeId,
    at: number,
  ): { readonly slotAt: number; readonly startAt: number } | undefined;
  /** How sure the window of a single parcel of the order is where cost does not choose its end, 50 … 99. */
  confidencePercent(order: CustomerOrder, at: number): number;
  /** When a parcel arrives by today's network, from a point on its way; undefined = its service goes there no more. */
  laneWindow(
    order: CustomerOrder,
    leg: { readonly nodeId: NodeId; readonly serviceId: ServiceId },
    from: { readonly point: 'start' | GoodsOnTheirWay['point']; readonly at: number },
  ): LaneWindow | undefined;
}

/** Units on their way that can still be promised. */
export interface FreeSupply {
  readonly nodeId: NodeId;
  readonly expectedAt: number;
  readonly units: number;
}

/** What the later half of the path decided, routed or not. */
export interface Assigned {
  readonly decisionId: ReturnType<typeof decisionId>;
  readonly question: RouteQuestion;
  readonly answer: Outcome<RouteAnswer, RouteRefusal>;
  readonly promise?: DeliveryPromise;
  readonly fulfilments?: readonly Fulfilment[];
  readonly held?: HardReservations;
}

/** What was assigned, and the units that wait for goods instead. */
export interface AssignedOrWaiting {
  readonly assigned: Assigned;
  readonly waiting: OpenLines['open'];
}

/** A new order and what became of it. */
export interface WalkedOrder extends AssignedOrWaiting {
  readonly order: CustomerOrder;
  /** What is wanted at later dates, date by date. */
  readonly later: readonly AssignedOrWaiting[];
}
