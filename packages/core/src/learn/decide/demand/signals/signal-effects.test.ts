import { describe, expect, it } from 'vitest';

import { dateText, itemId } from '../../../../words/index.ts';
import { chanceFrom } from '../../chance.ts';
import { makeForecast } from '../make-forecast.ts';
import { pinball } from '../methods/outlook.ts';
import type { Promotion } from './promotion.ts';
import type { DemandSignals } from './signal-effects.ts';
import type { WeatherDay } from './weather.ts';

/** Knuth's Poisson: the same chance makes the same count. */
function poisson(mean: number, chance: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, chance()];
  while (product > limit) {
    count += 1;
    product *= chance();
  }
  return count;
}

const [weeksPast, items] = [60, 60];
const fromAt = Date.UTC(2026, 2, 2);
const firstDay = fromAt / 86_400_000 - 7 * weeksPast;
const zones = ['CN-SH', 'DE'];
const weekdays = [1, 1, 1, 1, 1, 1, 1];
const nothing: DemandSignals = {
  promotions: [],
  weather: [],
  holidays: [],
  zoneLines: [],
  weekdays,
};

interface Law {
  readonly seed: number;
  /** What the promotions do. */
  readonly uplift: number;
  /** In logs per degree. */
  readonly slope: number;
  readonly weeksAhead: number;
}

/** One promotion of a tenth of the items every third week, Thursday to Wednesday; and the weather of two zones. */
function signalsOf(seed: number): DemandSignals {
  const chance = chanceFrom(seed * 7 + 1);
  const promotions = Array.from({ length: 21 }, (_, no): Promotion => {
    const first = firstDay + 7 * 3 * (no + 1) - 4;
    return {
      promotionId: `P-${String(no)}`,
      items: Array.from({ length: 6 }, () => itemId(`I-${String(Math.floor(chance() * items))}`)),
      firstDay: dateText(first),
      lastDay: dateText(first + 6),
      discountPercent: 30,
    };
  });
  const weather = zones.flatMap((zone) => {
    let warmer = 0;
    return Array.from({ length: 7 * (weeksPast + 2) }, (_, day): WeatherDay => {
      warmer = 0.8 * warmer + 5 * (chance() - 0.5);
      const temperatureC = 12 - 10 * Math.cos((day / 365) * 2 * Math.PI) + warmer;
      const isAhead = day >= 7 * weeksPast;
      return {
        zone,
        day: dateText(firstDay + day),
        temperatureC,
        precipitationMm: chance() < 0.7 ? 0 : 10 * chance(),
        ...(isAhead && { issuedAt: fromAt }),
      };
    });
  });
  return { ...nothing, promotions, weather };
}

/** Sixty items in two zones by the law, day by day; the weeks ahead too. */
function drawn({ seed, uplift, slope, weeksAhead }: Law) {
  const signals = signalsOf(seed);
  const chance = chanceFrom(seed);
  const warmth = new Map(
    signals.weather.map(({ zone, day, temperatureC = 0 }) => [`${zone} ${day}`, temperatureC]),
  );
  return Array.from({ length: items }, (_, no) => no).flatMap((no) =>
    zones.map((zone) => {
      const id = itemId(`I-${String(no)}`);
      const level = 0.3 + 0.08 * no;
      const isOn = (day: string): boolean =>
        signals.promotions.some(
          (one) => one.items?.includes(id) && one.firstDay <= day && day <= one.lastDay,
        );
      const units = Float64Array.from({ length: weeksPast + weeksAhead }, (__, week) => {
        let sum = 0;
        for (let day = 7 * week; day < 7 * week + 7; day += 1) {
          const text = dateText(firstDay + day);
          const season = 12 - 10 * Math.cos((day / 365) * 2 * Math.PI);
          const warmer = (warmth.get(`${zone} ${text}`) ?? season) - season;
          sum += poisson(level * (isOn(text) ? uplift : 1) * Math.exp(slope * warmer), chance);
        }
        return sum;
      });
      return { itemId: id, zone, group: 'ambient', units };
    }),
  );
}

const draws = new Map<string, ReturnType<typeof drawn>>();
/** The same law is drawn once. */
function drawnOnce(law: Law): ReturnType<typeof drawn> {
  const key = JSON.stringify(law);
  const known = draws.get(key) ?? drawn(law);
  draws.set(key, known);
  return known;
}

const past = (all: ReturnType<typeof drawn>) =>
  all.map((one) => ({ ...one, units: one.units.slice(0, weeksPast) }));

const madeOf = (law: Law, signals: DemandSignals) =>
  makeForecast({ series: past(drawnOnce(law)), fromAt, weeksAhead: law.weeksAhead, signals });
const forecastOf = (law: Law, signals: DemandSignals) => madeOf(law, signals).forecasts;

/** Pinball loss of all quantiles over the span that is forecast; `only` some items. */
function lossOf(law: Law, signals: DemandSignals, only: (id: string) => boolean = () => true) {
  const came = new Map(
    drawnOnce(law).map(({ itemId: id, zone, units }) => [
      `${id} ${zone}`,
      units.slice(weeksPast).reduce((sum, one) => sum + one, 0),
    ]),
  );
  return forecastOf(law, signals)
    .filter((row) => only(row.itemId))
    .reduce((sum, { itemId: id, zone, quantiles }) => {
      const actual = came.get(`${id} ${zone}`) ?? 0;
      return quantiles.reduce((all, [at, units]) => all + pinball(actual, units, at), sum);
    }, 0);
}

const promotedAhead = ({ promotions }: DemandSignals) => {
  const day = dateText(firstDay + 7 * weeksPast);
  const ahead = promotions.filter(({ lastDay }) => lastDay >= day);
  return new Set(ahead.flatMap((one): readonly string[] => one.items ?? []));
};

describe('signals that move demand', () => {
  it('make the quantiles of promoted items better, by what promotions did before', () => {
    const law = { seed: 3, uplift: 2, slope: 0, weeksAhead: 4 };
    const signals = { ...signalsOf(3), weather: [] };
    const promoted = promotedAhead(signals);
    const with_ = lossOf(law, signals, (id) => promoted.has(id));
    const without = lossOf(law, nothing, (id) => promoted.has(id));
    expect(promoted.size).toBeGreaterThan(4);
    expect(with_ / without).toBeLessThan(0.85);
  });

  it('say which promotion moves a row and by how much, and on which days it is', () => {
    const signals = { ...signalsOf(3), weather: [] };
    const rows = forecastOf({ seed: 3, uplift: 2, slope: 0, weeksAhead: 4 }, signals);
    const [moved] = rows.filter((row) => row.movedBy !== undefined);
    const [mover] = moved?.movedBy ?? [];
    expect(mover?.promotionId).toMatch(/^P-/);
    // Twice as much on three or seven of 28 days.
    expect(mover?.percent).toBeGreaterThan(107);
    expect(mover?.percent).toBeLessThan(135);
    const days = moved?.dayFactors ?? [];
    expect(days).toHaveLength(28);
    expect(Math.max(...days) / Math.min(...days)).toBeGreaterThan(1.7);
    expect(Math.max(...days) / Math.min(...days)).toBeLessThan(2.3);
    expect(rows.filter((row) => row.movedBy === undefined).length).toBeGreaterThan(40);
  });

  it('make them better by the weather that is forecast', () => {
    const ratios = [5, 6, 7, 8].map((seed) => {
      const law = { seed, uplift: 1, slope: 0.06, weeksAhead: 1 };
      return lossOf(law, { ...signalsOf(seed), promotions: [] }) / lossOf(law, nothing);
    });
    expect(ratios.reduce((sum, one) => sum + one, 0) / 4).toBeLessThan(0.9);
    const law = { seed: 5, uplift: 1, slope: 0.06, weeksAhead: 1 };
    const moved = forecastOf(law, signalsOf(5)).flatMap((row) => row.movedBy ?? []);
    expect(new Set(moved.map(({ signal }) => signal))).toEqual(new Set(['temperature']));
  }, 120_000);
});

describe('what was learned of signals', () => {
  it('is told of promotions sort by sort: what they did, how sure that is, since when', () => {
    const signals = { ...signalsOf(3), weather: [] };
    const { learned = [] } = madeOf({ seed: 3, uplift: 2, slope: 0, weeksAhead: 4 }, signals);
    expect(learned.length).toBeGreaterThan(0);
    const told = new Set(signals.promotions.map(({ discountPercent = 0 }) => discountPercent));
    for (const one of learned) {
      expect(one).toMatchObject({ signal: 'promotion', counts: true });
      const { from = -1, until = -1 } = one.discountPercent ?? {};
      expect([...told].some((percent) => percent >= from && percent < until)).toBe(true);
      expect(one.percentFrom).toBeLessThanOrEqual(one.percent);
      expect(one.percentUntil).toBeGreaterThanOrEqual(one.percent);
      expect(one.sinceDay).toBeGreaterThanOrEqual(firstDay);
      expect(one.untilDay).toBeLessThan(firstDay + 7 * weeksPast);
    }
    const [most] = learned;
    // Drawn twice as high; shrunk a little towards none.
    expect(most?.percent).toBeGreaterThan(160);
    expect(most?.percent).toBeLessThan(220);
    expect(most?.percentUntil).toBeGreaterThan(190);
    expect(most?.occasions).toBeGreaterThan(2);
  });

  it('is told of weather by temperature class, and that it does not count where it is chance', () => {
    const signals = { ...signalsOf(5), promotions: [] };
    const { learned = [] } = madeOf({ seed: 5, uplift: 1, slope: 0.06, weeksAhead: 1 }, signals);
    const warm = learned.find(({ signal }) => signal === 'temperature');
    // Drawn as e^0.3 over five degrees. A warm day comes with warm ones, which are among the days around it.
    expect(warm).toMatchObject({ counts: true });
    expect(warm?.percent).toBeGreaterThan(130);
    expect(warm?.percent).toBeLessThan(165);
    expect(warm?.percentFrom).toBeGreaterThan(110);
    const idle = madeOf({ seed: 11, uplift: 1, slope: 0, weeksAhead: 4 }, signalsOf(11)).learned;
    expect(idle?.filter(({ counts }) => counts)).toEqual([]);
  });

  it('is nothing where nothing was told', () => {
    const law = { seed: 3, uplift: 2, slope: 0, weeksAhead: 4 };
    expect(madeOf(law, nothing).learned).toBeUndefined();
  });
});

describe('signals that mean nothing', () => {
  const seeds = [11, 12, 13, 14, 15, 16, 17, 18];
  const laws = seeds.map((seed) => ({ seed, uplift: 1, slope: 0, weeksAhead: 4 }));

  it('move next to no forecast, and make none worse beyond chance', () => {
    const ratios = laws.map((law) => lossOf(law, signalsOf(law.seed)) / lossOf(law, nothing));
    const unmoved = ratios.filter((ratio) => ratio === 1).length;
    expect(unmoved).toBeGreaterThanOrEqual(5);
    expect(Math.max(...ratios)).toBeLessThan(1.02);
    expect(ratios.reduce((sum, one) => sum + one, 0) / ratios.length).toBeLessThan(1.003);
  }, 120_000);
});

describe('few promotions', () => {
  it('move nothing: one may have been chance', () => {
    const law = { seed: 3, uplift: 3, slope: 0, weeksAhead: 4 };
    const { promotions } = signalsOf(3);
    const two = { ...nothing, promotions: [...promotions.slice(5, 6), ...promotions.slice(-1)] };
    const rows = forecastOf(law, two);
    expect(rows.some((row) => row.movedBy !== undefined)).toBe(false);
  });
});
