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
  watchAt,
  withoutUnits,
} from './decide/index.ts';
export type {
  ActOutcome,
  ActRefusal,
  ExpectedLeg,
  Fulfilment,
  FulfilmentLine,
  FulfilmentState,
  GivenBack,
  PlannedWork,
} from './decide/index.ts';
