/** What deciding new orders together costs: CPU per order on a store in memory, one by one and in joint batches. */
import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { createHub } from '@ordermesh/core/hub';
import type { Env, Hub, HubFigures } from '@ordermesh/core/hub';
import { strategyJson } from '@ordermesh/core/strategy';
import { memoryDatabase, memoryStore } from '@ordermesh/testkit';

import { fill } from './fill.ts';
import type { Draft } from './fill.ts';
import type { Figure } from './report.ts';

const env: Env = {
  now: () => Date.now(),
  mono: () => performance.now(),
  randomHex: () => randomBytes(16).toString('hex'),
  after: () => () => undefined,
  turn: () => setImmediate(),
  log: () => undefined,
};

/** New orders that come at one moment. */
const batchOrders = 200;

/** A tenth of the reference world's stock: a batch meets goods that run short. */
const scarce = 0.1;

/** @param orders how many are placed in each of the two worlds */
export async function benchJoint(orders: number): Promise<readonly Figure[]> {
  // Everything is warm before the clock starts.
  await placeAll(2 * batchOrders, true);
  const alone = await placeAll(orders, false);
  const joint = await placeAll(orders, true);
  const share = (100 * joint.figures.ordersDecidedJointly) / orders;
  const perOrder = joint.figures.jointBatchMicros / orders;
  const name = `batches of ${String(batchOrders)}, goods scarce`;
  return [
    { name: `joint: CPU one by one, ${name}`, value: alone.cpuMicros, unit: 'µs/order' },
    { name: `joint: CPU decided together, ${name}`, value: joint.cpuMicros, unit: 'µs/order' },
    { name: 'joint: the joint step alone', value: perOrder, unit: 'µs/order' },
    { name: 'joint: orders that changed nodes by it', value: share, unit: '%' },
  ];
}

/** The few items that everybody wants. */
const wantedItems = 20;

/** The same drafts, as one line of a wanted item each. */
const wantedBy =
  (draft: Draft): Draft =>
  (ix) => {
    const [line] = (draft(ix % wantedItems) as WithLines).lines;
    return { ...(draft(ix) as WithLines), lines: [line] };
  };

interface WithLines {
  readonly lines: readonly unknown[];
}

interface PlacedAll {
  readonly cpuMicros: number;
  readonly figures: HubFigures;
}

async function placeAll(orders: number, isJoint: boolean): Promise<PlacedAll> {
  const store = memoryStore({ database: memoryDatabase(), origin: 'joint' });
  const hub = await createHub({ store, env, origin: 'joint', lookEveryMs: 3_600_000 });
  const draft = wantedBy(await fill(hub, scarce));
  if (isJoint) await decideTogether(hub);
  const before = process.cpuUsage();
  for (let from = 0; from < orders; from += batchOrders)
    await Promise.all(
      Array.from({ length: Math.min(batchOrders, orders - from) }, (_, ix) =>
        hub.placeOrder(draft(from + ix), { principal: 'bench' }),
      ),
    );
  const { user, system } = process.cpuUsage(before);
  const figures = hub.figures();
  await hub.stop();
  return { cpuMicros: (user + system) / orders, figures };
}

async function decideTogether(hub: Hub): Promise<void> {
  const [standard] = hub.strategies();
  if (standard === undefined) throw new Error('A hub has a strategy');
  const document = {
    ...strategyJson(standard.document),
    joint_batches: { from_orders: 2, steps_max: 20_000 },
  };
  const published = await hub.publishStrategy(document, 'joint');
  if (!published.ok) throw new Error(JSON.stringify(published.refusal));
}
