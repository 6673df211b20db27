import { reassignUnpicked } from '../../release/index.ts';
import type { Reassignment } from '../../release/index.ts';
import type { RoutePlan } from '../../route/index.ts';
import type { NodeId } from '../../words/index.ts';
import type { OrderRecord } from '../ports/records.ts';
import type { CommitUnit } from '../ports/store.ts';
import { planBody } from '../reassign/carry-out.ts';
import { draftWindow } from '../reassign/pending-order.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { contenders } from './contended.ts';
import type { Contender } from './contended.ts';
import type { BatchEntry, Replaced } from './joint-order.ts';

const nothing: Replaced = new Map();

/**
 * Decides the new orders of a batch together, after each was decided alone and before any is committed: those that
 * contend for scarce goods exchange nodes, up to three at a time, as long as that saves anything. By construction it is
 * never worse than one by one: the orders of an exchange cost less in all than alone, nobody is refused that was served,
 * and nobody is promised a later day. Deterministic; looks at no more ways than the strategy allows.
 */
export function decideTogether(parts: HubParts, batch: readonly BatchEntry[]): Replaced {
  const at = parts.env.now();
  const terms = parts.board.strategyAt(at)?.document.jointBatches;
  const orders = batch.filter(({ joint }) => joint !== undefined).length;
  if (terms === undefined || orders < terms.fromOrders) return nothing;
  const startedMs = parts.env.mono();
  const contending = contenders(parts.board, batch, at);
  const replaced = new Map<number, CommitUnit>();
  if (contending.length > 1) {
    const byId = new Map(contending.map((one) => [one.holder.orderId, one]));
    const draft = draftWindow(
      parts,
      contending.map(({ holder }) => holder),
    );
    for (const { holder } of contending) draft.add(holder);
    const window = draft.window({ gainMinMinor: 1, stepsMax: terms.stepsMax });
    const touched = new Set<Contender>();
    for (const exchange of reassignUnpicked(window).reassignments) {
      const members = membersOf(parts, exchange, byId);
      if (members.some(({ order }) => touched.has(order))) continue;
      for (const { order } of members) touched.add(order);
      const done = tryExchange(parts, batch, { members, orders });
      for (const [ix, unit] of done) replaced.set(ix, unit);
    }
  }
  parts.figures.add('jointBatches');
  parts.figures.add('jointBatchMicros', Math.round((parts.env.mono() - startedMs) * 1000));
  return replaced;
}

interface Member {
  readonly order: Contender;
  readonly nodeIds: readonly NodeId[];
}

const membersOf = (
  { board }: HubParts,
  exchange: Reassignment,
  byId: ReadonlyMap<string, Contender>,
): readonly Member[] =>
  exchange.orders.flatMap(({ orderId, toNodes }) => {
    const order = byId.get(orderId);
    const nodeIds = toNodes.flatMap((node) => board.network.nodes[node]?.nodeId ?? []);
    return order ? [{ order, nodeIds: [...new Set(nodeIds)].sort() }] : [];
  });

interface Tried extends Member {
  readonly unit: UnitDraft;
  readonly plan: RoutePlan;
}

/** Takes the orders off the board and decides each again where it shall go; all of it is undone unless it saves. */
function tryExchange(
  parts: HubParts,
  batch: readonly BatchEntry[],
  { members, orders }: { readonly members: readonly Member[]; readonly orders: number },
): Replaced {
  const { board, figures } = parts;
  const old = members.flatMap(({ order }) => batch[order.ix]?.unit ?? []);
  for (const unit of old) board.unbook(unit, undefined);
  const tried = decideAllAgain(parts, batch, members);
  const savesMinor =
    sum(members.map(({ order }) => order.alone)) - sum(tried.map(({ plan }) => plan));
  for (const { unit } of tried) board.unbook(unit, undefined);
  if (tried.length < members.length || savesMinor < 1) {
    for (const { order } of members.slice(0, tried.length + 1)) order.joint.undo();
    for (const unit of old) board.book(unit);
    return nothing;
  }
  const together = members.map(({ order }) => order.holder.orderId);
  for (const one of tried) {
    tellTogether(one, { savesMinor, together, orders });
    board.book(one.unit);
  }
  figures.add('ordersDecidedJointly', tried.length);
  figures.add('jointSavedMinor', savesMinor);
  return new Map(tried.map(({ order, unit }) => [order.ix, unit]));
}

/** One after the other, each on the board with those before it, up to the first that cannot be. */
function decideAllAgain(
  { board, env }: HubParts,
  batch: readonly BatchEntry[],
  members: readonly Member[],
): readonly Tried[] {
  const tried: Tried[] = [];
  try {
    for (const member of members) {
      const one = decideAgain(member, batch[member.order.ix]?.unit);
      if (!one) break;
      board.book(one.unit);
      tried.push(one);
    }
  } catch (bug) {
    // The orders were decided alone: that counts.
    env.log('error', 'deciding an order together with others failed', { bug: String(bug) });
  }
  return tried;
}

const sum = (plans: readonly RoutePlan[]): number =>
  plans.reduce((all, { totalMinor }) => all + totalMinor, 0);

/** Undefined when it finds no plan there, would have to wait, or would come later than alone. */
function decideAgain(
  { order, nodeIds }: Member,
  aloneUnit: CommitUnit | undefined,
): Tried | undefined {
  const unit = order.joint.again(nodeIds);
  const walked = unit && order.joint.walked();
  const answer = walked?.assigned.answer;
  if (!unit || !answer?.ok || walked?.waiting.length !== 0) return undefined;
  const { plan } = answer.value;
  const isInTime =
    plan.window.endAt <= order.alone.window.endAt &&
    promisedEndAt(unit) <= promisedEndAt(aloneUnit);
  return isInTime ? { order, nodeIds, unit, plan } : undefined;
}

const promisedEndAt = (unit: CommitUnit | undefined): number =>
  unit === undefined ? 0 : (recordIn(unit)?.promise?.window.endAt ?? 0);

/** The order as it would be written: new, or changed where a router places what was accepted before. */
const recordIn = ({ orderAdded, ordersChanged }: CommitUnit): OrderRecord | undefined =>
  orderAdded ?? ordersChanged[0]?.record;

function tellTogether(
  { order, unit, plan }: Tried,
  batch: {
    readonly savesMinor: number;
    readonly together: readonly string[];
    readonly orders: number;
  },
): void {
  const record = recordIn(unit);
  const [decision] = unit.decisions;
  if (!record || !decision) return;
  const { orderId } = record.order;
  tell(unit, {
    type: 'order.decided_jointly',
    id: `${orderId}.joint`,
    orderId,
    subject: `order/${orderId}`,
    causationId: decision.decisionId,
    body: {
      decisionId: decision.decisionId,
      because: 'joint-batch',
      together: batch.together,
      batchOrders: batch.orders,
      savesMinor: batch.savesMinor,
      ownSavesMinor: order.alone.totalMinor - plan.totalMinor,
      before: planBody(order.alone),
      after: planBody(plan),
      promisedWindow: record.promise?.window ?? null,
    },
  });
}
