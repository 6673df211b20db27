export { acceptOrder } from './accept-order.ts';
export type { IntakeContext, InvalidOrder } from './context.ts';
export { orderDocument } from './order-document.ts';
export type { MoneyDocument, OrderDocument, OrderLineDocument } from './order-document.ts';
export { amendOrder } from './amend-order.ts';
export type { AmendContext, AmendedOrder } from './amend-order.ts';
export { holdReasons, holdsAt, holdsEndAt, holdIdOf, heldUntilAt } from './holds.ts';
export { amendmentTo, failedOnce, ingestAttemptsMax, judgeRow } from './ingest.ts';
export type { IngestKnown, IngestRow, IngestStep } from './ingest.ts';
export type { HoldReason, OrderHold } from './holds.ts';
export { chargeFor } from './charge.ts';
export type { LineCharge } from './charge.ts';
export { asOrdered, isPartNo, partOf, wholeKits } from './forms.ts';
export type { LineUnits, PartOfLine } from './forms.ts';
export { backorderWishes, incoterms } from './order.ts';
export type {
  BackorderWish,
  CustomerOrder,
  Gift,
  Incoterm,
  LineForm,
  LinePart,
  OrderLine,
  Recipient,
} from './order.ts';
export type { InputFault } from '../../words/index.ts';
export { deliveriesOf } from './schedule.ts';
export type { Delivery } from './schedule.ts';
