import type { Hub } from '@ordermesh/core/hub';
import type { PriceShare, PriceSheet } from '@ordermesh/core/route';
import type { Settings } from '../config/index.ts';
import { again, idleWorker } from './again.ts';
import type { AgainWorker } from './again.ts';
import { makeInThread } from '../threads/index.ts';
import type { ThreadBody } from '../threads/index.ts';

/** The settings that say how prices are made. */
export type PricingSettings = Pick<
  Settings,
  'pricesEveryMinutes' | 'pricesHorizonDays' | 'pricesFutures' | 'pricesShrinkPercent'
>;

/** How something is made by settings, and to whom it is told. */
export interface MakingHow<S> {
  readonly settings: S;
  /** Name of this process, unique per start. */
  readonly owner: string;
  readonly fail: (failure: unknown) => void;
}

const thread: ThreadBody = {
  built: new URL('./price-thread.js', import.meta.url),
  source: new URL('./price-thread.ts', import.meta.url),
};

const shareThread: ThreadBody = {
  built: new URL('./share-thread.js', import.meta.url),
  source: new URL('./share-thread.ts', import.meta.url),
};

/** Looks now and then whether prices are due; `pricesEveryMinutes` 0 makes none, ever. */
export function runPricing(
  hub: Hub,
  { settings, owner, fail }: MakingHow<PricingSettings>,
): AgainWorker {
  if (settings.pricesEveryMinutes === 0) return idleWorker;
  const how = {
    owner,
    everyMs: settings.pricesEveryMinutes * 60_000,
    horizonDays: settings.pricesHorizonDays,
    futures: settings.pricesFutures,
  };
  const percent = settings.pricesShrinkPercent;
  return again(
    (inThread) =>
      hub.refreshPrices({
        ...how,
        shrinkPercent:
          percent === 'auto'
            ? (ask) => inThread(() => makeInThread<PriceShare>(shareThread, ask))
            : percent,
        make: (ask) => inThread(() => makeInThread<PriceSheet>(thread, ask)),
      }),
    fail,
  );
}
