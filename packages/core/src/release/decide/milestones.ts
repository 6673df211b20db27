import { minuteMs } from '../../words/index.ts';
import type { NodeProfile } from '../../network/decide/index.ts';
import { afterWorkingTime, latestStartAt, valueAt } from '../../promise/decide/index.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';

/** The steps of a parcel that are planned, in the order in which they come. */
export type MilestoneStep = 'release' | 'pick_start' | 'ready' | 'collected' | 'delivered';

/** One planned step of a parcel: when it should come, when it must, and whether it has. */
export interface Milestone {
  readonly step: MilestoneStep;
  /** When it should come, epoch ms. */
  readonly plannedAt: number;
  /** Later than this, what was promised is in danger, epoch ms; never before `plannedAt`. */
  readonly latestAt: number;
  readonly isReached: boolean;
}

/** What of a node decides how long its work takes. */
type WorkPlace = Pick<NodeProfile, 'calendar' | 'timeZone' | 'handlingMinutes'>;

/**
 * The planned milestones of a fulfilment, derived from the work itself, so that they follow every re-plan:
 *
 * - `release`: the work is offered to the node (`releaseAt`);
 * - `pick_start`: picking begins; at the latest so that the goods are ready for the carrier with the chance of the
 *   promise, or when the agreed limit ends (`beginUntilAt`), whichever is first;
 * - `ready`: packed and staged; planned after the median handling time, counted in working time; at the latest when the
 *   carrier (or the customer) comes;
 * - `collected`: the carrier has it (a customer at the counter: the earliest moment from which it can be taken);
 * - `delivered`: planned at the end of the expected window, at the latest at the end of the promised one.
 *
 * A milestone that is not reached while `at >= latestAt` is late: `lateMilestone` names the first of them.
 *
 * @param node where the work is done; hours, zone and handling times count
 * @param confidencePercent chance with which the latest start still makes it, 50 … 99
 */
export function milestonesOf(
  work: Fulfilment,
  node: WorkPlace,
  confidencePercent = 80,
): readonly Milestone[] {
  const { releaseAt, expected, promisedWindow } = work;
  const { handOverAt } = expected;
  const handlingMs = (level: number): number =>
    Math.ceil(valueAt(node.handlingMinutes, level) * minuteMs);
  const readyAt = afterWorkingTime(node, releaseAt, handlingMs(0.5));
  const from = { at: releaseAt, workMs: handlingMs(confidencePercent / 100) };
  const startAt = latestStartAt(node, from, handOverAt);
  const planned: Readonly<Record<MilestoneStep, readonly [plannedAt: number, latestAt: number]>> = {
    release: [releaseAt, startAt],
    pick_start: [releaseAt, Math.min(startAt, work.beginUntilAt ?? Infinity)],
    ready: [Math.min(readyAt, Math.max(handOverAt, releaseAt)), handOverAt],
    collected: [handOverAt, handOverAt],
    delivered: [expected.window.endAt, promisedWindow.endAt],
  };
  const reached = reachedBy[work.state];
  return steps.map((step, i) => {
    const [plannedAt, latestAt] = planned[step];
    return { step, plannedAt, latestAt: Math.max(plannedAt, latestAt), isReached: i < reached };
  });
}

/** The first milestone that should have been reached by `at` at the latest and was not; undefined while none is late. */
export const lateMilestone = (
  milestones: readonly Milestone[],
  at: number,
): Milestone | undefined =>
  milestones.find(({ isReached, latestAt }) => !isReached && at >= latestAt);

const steps: readonly MilestoneStep[] = [
  'release',
  'pick_start',
  'ready',
  'collected',
  'delivered',
];

/** How many steps are reached in each state; work that ended otherwise reaches no more than its offer. */
const reachedBy: Readonly<Record<FulfilmentState, number>> = {
  scheduled: 0,
  offered: 1,
  accepted: 1,
  in_progress: 2,
  ready: 3,
  shipped: 4,
  delivered: 5,
  undelivered: 4,
  rejected: 1,
  expired: 1,
  cancelled: 0,
};
