import { hourMs } from '../../words/index.ts';
import type { ChosenParcel } from './candidates/bundle.ts';
import { bundleOf } from './candidates/bundle.ts';
import { windowOf } from './candidates/open-lane.ts';
import { parcelItems } from './candidates/parcel-cost.ts';
import type { Survey } from './candidates/survey.ts';
import type { Choice } from './search/choice.ts';

/**
 * By how much freight and handling of a parcel come out otherwise than planned: one standard deviation, percent of the
 * planned amount. An assumption of the house, not a measurement: real bills are not known when it is decided.
 */
export const costNoisePercent = 5;

/** The chance that goods arrive before a window begins. @see LaneWindow */
const earlyShare = 0.1;

/**
 * How far the cost of one plan minus that of another may come out otherwise: one standard deviation, minor units,
 * rounded. Two things are estimates when it is decided, taken as independent and normal: what freight and handling of
 * each parcel will be (`costNoisePercent`), and when each parcel arrives. The spread of the arrival is that of its own
 * window, of which one in ten comes before the beginning and the stated confidence before the end; an hour of it is
 * worth what the strategy says, and more where the parcel is late. Parcels that are the same in both plans cannot make a
 * difference and are left out.
 */
export function spreadMinorOf(survey: Survey, one: Choice, other: Choice): number {
  let variance = 0;
  for (const [mine, theirs] of [
    [one, other],
    [other, one],
  ] as const)
    for (const parcel of mine.parcels)
      if (!theirs.parcels.some((same) => isSame(parcel, same))) variance += noiseOf(survey, parcel);
  return Math.round(Math.sqrt(variance));
}

/**
 * The chance that a choice is cheaper than its runner-up after all, when the difference of their costs comes out normally
 * around the margin. It speaks of these two plans and of the named estimates only: not of nodes that refuse, of storms, or
 * of stock that is not there.
 *
 * @returns percent, 50 (a draw) … 100 (more than 99.5), a whole number
 */
export function stillBestPercent(marginMinor: number, spreadMinor: number): number {
  if (marginMinor <= 0) return 50;
  if (spreadMinor === 0) return 100;
  return Math.round(100 * normalShareBelow(marginMinor / spreadMinor));
}

function isSame(a: ChosenParcel, b: ChosenParcel): boolean {
  return (
    a.lane === b.lane &&
    a.elements.length === b.elements.length &&
    a.elements.every((element, at) => element === b.elements[at] && a.units[at] === b.units[at])
  );
}

/** Variance of a parcel's cost, minor units squared. */
function noiseOf(survey: Survey, parcel: ChosenParcel): number {
  const { book, asked } = survey;
  const bundle = bundleOf(survey, parcel);
  const { freightMinor, handlingMinor } = parcelItems(book, parcel.lane, bundle);
  const window = windowOf(book, parcel.lane);
  const { weights, promiseConfidencePercent } = asked.strategy;
  const { confidencePercent = promiseConfidencePercent } = window;
  const hours = (window.endAt - window.startAt) / hourMs / deviationsWide(confidencePercent);
  const perHour =
    (weights.perHourMinor * bundle.share) / bundle.shareTotal +
    (window.endAt > book.lateAfterAt ? weights.perLateHourMinor[asked.question.tier] : 0);
  const share = costNoisePercent / 100;
  return (share * freightMinor) ** 2 + (share * handlingMinor) ** 2 + (perHour * hours) ** 2;
}

/** Standard deviations between the beginning and the end of a window at a confidence. */
const deviationsWide = (confidencePercent: number): number =>
  deviationsAt(confidencePercent / 100) - deviationsAt(earlyShare);

/** Where a share of a normal distribution lies below, to 0.007. @see Tukey's lambda distribution, λ = 0.135 */
const deviationsAt = (share: number): number => (share ** 0.135 - (1 - share) ** 0.135) / 0.1975;

/** Share of a normal distribution below so many deviations ≥ 0, to 0.0000001. @see Abramowitz & Stegun 26.2.17 */
function normalShareBelow(deviations: number): number {
  const t = 1 / (1 + 0.2316419 * deviations);
  const tail =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (tail * Math.exp(-(deviations ** 2) / 2)) / Math.sqrt(2 * Math.PI);
}
