/**
 * Orders in: what a shop sends is checked, put into the house's own words, and accepted or refused with every
 * fault named.
 *
 * @packageDocumentation
 */
export {
  acceptOrder,
  amendmentTo,
  failedOnce,
  ingestAttemptsMax,
  judgeRow,
  amendOrder,
  backorderWishes,
  deliveriesOf,
  holdReasons,
  holdsAt,
  holdsEndAt,
  holdIdOf,
  heldUntilAt,
  wholeKits,
  orderDocument,
  asOrdered,
  chargeFor,
  incoterms,
  isPartNo,
  partOf,
} from './decide/index.ts';
export type {
  AmendContext,
  AmendedOrder,
  BackorderWish,
  Delivery,
  CustomerOrder,
  HoldReason,
  Gift,
  Incoterm,
  InputFault,
  IngestKnown,
  IngestRow,
  IntakeContext,
  InvalidOrder,
  LineCharge,
  LineForm,
  LinePart,
  LineUnits,
  MoneyDocument,
  OrderDocument,
  OrderHold,
  OrderLine,
  OrderLineDocument,
  PartOfLine,
  Recipient,
} from './decide/index.ts';
