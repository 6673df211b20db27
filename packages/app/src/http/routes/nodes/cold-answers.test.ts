import type { AddressInfo } from 'node:net';
import { chooseAnswer, coldLimits, coldReportOf } from '@ordermesh/core/execute';
import { temperatureFact } from '@ordermesh/core/facts';
import { ordermesh } from '@ordermesh/sdk';
import type { ColdAnswer } from '@ordermesh/sdk';
import { scan, sent, smallWorld } from '@ordermesh/testkit';
import { expect, it } from 'vitest';

import { demoKeyText } from '../../../keys/index.ts';
import { apiWorld } from '../../testing/api-world.ts';

const minuteMs = 60_000;

/** What the agent in the van decided: another cold vehicle comes. */
function relayReport(at: number) {
  const answer = chooseAnswer({
    cold: {
      at,
      sinceAt: at - 30 * minuteMs,
      readings: [{ at: at - 30 * minuteMs, milliCelsius: 12_000 }],
      limits: { ...coldLimits.chilled, gapMsMax: 60 * minuteMs },
    },
    goods: { valueMinor: 9000, lateMinorPerHour: 0, lateMinorMax: 0 },
    options: [{ optionId: 'van-2', kind: 'relay', costMinor: 700, safeInMs: minuteMs }],
  });
  if (!answer.ok) throw new Error(answer.refusal.reason);
  return coldReportOf(answer.value, 40_000);
}

it('Staff list goods that got too warm by the client, with what was decided and why', async () => {
  const world = await smallWorld();
  const api = await apiWorld({ ...world, now: () => world.clock.now() });
  await api.http.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.http.app.server.address() as AddressInfo;
  const client = ordermesh({ url: `http://127.0.0.1:${String(port)}`, key: demoKeyText });
  const { orderId, parcel, node } = await sent(world);
  const listed = async (query: Parameters<typeof client.coldAnswers.list>[0]) => {
    const rows: ColdAnswer[] = [];
    for await (const row of client.coldAnswers.list(query)) rows.push(row);
    return rows;
  };

  expect(await listed({ order_id: orderId })).toEqual([]);
  await scan(
    world,
    temperatureFact({
      at: world.clock.now(),
      placeUri: 'geo:31.2,121.4',
      parcelUris: [parcel],
      celsius: 12,
      brokenRuleUri: 'https://ns.example/rule',
      coldAnswer: relayReport(world.clock.now()),
    }),
  );
  expect(await listed({ order_id: orderId })).toMatchObject([
    {
      state: 'answered',
      node,
      parcel,
      action: 'goes-on',
      done_at: null,
      report: { option_id: 'van-2' },
    },
  ]);
  expect(await listed({ state: 'done' })).toEqual([]);
  await api.http.close();
  await world.hub.stop();
});
