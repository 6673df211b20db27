import { replacesWeather } from '../../../learn/index.ts';
import type { Holiday, Promotion, WeatherDay } from '../../../learn/index.ts';
import type { HubOutcome } from '../../outcome.ts';
import type { CaseKind, CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { nextCase } from '../../run/next-case.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import type { SignalAsk, SignalDesk } from './desk.ts';
import { knownAt, saysSame, toldAgain } from './tellings.ts';
import type { Telling } from './tellings.ts';

/** A promotion in the store. */
interface KeptPromotion {
  readonly told: readonly Telling<Promotion>[];
}

/** Days of a zone in the store: a month of weather, or a year of holidays. */
interface KeptDays<Row> {
  readonly days: Readonly<Record<string, readonly Telling<Row>[]>>;
}

/** @see SignalDesk */
export const signalDesk = (parts: HubParts): SignalDesk => ({
  promotions: async ({ asKnownAt } = {}) =>
    rowsAt(promotionsIn(await allCases(parts, { kind: 'promotion' })), asKnownAt).sort((a, b) =>
      a.promotionId < b.promotionId ? -1 : 1,
    ),
  holidays: (ask) => daysKnown<Holiday>(parts, 'holiday', ask),
  weather: (ask) => daysKnown<WeatherDay>(parts, 'weather', ask),
  tellPromotions: (rows) => write(parts, promotionWriting, rows),
  tellHolidays: (rows) => write(parts, holidayWriting, rows),
  tellWeather: (rows) => write(parts, weatherWriting, rows),
});

type DayRow = Pick<WeatherDay, 'zone' | 'day'>;

async function daysKnown<Row extends DayRow>(
  parts: HubParts,
  kind: 'holiday' | 'weather',
  { asKnownAt, zones }: SignalAsk & { readonly zones?: readonly string[] } = {},
): Promise<readonly Row[]> {
  const filters: readonly CaseAsk[] =
    zones === undefined ? [{ kind }] : [...new Set(zones)].map((key) => ({ kind, key }));
  const cases: CaseRecord[] = [];
  for (const filter of filters) cases.push(...(await allCases(parts, filter)));
  return rowsAt(daysIn<Row>(cases), asKnownAt).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** All that is known, and when the newest of it was told; 0 = nothing ever was. */
export interface KnownSignals {
  readonly promotions: readonly Promotion[];
  readonly holidays: readonly Holiday[];
  readonly weather: readonly WeatherDay[];
  readonly toldAt: number;
}

/** What a forecast is made with; `at` absent = as it is known now. */
export async function knownSignals(parts: HubParts, at?: number): Promise<KnownSignals> {
  const promotions = promotionsIn(await allCases(parts, { kind: 'promotion' }));
  const holidays = daysIn<Holiday>(await allCases(parts, { kind: 'holiday' }));
  const weather = daysIn<WeatherDay>(await allCases(parts, { kind: 'weather' }));
  const toldAt = [...promotions, ...holidays, ...weather].reduce(
    (newest, told) => Math.max(newest, told.at(-1)?.at ?? 0),
    0,
  );
  return {
    promotions: rowsAt(promotions, at),
    holidays: rowsAt(holidays, at),
    weather: rowsAt(weather, at),
    toldAt,
  };
}

type Told<Row> = readonly (readonly Telling<Row>[])[];

const promotionsIn = (cases: readonly CaseRecord[]): Told<Promotion> =>
  cases.map(({ document }) => (document as KeptPromotion).told);

const daysIn = <Row>(cases: readonly CaseRecord[]): Told<Row> =>
  cases.flatMap(({ document }) => Object.values((document as KeptDays<Row>).days));

const rowsAt = <Row extends object>(told: Told<Row>, at?: number): Row[] =>
  told.flatMap((one) => knownAt(one, at) ?? []);

const placeOf = ({ zone, day }: DayRow): string => `${zone} ${day}`;

interface CaseAsk {
  readonly kind: CaseKind;
  readonly key?: string;
}

async function allCases({ store }: HubParts, filter: CaseAsk): Promise<readonly CaseRecord[]> {
  const cases: CaseRecord[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.caseList(filter, { limit: 200, after });
    cases.push(...page.rows);
    if (page.next === undefined) return cases;
    after = page.next;
  }
}

/** How rows of a sort are kept: which case holds a row, and what the case becomes with it. */
interface Writing<Row> {
  readonly kind: 'promotion' | 'holiday' | 'weather';
  readonly event: string;
  readonly caseOf: (row: Row) => string;
  readonly keyOf: (row: Row) => string | undefined;
  /** The document with the row; undefined when the row changes nothing. */
  readonly put: (document: unknown, told: Telling<Row>) => unknown;
}

const promotionWriting: Writing<Promotion> = {
  kind: 'promotion',
  event: 'demand.promotions_told',
  caseOf: ({ promotionId }) => `pmo_${promotionId}`,
  keyOf: () => undefined,
  put: (document, telling): KeptPromotion | undefined => {
    const told = (document as KeptPromotion | undefined)?.told ?? [];
    return saysSame(knownAt(told), telling.row) ? undefined : { told: toldAgain(told, telling) };
  },
};

const holidayWriting: Writing<Holiday> = {
  kind: 'holiday',
  event: 'demand.holidays_told',
  caseOf: ({ zone, day }) => `hol_${zone}_${day.slice(0, 4)}`,
  keyOf: ({ zone }) => zone,
  put: (document, telling) => putDay(document, telling, () => true),
};

const weatherWriting: Writing<WeatherDay> = {
  kind: 'weather',
  event: 'demand.weather_told',
  caseOf: ({ zone, day }) => `wea_${zone}_${day.slice(0, 7)}`,
  keyOf: ({ zone }) => zone,
  put: (document, telling) => putDay(document, telling, replacesWeather),
};

function putDay<Row extends DayRow>(
  document: unknown,
  telling: Telling<Row>,
  replaces: (known: Row | undefined, row: Row) => boolean,
): KeptDays<Row> | undefined {
  const { days = {} } = (document ?? {}) as Partial<KeptDays<Row>>;
  const { row } = telling;
  const told = days[row.day] ?? [];
  const known = knownAt(told);
  if (saysSame(known, row) || !replaces(known, row)) return undefined;
  return { days: { ...days, [row.day]: toldAgain(told, telling) } };
}

/** Rows per commit: one event tells of them, and events should stay small enough to be told. */
const rowsPerUnit = 500;
const attemptsMax = 8;

async function write<Row extends object>(
  parts: HubParts,
  writing: Writing<Row>,
  rows: readonly Row[],
): Promise<HubOutcome<{ readonly written: number }>> {
  let written = 0;
  for (let from = 0; from < rows.length; from += rowsPerUnit) {
    const some = await writeSome(parts, writing, rows.slice(from, from + rowsPerUnit));
    if (some === undefined)
      return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
    written += some;
  }
  return { ok: true, value: { written } };
}

/** @returns how many rows changed something; undefined when others kept coming first */
async function writeSome<Row extends object>(
  parts: HubParts,
  writing: Writing<Row>,
  rows: readonly Row[],
): Promise<number | undefined> {
  const caseIds = [...new Set(rows.map(writing.caseOf))];
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const kept = new Map((await parts.store.cases(caseIds)).map((one) => [one.caseId, one]));
    let changed: readonly Row[] = [];
    const result = await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      const filled = filledBy(rows, { writing, kept, at: unit.at });
      changed = filled.changed;
      if (changed.length === 0) return undefined;
      for (const [caseId, { document, key }] of filled.documents) {
        const before = kept.get(caseId);
        const row = { caseId, kind: writing.kind, state: 'told', document, ...(key && { key }) };
        (before === undefined ? unit.casesAdded : unit.casesChanged).push(
          nextCase(before, unit.at, row),
        );
      }
      tell(unit, {
        type: writing.event,
        id: `${writing.event}.${String(unit.at)}.${parts.env.randomHex()}`,
        subject: `demand/${writing.kind}`,
        body: { rows: changed },
      });
      return unit;
    });
    if (result === undefined || result.ok) return changed.length;
  }
  return undefined;
}

interface Filled<Row> {
  readonly documents: ReadonlyMap<string, { readonly document: unknown; readonly key?: string }>;
  readonly changed: readonly Row[];
}

function filledBy<Row extends object>(
  rows: readonly Row[],
  into: {
    readonly writing: Writing<Row>;
    readonly kept: ReadonlyMap<string, CaseRecord>;
    readonly at: number;
  },
): Filled<Row> {
  const { writing, kept, at } = into;
  const documents = new Map<string, { readonly document: unknown; readonly key?: string }>();
  const changed: Row[] = [];
  for (const row of rows) {
    const caseId = writing.caseOf(row);
    const before = documents.get(caseId)?.document ?? kept.get(caseId)?.document;
    const document = writing.put(before, { at, row });
    if (document === undefined) continue;
    const key = writing.keyOf(row);
    documents.set(caseId, { document, ...(key !== undefined && { key }) });
    changed.push(row);
  }
  return { documents, changed };
}
