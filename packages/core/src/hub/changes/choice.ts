import { cartId, minuteMs, reservationId } from '../../words/index.ts';
import type { CartId, NodeId, Window } from '../../words/index.ts';
import { walkOpenLines } from '../../path.ts';
import type { Assigned, OpenLines, PathBoard } from '../../path.ts';
import { wholeKits } from '../../intake/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import { isActive } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { CaseRecord } from '../ports/records.ts';
import { excludedNow, fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { tell } from '../run/unit-draft.ts';
import { heldBy } from './replan.ts';

/** How much longer than the choice its stock is held, so that the choice ends first. */
const heldLongerMs = 60 * minuteMs;
/** Most stores that are offered. */
const storesMax = 3;

/** One way on for a pick-up that its store cannot serve, with what would be promised. */
export type ChoiceOption =
  | { readonly option: 'pickup'; readonly nodeId: NodeId; readonly window: Window }
  | { readonly option: 'ship'; readonly nodeIds: readonly NodeId[]; readonly window: Window }
  /** The missing units are cancelled; what the store has can still be collected there. */
  | { readonly option: 'cancel' };

/** What a `choice` case holds. */
export interface ChoiceDocument {
  /** What the store cannot serve. */
  readonly lines: readonly { readonly lineNo: number; readonly units: number }[];
  readonly options: readonly ChoiceOption[];
  /** Stock of the first option is held under this cart until the choice is made. */
  readonly heldAs: CartId;
  readonly because: string;
  readonly chosen?: ChoiceOption['option'];
  readonly by?: string;
}

/** The order as it is when the customer takes the option; the customer agrees to its window. */
export const orderFor = (
  order: CustomerOrder,
  option: Exclude<ChoiceOption, { option: 'cancel' }>,
): CustomerOrder =>
  option.option === 'pickup'
    ? { ...order, serviceLevel: 'pickup', pickupNodeId: option.nodeId, promisedWindow: undefined }
    : { ...order, serviceLevel: 'standard', pickupNodeId: undefined, promisedWindow: undefined };

/**
 * A store cannot serve a pick-up order: its customer is offered other stores that have the goods, shipping, and
 * cancellation, each with its promise; the goods of the first option are held for the customer meanwhile. The units are
 * an open exception until the choice is made. When the store has some of the goods, another store must have all of
 * them: the customer walks to one store only. Nothing happens for orders that are shipped, or have found a node.
 */
export function openChoice(change: OrderChange, board: PathBoard, because: string): void {
  const { order, choiceId } = change.record;
  const exception = change.unit.exceptionsAdded.find(({ kind }) => kind === 'unroutable');
  if (order.serviceLevel !== 'pickup' || !exception || choiceId !== undefined) return;
  const ask: OpenLines = {
    order,
    at: change.unit.at,
    open: exception.lines,
    promisedWindow: undefined,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
  };
  const rest = fulfilmentsNow(change).filter(({ state }) => isActive(state));
  const own = ownedBoard(board, heldBy(change, rest), rest);
  const stores = otherStores({ ...ask, open: together(ask, rest) }, own);
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
  change.record = { ...change.record, choiceId: record.caseId };
  if (first) holdFor(change, first, record);
  tellOffered(change, record, first);
}

/** Missing units and what nodes still have to do of the order, by line. */
function together(
  { order, open }: Pick<OpenLines, 'order' | 'open'>,
  works: ReturnType<typeof fulfilmentsNow>,
): OpenLines['open'] {
  const units = new Map(open.map((line) => [line.lineNo, line.units]));
  for (const { lineNo, quantityUnits } of works.flatMap(({ lines }) => lines))
    units.set(lineNo, (units.get(lineNo) ?? 0) + quantityUnits);
  return wholeKits(
    order,
    [...units].map(([lineNo, sum]) => ({ lineNo, units: sum })),
  );
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
    dueAt: change.unit.at + change.rules.choiceMinutes * minuteMs,
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
      default: change.rules.choiceDefault,
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
  for (let tries = 0; found.length < storesMax && tries < 4 * storesMax; tries += 1) {
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
      expiresAt: (record.dueAt ?? change.unit.at) + heldLongerMs,
    };
    change.unit.reservationsAdded.push(soft);
  }
}
