import { dayMs, weekdayOf } from '../../words/index.ts';
import { carriedShift, senseDays, weekdayFactors } from '../../learn/index.ts';
import type { DemandSignals, EndedDay, ForecastAsk } from '../../learn/index.ts';
import { shareOfSpan } from '../../stock/index.ts';
import type { DemandForecast, ForecastPublished, SensedDemand } from '../../stock/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import { dayOf, weekOf, weekStartAt } from './book.ts';
import type { DemandBook } from './book.ts';
import { unitsAt } from './sparse.ts';

/** One false alarm per item and zone in ten years. */
const falseAlarmDays = 3650;
/** Days that are looked at after a pause; older ones have lost their say. */
const daysBack = 14;
/** Fewer whole weeks teach nothing. */
const weeksMin = 4;
/** More history than this adds nothing: two years and some. */
const weeksMax = 110;

/** What days that have ended say about the newest forecast. */
export interface Watched {
  /** Shifts that count now, by item and zone. */
  readonly sensed: readonly SensedDemand[];
  /** Those that were not known before. */
  readonly newlySensed: readonly SensedDemand[];
}

/**
 * Looks at ended days of every row of the forecast; the book keeps what is known of each from day to day.
 *
 * @param days first day that was not looked at yet, and today, which has not ended
 */
export function watchForecast(
  book: DemandBook,
  { forecasts, sensed = [], madeAt }: ForecastPublished,
  days: { readonly from: number; readonly today: number },
): Watched {
  const known = new Map(sensed.map((one) => [keyOf(one), one]));
  const newlySensed: SensedDemand[] = [];
  const from = Math.max(days.from, days.today - daysBack, dayOf(madeAt));
  const factors = weekdayFactors((day) => book.linesOn(day), from);
  for (const row of forecasts) {
    const { itemId, zone } = row;
    const track = book.track(itemId, zone);
    if (track === undefined) continue;
    const ended = endedDays(row, track.days, { from, until: days.today, factors });
    const looked = senseDays({ watch: track.watch, shift: known.get(keyOf(row)) }, ended, {
      falseAlarmDays,
    });
    track.watch = looked.watch;
    if (!looked.isNew) continue;
    if (looked.shift === undefined) known.delete(keyOf(row));
    else {
      const shift = { itemId, zone, ...looked.shift };
      known.set(keyOf(row), shift);
      newlySensed.push(shift);
    }
  }
  return { sensed: [...known.values()], newlySensed };
}

const keyOf = ({ itemId, zone }: { readonly itemId: string; readonly zone: string }): string =>
  `${itemId}\n${zone}`;

function endedDays(
  row: DemandForecast,
  came: readonly number[],
  {
    from,
    until,
    factors,
  }: { readonly from: number; readonly until: number; readonly factors: readonly number[] },
): readonly EndedDay[] {
  const first = Math.max(from, Math.ceil(row.fromAt / dayMs));
  const last = Math.min(until, dayOf(row.untilAt));
  return Array.from({ length: Math.max(0, last - first) }, (_, ix) => ({
    day: first + ix,
    cameUnits: Math.max(0, unitsAt(came, first + ix)),
    forecastUnits: unitsOn(row, first + ix) * (factors[weekdayOf(first + ix)] ?? 1),
  }));
}

/** What is expected of a day, before the days of the week. */
const unitsOn = (row: DemandForecast, day: number): number =>
  row.meanUnits * shareOfSpan(row, { fromAt: day * dayMs, untilAt: (day + 1) * dayMs });

/**
 * What is to be forecast now: whole weeks of every item that is sold by the piece.
 *
 * @returns undefined while fewer than four whole weeks are known
 */
export function forecastAsk(
  book: DemandBook,
  items: ReadonlyMap<string, ItemProfile>,
  now: {
    readonly at: number;
    readonly weeksAhead: number;
    readonly signals: Omit<DemandSignals, 'weekdays' | 'zoneLines'>;
  },
): ForecastAsk | undefined {
  if (book.firstDay === 0) return undefined;
  const thisWeek = weekOf(now.at);
  // The week in which counting began was not seen whole, unless it began on its first day.
  const first = weekOf((book.firstDay + 6) * dayMs);
  const from = Math.max(first, thisWeek - weeksMax);
  if (thisWeek - from < weeksMin) return undefined;
  const series = [...book.tracks.values()].flatMap((track) => {
    const item = items.get(track.itemId);
    if (item?.unit !== 'each') return [];
    const units = book.weekly(track, from, thisWeek);
    const { itemId, zone } = track;
    return [{ itemId, zone, group: item.temperatureClass, units }];
  });
  const { promotions, weather, holidays } = now.signals;
  const weekdays = weekdayFactors((day) => book.linesOn(day), dayOf(now.at));
  const days = [from, thisWeek].map((week) => dayOf(weekStartAt(week))) as [number, number];
  const zoneLines = holidays.length > 0 ? book.dailyByZone(...days) : [];
  return {
    series,
    fromAt: weekStartAt(thisWeek),
    weeksAhead: now.weeksAhead,
    ...(promotions.length + weather.length + holidays.length > 0 && {
      signals: { promotions, weather, holidays, zoneLines, weekdays },
    }),
  };
}

/** What was sensed before, as far as a new forecast does not say it itself. */
export function carriedShifts(
  sensed: readonly SensedDemand[],
  { before, now }: { readonly before: Rows; readonly now: Rows },
  day: number,
): readonly SensedDemand[] {
  const [earlier, later] = [perDayOf(before), perDayOf(now)];
  return sensed.flatMap((one) => {
    const units = { before: earlier.get(keyOf(one)) ?? 0, now: later.get(keyOf(one)) ?? 0 };
    const left = carriedShift(one, units, day);
    return left === undefined ? [] : [{ ...one, ...left }];
  });
}

type Rows = readonly DemandForecast[];

const perDayOf = (rows: Rows): ReadonlyMap<string, number> => {
  const units = new Map<string, number>();
  for (const row of rows) {
    const perDay = (row.meanUnits * dayMs) / (row.untilAt - row.fromAt);
    units.set(keyOf(row), (units.get(keyOf(row)) ?? 0) + perDay);
  }
  return units;
};
