export { eliminationReasons } from './question.ts';
export type {
  BoardSlice,
  BorderCharges,
  CostItems,
  EliminationReason,
  Forcing,
  NearestChange,
  PlannedParcel,
  RouteAnswer,
  RouteContext,
  RouteLine,
  RoutePlan,
  RouteQuestion,
  RouteRefusal,
  RouteTrace,
} from './question.ts';
export { orderFactsOf, orderSeenOf } from './candidates/asked.ts';
export { cheapestParts } from './search/exact/division.ts';
export type { Divided, DivisionLimits } from './search/exact/division.ts';
export { landedCost } from './border.ts';
export type { LandedCost } from './border.ts';
export { routeDemand, wholeDemand } from './demand.ts';
export type { DemandWorld, OpenDemand, Routed } from './demand.ts';
export { routeOrder } from './route-order.ts';
export { costItemNames, itemsTotal } from './plan.ts';
export {
  priceMethods,
  priceSheet,
  priceSheetDocument,
  priceSourceOf,
  readPriceSheet,
  slotPriceMilli,
  unitPriceMilli,
} from './price/sheet.ts';
export type {
  CrewBase,
  ItemPrices,
  PriceMethod,
  PriceSheet,
  PriceSheetDocument,
  PriceSource,
  PricesMissing,
  SlotPrice,
} from './price/sheet.ts';
export { crewPriceMilli } from './price/crew/crew-price.ts';
export { crewWorth } from './price/crew/crew-worth.ts';
export type { CrewTask, CrewWorth } from './price/crew/crew-worth.ts';
export { withPrices } from './price/price-slice.ts';
export { makePriceSheet } from './price/make/make-sheet.ts';
export { openItemFutures } from './price/make/unit-prices.ts';
export type { ItemFutures } from './price/make/unit-prices.ts';
export type { UnitGoods } from './price/make/unit-costs.ts';
export type { NodeSlots, PriceAsk, PricedItem } from './price/make/price-ask.ts';
export type { SlotOutlook } from './price/make/slot-prices.ts';
export { sliceBoard } from './slice.ts';
export type { AtpBoard, SliceSource } from './slice.ts';
export type { SlotBoard } from './start-table.ts';
export { decodeQuestion, encodeQuestion } from './record/question-record.ts';
export { decodeAnswer, encodeAnswer } from './record/answer-record.ts';
export { explainDecision } from './explain/explain.ts';
export type { Decided, EliminatedGroup, Explanation } from './explain/explain.ts';
export { versus } from './explain/versus.ts';
export type { Forced } from './explain/force.ts';
export type { Versus } from './explain/versus.ts';
export { counterfactuals } from './explain/counterfactual/counterfactuals.ts';
export type { Counterfactual } from './explain/counterfactual/lever.ts';
export { costItemWords } from './explain/wording.ts';
export type { Sentence } from './explain/wording.ts';
export { inputDifferences } from './record/inputs.ts';
export type { InputDifference } from './record/inputs.ts';
export { choiceKey } from './explain/counterfactual/counterfactuals.ts';
export { differenceText, replay } from './record/replay.ts';
export type { RecordedDecision, ReplayDifference } from './record/replay.ts';
export { openTransport } from './price/transport.ts';
export type { Transport, TransportTask, ZoneDemand } from './price/transport.ts';
export { removalPrices } from './price/removal.ts';
export { transportDual } from './price/transport-dual.ts';
export { depletionPrice } from './price/depletion.ts';
export type { Depletion } from './price/depletion.ts';
export { chooseShrink } from './price/shrink.ts';
export type { ShrinkChoice } from './price/shrink.ts';
export { chooseShare } from './price/replay/choose-share.ts';
export type { RecordedSpan } from './price/replay/choose-share.ts';
export type { ReplayedItem } from './price/replay/replay-window.ts';
export type { PriceShare, ShareWindow, TriedShare } from './price/replay/share.ts';
export { countAt, sampleFutures, seededUnit } from './price/futures.ts';
export type { CountBelief, DemandBelief, FuturesAsk } from './price/futures.ts';
