import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { DataAbsent } from '../section.ts';

/** Units per series and period, oldest period first. */
export interface CountTable {
  readonly keys: readonly string[];
  readonly units: readonly Float64Array[];
}

export function linesOf(dataFolder: string, path: string): readonly string[] {
  const file = join(dataFolder, path);
  if (!existsSync(file)) throw new DataAbsent(`there is no ${path} below the data folder`);
  return gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1);
}

/** Monthly demand of spare parts, complete parts only: 2,509 of 2,674, 51 months. */
export function carparts(dataFolder: string): CountTable {
  const rows = linesOf(dataFolder, 'carparts/carparts.csv.gz')
    .map((line) => line.trimEnd().split(','))
    .filter(([, ...months]) => months.every((month) => month !== ''));
  return {
    keys: rows.map(([part = '']) => part),
    units: rows.map(([, ...months]) => Float64Array.from(months, Number)),
  };
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const firstMonday = Date.UTC(2010, 10, 29);

/**
 * How many invoices asked for an article in each week, Monday to Sunday, from 2010-11-29 on: sales only, articles whose
 * codes differ in case are one. The last week is not over and is left out, the first one begins on a Wednesday.
 */
export function onlineRetail(dataFolder: string): CountTable {
  const seen = new Set<string>();
  const counts = new Map<string, number[]>();
  let weeks = 0;
  for (const line of linesOf(dataFolder, 'uci_online_retail/online_retail.csv.gz')) {
    const sale = saleOf(line);
    if (!sale || seen.has(sale.event)) continue;
    seen.add(sale.event);
    const own = counts.get(sale.article) ?? [];
    own[sale.week] = (own[sale.week] ?? 0) + 1;
    counts.set(sale.article, own);
    weeks = Math.max(weeks, sale.week + 1);
  }
  const keys = [...counts.keys()].sort();
  return {
    keys,
    units: keys.map((key) =>
      Float64Array.from({ length: weeks - 1 }, (_, week) => counts.get(key)?.[week] ?? 0),
    ),
  };
}

/** One article on one invoice; undefined where nothing was sold. */
function saleOf(line: string): Sale | undefined {
  const [invoice = '', code = '', quantity, date = '', price] = line.split(',');
  if (invoice.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) return undefined;
  const article = code.toUpperCase();
  const dayAt = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return {
    event: `${invoice} ${article}`,
    article,
    day: Math.floor((dayAt - firstMonday) / dayMs),
    week: Math.floor((dayAt - firstMonday) / weekMs),
    price: Number(price),
  };
}

interface Sale {
  readonly event: string;
  readonly article: string;
  readonly day: number;
  readonly week: number;
  readonly price: number;
}

/** First moment of the first week of {@link onlineRetail}. */
export const onlineRetailFromAt = firstMonday;

/** Every article on an invoice once: its code, and the day from the first one of {@link onlineRetail} on. */
export function onlineRetailLines(
  dataFolder: string,
): readonly { readonly article: string; readonly day: number }[] {
  const seen = new Set<string>();
  return linesOf(dataFolder, 'uci_online_retail/online_retail.csv.gz').flatMap((line) => {
    const sale = saleOf(line);
    if (!sale || seen.has(sale.event)) return [];
    seen.add(sale.event);
    return [{ article: sale.article, day: sale.day }];
  });
}

/** Median price of a line of each article by week, as far as the article was sold in it. */
export function onlineRetailPrices(
  dataFolder: string,
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const prices = new Map<string, Map<number, number[]>>();
  for (const line of linesOf(dataFolder, 'uci_online_retail/online_retail.csv.gz')) {
    const sale = saleOf(line);
    if (!sale) continue;
    const own = prices.get(sale.article) ?? new Map<number, number[]>();
    own.set(sale.week, [...(own.get(sale.week) ?? []), sale.price]);
    prices.set(sale.article, own);
  }
  return new Map(
    [...prices].map(([article, weeks]) => [
      article,
      new Map([...weeks].map(([week, all]) => [week, medianOf(all)])),
    ]),
  );
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
