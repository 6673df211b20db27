import type { Hub } from '@ordermesh/core/hub';
import type { Settings } from '../config/index.ts';
import { makeInThread } from './make-in-thread.ts';
import type { SheetInMaking } from './make-in-thread.ts';

/** Makes prices anew by itself, until it is stopped. */
export interface PricingWorker {
  stop(): Promise<void>;
}

/** The settings that say how prices are made. */
export type PricingSettings = Pick<
  Settings,
  'pricesEveryMinutes' | 'pricesHorizonDays' | 'pricesFutures' | 'pricesShrinkPercent'
>;

/** How prices are made, and to whom it is told. */
interface PricingHow {
  readonly settings: PricingSettings;
  /** Name of this process, unique per start. */
  readonly owner: string;
  readonly fail: (failure: unknown) => void;
}

/** How often it is looked whether prices are due, ms; a new network or forecast waits no longer. */
const lookEveryMs = 5_000;

/** Looks now and then whether prices are due; `pricesEveryMinutes` 0 makes none, ever. */
export function runPricing(hub: Hub, { settings, owner, fail }: PricingHow): PricingWorker {
  let [timer, isStopped]: [NodeJS.Timeout | undefined, boolean] = [undefined, false];
  let making: SheetInMaking | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  const refresh = () =>
    hub.refreshPrices({
      owner,
      everyMs: settings.pricesEveryMinutes * 60_000,
      horizonDays: settings.pricesHorizonDays,
      futures: settings.pricesFutures,
      shrinkPercent: settings.pricesShrinkPercent,
      make: (ask) => {
        if (isStopped) throw new Error('this process makes no prices any more');
        making = makeInThread(ask);
        return making.sheet;
      },
    });
  const look = (): void => {
    looking = refresh()
      .catch((failure: unknown) => {
        if (!isStopped) fail(failure);
      })
      .finally(() => {
        if (!isStopped) timer = setTimeout(look, lookEveryMs);
      });
  };
  if (settings.pricesEveryMinutes > 0) look();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await making?.end();
      await looking;
    },
  };
}
