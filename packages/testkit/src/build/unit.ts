import type {
  CaseRecord,
  CommitUnit,
  DecisionRecord,
  EventDraft,
  ExceptionRecord,
  FactRecord,
  OrderRecord,
} from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';
import type { StockMove } from '@ordermesh/core/stock';
import {
  decisionId,
  exceptionId,
  fulfilmentId,
  itemId,
  nodeId,
  orderId,
  reservationId,
  serviceId,
} from '@ordermesh/core/words';

import { anOrder } from './order.ts';

/** When the units of tests happen: 2026-01-05T08:00:00Z, a Monday. */
export const monday = Date.UTC(2026, 0, 5, 8);

/** A unit that changes nothing but what is given. */
export const aUnit = (parts: Partial<CommitUnit> = {}): CommitUnit => ({
  at: monday,
  ordersChanged: [],
  reservationsAdded: [],
  reservationsChanged: [],
  fulfilmentsAdded: [],
  fulfilmentsChanged: [],
  decisions: [],
  facts: [],
  factsLinked: [],
  parcels: [],
  exceptionsAdded: [],
  exceptionsChanged: [],
  casesAdded: [],
  casesChanged: [],
  documents: [],
  items: [],
  inbound: [],
  nodeStates: [],
  events: [],
  ...parts,
});

/** An event that moves nothing but what is given. */
export const anEvent = (id: string, parts: Partial<EventDraft> = {}): EventDraft => ({
  type: 'dev.ordermesh.test.told.v1',
  id,
  subject: 'test',
  orderId: undefined,
  at: monday,
  causationId: undefined,
  traceparent: undefined,
  stockMoves: [],
  slotMoves: [],
  body: {},
  ...parts,
});

/** A move of `tea` at `st_001` without lot, of zero units unless given. */
export const aMove = (parts: Partial<StockMove> = {}): StockMove => ({
  nodeId: nodeId('st_001'),
  itemId: itemId('tea'),
  lot: '',
  onHandUnits: 0,
  reservedUnits: 0,
  safetyUnits: 0,
  guard: 'available',
  ...parts,
});

/** The record of an accepted order, version 1. */
export const anOrderRecord = (id = 'ord_1', parts: Partial<OrderRecord> = {}): OrderRecord => ({
  order: anOrder(id),
  amendments: 0,
  version: 1,
  state: 'open',
  acceptedAt: monday,
  promise: undefined,
  cancelledUnits: {},
  waits: [],
  holds: [],
  excludedNodes: [],
  epoch: 1,
  status: 'accepted',
  ...parts,
});

/** One hard reserved unit of `tea` at `st_001` for the order. */
export const aReservation = (
  id: string,
  order = 'ord_1',
  parts: Partial<Reservation> = {},
): Reservation => ({
  reservationId: reservationId(id),
  kind: 'hard',
  orderId: orderId(order),
  cartId: undefined,
  fulfilmentId: undefined,
  lineNo: 1,
  nodeId: nodeId('st_001'),
  itemId: itemId('tea'),
  lot: '',
  units: 1,
  state: 'live',
  expiresAt: undefined,
  ...parts,
});

/** An offered fulfilment of the order at `st_001`, version 1. */
export const aFulfilment = (
  id: string,
  order = 'ord_1',
  parts: Partial<Fulfilment> = {},
): Fulfilment => ({
  fulfilmentId: fulfilmentId(id),
  orderId: orderId(order),
  nodeId: nodeId('st_001'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1'),
  epoch: 1,
  state: 'offered',
  lines: [{ lineNo: 1, itemId: itemId('tea'), quantityUnits: 1 }],
  slotAt: monday,
  releaseAt: monday,
  dueAt: monday + 900_000,
  promisedWindow: { startAt: monday, endAt: monday + 86_400_000 },
  expected: {
    handOverAt: monday + 7_200_000,
    window: { startAt: monday, endAt: monday + 86_400_000 },
  },
  costMinor: 950,
  carbonGrams: 120,
  version: 1,
  ...parts,
});

/** A stored decision of the order. */
export const aDecision = (
  id: string,
  order = 'ord_1',
  parts: Partial<DecisionRecord> = {},
): DecisionRecord => ({
  decisionId: decisionId(id),
  orderId: orderId(order),
  kind: 'route',
  at: monday,
  networkVersion: 1,
  strategyId: 'standard',
  strategyVersion: 1,
  question: '{"asked":"\\"quoted\\" and {braced}, \\\\"}',
  answer: '{"plan":null}',
  ...parts,
});

/** A captured fact that speaks of no order yet. */
export const aFact = (hash: string, parts: Partial<FactRecord> = {}): FactRecord => ({
  hash,
  hasErrorDeclaration: false,
  eventId: `event of ${hash}`,
  kind: 'picking',
  at: monday,
  recordedAt: monday,
  orderId: undefined,
  objectUris: [],
  epcis: '{"type":"ObjectEvent"}',
  ...parts,
});

/** An open exception of the order, version 1. */
export const anException = (
  id: string,
  order = 'ord_1',
  parts: Partial<ExceptionRecord> = {},
): ExceptionRecord => ({
  exceptionId: exceptionId(id),
  orderId: orderId(order),
  kind: 'unroutable',
  state: 'open',
  openedAt: monday,
  reason: 'insufficient-stock',
  lines: [{ lineNo: 1, units: 1 }],
  nearest: undefined,
  version: 1,
  ...parts,
});

/** An open transfer case about `tea`, version 1. */
export const aCase = (caseId: string, parts: Partial<CaseRecord> = {}): CaseRecord => ({
  caseId,
  kind: 'transfer',
  state: 'open',
  orderId: undefined,
  nodeId: nodeId('st_001'),
  key: 'tea',
  dueAt: undefined,
  openedAt: monday,
  version: 1,
  document: { text: 'ü"\n' },
  ...parts,
});
