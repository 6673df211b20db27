export type {
  CarrierService,
  Collection,
  DutyRate,
  NetworkDocument,
  NodeAbility,
  NodeKind,
  NodeProfile,
  QuantileCurve,
  ServiceLevel,
  SlotCapacity,
  TransportMode,
  WorkingCalendar,
} from './profile.ts';
export { nodeDraining, nodeOpen, nodeStricken } from './network.ts';
export type { DutiableGoods, Network, SlotMove, SlotUse } from './network.ts';
