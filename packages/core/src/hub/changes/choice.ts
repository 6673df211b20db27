import { cartId, reservationId } from '../../words/index.ts';
import type { CartId, NodeId, Window } from '../../words/index.ts';
import { walkOpenLines } from '../../path.ts';
import type { Assigned, OpenLines, PathBoard } from '../../path.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import { excludedNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';

const hourMs = 3_600_000;
/** How long the customer may choose while stock is held. */
const choiceHours = 24;
/** Most stores that are offered. */
const storesMax = 3;

/** One way on for a pick-up that its store cannot serve, with what would be promised. */
export type ChoiceOption =
  | { readonly option: 'pickup'; readonly nodeId: NodeId; readonly window: Window }
  | { readonly option: 'ship'; readonly nodeIds: readonly NodeId[]; readonly window: Window }
  | { readonly option: 'cancel' };

/** What a `choice` case holds. */
export interface ChoiceDocument {
  readonly lines: readonly { readonly lineNo: number; readonly units: number }[];
  readonly options: readonly ChoiceOption[];
  /** Stock of the first option is held under this cart until the choice is made. */
  readonly heldAs: CartId;
  readonly because: string;
  readonly chosen?: ChoiceOption['option'];
  readonly by?: string;
}

/** The order as it is when the customer takes the option. */
export const orderFor = (
  order: CustomerOrder,
  option: Exclude<ChoiceOption, { option: 'cancel' }>,
): CustomerOrder =>
  option.option === 'pickup'
    ? { ...order, serviceLevel: 'pickup', pickupNodeId: option.nodeId }
    : { ...order, serviceLevel: 'standard', pickupNodeId: undefined };

/**
 * A store cannot serve a pick-up order: its customer is offered other stores that have the goods, shipping, and
 * cancellation, each with its promise; the goods of the first option are held for the customer meanwhile. The units are
 * an open exception until the choice is made. Nothing happens for orders that are shipped, or have found a node.
 */
export function openChoice(change: OrderChange, board: PathBoard, because: string): void {
  const { order } = change.record;
  const exception = change.unit.exceptionsAdded.find(({ kind }) => kind === 'unroutable');
  if (order.serviceLevel !== 'pickup' || !exception) return;
  const ask: OpenLines = {
    order,
    at: change.unit.at,
    open: exception.lines,
    promisedWindow: undefined,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
  };
  const stores = otherStores(ask, board);
  const shipped = walkOpenLines(board, {
    ...ask,
    order: { ...order, serviceLevel: 'standard', pickupNodeId: undefined },
  });
  const [first] = [...stores, ...(shipped.answer.ok ? [shipped] : [])];
  const record = choiceCase(change, {
    lines: exception.lines,
    options: [...stores.map(pickupOption), ...shipOption(shipped), { option: 'cancel' }],
    heldAs: cartId(`crt_${order.orderId.slice(4)}.${String(change.record.epoch)}`),
    because,
  });
  change.unit.casesAdded.push(record);
  if (first) holdFor(change, first, record);
  tellOffered(change, record, first);
}

function choiceCase(change: OrderChange, document: ChoiceDocument): CaseRecord {
  const { orderId } = change.record.order;
  return {
    caseId: `cho_${orderId.slice(4)}.${String(change.record.epoch)}`,
    kind: 'choice',
    state: 'open',
    orderId,
    nodeId: undefined,
    key: undefined,
    dueAt: change.unit.at + choiceHours * hourMs,
    openedAt: change.unit.at,
    version: 1,
    document,
  };
}

function tellOffered(change: OrderChange, record: CaseRecord, first: Assigned | undefined): void {
  const { lines, options, because } = record.document as ChoiceDocument;
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: 'order.choice_offered',
    id: record.caseId,
    orderId,
    subject: `order/${orderId}`,
    stockMoves: first?.held?.stockMoves ?? [],
    body: {
      caseId: record.caseId,
      because,
      until: record.dueAt ?? null,
      lines: lines.map(({ lineNo, units }) => [lineNo, units]),
      options,
    },
  });
}

function otherStores(ask: OpenLines, board: PathBoard): readonly Assigned[] {
  const found: Assigned[] = [];
  const excluded = [...ask.excluded];
  const { pickupNodeId } = ask.order;
  if (pickupNodeId) excluded.push({ nodeId: pickupNodeId, because: 'cannot serve' });
  while (found.length < storesMax) {
    const order = { ...ask.order, pickupNodeId: undefined };
    const walked = walkOpenLines(board, { ...ask, order, excluded });
    if (!walked.answer.ok) return found;
    const [parcel, ...more] = walked.answer.value.plan.parcels;
    if (!parcel) return found;
    // The customer walks to one store only.
    if (more.length === 0) found.push(walked);
    excluded.push({ nodeId: parcel.nodeId, because: 'offered already' });
  }
  return found;
}

function pickupOption({ answer }: Assigned): ChoiceOption {
  const [parcel] = answer.ok ? answer.value.plan.parcels : [];
  if (!answer.ok || !parcel) return { option: 'cancel' };
  return { option: 'pickup', nodeId: parcel.nodeId, window: answer.value.plan.window };
}

function shipOption({ answer }: Assigned): readonly ChoiceOption[] {
  if (!answer.ok) return [];
  const { parcels, window } = answer.value.plan;
  return [{ option: 'ship', nodeIds: parcels.map(({ nodeId }) => nodeId), window }];
}

function holdFor(change: OrderChange, way: Assigned, record: CaseRecord): void {
  const { heldAs } = record.document as ChoiceDocument;
  for (const hard of way.held?.reservations ?? []) {
    const soft: Reservation = {
      ...hard,
      reservationId: reservationId(`${hard.reservationId}.choice`),
      kind: 'soft',
      orderId: undefined,
      cartId: heldAs,
      fulfilmentId: undefined,
      // A little longer than the choice, so that the choice ends first.
      expiresAt: (record.dueAt ?? change.unit.at) + hourMs,
    };
    change.unit.reservationsAdded.push(soft);
  }
}
