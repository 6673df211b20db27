/**
 * When a node's work starts and who answers for it: fulfilments, offers, answers, time-outs, fencing.
 *
 * @packageDocumentation
 */
export {
  acceptOffer,
  claimOf,
  coolDown,
  coolDownEndsAt,
  excludedAt,
  fulfilmentDue,
  giveBack,
  isActive,
  lookAt,
  offerNamed,
  offersOf,
  keepOrMove,
  lateMilestone,
  milestonesOf,
  planWork,
  watchAt,
  whoYields,
  rivalsOf,
  withoutUnits,
} from './decide/index.ts';
export type {
  ActOutcome,
  ActRefusal,
  ExpectedLeg,
  ClaimRefusal,
  Competitor,
  DueOutcome,
  Exclusion,
  Fulfilment,
  FulfilmentLine,
  FulfilmentState,
  GivenBack,
  KeepOrMove,
  KeptOrMoved,
  Milestone,
  MilestoneStep,
  PlannedWork,
  WorkCompetition,
  WorkOffer,
  Yielding,
} from './decide/index.ts';
