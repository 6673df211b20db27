/** What a case is, and what a system must be able to do to be tried: the words that both sides share. */
export { countOf, figure, groups, pause, sales, shelf, soldId, together, until } from './case.ts';
export type { Case, Figure, Group, Hand } from './case.ts';
export { NotApplicable, cannot } from './system.ts';
export type {
  Adapter,
  Answer,
  Count,
  Delivered,
  Delivery,
  Done,
  Following,
  Opening,
  OrderAsk,
  OrderSeen,
  Sending,
  Shelf,
  Spot,
  System,
  Told,
  Want,
  Work,
} from './system.ts';
