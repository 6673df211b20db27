import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import { followChance, habitMinutes } from './habit.ts';
import type { Habit } from './habit.ts';

/** Whether an order shall wait a little for a further one of its customer. Amounts in minor units. */
export interface HoldQuestion {
  readonly at: number;
  /** The latest moment at which work may begin and still keep the promise with a margin, epoch ms. */
  readonly latestSafeAt: number;
  /** Nobody waits longer than this, minutes. */
  readonly minutesMax: number;
  readonly own: Habit;
  readonly tier: Habit;
  /** What one parcel in place of two saves. */
  readonly savingMinor: number;
  /** What a broken promise costs. */
  readonly lateMinor: number;
  /** How sure the promise is when work begins at the latest safe moment, 50 … 99. */
  readonly confidencePercent: number;
}

/** An order that waits, with the numbers that speak for it. */
export interface HoldChoice {
  readonly untilAt: number;
  readonly minutes: number;
  /** Chance of a further order until then, percent with one decimal. */
  readonly chancePercent: number;
  /** Chance times what one parcel saves. */
  readonly expectedMinor: number;
  /** What waiting adds to the cost of a broken promise, on average. */
  readonly riskMinor: number;
}

/** Why it ships at once. */
export type HoldRefusal =
  | { readonly reason: 'no-slack'; readonly slackMinutes: number }
  | { readonly reason: 'not-worth'; readonly best: HoldChoice };

const minuteMs = 60_000;

/**
 * Weighs a further order within the slack against the promise: of all spans that fit, the one that is worth most; the
 * shorter one when two are worth the same. An order whose best span is worth less than it risks ships at once.
 *
 * The risk grows with the time waited: at the latest safe moment the chance that the promise still allows for is used
 * up, before it in proportion.
 *
 * @see Wei, Kapuscinski & Jasin (2021), Shipping consolidation across two warehouses with delivery deadline and
 *   expedited options: thresholds by what is left until the deadline are within two percent of the optimum
 */
export function holdOrShip(question: HoldQuestion): Outcome<HoldChoice, HoldRefusal> {
  const slackMinutes = Math.floor((question.latestSafeAt - question.at) / minuteMs);
  const choices = habitMinutes.flatMap((minutes, spanIx) =>
    minutes <= Math.min(slackMinutes, question.minutesMax)
      ? [choiceOf(question, { minutes, spanIx, slackMinutes })]
      : [],
  );
  const [first, ...rest] = choices;
  if (first === undefined) return refuse({ reason: 'no-slack', slackMinutes });
  const best = rest.reduce((most, one) => (worthOf(one) > worthOf(most) ? one : most), first);
  return worthOf(best) > 0 ? accept(best) : refuse({ reason: 'not-worth', best });
}

const worthOf = ({ expectedMinor, riskMinor }: HoldChoice): number => expectedMinor - riskMinor;

function choiceOf(
  question: HoldQuestion,
  span: { readonly minutes: number; readonly spanIx: number; readonly slackMinutes: number },
): HoldChoice {
  const { at, own, tier, savingMinor, lateMinor, confidencePercent } = question;
  const chance = followChance(own, tier, span.spanIx);
  const allowed = (100 - confidencePercent) / 100;
  return {
    untilAt: at + span.minutes * minuteMs,
    minutes: span.minutes,
    chancePercent: Math.round(chance * 1000) / 10,
    expectedMinor: Math.round(chance * savingMinor),
    riskMinor: Math.round((lateMinor * allowed * span.minutes) / span.slackMinutes),
  };
}
