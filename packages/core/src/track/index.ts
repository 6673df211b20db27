/**
 * What each tier sees of an order: basic (six words and the promise), advanced (every stage, parcels, exceptions)
 * and high (nodes, costs, carbon, decisions, evidence). Views are pure projections of facts and decisions, and
 * every status says what it rests on.
 *
 * @packageDocumentation
 */
export {
  advancedLabel,
  basicLabel,
  exceptionLabel,
  joinedLines,
  kindLabel,
  moneyOf,
  trackOrder,
} from './decide/index.ts';
export type {
  AdvancedBody,
  AdvancedLine,
  AdvancedParcel,
  AdvancedView,
  Ahead,
  Alternative,
  BasicLine,
  BasicParcel,
  BasicView,
  Basis,
  BasisKind,
  CustomerDesk,
  CustomerQuestion,
  Delay,
  Evidence,
  Expected,
  PlannedStep,
  HighDecision,
  HighParcel,
  HighView,
  ItemQuantity,
  LineNames,
  MoneyShare,
  NamedItem,
  NodeName,
  OrderMoney,
  OrderNames,
  ParcelMoney,
  Told,
  TrackViews,
  TrackedChoice,
  TrackedDecision,
  TrackedLeg,
  TrackedNode,
  TrackedOrder,
  Work,
} from './decide/index.ts';
