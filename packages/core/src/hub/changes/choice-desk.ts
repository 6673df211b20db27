import type { NodeId, OrderId } from '../../words/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { cancelUnits } from '../orders/act.ts';
import { unassignedUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { changeOrder, openExceptions, resolveExceptions } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { CaseRecord, ExceptionRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { amendedRecord, wayOn } from './amend.ts';
import { orderFor } from './choice.ts';
import type { ChoiceDocument, ChoiceOption } from './choice.ts';
import { closeChoice } from './open-choice.ts';

/** A choice that a customer has (or had), as readers see it. */
export interface PickupChoice extends Omit<ChoiceDocument, 'heldAs'> {
  readonly caseId: string;
  readonly orderId: OrderId;
  /** `open`, `chosen`, `lapsed` (nobody chose in time) or `ended` (the order was changed or cancelled meanwhile). */
  readonly state: string;
  readonly untilAt: number | undefined;
}

/** What the customer takes. */
export interface ChoiceAsk {
  readonly option: ChoiceOption['option'];
  /** Which store, for `pickup`; absent = the first that was offered. */
  readonly nodeId?: NodeId;
  readonly by: string;
}

/** The choices of an order, oldest first. */
export async function choicesOf(parts: HubParts, id: OrderId): Promise<readonly PickupChoice[]> {
  const page = { limit: 50, after: undefined };
  const { rows } = await parts.store.caseList({ kind: 'choice', orderId: id }, page);
  return rows.map(choiceView);
}

/** The customer goes on otherwise: the goods that were held (or others, if better) are theirs in one commit. */
export async function choose(
  parts: HubParts,
  id: OrderId,
  ask: ChoiceAsk,
): Promise<HubOutcome<PickupChoice>> {
  const { rows } = await parts.store.caseList(
    { kind: 'choice', orderId: id, state: 'open' },
    { limit: 1, after: undefined },
  );
  const [open] = rows;
  if (!open) return { ok: false, refusal: { reason: 'not-found', what: 'open choice', id } };
  return settle(parts, open, { ...ask, state: 'chosen' });
}

/** Choices that nobody made in time: what the hub's rules say is done, or the units are cancelled. */
export async function lapseChoices(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  await Promise.all(due.map((open) => lapse(parts, open)));
}

async function lapse(parts: HubParts, open: CaseRecord): Promise<void> {
  const lapsed = { by: 'hub', state: 'lapsed' } as const;
  const { choiceDefault } = parts.rules;
  const outcome = await settle(parts, open, { ...lapsed, option: choiceDefault });
  if (!outcome.ok && choiceDefault !== 'cancel')
    await settle(parts, open, { ...lapsed, option: 'cancel' });
}

type Settling = ChoiceAsk & { readonly state: 'chosen' | 'lapsed' };

async function settle(
  parts: HubParts,
  open: CaseRecord,
  ask: Settling,
): Promise<HubOutcome<PickupChoice>> {
  const document = open.document as ChoiceDocument;
  const id = open.orderId as OrderId;
  const option = optionOf(document, ask);
  if (!option) return { ok: false, refusal: notOffered(document, ask) };
  const [held, exceptions] = await Promise.all([
    parts.store.reservationsOfCart(document.heldAs),
    openExceptions(parts, id),
  ]);
  const after: CaseRecord = {
    ...open,
    state: ask.state,
    dueAt: undefined,
    version: open.version + 1,
    document: { ...document, chosen: option.option, by: ask.by },
  };
  const outcome = await changeOrder(parts, id, (change) =>
    goOn(change, parts, { option, held, exceptions, after }),
  );
  return outcome.ok ? { ok: true, value: choiceView(after) } : outcome;
}

interface GoingOn {
  readonly option: ChoiceOption;
  readonly held: readonly Reservation[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly after: CaseRecord;
}

function goOn(change: OrderChange, parts: HubParts, going: GoingOn): HubRefusal | undefined {
  const { option, held, after } = going;
  const waiting = unassignedUnits(change.record, change.before.fulfilments);
  const live = held.filter(({ state }) => state === 'live');
  closeChoice(change, { after, body: option }, live);
  if (waiting.length === 0) return undefined;
  resolveExceptions(change, going.exceptions, `customer chose ${option.option}`);
  if (option.option === 'cancel')
    return cancelUnits(change, { lines: waiting, because: `choice ${going.after.state}` });
  change.record = amendedRecord(change.record, orderFor(change.record.order, option));
  for (const { lineNo, units } of waiting) change.open.set(lineNo, units);
  const done = wayOn(change, ownedBoard(parts.pathBoard, live), { goesElsewhere: true });
  return 'refusal' in done ? done.refusal : undefined;
}

const optionOf = (document: ChoiceDocument, ask: ChoiceAsk): ChoiceOption | undefined =>
  document.options.find(
    (offered) =>
      offered.option === ask.option &&
      (offered.option !== 'pickup' || ask.nodeId === undefined || offered.nodeId === ask.nodeId),
  );

const notOffered = ({ options }: ChoiceDocument, ask: ChoiceAsk): HubRefusal => ({
  reason: 'invalid',
  faults: [
    {
      field: ask.nodeId === undefined ? '/option' : '/node',
      reason: 'not-offered',
      remedy: `Offered are: ${options.map((one) => (one.option === 'pickup' ? `pickup at ${one.nodeId}` : one.option)).join(', ')}.`,
    },
  ],
});

function choiceView(record: CaseRecord): PickupChoice {
  const { heldAs: _heldAs, ...document } = record.document as ChoiceDocument;
  return {
    ...document,
    caseId: record.caseId,
    orderId: record.orderId as OrderId,
    state: record.state,
    untilAt: record.dueAt,
  };
}
