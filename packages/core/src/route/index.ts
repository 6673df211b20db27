/**
 * Routing: which nodes send which goods of an order, with which carrier services, and why.
 *
 * A question (the order's open lines and a slice of the boards) is answered with the cheapest plan over all
 * divisions of the whole order, or with a refusal that names the nearest change. Every answer carries its
 * trace; question and answer are stored as text, asked again byte for byte, and explained in words.
 *
 * @packageDocumentation
 */
export {
  costItemNames,
  costItemWords,
  decodeAnswer,
  decodeQuestion,
  eliminationReasons,
  encodeAnswer,
  encodeQuestion,
  explainDecision,
  itemsTotal,
  landedCost,
  orderFactsOf,
  priceMethods,
  priceSheet,
  priceSheetDocument,
  readPriceSheet,
  replay,
  routeDemand,
  routeOrder,
  sliceBoard,
  slotPriceMilli,
  unitPriceMilli,
  versus,
} from './decide/index.ts';
export type {
  AtpBoard,
  BoardSlice,
  BorderCharges,
  CostItems,
  Decided,
  DemandWorld,
  EliminatedGroup,
  EliminationReason,
  Explanation,
  ItemPrices,
  LandedCost,
  NearestChange,
  OpenDemand,
  PlannedParcel,
  PriceMethod,
  PriceSheet,
  PriceSheetDocument,
  PriceSource,
  RecordedDecision,
  ReplayDifference,
  RouteAnswer,
  RouteContext,
  RouteLine,
  RoutePlan,
  RouteQuestion,
  RouteRefusal,
  RouteTrace,
  Routed,
  SliceSource,
  Sentence,
  SlotBoard,
  SlotPrice,
  Versus,
} from './decide/index.ts';
