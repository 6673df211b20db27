import type { NodeId } from '../../../words/index.ts';
import { dayPlaceOf } from '../../../network/index.ts';
import type { SlotMove } from '../../../network/index.ts';
import type { HubOutcome, HubRefusal } from '../../outcome.ts';
import { uuidV7 } from '../../ports/env.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import type { SlotHold, SlotHoldAsk } from '../desk.ts';
import { profileOf } from '../terms.ts';

/** Shortest and longest time that a place may be held without being used, seconds. */
const ttlSecondsMin = 30;
const ttlSecondsMax = 86_400;
const ordersPerHoldMax = 10_000;
const attemptsMax = 8;

type Document = Pick<SlotHold, 'slotAt' | 'orders' | 'note'>;

const holdOf = (record: CaseRecord): SlotHold => ({
  holdId: record.caseId,
  nodeId: record.nodeId as NodeId,
  state: record.state as SlotHold['state'],
  expiresAt: record.dueAt,
  ...(record.document as Document),
});

/**
 * Holds places in a capacity slot of a node until they are confirmed or the time is over. The store guards it: held
 * and used places together are never more than the slot (and the day) has.
 */
export async function holdSlot(
  parts: HubParts,
  nodeId: NodeId,
  ask: SlotHoldAsk,
): Promise<HubOutcome<SlotHold>> {
  const refusal = askRefusal(parts, nodeId, ask);
  if (refusal) return { ok: false, refusal };
  const caseId = `hold_${uuidV7(parts.env.now(), parts.env.randomHex())}`;
  let full: HubRefusal | undefined;
  let record: CaseRecord | undefined;
  const result = await parts.commit(() => {
    const at = parts.env.now();
    const slotAt = slotFor(parts, nodeId, ask);
    const moves = slotAt === undefined ? [] : placeMoves(parts, { nodeId, slotAt }, ask.orders);
    full = fullRefusal(parts, moves) ?? (slotAt === undefined ? noSlot(nodeId, at) : undefined);
    if (full || slotAt === undefined) return undefined;
    const document: Document = { slotAt, orders: ask.orders, note: ask.note };
    record = {
      caseId,
      kind: 'slot_hold',
      state: 'held',
      orderId: undefined,
      nodeId,
      key: String(slotAt),
      dueAt: at + ask.ttlSeconds * 1000,
      openedAt: at,
      version: 1,
      document,
    };
    const unit = emptyUnit(at);
    unit.casesAdded.push(record);
    tellHold(unit, record, moves);
    return unit;
  });
  if (full) return { ok: false, refusal: full };
  return result?.ok && record ? { ok: true, value: holdOf(record) } : contended;
}

const contended = {
  ok: false,
  refusal: { reason: 'contended', attempts: attemptsMax },
} as const;

function askRefusal(parts: HubParts, nodeId: NodeId, ask: SlotHoldAsk): HubRefusal | undefined {
  if (!profileOf(parts, nodeId)) return { reason: 'not-found', what: 'node', id: nodeId };
  const faults = [
    ...(outside(ask.ttlSeconds, ttlSecondsMin, ttlSecondsMax)
      ? [outOfRange('/ttl_seconds', ttlSecondsMin, ttlSecondsMax)]
      : []),
    ...(outside(ask.orders, 1, ordersPerHoldMax)
      ? [outOfRange('/orders', 1, ordersPerHoldMax)]
      : []),
    ...(isNoSlot(parts, nodeId, ask.slotAt) ? [notASlot] : []),
  ];
  return faults.length > 0 ? { reason: 'invalid', faults } : undefined;
}

const outside = (value: number, min: number, max: number): boolean =>
  !Number.isInteger(value) || value < min || value > max;

const outOfRange = (field: string, min: number, max: number) => ({
  field,
  reason: 'out-of-range',
  remedy: `Send a whole number from ${String(min)} to ${String(max)}.`,
});

const notASlot = {
  field: '/slot_at',
  reason: 'not-a-slot',
  remedy:
    'Send the start of a slot that is still to come, as GET /v1/nodes/{node}/slots lists them.',
};

function isNoSlot(parts: HubParts, nodeId: NodeId, slotAt: number | undefined): boolean {
  if (slotAt === undefined) return false;
  const nodeIx = parts.board.network.nodeIxOf(nodeId) ?? -1;
  const from = Math.max(slotAt, parts.env.now());
  return parts.board.clock.firstSlot(nodeIx, from, () => 0)?.slotAt !== slotAt;
}

/** The slot that was asked for, or the first one with room. */
function slotFor(parts: HubParts, nodeId: NodeId, ask: SlotHoldAsk): number | undefined {
  if (ask.slotAt !== undefined) return ask.slotAt;
  const { board, env } = parts;
  const nodeIx = board.network.nodeIxOf(nodeId) ?? -1;
  const used = board.nodes.usedAt(nodeIx);
  return board.clock.firstSlot(nodeIx, env.now(), (slotAt) => used(slotAt) + ask.orders - 1)
    ?.slotAt;
}

/** The moves that take (or, negative, free) places: in the slot, and in the day where that is limited. */
function placeMoves(
  parts: HubParts,
  at: { readonly nodeId: NodeId; readonly slotAt: number },
  orders: number,
): readonly SlotMove[] {
  const node = profileOf(parts, at.nodeId);
  if (!node) return [];
  const day = dayPlaceOf(node, at.slotAt);
  const slot = { ...at, orders, ordersMax: node.slots.ordersMax };
  return day ? [slot, { nodeId: at.nodeId, orders, ...day }] : [slot];
}

function fullRefusal(parts: HubParts, moves: readonly SlotMove[]): HubRefusal | undefined {
  for (const { nodeId, slotAt, orders, ordersMax } of moves) {
    const nodeIx = parts.board.network.nodeIxOf(nodeId) ?? -1;
    const ordersUsed = Math.min(parts.board.nodes.placesUsed(nodeIx, slotAt), ordersMax);
    if (ordersUsed + orders > ordersMax)
      return { reason: 'slot-full', nodeId, slotAt, ordersUsed, ordersMax };
  }
  return undefined;
}

const noSlot = (nodeId: NodeId, at: number): HubRefusal => ({
  reason: 'slot-full',
  nodeId,
  slotAt: at,
  ordersUsed: 0,
  ordersMax: 0,
});

function tellHold(
  unit: ReturnType<typeof emptyUnit>,
  record: CaseRecord,
  slotMoves: readonly SlotMove[],
): void {
  const { slotAt, orders } = record.document as Document;
  tell(unit, {
    type: `capacity.${record.state}`,
    id: `${record.caseId}.${String(record.version)}`,
    subject: `node/${String(record.nodeId)}`,
    slotMoves,
    body: { holdId: record.caseId, nodeId: record.nodeId, slotAt, orders },
  });
}

/** Turns held places into used ones: they no longer expire. */
export const confirmSlot = (parts: HubParts, holdId: string): Promise<HubOutcome<SlotHold>> =>
  moveHold(parts, holdId, { to: 'confirmed', from: ['held'] });

/** Frees held or used places. */
export const releaseSlot = (parts: HubParts, holdId: string): Promise<HubOutcome<SlotHold>> =>
  moveHold(parts, holdId, { to: 'released', from: ['held', 'confirmed'] });

/** Frees places whose time is over. */
export async function expireSlots(parts: HubParts, due: readonly CaseRecord[]): Promise<void> {
  await Promise.all(
    due.map(({ caseId }) => moveHold(parts, caseId, { to: 'expired', from: ['held'] })),
  );
}

async function moveHold(
  parts: HubParts,
  holdId: string,
  move: { readonly to: SlotHold['state']; readonly from: readonly SlotHold['state'][] },
): Promise<HubOutcome<SlotHold>> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const [known] = await parts.store.cases([holdId]);
    if (known?.kind !== 'slot_hold')
      return { ok: false, refusal: { reason: 'not-found', what: 'hold', id: holdId } };
    // Sent again after the answer was lost: it is what was asked for.
    if (known.state === move.to) return { ok: true, value: holdOf(known) };
    if (!move.from.includes(known.state as SlotHold['state']))
      return { ok: false, refusal: wrongState(known, move.from) };
    const after = { ...known, state: move.to, dueAt: undefined, version: known.version + 1 };
    const result = await parts.commit(() => moveUnit(parts, after));
    if (result?.ok) return { ok: true, value: holdOf(after) };
  }
  return contended;
}

const wrongState = (known: CaseRecord, allowed: readonly string[]): HubRefusal => ({
  reason: 'wrong-state',
  what: 'hold',
  id: known.caseId,
  state: known.state,
  allowed,
});

function moveUnit(parts: HubParts, after: CaseRecord) {
  const unit = emptyUnit(parts.env.now());
  const { slotAt, orders } = after.document as Document;
  const at = { nodeId: after.nodeId as NodeId, slotAt };
  unit.casesChanged.push(after);
  tellHold(unit, after, after.state === 'confirmed' ? [] : placeMoves(parts, at, -orders));
  return unit;
}
