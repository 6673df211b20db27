export type { ExpectedLeg, Fulfilment, FulfilmentLine, FulfilmentState } from './fulfilment.ts';
export { planWork } from './plan-work.ts';
export type { PlannedWork } from './plan-work.ts';
export {
  acceptOffer,
  fulfilmentDue,
  giveBack,
  isActive,
  watchAt,
  withoutUnits,
} from './answer-offer.ts';
export type { ActOutcome, ActRefusal, GivenBack } from './answer-offer.ts';
