import type { CommitUnit, DocumentRecord, FactRecord, IdempotencyClaim } from '@ordermesh/core/hub';
import {
  answerKey,
  documentKey,
  externalKey,
  factKey,
  positionKey,
  slotKey,
} from '@ordermesh/core/hub';
import type { SlotMove } from '@ordermesh/core/network';
import type { StockMove } from '@ordermesh/core/stock';
import type { ExternalId } from '@ordermesh/core/words';

/**
 * The rows that judging a batch must see, each once. Rows that will be changed come sorted by their key, so that
 * all writers lock them in one order.
 */
export interface AskedKeys {
  readonly orderIds: readonly string[];
  readonly fulfilmentIds: readonly string[];
  readonly exceptionIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly reservationIds: readonly string[];
  readonly documents: readonly DocumentRecord[];
  readonly facts: readonly FactRecord[];
  readonly externalIds: readonly ExternalId[];
  readonly answers: readonly IdempotencyClaim[];
  readonly positions: readonly StockMove[];
  readonly slots: readonly SlotMove[];
}

/** Collects what the units of a batch touch. Cost: linear in their records, plus the sorts. */
export function askedKeys(units: readonly CommitUnit[]): AskedKeys {
  const orderIds = new Set<string>();
  const fulfilmentIds = new Set<string>();
  const exceptionIds = new Set<string>();
  const caseIds = new Set<string>();
  const reservationIds = new Set<string>();
  const documents = new Map<string, DocumentRecord>();
  const facts = new Map<string, FactRecord>();
  const answers = new Map<string, IdempotencyClaim>();
  const moves = touchedByMoves(units);
  for (const unit of units) {
    for (const { record } of unit.ordersChanged) orderIds.add(record.order.orderId);
    for (const { fulfilmentId } of unit.fulfilmentsChanged) fulfilmentIds.add(fulfilmentId);
    for (const { exceptionId } of unit.exceptionsChanged) exceptionIds.add(exceptionId);
    for (const { caseId } of [...unit.casesAdded, ...unit.casesChanged]) caseIds.add(caseId);
    for (const { record } of unit.reservationsChanged) reservationIds.add(record.reservationId);
    for (const record of unit.documents) documents.set(documentKey(record), record);
    for (const fact of unit.facts) facts.set(factKey(fact), fact);
    for (const claim of present(unit.idempotency)) answers.set(answerKey(claim), claim);
  }
  return {
    orderIds: [...orderIds].sort(),
    fulfilmentIds: [...fulfilmentIds].sort(),
    exceptionIds: [...exceptionIds].sort(),
    caseIds: [...caseIds].sort(),
    reservationIds: [...reservationIds].sort(),
    documents: [...documents.values()],
    facts: [...facts.values()],
    externalIds: externalIdsOf(units),
    answers: [...answers.values()],
    ...moves,
  };
}

function externalIdsOf(units: readonly CommitUnit[]): readonly ExternalId[] {
  const ids = units.flatMap((unit) => unit.orderAdded?.order.externalIds ?? []);
  return [...new Map(ids.map((id) => [externalKey(id), id])).values()];
}

/** The thing as a list: empty when there is none. */
const present = <T>(thing: T | undefined): readonly T[] => (thing === undefined ? [] : [thing]);

function touchedByMoves(units: readonly CommitUnit[]): Pick<AskedKeys, 'positions' | 'slots'> {
  const positions = new Map<string, StockMove>();
  const slots = new Map<string, SlotMove>();
  for (const { events } of units) {
    for (const { stockMoves, slotMoves } of events) {
      for (const move of stockMoves) positions.set(positionKey(move), move);
      for (const move of slotMoves) slots.set(slotKey(move), move);
    }
  }
  return { positions: [...positions.values()], slots: [...slots.values()] };
}
