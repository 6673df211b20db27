import { reservationId } from '../../words/index.ts';
import type { CartId } from '../../words/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import {
  approveTransfer,
  availableToPromise,
  cancelTransfer,
  receiveTransfer,
  shipTransfer,
} from '../../stock/index.ts';
import type { StockMove, Transfer, TransferRefusal } from '../../stock/index.ts';
import type { Outcome } from '../../words/index.ts';
import { uuidV7 } from '../ports/env.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import type { TransferAsk, TransferTold } from './desk.ts';
import { transferFaults } from './transfer-faults.ts';

const attemptsMax = 8;

/** Asks for goods to be moved; nothing is held yet. */
export async function requestTransfer(
  parts: HubParts,
  ask: TransferAsk,
): Promise<HubOutcome<Transfer>> {
  const faults = transferFaults(parts, ask);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  const at = parts.env.now();
  const transfer: Transfer = {
    transferId: `trf_${uuidV7(at, parts.env.randomHex())}`,
    fromNodeId: ask.fromNodeId,
    toNodeId: ask.toNodeId,
    state: 'requested',
    expectedAt: ask.expectedAt,
    reason: ask.reason,
    lines: ask.lines.map(({ itemId, lot, units }) => ({
      itemId,
      lot,
      units,
      shippedUnits: 0,
      receivedUnits: 0,
      lostUnits: 0,
      lossReason: undefined,
    })),
    history: [{ state: 'requested', by: ask.by, at }],
  };
  await parts.commit(() => {
    const unit = emptyUnit(at);
    const record = caseOf(transfer, { version: 1, openedAt: at });
    unit.casesAdded.push(record);
    tellTransfer(unit, record, []);
    return unit;
  });
  return { ok: true, value: transfer };
}

/** Holds the goods at the source: what is reserved, fenced or kept back there is never transferred away. */
export const approve = (parts: HubParts, told: TransferTold): Promise<HubOutcome<Transfer>> =>
  changeTransfer(parts, told.transferId, (change) => {
    const after = change.become(approveTransfer(change.transfer, actOf(parts, told)));
    if (!after) return [];
    const missing = missingOf(parts, after);
    if (missing) change.refusal = missing;
    const holds = after.lines.map((line, ix) => holdOf(after, line, ix));
    change.unit.reservationsAdded.push(...holds);
    return holds.map((held) => reservedMove(held, held.units, 'available'));
  });

/** Frees the goods again. */
export const cancel = (parts: HubParts, told: TransferTold): Promise<HubOutcome<Transfer>> =>
  changeTransfer(parts, told.transferId, (change) =>
    change.become(cancelTransfer(change.transfer, actOf(parts, told)))
      ? change.holds.map((held) => endHold(change.unit, held, 0))
      : [],
  );

/** Goods have left the source: they are on their way, and what was held beyond them is free. */
export const ship = (parts: HubParts, told: TransferTold): Promise<HubOutcome<Transfer>> =>
  changeTransfer(parts, told.transferId, (change) => {
    const after = change.become(shipTransfer(change.transfer, told.lines, actOf(parts, told)));
    if (!after) return [];
    return change.holds.map((held) =>
      endHold(change.unit, held, after.lines[held.lineNo - 1]?.shippedUnits ?? 0),
    );
  });

/**
 * Goods have arrived: they can be sold at the destination from now on; what is missing is explained.
 *
 * @param mark a case that changes with it, or neither does
 */
export const receive = (
  parts: HubParts,
  told: TransferTold,
  mark?: CaseRecord,
): Promise<HubOutcome<Transfer>> =>
  changeTransfer(parts, told.transferId, (change) => {
    if (mark) change.unit.casesChanged.push(mark);
    const before = change.transfer;
    const received = { lines: told.lines, isLast: told.isLast ?? true };
    const after = change.become(receiveTransfer(before, received, actOf(parts, told)));
    if (!after) return [];
    return after.lines
      .map((line, ix) => ({
        ...noUnits,
        nodeId: after.toNodeId,
        itemId: line.itemId,
        lot: line.lot,
        onHandUnits: line.receivedUnits - (before.lines[ix]?.receivedUnits ?? 0),
        guard: 'physical' as const,
      }))
      .filter(({ onHandUnits }) => onHandUnits > 0);
  });

const noUnits = { onHandUnits: 0, reservedUnits: 0, safetyUnits: 0 };

const actOf = (parts: HubParts, { by, at }: TransferTold) => ({ by, at: at ?? parts.env.now() });

interface TransferChange {
  readonly transfer: Transfer;
  readonly unit: UnitDraft;
  /** Live reservations of the transfer at its source. */
  readonly holds: readonly Reservation[];
  after: Transfer | undefined;
  refusal: HubRefusal | undefined;
  /** Takes the outcome of a decision over: the transfer as it becomes, or undefined and a refusal. */
  become(outcome: Outcome<Transfer, TransferRefusal>): Transfer | undefined;
}

async function changeTransfer(
  parts: HubParts,
  transferId: string,
  decide: (change: TransferChange) => readonly StockMove[],
): Promise<HubOutcome<Transfer>> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const record = await transferCase(parts, transferId);
    if (!record) return notFound(transferId);
    const held = await parts.store.reservationsOfCart(transferId as CartId);
    const holds = held.filter(({ state }) => state === 'live');
    let change: TransferChange | undefined;
    const result = await parts.commit(() => {
      change = changeOf(parts, record, holds);
      const stockMoves = decide(change);
      if (!change.after || change.refusal) return undefined;
      const after = caseOf(change.after, {
        version: record.version + 1,
        openedAt: record.openedAt,
      });
      change.unit.casesChanged.push(after);
      tellTransfer(change.unit, after, stockMoves);
      return change.unit;
    });
    if (change?.refusal) return { ok: false, refusal: change.refusal };
    if (result?.ok && change?.after) return { ok: true, value: change.after };
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

function changeOf(
  parts: HubParts,
  record: CaseRecord,
  holds: readonly Reservation[],
): TransferChange {
  const change: TransferChange = {
    transfer: record.document as Transfer,
    unit: emptyUnit(parts.env.now()),
    holds,
    after: undefined,
    refusal: undefined,
    become: (outcome) => {
      if (outcome.ok) change.after = outcome.value;
      else change.refusal = refusalOf(change.transfer, outcome.refusal);
      return outcome.ok ? outcome.value : undefined;
    },
  };
  return change;
}

/** One transfer as it is stored. */
export async function transferCase(
  parts: HubParts,
  transferId: string,
): Promise<CaseRecord | undefined> {
  const [record] = await parts.store.cases([transferId]);
  return record?.kind === 'transfer' ? record : undefined;
}

/** @returns the refusal for a transfer that nobody asked for */
export const notFound = (transferId: string): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'transfer', id: transferId },
});

const caseOf = (
  transfer: Transfer,
  { version, openedAt }: Pick<CaseRecord, 'version' | 'openedAt'>,
): CaseRecord => ({
  caseId: transfer.transferId,
  kind: 'transfer',
  state: transfer.state,
  orderId: undefined,
  nodeId: transfer.toNodeId,
  key: transfer.fromNodeId,
  dueAt: undefined,
  openedAt,
  version,
  document: transfer,
});

function tellTransfer(unit: UnitDraft, record: CaseRecord, stockMoves: readonly StockMove[]): void {
  const transfer = record.document as Transfer;
  tell(unit, {
    type: `transfer.${transfer.state}`,
    id: `${transfer.transferId}.${String(record.version)}`,
    subject: `transfer/${transfer.transferId}`,
    stockMoves,
    body: {
      transferId: transfer.transferId,
      fromNodeId: transfer.fromNodeId,
      toNodeId: transfer.toNodeId,
      by: transfer.history.at(-1)?.by,
      lines: transfer.lines,
      stockCases: [record],
    },
  });
}

/** A transfer holds goods as an order does; its id stands where a cart's would. */
const holdOf = (transfer: Transfer, line: Transfer['lines'][number], ix: number): Reservation => ({
  reservationId: reservationId(`rsv_${transfer.transferId.slice(4)}.t${String(ix + 1)}`),
  kind: 'hard',
  orderId: undefined,
  cartId: transfer.transferId as CartId,
  fulfilmentId: undefined,
  lineNo: ix + 1,
  nodeId: transfer.fromNodeId,
  itemId: line.itemId,
  lot: line.lot,
  units: line.units,
  state: 'live',
  expiresAt: undefined,
});

const reservedMove = (
  { nodeId, itemId, lot }: Reservation,
  reservedUnits: number,
  guard: StockMove['guard'],
): StockMove => ({ ...noUnits, nodeId, itemId, lot, reservedUnits, guard });

/** Ends a hold: `leftUnits` have left the source, the rest is free again. */
function endHold(unit: UnitDraft, held: Reservation, leftUnits: number): StockMove {
  unit.reservationsChanged.push({
    record: { ...held, units: 0, state: leftUnits > 0 ? 'consumed' : 'released' },
    unitsBefore: held.units,
  });
  return {
    ...reservedMove(held, -held.units, leftUnits > 0 ? 'leaving' : 'physical'),
    onHandUnits: -leftUnits,
  };
}

function missingOf(parts: HubParts, transfer: Transfer): HubRefusal | undefined {
  const lines = transfer.lines.flatMap(({ itemId, lot, units }, ix) => {
    const position = parts.board.stock.position(transfer.fromNodeId, itemId, lot);
    const missingUnits = units - availableToPromise(position);
    return missingUnits > 0 ? [{ lineNo: ix + 1, itemId, missingUnits }] : [];
  });
  return lines.length > 0 ? { reason: 'insufficient-stock', lines } : undefined;
}

function refusalOf(transfer: Transfer, refusal: TransferRefusal): HubRefusal {
  switch (refusal.reason) {
    case 'wrong-state':
      return { ...refusal, what: 'transfer', id: transfer.transferId };
    case 'unknown-line':
      return fault('/lines', 'unknown-line', `${refusal.itemId} ${refusal.lot} is not part of it.`);
    case 'more-than-approved':
      return fault(
        '/lines',
        'more-than-approved',
        `${String(refusal.approvedUnits)} units of ${refusal.itemId} are approved; ${String(refusal.units)} cannot leave: ask for another transfer.`,
      );
  }
}

const fault = (field: string, reason: string, remedy: string): HubRefusal => ({
  reason: 'invalid',
  faults: [{ field, reason, remedy }],
});
