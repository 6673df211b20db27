export { acceptOrder } from './accept-order.ts';
export type { IntakeContext, InvalidOrder } from './context.ts';
export { orderDocument } from './order-document.ts';
export type { MoneyDocument, OrderDocument, OrderLineDocument } from './order-document.ts';
export type { CustomerOrder, OrderLine, Recipient } from './order.ts';
export type { InputFault } from '../../words/index.ts';
