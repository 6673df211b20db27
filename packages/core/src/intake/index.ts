/**
 * Orders in: what a shop sends is checked, put into the house's own words, and accepted or refused with every
 * fault named.
 *
 * @packageDocumentation
 */
export { acceptOrder, orderDocument } from './decide/index.ts';
export type {
  CustomerOrder,
  InputFault,
  IntakeContext,
  InvalidOrder,
  MoneyDocument,
  OrderDocument,
  OrderLine,
  OrderLineDocument,
  Recipient,
} from './decide/index.ts';
