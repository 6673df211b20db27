import { priceSheetDocument, priceSourceOf } from '../../route/index.ts';
import type { PriceAsk, PriceShare, PriceSheet } from '../../route/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import type { PriceDesk, PriceRefresh, PriceRefreshed, PriceStanding } from './desk.ts';
import { keepVersion } from './kept.ts';
import { freeLease, isLeased, jobCase, leaseMs, writeJob } from './lease.ts';
import type { Lease } from './lease.ts';
import { nothingObserved } from './observed.ts';
import type { Observed } from './observed.ts';
import { priceAsk } from './price-ask.ts';
import { priceRows } from './price-rows.ts';
import { chooseShareNow, isShareDue } from './share-job.ts';
import type { ChosenShare } from './share-job.ts';

/** The desk over the parts of a hub. */
export function priceDesk(parts: HubParts): PriceDesk {
  const { board, env } = parts;
  // Slots that began before this process looked on were not seen whole.
  const sinceAt = env.now();
  return {
    prices: () => standing(parts),
    priceRows: (ask) => priceRows(board, ask),
    refreshPrices: (how) => refresh(parts, how, sinceAt),
    publishForecast: async (sent) => {
      const forecast = { ...sent, version: (board.prices.forecast?.version ?? 0) + 1 };
      const { version, madeAt, forecasts } = forecast;
      const kept = await keepVersion(parts, {
        kind: 'demand_forecast',
        version,
        document: forecast,
        says: { madeAt, rows: forecasts.length },
      });
      return kept
        ? { ok: true, value: forecast }
        : { ok: false, refusal: { reason: 'stale', what: 'demand_forecast', id: 'fct', version } };
    },
  };
}

function standing({ board, env }: HubParts): PriceStanding {
  const { prices, network } = board;
  const now = env.now();
  const { version } = network.document;
  return {
    ...onSheet(prices.sheet, now),
    missing: prices.sheetAt(now, version) ? undefined : prices.whyMissing(version),
    forecastVersion: prices.forecast?.version ?? 0,
  };
}

function onSheet(
  sheet: PriceSheet | undefined,
  now: number,
): Pick<PriceStanding, 'source' | 'ageMs' | 'items' | 'slots' | 'share'> {
  if (sheet === undefined)
    return { source: undefined, ageMs: undefined, items: 0, slots: 0, share: undefined };
  return {
    source: { ...priceSourceOf(sheet), networkVersion: sheet.networkVersion },
    ageMs: now - sheet.madeAt,
    items: sheet.rows.size,
    slots: sheet.slotAt.length,
    share: sheet.share,
  };
}

/** Who makes prices, until when nobody else does, and what was observed so far. */
interface PriceJob extends Lease {
  readonly observed: Observed;
  readonly chosen?: ChosenShare;
}

const jobId = 'prc_job';
const priceJob = { caseId: jobId, kind: 'price_job' } as const;
const idle: PriceJob = { ...freeLease, observed: nothingObserved };

async function refresh(
  parts: HubParts,
  how: PriceRefresh,
  sinceAt: number,
): Promise<PriceRefreshed> {
  const { env, store } = parts;
  const at = env.now();
  if (!isDue(parts, how, at)) return 'not-due';
  const [held] = await store.cases([jobId]);
  const job = (held?.document as PriceJob | undefined) ?? idle;
  if (isLeased(job, how.owner, at)) return 'other-process';
  const lease = { owner: how.owner, leaseUntilAt: at + leaseMs };
  const taken = jobCase(held, { ...priceJob, job: { ...job, ...lease } }, at);
  if (!(await writeJob(parts, held, taken))) return 'other-process';
  const chosen = await chosenShare(parts, how, job.chosen);
  if (chosen === job.chosen) return make(parts, how, { at, sinceAt, job, taken, chosen });
  const renewed = { owner: how.owner, leaseUntilAt: env.now() + leaseMs };
  const kept: PriceJob = { ...job, ...renewed, ...(chosen && { chosen }) };
  const again = jobCase(taken, { ...priceJob, job: kept }, at);
  // What was chosen is kept before a sheet is made: a process that dies over that chooses nothing twice.
  if (!(await writeJob(parts, taken, again))) return 'other-process';
  return make(parts, how, { at, sinceAt, job: kept, taken: again, chosen });
}

/** What is held while a sheet is made. */
interface Making {
  readonly at: number;
  readonly sinceAt: number;
  readonly job: PriceJob;
  readonly taken: CaseRecord;
  readonly chosen: ChosenShare | undefined;
}

async function make(parts: HubParts, how: PriceRefresh, making: Making): Promise<PriceRefreshed> {
  const { env, board, figures } = parts;
  const { sinceAt, job, taken, chosen } = making;
  const at = env.now();
  const { horizonDays, futures } = how;
  const looking = { horizonDays, futures, ...sharesOf(how, chosen?.share) };
  const { ask, observed } = priceAsk(board, looking, { at, sinceAt, observed: job.observed });
  const startedMs = env.mono();
  const sheet = await how.make(ask);
  figures.add('priceMakings');
  figures.add('priceMakingMillis', Math.round(env.mono() - startedMs));
  const ended: PriceJob = { ...idle, observed, ...(chosen && { chosen }) };
  const done = jobCase(taken, { ...priceJob, job: ended }, at);
  return (await publish(parts, sheet, done)) ? 'made' : 'other-process';
}

async function chosenShare(
  parts: HubParts,
  { shrinkPercent: choose, everyMs, horizonDays }: PriceRefresh,
  before: ChosenShare | undefined,
): Promise<ChosenShare | undefined> {
  const at = parts.env.now();
  if (typeof choose === 'number' || !isShareDue(parts, before, at)) return before;
  return chooseShareNow(parts, { everyMs, horizonDays, choose }, at);
}

/** A setting speaks for all prices; a replay only for those of goods, because it tried no others. */
function sharesOf(
  { shrinkPercent }: PriceRefresh,
  share: PriceShare | undefined,
): Pick<PriceAsk, 'shrinkPercent' | 'placesPercent' | 'share'> {
  if (typeof shrinkPercent === 'number')
    return { shrinkPercent, placesPercent: shrinkPercent, share: undefined };
  return { shrinkPercent: share?.shrinkPercent ?? 0, placesPercent: 100, share };
}

function isDue({ board }: HubParts, { everyMs }: PriceRefresh, at: number): boolean {
  if (board.strategyAt(at)?.weighsPrices !== true) return false;
  const { sheet, forecast } = board.prices;
  if (sheet?.networkVersion !== board.network.document.version) return true;
  if (sheet.forecastVersion !== (forecast === undefined ? '' : String(forecast.version)))
    return true;
  return at - sheet.madeAt >= everyMs;
}

const publish = (parts: HubParts, sheet: PriceSheet, done: CaseRecord): Promise<boolean> =>
  keepVersion(
    parts,
    {
      kind: 'price_sheet',
      version: sheet.version,
      document: priceSheetDocument(sheet),
      says: { method: sheet.method, madeAt: sheet.madeAt, items: sheet.rows.size },
    },
    (unit) => {
      unit.casesChanged.push(done);
    },
  );
