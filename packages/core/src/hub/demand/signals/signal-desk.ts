import { replacesWeather } from '../../../learn/index.ts';
import type { Promotion, WeatherDay } from '../../../learn/index.ts';
import type { HubOutcome } from '../../outcome.ts';
import type { CaseKind, CaseRecord } from '../../ports/records.ts';
import type { HubParts } from '../../run/parts.ts';
import { nextCase } from '../../run/next-case.ts';
import { emptyUnit, tell } from '../../run/unit-draft.ts';
import type { SignalDesk } from './desk.ts';
import { knownAt, saysSame, toldAgain } from './tellings.ts';
import type { Telling } from './tellings.ts';

/** A promotion in the store. */
interface KeptPromotion {
  readonly told: readonly Telling<Promotion>[];
}

/** A month of weather of a zone in the store, by day. */
interface KeptWeather {
  readonly days: Readonly<Record<string, readonly Telling<WeatherDay>[]>>;
}

/** @see SignalDesk */
export const signalDesk = (parts: HubParts): SignalDesk => ({
  promotions: async ({ asKnownAt } = {}) =>
    rowsAt(promotionsIn(await allCases(parts, { kind: 'promotion' })), asKnownAt).sort((a, b) =>
      a.promotionId < b.promotionId ? -1 : 1,
    ),
  weather: async ({ asKnownAt, zones } = {}) => {
    const filters: readonly CaseAsk[] =
      zones === undefined
        ? [{ kind: 'weather' }]
        : [...new Set(zones)].map((key) => ({ kind: 'weather', key }));
    const cases: CaseRecord[] = [];
    for (const filter of filters) cases.push(...(await allCases(parts, filter)));
    return rowsAt(weatherIn(cases), asKnownAt).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  },
  tellPromotions: (rows) => write(parts, promotionWriting, rows),
  tellWeather: (rows) => write(parts, weatherWriting, rows),
});

/** All that is known, and when the newest of it was told; 0 = nothing ever was. */
export interface KnownSignals {
  readonly promotions: readonly Promotion[];
  readonly weather: readonly WeatherDay[];
  readonly toldAt: number;
}

/** What a forecast is made with; `at` absent = as it is known now. */
export async function knownSignals(parts: HubParts, at?: number): Promise<KnownSignals> {
  const promotions = promotionsIn(await allCases(parts, { kind: 'promotion' }));
  const weather = weatherIn(await allCases(parts, { kind: 'weather' }));
  const toldAt = [...promotions, ...weather].reduce(
    (newest, told) => Math.max(newest, told.at(-1)?.at ?? 0),
    0,
  );
  return { promotions: rowsAt(promotions, at), weather: rowsAt(weather, at), toldAt };
}

type Told<Row> = readonly (readonly Telling<Row>[])[];

const promotionsIn = (cases: readonly CaseRecord[]): Told<Promotion> =>
  cases.map(({ document }) => (document as KeptPromotion).told);

const weatherIn = (cases: readonly CaseRecord[]): Told<WeatherDay> =>
  cases.flatMap(({ document }) => Object.values((document as KeptWeather).days));

const rowsAt = <Row extends object>(told: Told<Row>, at?: number): Row[] =>
  told.flatMap((one) => knownAt(one, at) ?? []);

const placeOf = ({ zone, day }: WeatherDay): string => `${zone} ${day}`;

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
  readonly kind: 'promotion' | 'weather';
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

const weatherWriting: Writing<WeatherDay> = {
  kind: 'weather',
  event: 'demand.weather_told',
  caseOf: ({ zone, day }) => `wea_${zone}_${day.slice(0, 7)}`,
  keyOf: ({ zone }) => zone,
  put: (document, telling): KeptWeather | undefined => {
    const { days = {} } = (document ?? {}) as Partial<KeptWeather>;
    const { row } = telling;
    const told = days[row.day] ?? [];
    const known = knownAt(told);
    if (saysSame(known, row) || !replacesWeather(known, row)) return undefined;
    return { days: { ...days, [row.day]: toldAgain(told, telling) } };
  },
};

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
