import { aDraft, held, smallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';
import { runForecasts } from './index.ts';

const dayMs = 86_400_000;

it('makes the first forecast in a thread of its own, and none where the setting says never', async () => {
  const world = await smallWorld({ stock: { st_a: { OAT: 900 }, st_b: {}, dc_w: {} } });
  const { hub, clock } = world;
  for (let day = 0; day < 29; day++) {
    held(await hub.placeOrder(aDraft(), { principal: 'test' }));
    clock.advance(dayMs);
    for (let step = 0; step < 40; step++) await Promise.resolve();
    await hub.settled();
  }
  const failures: unknown[] = [];
  const how = { owner: 'test', fail: (failure: unknown) => failures.push(failure) };
  const never = runForecasts(hub, {
    ...how,
    settings: { forecastEveryHours: 0, forecastWeeks: 4 },
  });
  await never.stop();
  expect(hub.forecasts().published).toBeUndefined();
  const worker = runForecasts(hub, {
    ...how,
    settings: { forecastEveryHours: 168, forecastWeeks: 4 },
  });
  await expect.poll(() => hub.forecasts().published?.version, { timeout: 20_000 }).toBe(1);
  await worker.stop();
  expect(failures).toEqual([]);
}, 30_000);
