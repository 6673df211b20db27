export type { CustomerOrder, InputFault, OrderLine, Recipient } from './order.ts';
