import { chooseEnd, lateCostFor } from '@ordermesh/core/promise';
import type { PromiseChoice } from '@ordermesh/core/promise';
import { dayMs, hourMs } from '@ordermesh/core/words';

import { dayOf, scoreDates } from './score.ts';
import type { DateScore } from './score.ts';
import { walkSettings } from './walk-forward.ts';
import type { Forecast } from './walk-forward.ts';

/** Furthest date that is promised, days. */
const dateMax = 90;
/** The cost of being late is found anew every day, on what was said in so many days before. */
export const costDays = 14;

/** Dates by cost; what being late costs is found so that the budget is expected to break. The first days warm it up. */
export function costDates(forecasts: readonly Forecast[], lateBudget: number): readonly number[] {
  const choices = forecasts.map((one) => choiceOf(one));
  let [today, lateMinor] = [0, 0];
  return forecasts.map(({ order }, at) => {
    const day = dayOf(order.placedAt);
    if (day !== today) {
      today = day;
      const said = choices.filter((_, of) => {
        const placedAt = forecasts[of]?.order.placedAt ?? 0;
        return placedAt < day && placedAt >= day - costDays * dayMs;
      });
      lateMinor = lateCostFor(said, lateBudget, 1);
    }
    const choice = choices[at];
    return choice
      ? chooseEnd(choice.curve, choice.endHours, { perLeadHourMinor: 1, lateMinor })
      : 0;
  });
}

/**
 * Half of the calibration, on the scale of logarithms: a share of broken promises over months may be spent where it saves
 * most days, so following every swing in full costs more days than it keeps promises. Chosen on the months before the test.
 */
const halfCalibrated = ({ plain, calibrated }: Forecast): ArrayLike<number> =>
  calibrated.map((days, at) => Math.sqrt(days * (plain[at] ?? days)));

function choiceOf(
  forecast: Forecast,
  daysOf: (one: Forecast) => ArrayLike<number> = halfCalibrated,
): PromiseChoice {
  const { order } = forecast;
  const firstEndAt = dayOf(order.placedAt) + dayMs;
  return {
    curve: {
      levels: walkSettings.levels,
      hours: Array.from(daysOf(forecast), (days) => days * 24),
    },
    endHours: Array.from(
      { length: dateMax + 1 },
      (_, day) => (firstEndAt + day * dayMs - order.placedAt) / hourMs,
    ),
  };
}

/**
 * Dates by the smallest cost of being late that breaks no more than wanted: found afterwards, to compare.
 *
 * @param daysOf the curve that is chosen on, days per level; default: half of the calibration
 */
export function matchedCost(
  forecasts: readonly Forecast[],
  lateShare: number,
  daysOf: (one: Forecast) => ArrayLike<number> = halfCalibrated,
): DateScore {
  const choices = forecasts.map((one) => choiceOf(one, daysOf));
  const scoreOf = (lateMinor: number): DateScore =>
    scoreDates(
      forecasts,
      choices.map(({ curve, endHours }) =>
        chooseEnd(curve, endHours, { perLeadHourMinor: 1, lateMinor }),
      ),
    );
  let [low, high] = [50, 50_000];
  while (high / low > 1.01) {
    const middle = Math.sqrt(low * high);
    if (scoreOf(middle).lateShare > lateShare) low = middle;
    else high = middle;
  }
  return scoreOf(high);
}
