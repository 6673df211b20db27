import { dayMs } from '../../words/index.ts';
import { demandOver } from '../../learn/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import { keepVersion } from '../pricing/kept.ts';
import { freeLease, isLeased, jobCase, leaseMs, writeJob } from '../pricing/lease.ts';
import type { Lease } from '../pricing/lease.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { dayOf } from './book.ts';
import type { DemandBook } from './book.ts';
import type { DemandDesk, ForecastRefresh, ForecastRefreshed, ForecastStanding } from './desk.ts';
import { catchUp, keepBook, keptParts } from './kept-book.ts';
import { carriedShifts, forecastAsk, watchForecast } from './refresh.ts';
import type { Watched } from './refresh.ts';
import { knownSignals } from './signals/signal-desk.ts';
import type { KnownSignals } from './signals/signal-desk.ts';
import { stockSuggestions } from './suggest.ts';

/** The desk over the parts of a hub and what it knows of demand. */
export function demandDesk(parts: HubParts, book: DemandBook): DemandDesk {
  const { board, env } = parts;
  const looks: Looks = { nextAt: 0 };
  return {
    forecasts: () => standing(board.prices.forecast, env.now()),
    expectedDemand: (span) =>
      board.prices.forecast === undefined ? [] : demandOver(board.prices.forecast, span),
    refreshForecasts: (how) => refresh({ parts, book, looks }, how),
    stockSuggestions: (ask) => stockSuggestions(board, ask, env.now()),
  };
}

function standing(published: ForecastPublished | undefined, at: number): ForecastStanding {
  return {
    published,
    ageMs: published && at - published.madeAt,
    methods: [...new Set(published?.forecasts.map(({ madeBy }) => madeBy))],
    sensed: published?.sensed ?? [],
    learned: published?.learned ?? [],
  };
}

/** When this process looks again, so that nothing is read in between. */
interface Looks {
  nextAt: number;
}

interface Work {
  readonly parts: HubParts;
  readonly book: DemandBook;
  readonly looks: Looks;
}

/** Who forecasts, and the first day that was not watched yet. */
interface ForecastJob extends Lease {
  readonly unwatchedDay: number;
  /** Who looked last. */
  readonly keptBy: string;
}

const forecastJob = { caseId: 'fct_job', kind: 'forecast_job' } as const;
const idle: ForecastJob = { ...freeLease, unwatchedDay: 0, keptBy: '' };
/** How long a process waits when another one is at it, ms. */
const waitMs = 60_000;

async function refresh(work: Work, how: ForecastRefresh): Promise<ForecastRefreshed> {
  const { parts, looks } = work;
  const at = parts.env.now();
  if (at < looks.nextAt) return 'not-due';
  const [held] = await parts.store.cases([forecastJob.caseId]);
  const job = (held?.document as ForecastJob | undefined) ?? idle;
  if (isLeased(job, how.owner, at)) return elsewhere(work, at);
  const isFresh = !isOld(parts.board.prices.forecast, how, at);
  if (job.unwatchedDay >= dayOf(at) && isFresh) return later(work, how, at);
  const lease = { owner: how.owner, leaseUntilAt: at + leaseMs };
  const taken = jobCase(held, { ...forecastJob, job: { ...job, ...lease } }, at);
  if (!(await writeJob(parts, held, taken))) return elsewhere(work, at);
  return look(work, how, { taken, job, at });
}

/** The next look is due when the day has ended, or the forecast is old. */
function later({ parts, looks }: Work, { everyMs }: ForecastRefresh, at: number): 'not-due' {
  const oldAt = (parts.board.prices.forecast?.madeAt ?? at) + everyMs;
  const tomorrowAt = (dayOf(at) + 1) * dayMs;
  looks.nextAt = oldAt > at ? Math.min(oldAt, tomorrowAt) : tomorrowAt;
  return 'not-due';
}

function elsewhere({ looks }: Work, at: number): ForecastRefreshed {
  looks.nextAt = at + waitMs;
  return 'other-process';
}

interface Taken {
  readonly taken: CaseRecord;
  readonly job: ForecastJob;
  readonly at: number;
}

async function look(work: Work, how: ForecastRefresh, now: Taken): Promise<ForecastRefreshed> {
  const { parts, book } = work;
  const { at, taken } = now;
  // What is watched from day to day is in the book of the process that looked last.
  if (now.job.keptBy !== how.owner) book.forget();
  await catchUp(parts, book);
  const kept = await keptParts(parts);
  const { forecast } = parts.board.prices;
  const days = { from: now.job.unwatchedDay, today: dayOf(at) };
  const watched = forecast && watchForecast(book, forecast, days);
  const signals = await knownSignals(parts);
  const isDue = isOld(forecast, how, at) || signals.toldAt >= (forecast?.madeAt ?? at);
  const made = isDue ? await forecastAnew(work, how, { at, signals }) : undefined;
  const ended: ForecastJob = { ...freeLease, unwatchedDay: days.today, keptBy: how.owner };
  const done = jobCase(taken, { ...forecastJob, job: ended }, at);
  const keep = (unit: UnitDraft): void => {
    unit.casesChanged.push(done);
    keepBook(unit, book, kept);
    tellSensed(unit, watched?.newlySensed ?? []);
  };
  const next = nextForecast({ forecast, watched, made }, at);
  const isKept =
    next === undefined ? await keepQuietly(parts, keep) : await publish(parts, next, keep);
  if (!isKept) {
    book.forget();
    return elsewhere(work, at);
  }
  later(work, how, at);
  return said(made, watched);
}

const said = (made: unknown, watched: Watched | undefined): ForecastRefreshed => {
  if (made !== undefined) return 'made';
  return (watched?.newlySensed.length ?? 0) > 0 ? 'sensed' : 'watched';
};

const isOld = (
  forecast: ForecastPublished | undefined,
  { everyMs }: ForecastRefresh,
  at: number,
): boolean => forecast === undefined || at - forecast.madeAt >= everyMs;

async function forecastAnew(
  { parts, book }: Work,
  { weeksAhead, make }: ForecastRefresh,
  now: { readonly at: number; readonly signals: KnownSignals },
): Promise<NewForecast | undefined> {
  const ask = forecastAsk(book, parts.board.items, { ...now, weeksAhead });
  if (ask === undefined) return undefined;
  const zones = book.zones();
  return { zones, ...(await make(ask)) };
}

type NewForecast = Pick<ForecastPublished, 'zones' | 'forecasts' | 'learned'>;

/** @returns undefined when nothing has changed */
function nextForecast(seen: Seen, at: number): ForecastPublished | undefined {
  const { forecast, made, watched = nothingWatched } = seen;
  const version = (forecast?.version ?? 0) + 1;
  if (made !== undefined) {
    const rows = { before: forecast?.forecasts ?? [], now: made.forecasts };
    const sensed = carriedShifts(watched.sensed, rows, dayOf(at));
    return { version, madeAt: at, ...made, sensed };
  }
  if (forecast === undefined || isSame(forecast, watched)) return undefined;
  return { ...forecast, version, sensed: watched.sensed };
}

const isSame = (
  { sensed: before = [] }: ForecastPublished,
  { sensed, newlySensed }: Watched,
): boolean => newlySensed.length === 0 && sensed.length === before.length;

/** The forecast that counts, what ended days say about it, and the one that was made anew. */
interface Seen {
  readonly forecast: ForecastPublished | undefined;
  readonly watched?: Watched | undefined;
  readonly made: NewForecast | undefined;
}

const nothingWatched: Watched = { sensed: [], newlySensed: [] };

function tellSensed(unit: UnitDraft, newlySensed: Watched['newlySensed']): void {
  for (const one of newlySensed) {
    const { itemId, zone, untilDay } = one;
    tell(unit, {
      type: 'demand.sensed',
      id: `demand.${itemId}.${zone}.${String(untilDay)}`,
      subject: `demand/${itemId}`,
      body: { ...one },
    });
  }
}

async function keepQuietly(parts: HubParts, keep: (unit: UnitDraft) => void): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    keep(unit);
    return unit;
  });
  return result?.ok === true;
}

const publish = (
  parts: HubParts,
  forecast: ForecastPublished,
  keep: (unit: UnitDraft) => void,
): Promise<boolean> =>
  keepVersion(
    parts,
    {
      kind: 'demand_forecast',
      version: forecast.version,
      document: forecast,
      says: {
        madeAt: forecast.madeAt,
        rows: forecast.forecasts.length,
        sensed: forecast.sensed?.length ?? 0,
      },
    },
    keep,
  );
