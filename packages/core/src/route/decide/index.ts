export { eliminationReasons } from './question.ts';
export type {
  BoardSlice,
  CostItems,
  EliminationReason,
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
