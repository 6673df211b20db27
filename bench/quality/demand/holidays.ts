import { makeForecast } from '@ordermesh/core/learn';
import type { Holiday } from '@ordermesh/core/learn';

import { linesOf, onlineRetailFromAt, onlineRetailLines } from './data.ts';
import { brazilianHolidays, englishHolidays } from './holiday-days.ts';
import { measured, pinballScaled, wape } from './scores.ts';
import type { Told } from './scores.ts';
import type { QualityAsk, QualityTable } from '../section.ts';

/** Lines of orders of a shop with the holidays of its country. */
interface Shop {
  readonly name: string;
  readonly fromAt: number;
  readonly weeks: number;
  readonly holidays: readonly Holiday[];
  readonly series: readonly ShopSeries[];
  /** Lines of each zone, day by day. */
  readonly zoneLines: readonly { readonly zone: string; readonly lines: Float64Array }[];
}

interface ShopSeries {
  readonly itemId: string;
  readonly zone: string;
  readonly units: Float64Array;
}

const dayMs = 86_400_000;
const probabilities = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99];
/** Weeks of history before anything is forecast. */
const firstOrigin = 20;

function shopOf(
  of: Pick<Shop, 'name' | 'fromAt' | 'weeks' | 'holidays'>,
  lines: readonly (readonly [item: string, zone: string, day: number])[],
): Shop {
  const series = new Map<string, ShopSeries>();
  const zones = new Map<string, Float64Array>();
  for (const [itemId, zone, day] of lines) {
    if (day < 0 || day >= 7 * of.weeks) continue;
    const key = `${itemId} ${zone}`;
    const own = series.get(key) ?? { itemId, zone, units: new Float64Array(of.weeks) };
    const days = zones.get(zone) ?? new Float64Array(7 * of.weeks);
    const week = Math.floor(day / 7);
    own.units[week] = (own.units[week] ?? 0) + 1;
    days[day] = (days[day] ?? 0) + 1;
    series.set(key, own);
    zones.set(zone, days);
  }
  const zoneLines = [...zones].map(([zone, days]) => ({ zone, lines: days }));
  return { ...of, series: [...series.values()], zoneLines };
}

/** Order events of articles, as one zone. */
const onlineRetailShop = (dataFolder: string): Shop =>
  shopOf(
    {
      ...{ name: 'Online retail', fromAt: onlineRetailFromAt, weeks: 53 },
      holidays: englishHolidays,
    },
    onlineRetailLines(dataFolder).map(({ article, day }) => [article, 'GB', day] as const),
  );

/** Order lines of product categories by state, from 2017-01-09 on: a fifth of what was ordered. */
function olistShop(dataFolder: string): Shop {
  const fromAt = Date.UTC(2017, 0, 9);
  const cells = (file: string) => linesOf(dataFolder, `olist/${file}.csv.gz`).map(cellsOf);
  const orders = new Map(
    cells('orders').map((row) => {
      const day = (Date.parse(`${row[4]?.slice(0, 10) ?? ''}T00:00:00Z`) - fromAt) / dayMs;
      return [row[0], { zone: `BR-${row[11] ?? ''}`, day }];
    }),
  );
  const categories = new Map(cells('products').map(([product, category]) => [product, category]));
  return shopOf(
    { name: 'Olist', fromAt, weeks: 85, holidays: brazilianHolidays },
    cells('order_items').flatMap(([order, , product]) => {
      const known = orders.get(order);
      return known ? [[categories.get(product) ?? '', known.zone, known.day] as const] : [];
    }),
  );
}

const cellsOf = (line: string): readonly string[] => line.trimEnd().split(',');

/** Weeks with a holiday in them, and those that follow one and have none. */
function originsOf({ holidays, fromAt, weeks }: Shop) {
  const on = new Set(
    holidays.map(({ day }) => Math.floor((Date.parse(`${day}T00:00:00Z`) - fromAt) / dayMs / 7)),
  );
  const isTried = (week: number): boolean => week >= firstOrigin && week < weeks;
  const after = [...on].map((week) => week + 1).filter((week) => !on.has(week));
  const ascending = (all: Iterable<number>) => [...all].filter(isTried).sort((a, b) => a - b);
  return { on: ascending(on), after: ascending(after) };
}

/** How much of each weekday, as the hub has it from the last eight weeks. */
function weekdaysBefore({ zoneLines }: Shop, origin: number): readonly number[] {
  const sums = Array.from({ length: 7 }, (_, weekday) =>
    zoneLines.reduce((sum, { lines }) => {
      let own = 0;
      for (let week = origin - 8; week < origin; week += 1) own += lines[7 * week + weekday] ?? 0;
      return sum + own;
    }, 0),
  );
  const mean = sums.reduce((sum, one) => sum + one, 0) / 7;
  return sums.map((one) => one / mean);
}

/** The week after each origin, as the hub forecasts it. */
function toldOf(shop: Shop, origins: readonly number[], holidays: readonly Holiday[]): Told {
  const told = { came: [] as number[], points: [] as number[], quantiles: [] as number[][] };
  for (const origin of origins) {
    const live = shop.series.filter(({ units }) =>
      units.slice(Math.max(0, origin - 13), origin).some((one) => one > 0),
    );
    const { forecasts } = makeForecast({
      series: live.map((one) => ({ ...one, group: 'all', units: one.units.slice(0, origin) })),
      fromAt: shop.fromAt + 7 * dayMs * origin,
      weeksAhead: 1,
      signals: {
        ...{ promotions: [], weather: [], holidays, weekdays: weekdaysBefore(shop, origin) },
        zoneLines: shop.zoneLines.map(({ zone, lines }) => ({
          ...{ zone, lines: lines.slice(0, 7 * origin) },
        })),
      },
    });
    const rows = new Map(forecasts.map((row) => [`${row.itemId} ${row.zone}`, row]));
    for (const { itemId, zone, units } of live) {
      const row = rows.get(`${itemId} ${zone}`);
      told.came.push(units[origin] ?? 0);
      told.points.push(row?.meanUnits ?? 0);
      told.quantiles.push(row?.quantiles.map(([, one]) => one) ?? probabilities.map(() => 0));
    }
  }
  return { ...told, probabilities };
}

/** The hub's own forecast of single weeks with public holidays told, and without, in one run. */
export function holidaysTable({ dataFolder, isSmoke, seed }: QualityAsk): QualityTable {
  const shops = [onlineRetailShop(dataFolder), olistShop(dataFolder)];
  const some = (all: readonly number[]) => (isSmoke ? all.slice(-1) : all);
  return {
    title: 'Weeks of public holidays, the week ahead',
    caption: `Every week with a holiday in it after ${String(firstOrigin)} weeks of history, each forecast alone from what came before it, and every week without one that follows such a week: ${shops.map((shop) => `${shop.name} ${String(originsOf(shop).on.length)} and ${String(originsOf(shop).after.length)}`).join(', ')}. Holidays are learned from the weeks before, too. Interval by bootstrap over series and weeks.`,
    columns: ['WAPE, holidays', 'pinball .9, holidays', 'WAPE, after', 'pinball .9, after'],
    rows: shops.flatMap((shop) =>
      [[], shop.holidays].map((holidays) => {
        const { on, after } = originsOf(shop);
        const told = [on, after].map((origins) => toldOf(shop, some(origins), holidays));
        return {
          name: `${shop.name}, ${holidays.length === 0 ? 'without signals' : 'holidays told'}`,
          cells: told.flatMap((one) => [
            { ...measured(wape(one), seed), unit: '' },
            { ...measured(pinballScaled(one, 0.9), seed), unit: '' },
          ]),
        };
      }),
    ),
  };
}
