/**
 * Where orders can be fulfilled and how goods get from there to the customer: nodes with their capability
 * profile, carrier services, duty, and the board of what changes by the minute (states, slots).
 *
 * @packageDocumentation
 */
export {
  calendarDays,
  carbonKgPerTonneKm,
  compileNetwork,
  carrierLimitOf,
  carrierPlaceOf,
  dayPlaceOf,
  nodeAbilities,
  nodeDraining,
  nodeKinds,
  nodeOpen,
  nodeStricken,
  readNetworkDocument,
  serviceLevels,
  transportModes,
  walkInUnits,
} from './decide/index.ts';
export type {
  BorderRule,
  CalendarDay,
  CarrierService,
  Collection,
  CoolDown,
  CustomsUnion,
  DayHours,
  DayPlace,
  DutiableGoods,
  DutyRate,
  ExchangeRates,
  GroupEntity,
  HolidayDate,
  LegalEntity,
  Network,
  ModelReference,
  NetworkDocument,
  NodeAbility,
  NodeKind,
  NodeProfile,
  QuantileCurve,
  ServingModels,
  ServiceLevel,
  SlotCapacity,
  SlotMove,
  SlotUse,
  SpecialDate,
  TransportMode,
  WalkInBuffer,
  WorkTerms,
  WorkingCalendar,
} from './decide/index.ts';
export { NetworkBoard } from './views.ts';
