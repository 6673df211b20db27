export { trackOrder } from './track-order.ts';
export type { TrackViews } from './track-order.ts';
export type {
  TrackedChoice,
  TrackedDecision,
  TrackedLeg,
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
export { advancedLabel, basicLabel, exceptionLabel, kindLabel } from './labels.ts';
export { joinedLines } from './joined-lines.ts';
export type { CustomerDesk, CustomerQuestion } from './question.ts';
export { moneyOf } from './money/money.ts';
export type { MoneyShare, OrderMoney, ParcelMoney } from './money/money.ts';
