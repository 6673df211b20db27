import { dateText, dayMs } from '@ordermesh/core/words';
import { readHoliday, readPromotion, readWeatherDay, replacesWeather } from '@ordermesh/core/learn';
import type { Holiday, Promotion, WeatherDay } from '@ordermesh/core/learn';
import type { Backend } from '../../backend.ts';
import type { FieldError } from '../../errors/index.ts';
import { holidayView, promotionView, weatherView } from '../../http/views/demand/signals.ts';
import { valueOf } from '../../http/wire/refusal.ts';
import type { ImportRow } from './apply-stock.ts';
import { housed, told } from './housed.ts';
import { comparedRow, doubledRows, refusedRow } from './row-results.ts';
import type { RowResult } from './row-results.ts';

/** Adds promotions or replaces them by id; one that says what is known changes nothing. */
export async function applyPromotions(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const known = new Map((await hub.promotions()).map((one) => [one.promotionId, one]));
  const judged = judgedRows(rows, {
    keyOf: ({ promotion_id: id }) => id,
    read: (document) => readPromotion(document),
    faults: (promotion) => unknownItems(hub, promotion),
    compare: (ix, promotion) => {
      const before = known.get(promotion.promotionId);
      return comparedRow(ix, before && promotionView(before), promotionView(promotion));
    },
  });
  if (!isDryRun && judged.wanted.length > 0) valueOf(await hub.tellPromotions(judged.wanted));
  return judged.results;
}

const unknownItems = (hub: Backend['hub'], { items = [] }: Promotion): readonly FieldError[] =>
  items.flatMap((item, ix) =>
    hub.item(item) === undefined
      ? [
          {
            pointer: `/items/${String(ix)}`,
            code: 'unknown-item',
            why: `No item ${item}: import items first.`,
          },
        ]
      : [],
  );

/** Adds holidays or replaces them by zone and day; one that says what is known changes nothing. */
export async function applyHolidays(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const known = new Map(
    (await hub.holidays({ zones: zonesOf(rows) })).map((one) => [dayKey(one), one]),
  );
  const judged = judgedRows(rows, {
    keyOf: ({ zone, day }) => JSON.stringify([zone, day]),
    read: (document) => readHoliday(document),
    faults: () => [],
    compare: (ix, row) => {
      const before = known.get(dayKey(row));
      return comparedRow(ix, before && holidayView(before), holidayView(row));
    },
  });
  if (!isDryRun && judged.wanted.length > 0) valueOf(await hub.tellHolidays(judged.wanted));
  return judged.results;
}

const zonesOf = (rows: readonly ImportRow[]): readonly string[] =>
  rows.flatMap(({ document: { zone } }) => (typeof zone === 'string' ? [zone] : []));

/**
 * Adds days of weather or replaces them: an observation always, a forecast only an earlier one. What is older than what
 * is known changes nothing.
 */
export async function applyWeather(
  { hub, now }: Pick<Backend, 'hub' | 'now'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const zones = zonesOf(rows);
  const known = new Map((await hub.weather({ zones })).map((one) => [dayKey(one), one]));
  const today = dateText(Math.floor(now() / dayMs));
  const judged = judgedRows(rows, {
    keyOf: ({ zone, day, issued_at: issued }) => JSON.stringify([zone, day, issued ?? '']),
    read: (document) => readWeatherDay(document),
    faults: (row) => (row.issuedAt === undefined && row.day >= today ? [notOver] : []),
    compare: (ix, row) => {
      const before = known.get(dayKey(row));
      if (!replacesWeather(before, row)) return { ix, outcome: 'same' };
      known.set(dayKey(row), row);
      return comparedRow(ix, before && weatherView(before), weatherView(row));
    },
  });
  if (!isDryRun && judged.wanted.length > 0) valueOf(await hub.tellWeather(judged.wanted));
  return judged.results;
}

const dayKey = ({ zone, day }: Holiday | WeatherDay): string => `${zone} ${day}`;

const notOver: FieldError = {
  pointer: '/issued_at',
  code: 'missing',
  why: 'This day has not ended: send the moment at which its weather was forecast.',
};

interface Judging<Row> {
  readonly keyOf: (document: ImportRow['document']) => unknown;
  readonly read: (document: unknown) => ReadOf<Row>;
  readonly faults: (row: Row) => readonly FieldError[];
  readonly compare: (ix: number, row: Row) => RowResult;
}

type ReadOf<Row> =
  | { readonly ok: true; readonly value: Row }
  | { readonly ok: false; readonly refusal: readonly Parameters<typeof told>[0][] };

interface Judged<Row> {
  readonly results: readonly RowResult[];
  /** Rows that add or change something. */
  readonly wanted: readonly Row[];
}

function judgedRows<Row>(
  rows: readonly ImportRow[],
  { keyOf, read, faults, compare }: Judging<Row>,
): Judged<Row> {
  const keys = rows.map(({ document }) => {
    const key = keyOf(document);
    return typeof key === 'string' ? key : undefined;
  });
  const doubled = doubledRows(keys, (ix) => rows[ix]?.lineNo ?? 0);
  const wanted: Row[] = [];
  const results = rows.map((row, ix): RowResult => {
    const { document, errors } = housed(row);
    if (errors) return refusedRow(row.ix, ...errors);
    const reading = read(document);
    if (!reading.ok) return refusedRow(row.ix, ...reading.refusal.map((fault) => told(fault)));
    const found = faults(reading.value);
    if (found.length > 0) return refusedRow(row.ix, ...found);
    const double = doubled.get(ix);
    if (double) return { ...double, ix: row.ix };
    const result = compare(row.ix, reading.value);
    if (result.outcome !== 'same') wanted.push(reading.value);
    return result;
  });
  return { results, wanted };
}
