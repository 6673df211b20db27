/**
 * When a node's work starts and who answers for it: fulfilments, offers, answers, time-outs, fencing.
 *
 * @packageDocumentation
 */
export {
  acceptOffer,
  fulfilmentDue,
  giveBack,
  isActive,
  planWork,
  withoutUnits,
} from './decide/index.ts';
export type {
  ActOutcome,
  ActRefusal,
  Fulfilment,
  FulfilmentLine,
  FulfilmentState,
  GivenBack,
  PlannedWork,
} from './decide/index.ts';
