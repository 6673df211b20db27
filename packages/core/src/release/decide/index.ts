export type {
  ExpectedLeg,
  Fulfilment,
  FulfilmentLine,
  FulfilmentState,
  WorkCompetition,
} from './fulfilment.ts';
export { lateMilestone, milestonesOf } from './milestones.ts';
export type { Milestone, MilestoneStep } from './milestones.ts';
export { keptWork, linesBetween, pairWork } from './rework/pair-work.ts';
export { planWork } from './plan-work.ts';
export type { PlannedWork } from './plan-work.ts';
export {
  acceptOffer,
  fulfilmentDue,
  giveBack,
  isActive,
  lookAt,
  watchAt,
  withoutUnits,
} from './answer-offer.ts';
export type { ActOutcome, ActRefusal, DueOutcome, GivenBack } from './answer-offer.ts';
export { coolDown, coolDownEndsAt, excludedAt } from './cool-down.ts';
export type { Exclusion } from './cool-down.ts';
export { reworkOf } from './rework/rework.ts';
export type { Rework } from './rework/rework.ts';
export { keepOrMove } from './keep-or-move.ts';
export type { KeepOrMove, KeptOrMoved } from './keep-or-move.ts';
export { claimOf, offerNamed, offersOf, rivalsOf } from './compete.ts';
export type { ClaimRefusal, Competitor, WorkOffer } from './compete.ts';
export { whoYields } from './yield-work.ts';
export type { Yielding } from './yield-work.ts';
export { cancellable, cancelShare, coverageOf, givenTogether, openUnits } from './coverage.ts';
export type { FormCoverage, LineCoverage } from './coverage.ts';
export { pickGroups } from './pick-groups.ts';
export type { PickGroup } from './pick-groups.ts';
export { reassignUnpicked } from './reassign/reassign-unpicked.ts';
export { settleByForecast } from './reassign/settle-by-forecast.ts';
export type { SettleAsk } from './reassign/settle-by-forecast.ts';
export { settleDue } from './reassign/settle-due.ts';
export type {
  DueWindow,
  ItemOutlook,
  PendingOrder,
  PendingWindow,
  Reassigned,
  Reassignment,
} from './reassign/window.ts';
export { habitMinutes, habitOf, habitsTogether, noHabit } from './consolidate/habit.ts';
export type { Habit } from './consolidate/habit.ts';
export { isOneParcel, packedWithout, partedFrom } from './consolidate/one-parcel.ts';
export { holdOrShip } from './consolidate/hold-or-ship.ts';
export type { HoldChoice, HoldQuestion, HoldRefusal } from './consolidate/hold-or-ship.ts';
