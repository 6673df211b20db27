import type { NodeId } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import { amendOrder } from '../../intake/index.ts';
import type { AmendedOrder } from '../../intake/index.ts';
import { isActive } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { askedPlace, askedUnits } from '../demand/asked.ts';
import { cancelUnits } from '../orders/act.ts';
import { fulfilmentsNow, unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubRefusal } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import { isOnItsWay } from '../watch/expect.ts';
import { isPicked, redirectPicked } from './picked-goods.ts';
import { promiseAnew } from './promise-anew.ts';
import { isUnbegun, planAnew } from './replan.ts';
import type { Becomes } from './replan.ts';

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
  /**
   * `kept`: untouched. `amended`: same node and stock, other quantity, service or label. `relabelled`: picked goods get
   * the new destination. `moved`: taken back. `added`: new.
   */
  readonly becomes: Becomes | 'added';
}

/** What an amendment looks at besides the order. */
interface AmendOutside {
  readonly board: PathBoard;
  /** Units that wait for a node already; they are looked at again when the order goes elsewhere. */
  readonly waiting: readonly { readonly lineNo: number; readonly units: number }[];
}

/**
 * Amends an order: fewer units are cancelled, more find a node, and work that has not left goes the new way. Work that
 * nobody has begun is planned anew as a whole, with what is added; picked goods stay where they are when their node can
 * still serve the order (they get a new label), else they are put back. What has left a node is not touched.
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
  change.record = amendedRecord(change.record, amended.order);
  if (amended.goesElsewhere) openUnits(change, waiting);
  openUnits(change, amended.more);
  return wayOn(change, board, amended);
}

/** The record with another order; what was ordered is kept, so that the acceptance can be told again as it was. */
export const amendedRecord = (record: OrderRecord, order: OrderRecord['order']): OrderRecord => ({
  ...record,
  order,
  ordered: record.ordered ?? record.order,
  amendments: record.amendments + 1,
});

/**
 * Work that has not left goes the way of the order as it is now, and the promise is said anew.
 *
 * @param amended whether the order goes elsewhere, and what was added to it; open units are those of the change
 */
export function wayOn(
  change: OrderChange,
  board: PathBoard,
  amended: Pick<AmendedOrder, 'goesElsewhere'>,
): { readonly refusal: HubRefusal } | { readonly works: readonly AmendedWork[] } {
  const becomes = new Map<string, Becomes>();
  const isPlanned = amended.goesElsewhere || change.open.size > 0;
  if (amended.goesElsewhere)
    for (const work of fulfilmentsNow(change).filter(isPicked))
      becomes.set(work.fulfilmentId, redirectPicked(change, board, work));
  if (isPlanned) {
    const planned = planAnew(change, board, fulfilmentsNow(change).filter(isUnbegun));
    if ('refusal' in planned) return planned;
    for (const [id, became] of planned.becomes) becomes.set(id, became);
    promiseAnew(change, board, amended);
  }
  return { works: worksAfter(change, becomes) };
}

/** Whether it is too late to go elsewhere; then the units that are wanted no more are cancelled. */
function lessFirst(change: OrderChange, amended: AmendedOrder): HubRefusal | undefined {
  const tooLate =
    amended.goesElsewhere || amended.more.length > 0 ? isOver(change, amended) : undefined;
  if (tooLate || amended.fewer.length === 0) return tooLate;
  return cancelUnits(change, { lines: amended.fewer, because: 'order amended' });
}

function openUnits(change: OrderChange, lines: AmendedOrder['more']): void {
  for (const { lineNo, units } of lines)
    change.open.set(lineNo, (change.open.get(lineNo) ?? 0) + units);
}

/** A final order takes nothing more; an order whose goods have all left cannot go elsewhere. */
function isOver(change: OrderChange, { goesElsewhere }: AmendedOrder): HubRefusal | undefined {
  const { state, status, order } = change.record;
  const refusal = { reason: 'wrong-state', what: 'order', id: order.orderId } as const;
  if (state === 'cancelled' || state === 'completed')
    return { ...refusal, state, allowed: ['open', 'unroutable'] };
  const works = fulfilmentsNow(change);
  const isOpen =
    works.some((work) => isActive(work.state)) || unassignedUnits(change.record, works).length > 0;
  if (isOpen || !goesElsewhere) return undefined;
  return { ...refusal, state: status, allowed: ['not yet shipped'] };
}

function worksAfter(
  change: OrderChange,
  becomes: ReadonlyMap<string, Becomes>,
): readonly AmendedWork[] {
  const counts = (work: Fulfilment): boolean => becomes.has(work.fulfilmentId) || isOnItsWay(work);
  return [
    ...fulfilmentsNow(change)
      .filter(counts)
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
      place: askedPlace(after.shipTo),
      asked: askedUnits(after, amended.more),
      before: { ...destinationOf(before), lines: linesOf(before) },
      after: { ...destinationOf(after), lines: linesOf(after) },
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

const linesOf = ({ lines }: AmendedOrder['order']) =>
  lines.map(({ lineNo, itemId, quantityUnits, priceMinor, taxMinor }) => ({
    lineNo,
    itemId,
    quantityUnits,
    priceMinor,
    taxMinor,
  }));
