export { nodeAbilities, nodeKinds, serviceLevels, transportModes } from './profile.ts';
export type {
  BorderRule,
  CarrierService,
  Collection,
  CustomsUnion,
  DutyRate,
  ExchangeRates,
  GroupEntity,
  HolidayDate,
  ModelReference,
  NetworkDocument,
  NodeAbility,
  NodeKind,
  NodeProfile,
  QuantileCurve,
  ServingModels,
  ServiceLevel,
  SlotCapacity,
  SpecialDate,
  TransportMode,
  WorkingCalendar,
} from './profile.ts';
export { calendarDays } from './calendar.ts';
export type { CalendarDay, DayHours } from './calendar.ts';
export { nodeDraining, nodeOpen, nodeStricken } from './network.ts';
export type { DutiableGoods, Network, SlotMove, SlotUse } from './network.ts';
export { carrierLimitOf, carrierName, carrierPlaceOf, dayEndOf, dayPlaceOf } from './day-place.ts';
export type { DayPlace } from './day-place.ts';
export { walkInUnits } from './terms.ts';
export type { CoolDown, LegalEntity, WalkInBuffer, WorkTerms } from './terms.ts';
export { readNetworkDocument } from './read-document.ts';
export { compileNetwork } from './compile.ts';
export { carbonKgPerTonneKm } from './carbon.ts';
