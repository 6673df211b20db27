import type { Hub } from '@ordermesh/core/hub';
import type { MadeForecast } from '@ordermesh/core/learn';
import type { Settings } from '../config/index.ts';
import { again, idleWorker } from './again.ts';
import type { AgainWorker } from './again.ts';
import { makeInThread } from '../threads/index.ts';
import type { ThreadBody } from '../threads/index.ts';
import type { MakingHow } from './run-pricing.ts';

/** The settings that say how demand is forecast. */
export type ForecastSettings = Pick<Settings, 'forecastEveryHours' | 'forecastWeeks'>;

const thread: ThreadBody = {
  built: new URL('./forecast-thread.js', import.meta.url),
  source: new URL('./forecast-thread.ts', import.meta.url),
};

/** Looks now and then whether a day has ended or a forecast is due; `forecastEveryHours` 0 makes none, ever. */
export function runForecasts(
  hub: Hub,
  { settings, owner, fail }: MakingHow<ForecastSettings>,
): AgainWorker {
  if (settings.forecastEveryHours === 0) return idleWorker;
  return again(
    (inThread) =>
      hub.refreshForecasts({
        owner,
        everyMs: settings.forecastEveryHours * 3_600_000,
        weeksAhead: settings.forecastWeeks,
        make: (ask) => inThread(() => makeInThread<MadeForecast>(thread, ask)),
      }),
    fail,
  );
}
