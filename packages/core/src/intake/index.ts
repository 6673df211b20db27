/**
 * Orders in: what a shop sends is checked, put into the house's own words, and accepted or refused with every
 * fault named.
 *
 * @packageDocumentation
 */
export {
  acceptOrder,
  amendOrder,
  holdReasons,
  holdsAt,
  holdsEndAt,
  nextHoldId,
  orderDocument,
} from './decide/index.ts';
export type {
  AmendContext,
  AmendedOrder,
  CustomerOrder,
  HoldReason,
  InputFault,
  IntakeContext,
  InvalidOrder,
  MoneyDocument,
  OrderDocument,
  OrderHold,
  OrderLine,
  OrderLineDocument,
  Recipient,
} from './decide/index.ts';
