import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dateText } from '../../../../../words/index.ts';
import { chanceFrom } from '../../../chance.ts';
import { makeForecast } from '../../make-forecast.ts';
import { pinball } from '../../methods/outlook.ts';
import type { DemandSignals } from '../signal-effects.ts';
import type { Holiday } from './holiday.ts';

const weeksPast = 108;
const items = 40;
const zones = ['DE-BE', 'DE-BY'];
/** The Monday before Christmas. */
const fromAt = Date.UTC(2026, 11, 21);
const firstDay = fromAt / 86_400_000 - 7 * weeksPast;
const weekdayLevels = [1.2, 1, 1, 1, 1.1, 0.9, 0.8];
const nothing: DemandSignals = {
  ...{ promotions: [], weather: [], holidays: [], zoneLines: [] },
  weekdays: weekdayLevels,
};

/** Nine days a year that hold for the whole country. */
const names = ['New Year', 'Epiphany', 'Spring', 'Labour', 'May', 'Summer', 'Unity', 'Saints'];
const dates = ['01-01', '01-22', '03-17', '05-01', '06-03', '08-15', '10-03', '11-01'];
const calendar: readonly Holiday[] = [2024, 2025, 2026, 2027].flatMap((year) => [
  ...names.map((name, ix) => ({
    ...{ zone: 'DE', kind: 'public', name },
    day: `${String(year)}-${dates[ix] ?? ''}`,
  })),
  ...['12-25', '12-26'].map((day) => ({
    ...{ zone: 'DE', kind: 'public', name: 'Christmas' },
    day: `${String(year)}-${day}`,
  })),
]);

interface Law {
  readonly seed: number;
  /** What the days of a holiday are of the usual, by name. */
  readonly on: (name: string) => number;
  /** The three days after it. */
  readonly after: number;
  readonly weeksAhead: number;
}

function poisson(mean: number, chance: () => number): number {
  if (mean > 30) {
    const [a, b] = [Math.max(chance(), 1e-12), chance()];
    const normal = Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let [count, product] = [0, chance()];
  while (product > limit) {
    count += 1;
    product *= chance();
  }
  return count;
}

/** What the law says of a day: holidays before the days after them. */
function levelOn({ on, after }: Law, day: number): number {
  const named = (at: number) => calendar.find((one) => one.day === dateText(firstDay + at));
  const own = named(day);
  if (own) return on(own.name);
  return [1, 2, 3].some((away) => named(day - away) !== undefined) ? after : 1;
}

/** Forty items in two zones by the law, day by day; the level of all goes up and down by a twentieth a day. */
function drawn(law: Law) {
  const chance = chanceFrom(law.seed);
  const days = 7 * (weeksPast + law.weeksAhead);
  const levels = Float64Array.from({ length: days }, (_, day) => {
    const sway = 1 + 0.15 * Math.sin((2 * Math.PI * day) / 365) + 0.1 * (chance() - 0.5);
    return levelOn(law, day) * sway * (weekdayLevels[day % 7] ?? 1);
  });
  const zoneLines = zones.map((zone) => ({ zone, lines: new Float64Array(7 * weeksPast) }));
  const all = Array.from({ length: items }, (_, no) => no).flatMap((no) =>
    zoneLines.map(({ zone, lines }) => {
      const units = new Float64Array(weeksPast + law.weeksAhead);
      levels.forEach((level, day) => {
        const came = poisson((0.3 + 0.08 * no) * level, chance);
        const week = Math.floor(day / 7);
        units[week] = (units[week] ?? 0) + came;
        if (day < lines.length) lines[day] = (lines[day] ?? 0) + came;
      });
      return { itemId: `I-${String(no)}`, zone, group: 'ambient', units };
    }),
  );
  return { all, signals: { ...nothing, holidays: calendar, zoneLines } };
}

const draws = new Map<string, ReturnType<typeof drawn>>();
function drawnOnce(law: Law): ReturnType<typeof drawn> {
  const key = JSON.stringify([law, names.map(law.on), law.on('Christmas')]);
  const known = draws.get(key) ?? drawn(law);
  draws.set(key, known);
  return known;
}

function madeOf(law: Law, signals?: DemandSignals) {
  const { all, signals: own } = drawnOnce(law);
  const series = all.map((one) => ({ ...one, units: one.units.slice(0, weeksPast) }));
  return makeForecast({ series, fromAt, weeksAhead: law.weeksAhead, signals: signals ?? own });
}

const levels: Readonly<Record<string, number>> = { Christmas: 0.25, 'New Year': 0.35, Saints: 0.7 };
const onBy = (name: string): number => levels[name] ?? 0.5;
const moving = (seed: number, weeksAhead = 4): Law => ({ seed, on: onBy, after: 1.15, weeksAhead });
const idle = (seed: number): Law => ({ seed, on: () => 1, after: 1, weeksAhead: 4 });
const seeds = [1, 2, 3, 4, 5];

/** Pinball loss of all quantiles over the span that is forecast. */
function lossOf(law: Law, signals?: DemandSignals): number {
  const came = new Map(
    drawnOnce(law).all.map(({ itemId, zone, units }) => [
      `${itemId} ${zone}`,
      units.slice(weeksPast).reduce((sum, one) => sum + one, 0),
    ]),
  );
  return madeOf(law, signals).forecasts.reduce((sum, { itemId, zone, quantiles }) => {
    const actual = came.get(`${itemId} ${zone}`) ?? 0;
    return quantiles.reduce((all, [at, units]) => all + pinball(actual, units, at), sum);
  }, 0);
}

const drawnPercent = (name: string, side: string | undefined): number =>
  side === 'on' ? 100 * onBy(name) : ({ before: 100, after: 115 }[side ?? ''] ?? Number.NaN);

describe('holidays of a whole country', () => {
  it('are learned by name as they were drawn, within the error that is told', () => {
    const told = seeds.flatMap((seed) => madeOf(moving(seed)).learned ?? []);
    expect(told).toHaveLength(seeds.length * 3 * (names.length + 1));
    const misses = told.filter(({ of, side, percentFrom, percentUntil }) => {
      const drawnAs = drawnPercent(of, side);
      return percentFrom > drawnAs || percentUntil < drawnAs;
    });
    // Two standard errors to either side are 95 percent where nothing leans; they are to hold as often, and to be of use.
    expect(misses.length / told.length).toBeLessThan(0.05);
    const widths = told.map(({ percentFrom, percentUntil }) => percentUntil - percentFrom);
    expect(widths.reduce((sum, one) => sum + one, 0) / told.length).toBeLessThan(25);
    const of = (name: string, side: string) =>
      told.filter((one) => one.of === name && one.side === side).map(({ percent }) => percent);
    for (const name of names)
      for (const percent of of(name, 'on')) expect(percent).toBeLessThan(80);
    expect(Math.max(...of('Christmas', 'on'))).toBeLessThan(Math.min(...of('Saints', 'on')));
  }, 120_000);

  it('count, as the days after them do, and the days before them, where nothing is drawn, do not', () => {
    const told = seeds.flatMap((seed) => madeOf(moving(seed)).learned ?? []);
    const counted = (side: string): number => {
      const some = told.filter((one) => one.side === side);
      return some.filter(({ counts }) => counts).length / some.length;
    };
    expect([counted('on'), counted('after')]).toEqual([1, 1]);
    expect(counted('before')).toBeLessThan(0.2);
    expect(told[0]).toMatchObject({ signal: 'holiday', kind: 'public', occasions: 2 });
    const isPast = told.every(
      ({ sinceDay, untilDay }) =>
        sinceDay >= firstDay && untilDay >= sinceDay && untilDay < firstDay + 7 * weeksPast,
    );
    expect(isPast).toBe(true);
  });

  it('shift the forecast of weeks that they lie in, on their days, and say so', () => {
    const ratios = seeds.map((seed) => lossOf(moving(seed, 1)) / lossOf(moving(seed, 1), nothing));
    expect(ratios.reduce((sum, one) => sum + one, 0) / seeds.length).toBeLessThan(0.9);
    const [row] = madeOf(moving(1, 2)).forecasts;
    expect(row?.movedBy?.map(({ holiday }) => holiday)).toEqual(['Christmas', 'New Year']);
    // Christmas is on the fifth and sixth day, New Year on the twelfth.
    const days = row?.dayFactors ?? [];
    expect(days).toHaveLength(14);
    const on = [4, 5, 11].map((day) => days[day] ?? Number.NaN);
    const after = [6, 7, 12].map((day) => days[day] ?? Number.NaN);
    expect(Math.max(...on)).toBeLessThan(0.5);
    expect(Math.min(...after)).toBeGreaterThan(1.05);
    expect(days.slice(0, 4)).toEqual([1, 1, 1, 1]);
  }, 120_000);
});

describe('holidays that have passed', () => {
  it('do not distort what is usual: a week after them is forecast as without them', () => {
    const until = weeksPast - 7;
    const levelOf = (told: boolean): number => {
      const { all, signals } = drawnOnce(moving(3));
      const series = all.map((one) => ({ ...one, units: one.units.slice(0, until) }));
      const at = fromAt - 7 * 86_400_000 * (weeksPast - until);
      const zoneLines = signals.zoneLines.map(({ zone, lines }) => ({
        zone,
        lines: Array.from(lines).slice(0, 7 * until),
      }));
      const made = makeForecast({
        ...{ series, fromAt: at, weeksAhead: 2 },
        signals: told ? { ...signals, zoneLines } : nothing,
      });
      return made.forecasts.reduce((sum, { meanUnits }) => sum + meanUnits, 0);
    };
    const came = drawnOnce(moving(3)).all.reduce(
      (sum, { units }) => sum + (units[until] ?? 0) + (units[until + 1] ?? 0),
      0,
    );
    // The newest week has All Saints' Day in it.
    expect(Math.abs(levelOf(true) / came - 1)).toBeLessThan(Math.abs(levelOf(false) / came - 1));
  });
});

describe('no holiday', () => {
  const bits = (signals: DemandSignals): string => JSON.stringify(madeOf(moving(2), signals));

  it('leaves every bit of the forecast as it was', () => {
    const before = bits(nothing);
    const { zoneLines } = drawnOnce(moving(2)).signals;
    expect(bits({ ...nothing, zoneLines })).toBe(before);
    const anyDay = fc
      .integer({ min: firstDay - 40, max: firstDay + 7 * weeksPast + 60 })
      .map(dateText);
    const anyHoliday = fc.record({ zone: fc.constantFrom('CN', 'DE-HH', 'FR-75'), day: anyDay });
    fc.assert(
      fc.property(fc.array(anyHoliday, { maxLength: 30 }), (rows) => {
        const elsewhere = rows.map((one) => ({ ...one, name: 'Elsewhere' }));
        const calledOff = calendar.map((one) => ({ ...one, cancelled: true }));
        expect(bits({ ...nothing, zoneLines, holidays: [...elsewhere, ...calledOff] })).toBe(
          before,
        );
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('is what few occasions are: they are told, and move nothing', () => {
    const { zoneLines } = drawnOnce(moving(2)).signals;
    const holidays = calendar.filter(({ name }) => name === 'Christmas');
    const { forecasts, learned = [] } = madeOf(moving(2), { ...nothing, zoneLines, holidays });
    const on = learned.find(({ side }) => side === 'on');
    expect(on).toMatchObject({ of: 'Christmas', occasions: 2, counts: false });
    expect(on?.percent).toBeLessThan(90);
    expect(JSON.stringify(forecasts)).toBe(JSON.stringify(madeOf(moving(2), nothing).forecasts));
  });

  it('is next to what days are on which nothing happens', () => {
    const ratios = seeds.map((seed) => lossOf(idle(seed)) / lossOf(idle(seed), nothing));
    expect(Math.max(...ratios)).toBeLessThan(1.02);
    expect(ratios.reduce((sum, one) => sum + one, 0) / seeds.length).toBeLessThan(1.003);
  }, 120_000);
});
