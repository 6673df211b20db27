import { ensure, hourMs } from '../../../words/index.ts';
import type { LaneAsk, LaneWindow } from '../../../promise/decide/index.ts';
import type { ObjectiveWeights } from '../../../strategy/decide/index.ts';
import type { CarrierLoad } from '../question.ts';
import { faceNode, laneUnknown, roundMinor } from './lane-book.ts';
import type { LaneBook } from './lane-book.ts';
import type { Fault } from './survey.ts';

const laneOpen = 1;
/** Why a lane is closed: its service never collects. */
const laneNoCollection = 2;
/** A hard rule excludes it; the rule is in `closedBy`. */
const laneRuled = 3;
/** It arrives after what the try allows; the hours are in `closedBy`. */
const laneLate = 4;
/** Its service takes no more parcels, today or later. */
const laneFull = 5;

/** Whether the lane may be used in this try; asks for its window the first time. */
export function openLane(book: LaneBook, lane: number): boolean {
  const state = book.columns.state[lane] as number;
  return state === laneUnknown ? settleLane(book, lane) === laneOpen : state === laneOpen;
}

function askOf({ columns, ask }: LaneBook, lane: number): LaneAsk {
  ask.serviceIx = columns.service[lane] as number;
  ask.zone = columns.zone[lane] as number;
  return ask;
}

/** When work starts for the lane: with the node's next slot, or when its carrier takes parcels again. */
export function startOf(
  { asked, columns, later }: LaneBook,
  lane: number,
): { readonly slotAt: number; readonly startAt: number } {
  const { slotAt, startAt } = asked.question.slice;
  const nodeIx = columns.node[lane] as number;
  return (
    later.get(lane) ?? { slotAt: slotAt[nodeIx] as number, startAt: startAt[nodeIx] as number }
  );
}

/** When that work starts, epoch ms; asked for every lane of every decision. */
function startAtOf({ asked, columns, later }: LaneBook, lane: number): number {
  const other = later.size === 0 ? undefined : later.get(lane);
  return other?.startAt ?? (asked.question.slice.startAt[columns.node[lane] as number] as number);
}

/** The window of the lane when its node starts as the slice says; the lane must be open. */
export function windowOf(book: LaneBook, lane: number): LaneWindow {
  const { asked } = book;
  const nodeIx = book.columns.node[lane] as number;
  const startAt = startAtOf(book, lane);
  const window = asked.context.laneClock.deliveryWindow(nodeIx, startAt, askOf(book, lane));
  ensure(window !== undefined, 'an open lane has a window');
  return window;
}

function settleLane(book: LaneBook, lane: number): number {
  if (book.full.size > 0 && book.full.has(lane)) return close(book, lane, [laneFull, 0]);
  const { columns, asked } = book;
  const nodeIx = columns.node[lane] as number;
  const startAt = startAtOf(book, lane);
  const endAt = asked.context.laneClock.deliveryEndAt(nodeIx, startAt, askOf(book, lane));
  if (endAt === 0) return close(book, lane, [laneNoCollection, 0]);
  columns.hours[lane] = (endAt - asked.question.at) / hourMs;
  columns.endAt[lane] = endAt;
  columns.metres[lane] = Math.round((asked.distancesKm[nodeIx] as number) * 1000);
  columns.latenessMinor[lane] =
    endAt > book.lateAfterAt
      ? roundMinor(
          ((endAt - book.lateAfterAt) / hourMs) *
            asked.strategy.weights.perLateHourMinor[asked.question.tier],
        )
      : 0;
  return judgeByRules(book, lane);
}

function judgeByRules(book: LaneBook, lane: number): number {
  const { columns, laneHardRules, softRules } = book;
  let rulesMinor = 0;
  if (laneHardRules.length + softRules.length > 0) {
    const facts = faceNode(book, columns.node[lane] as number);
    facts.service = book.asked.context.network.services[columns.service[lane] as number];
    facts.leadHours = columns.hours[lane] as number;
    for (const rule of laneHardRules)
      if (rule.holds(facts)) return close(book, lane, [laneRuled, rule.ruleIx]);
    for (const rule of softRules) if (rule.holds(facts)) rulesMinor += rule.perParcelMinor;
  }
  const endAt = columns.endAt[lane] as number;
  if (endAt > book.latestEndAt)
    return close(book, lane, [laneLate, Math.ceil((endAt - dueAtOf(book)) / hourMs)]);
  columns.rulesMinor[lane] = rulesMinor;
  columns.state[lane] = laneOpen;
  return laneOpen;
}

/** From when on a parcel counts as late: what was promised, or a forced day before that. */
const dueAtOf = ({ lateAfterAt, arriveByAt }: LaneBook): number =>
  Math.min(lateAfterAt, arriveByAt);

/** Hours that a parcel may come after the moment from which it counts as late. */
const lateHoursAllowed = ({ allowance, lateAfterAt, arriveByAt }: LaneBook): number =>
  arriveByAt < lateAfterAt ? 0 : (allowance.toleranceHours ?? 0);

function close(
  book: LaneBook,
  lane: number,
  [because, closedBy]: readonly [number, number],
): number {
  book.columns.state[lane] = because;
  book.columns.closedBy[lane] = closedBy;
  return because;
}

/** What `limitCarriers` looks at and writes. */
interface LimitedSurvey {
  readonly book: LaneBook;
  readonly firstLane: Int32Array;
  readonly endLane: Int32Array;
}

/**
 * Lays daily limits of carriers on the lanes: where a service takes no more today its work starts on a later day, and
 * where nothing is left in sight the lane is closed. Until then its last places cost what missing them costs others,
 * a day of waiting, times the chance that they will be missed.
 */
export function limitCarriers({ book, firstLane, endLane }: LimitedSurvey): void {
  book.later.clear();
  book.full.clear();
  for (const load of book.asked.question.slice.carriers ?? []) {
    const end = endLane[load.nodeIx] as number;
    for (let lane = firstLane[load.nodeIx] as number; lane < end; lane++)
      if (book.columns.service[lane] === load.serviceIx) limitLane(book, lane, load);
  }
}

function limitLane(
  { columns, later, full, weights }: LaneBook,
  lane: number,
  load: CarrierLoad,
): void {
  if (load.later !== undefined) later.set(lane, load.later);
  else if (load.parcelsUsed >= load.parcelsMax) full.set(lane, load);
  else {
    const minor = carrierMinor(load, weights);
    columns.capacityMinor[lane] = (columns.capacityMinor[lane] as number) + minor;
    columns.floorMinor[lane] = (columns.floorMinor[lane] as number) + minor;
  }
}

/** What the place among the parcels of the day costs, minor units, rounded half up. */
const carrierMinor = (
  { missedPercent }: CarrierLoad,
  { perHourMinor, slotPricePercent }: ObjectiveWeights,
): number => roundMinor((missedPercent * 24 * perHourMinor * (slotPricePercent ?? 0)) / 10_000);

/** Why a lane is closed, with its numbers. */
export function closedFault(book: LaneBook, lane: number): Fault {
  const closedBy = book.columns.closedBy[lane] as number;
  const state = book.columns.state[lane];
  if (state === laneRuled) return ['hard-rule', closedBy, 0];
  const load = state === laneFull ? book.full.get(lane) : undefined;
  if (load !== undefined) return ['carrier-full', load.parcelsUsed, load.parcelsMax];
  if (state === laneLate) return ['too-late', closedBy, lateHoursAllowed(book)];
  return ['no-carrier-service', 0, 1];
}
