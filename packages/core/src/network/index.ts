/**
 * Where orders can be fulfilled and how goods get from there to the customer: nodes with their capability
 * profile, carrier services, duty, and the board of what changes by the minute (states, slots).
 *
 * @packageDocumentation
 */
export {
  carbonKgPerTonneKm,
  compileNetwork,
  nodeAbilities,
  nodeDraining,
  nodeKinds,
  nodeOpen,
  nodeStricken,
  readNetworkDocument,
  serviceLevels,
  transportModes,
} from './decide/index.ts';
export type {
  CarrierService,
  Collection,
  DutiableGoods,
  DutyRate,
  Network,
  NetworkDocument,
  NodeAbility,
  NodeKind,
  NodeProfile,
  QuantileCurve,
  ServiceLevel,
  SlotCapacity,
  SlotMove,
  SlotUse,
  TransportMode,
  WorkingCalendar,
} from './decide/index.ts';
export { NetworkBoard } from './views.ts';
