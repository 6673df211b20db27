import { ageingAt, celsiusOfAgeing } from './mean-kinetic-temperature.ts';
import type { ColdLimits } from './limits.ts';
import { spansOf } from './spans.ts';
import type { ColdQuestion, LoggedSpan } from './spans.ts';

/** How goods are: `watch` asks for nothing yet, `excursion` for an answer, `spoiled` goods must not be sold. */
export type ColdLevel = 'fine' | 'watch' | 'excursion' | 'spoiled';

/** Why, the worst reason first. */
export type ColdReason =
  | 'hard-limit'
  | 'budget-used'
  | 'too-warm-on-the-whole'
  | 'outside-too-long'
  | 'seen-too-little'
  | 'outside-within-grace'
  | 'was-outside'
  | 'gap'
  | 'nothing-read'
  | 'within-limits';

/** The judgement of goods under a logger, with the numbers that say so. */
export interface ColdJudgement {
  readonly level: ColdLevel;
  readonly because: ColdReason;
  readonly at: number;
  /** The last reading; undefined before the first. */
  readonly nowMilliCelsius: number | undefined;
  readonly warmestMilliCelsius: number | undefined;
  readonly coldestMilliCelsius: number | undefined;
  /** Of the worst window so far, rounded. */
  readonly meanKineticMilliCelsius: number;
  /** Outside the limits, ms: in all, and in the stretch that goes on now. */
  readonly outsideMs: number;
  readonly stretchMs: number;
  /** Not seen, ms. */
  readonly gapMs: number;
  /** How long the goods still bear what is measured now, ms; at most one window is looked ahead. */
  readonly survivesMs: number;
}

/**
 * Judges what a logger told of goods on their way: time outside the limits against the stability budget, and the mean
 * kinetic temperature of every window of the class. Gaps are not forgiven: they count at no less than the upper limit,
 * and goods that were not seen for longer than their whole budget need an answer like goods that were too warm.
 *
 * Cost: one walk over the readings.
 */
export function judgeCold(question: ColdQuestion): ColdJudgement {
  const spans = spansOf(question);
  const { limits, at } = question;
  const told = numbersOf(question, spans);
  const now = lastReading(question);
  const because = reasonOf(told, { limits, now });
  const { hottest, ageing: _ageing, longestMs: _longestMs, ...numbers } = told;
  return {
    level: levels[because],
    because,
    at,
    nowMilliCelsius: now,
    ...numbers,
    meanKineticMilliCelsius: Math.round(celsiusOfAgeing(hottest) * 1000),
    survivesMs: levels[because] === 'spoiled' ? 0 : survives(told, limits, now ?? storedOf(limits)),
  };
}

/**
 * How long goods would still bear a temperature, from the moment of the question on: until the time outside or the
 * mean kinetic temperature of the window is used up. Never too long: of the window the coldest part leaves first.
 *
 * @returns ms ≥ 0; at most one window is looked ahead
 */
export function survivesMs(question: ColdQuestion, milliCelsius: number): number {
  if (judgeCold(question).level === 'spoiled') return 0;
  return survives(numbersOf(question, spansOf(question)), question.limits, milliCelsius);
}

const storedOf = (limits: ColdLimits): number => limits.storedMilliCelsius;

const levels: Readonly<Record<ColdReason, ColdLevel>> = {
  'hard-limit': 'spoiled',
  'budget-used': 'spoiled',
  'too-warm-on-the-whole': 'spoiled',
  'outside-too-long': 'excursion',
  'seen-too-little': 'excursion',
  'outside-within-grace': 'watch',
  'was-outside': 'watch',
  gap: 'watch',
  'nothing-read': 'watch',
  'within-limits': 'fine',
};

interface Numbers {
  readonly warmestMilliCelsius: number | undefined;
  readonly coldestMilliCelsius: number | undefined;
  readonly outsideMs: number;
  readonly stretchMs: number;
  readonly gapMs: number;
  /** The longest stretch outside. */
  readonly longestMs: number;
  /** Mean ageing of the worst window, and of the one that ends now. */
  readonly hottest: number;
  readonly ageing: number;
}

function numbersOf(
  { at, sinceAt, outsideBeforeMs = 0, readings, limits }: ColdQuestion,
  spans: readonly LoggedSpan[],
): Numbers {
  let [outsideMs, stretchMs, longestMs, gapMs] = [outsideBeforeMs, 0, 0, 0];
  for (const span of spans) {
    const isOutside = !isWithin(span, limits);
    outsideMs += isOutside ? span.forMs : 0;
    stretchMs = isOutside ? stretchMs + span.forMs : 0;
    longestMs = Math.max(longestMs, stretchMs);
    gapMs += span.isGap ? span.forMs : 0;
  }
  const seen = readings
    .filter((reading) => reading.at >= sinceAt && reading.at <= at)
    .map(({ milliCelsius }) => milliCelsius);
  return {
    warmestMilliCelsius: seen.length > 0 ? seen.reduce((a, b) => Math.max(a, b)) : undefined,
    coldestMilliCelsius: seen.length > 0 ? seen.reduce((a, b) => Math.min(a, b)) : undefined,
    outsideMs,
    stretchMs,
    longestMs,
    gapMs,
    ...windowsOf(spans, limits),
  };
}

const isWithin = (span: LoggedSpan, limits: ColdLimits): boolean =>
  span.warmestMilliCelsius <= limits.highMilliCelsius &&
  span.coldestMilliCelsius >= limits.lowMilliCelsius;

/** The mean ageing of the windows that end with each span; what was before the logger counts as stored. */
function windowsOf(
  spans: readonly LoggedSpan[],
  limits: ColdLimits,
): Pick<Numbers, 'hottest' | 'ageing'> {
  const windowMs = limits.meanKineticWindowMs;
  let heldMs = windowMs;
  let aged = windowMs * ageingAt(limits.storedMilliCelsius);
  const inWindow = [{ forMs: windowMs, rate: ageingAt(limits.storedMilliCelsius) }];
  let first = 0;
  let hottest = aged / windowMs;
  for (const span of spans) {
    const rate = ageingAt(span.warmestMilliCelsius);
    inWindow.push({ forMs: span.forMs, rate });
    heldMs += span.forMs;
    aged += span.forMs * rate;
    for (let oldest = inWindow[first]; oldest && heldMs > windowMs; oldest = inWindow[first]) {
      const leavesMs = Math.min(oldest.forMs, heldMs - windowMs);
      heldMs -= leavesMs;
      aged -= leavesMs * oldest.rate;
      oldest.forMs -= leavesMs;
      if (oldest.forMs === 0) first += 1;
    }
    hottest = Math.max(hottest, aged / windowMs);
  }
  return { hottest, ageing: aged / windowMs };
}

/** The last reading up to the moment of the question; of several at one moment the warmest. */
function lastReading({ at, sinceAt, readings }: ColdQuestion): number | undefined {
  let last: { readonly at: number; readonly milliCelsius: number } | undefined;
  for (const reading of readings) {
    if (reading.at < sinceAt || reading.at > at) continue;
    const isLater = last === undefined || reading.at > last.at;
    const isWarmer = reading.at === last?.at && reading.milliCelsius > last.milliCelsius;
    if (isLater || isWarmer) last = reading;
  }
  return last?.milliCelsius;
}

interface Seen {
  readonly limits: ColdLimits;
  readonly now: number | undefined;
}

const tests: readonly (readonly [ColdReason, (told: Numbers, seen: Seen) => boolean])[] = [
  [
    'hard-limit',
    ({ warmestMilliCelsius, coldestMilliCelsius }, { limits }) =>
      (warmestMilliCelsius ?? -Infinity) > limits.hardHighMilliCelsius ||
      (coldestMilliCelsius ?? Infinity) < limits.hardLowMilliCelsius,
  ],
  ['budget-used', ({ outsideMs }, { limits }) => outsideMs > limits.excursionMsMax],
  [
    'too-warm-on-the-whole',
    ({ hottest }, { limits }) =>
      Math.round(celsiusOfAgeing(hottest) * 1000) > limits.meanKineticMilliCelsiusMax,
  ],
  ['outside-too-long', ({ stretchMs }, { limits }) => stretchMs > limits.graceMs],
  ['seen-too-little', ({ gapMs }, { limits }) => gapMs > limits.excursionMsMax],
  ['outside-within-grace', ({ stretchMs }, { limits, now }) => stretchMs > 0 || isOut(now, limits)],
  ['was-outside', ({ longestMs }, { limits }) => longestMs > limits.graceMs],
  ['gap', ({ gapMs }) => gapMs > 0],
  ['nothing-read', (_told, { now }) => now === undefined],
];

const isOut = (now: number | undefined, limits: ColdLimits): boolean =>
  now !== undefined && (now > limits.highMilliCelsius || now < limits.lowMilliCelsius);

const reasonOf = (told: Numbers, seen: Seen): ColdReason =>
  tests.find(([, holds]) => holds(told, seen))?.[0] ?? 'within-limits';

function survives(told: Numbers, limits: ColdLimits, milliCelsius: number): number {
  const windowMs = limits.meanKineticWindowMs;
  if (milliCelsius > limits.hardHighMilliCelsius || milliCelsius < limits.hardLowMilliCelsius)
    return 0;
  const outsideLeftMs = isOut(milliCelsius, limits)
    ? limits.excursionMsMax - told.outsideMs
    : windowMs;
  const left = ageingAt(limits.meanKineticMilliCelsiusMax) - told.ageing;
  const coldest = Math.min(
    limits.storedMilliCelsius,
    told.coldestMilliCelsius ?? limits.storedMilliCelsius,
  );
  const growth = ageingAt(milliCelsius) - ageingAt(coldest);
  const heatLeftMs = growth > 0 ? Math.floor((left * windowMs) / growth) : windowMs;
  return Math.max(0, Math.min(outsideLeftMs, heatLeftMs, windowMs));
}
