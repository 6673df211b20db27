export { trackOrder } from './track-order.ts';
export type { TrackViews } from './track-order.ts';
export type {
  AdvancedAfter,
  AfterDelivery,
  BasicAfter,
  HighAfter,
} from './after/after-delivery.ts';
export type { AdvancedClaim, BasicClaim, HighClaim } from './after/claims.ts';
export type { BasicExchange, PricedExchange, Replacement } from './after/exchanges.ts';
export type { AwaitedStep, Awaiting, ClaimWord, ReturnWord } from './after/labels.ts';
export type { MoneyBack } from './after/refund-progress.ts';
export type {
  AdvancedReturn,
  AfterLine,
  Awaited,
  BasicReturn,
  HighReturn,
} from './after/returns.ts';
export type {
  TrackedAftercare,
  TrackedChoice,
  TrackedCold,
  TrackedDecision,
  TrackedExchange,
  TrackedLeg,
  TrackedMatter,
  TrackedNode,
  TrackedOrder,
} from './tracked-order.ts';
export type { Ahead, BasicLine, BasicParcel, BasicView, LineNames, NamedItem } from './basic.ts';
export type {
  AdvancedBody,
  AdvancedLine,
  AdvancedParcel,
  AdvancedView,
  Expected,
  PlannedStep,
} from './advanced.ts';
export type {
  Alternative,
  Evidence,
  HighDecision,
  HighParcel,
  HighView,
  NodeName,
  Work,
} from './high.ts';
export type { Delay } from './progress.ts';
export type { ItemQuantity, OrderNames } from './parcels.ts';
export type { Basis, BasisKind, Told } from './told.ts';
export { advancedLabel, basicLabel, erasedLabel, exceptionLabel, kindLabel } from './labels.ts';
export { joinedLines } from './joined-lines.ts';
export type { ColdNotice, CustomerDesk, CustomerQuestion, ErasedNotice } from './question.ts';
export { moneyOf } from './money/money.ts';
export type { MoneyShare, OrderMoney, ParcelMoney } from './money/money.ts';
