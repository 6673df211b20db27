import { aDraftLine, held, handOver, placed, sent, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { carriedCase, handledCase } from '../../learn/index.ts';
import type { TrainTask } from '../../learn/index.ts';
import { exampleLinear } from '../../models/decide/golden/example-models.ts';
import type { ModelDocument, NamedValues } from '../../models/index.ts';
import { compileNetwork } from '../../network/index.ts';
import {
  handlingKnown,
  laneClock,
  orderKnown,
  startKnown,
  transitKnown,
} from '../../promise/index.ts';
import type { LaneAsk, LaneClock } from '../../promise/index.ts';
import { decodeQuestion, routeOrder } from '../../route/index.ts';
import { compileStrategy } from '../../strategy/index.ts';
import { dayMs, ensure, zoneNamed } from '../../words/index.ts';

/** A world whose trainings are noted and refused. */
async function watchedWorld(): Promise<{ world: SmallWorld; tasks: TrainTask[] }> {
  const tasks: TrainTask[] = [];
  const world = await smallWorld({
    train: (task) => {
      tasks.push(task);
      const refusal = { reason: 'too-few-parcels', parcels: 0, parcelsMin: 400 } as const;
      return { ok: false, refusal };
    },
  });
  return { world, tasks };
}

/** What models are told, by node and service, while the stored decision is made once more. */
async function toldInDecision(
  { hub, store }: SmallWorld,
  decisionId: string,
): Promise<Map<string, { handling: NamedValues; transit: NamedValues }>> {
  const record = await store.decision(decisionId);
  const strategy = hub.strategies()[0]?.document;
  ensure(record !== undefined && strategy !== undefined, 'the decision is stored');
  const network = compileNetwork(hub.network());
  const clock = laneClock(network);
  const told = new Map<string, { handling: NamedValues; transit: NamedValues }>();
  const note = (nodeIx: number, startAt: number, ask: LaneAsk): void => {
    const [node, service] = [network.nodes[nodeIx], network.services[ask.serviceIx]];
    const zone = zoneNamed(node?.timeZone ?? '');
    ensure(node !== undefined && service !== undefined && zone.ok, 'the lane is known');
    const order = ask.order && orderKnown(ask.order, nodeIx);
    const one = { node, service, zone: ask.zone, ...startKnown(startAt, zone.value), order };
    const known = { handling: handlingKnown(one), transit: transitKnown(one) };
    told.set(`${node.nodeId} ${service.serviceId}`, known);
  };
  const noting: LaneClock = {
    firstSlot: (...ask) => clock.firstSlot(...ask),
    windowFrom: (...ask) => clock.windowFrom(...ask),
    leastLeadMs: (ask) => clock.leastLeadMs(ask),
    deliveryEndAt: (...ask) => {
      note(...ask);
      return clock.deliveryEndAt(...ask);
    },
    deliveryWindow: (...ask) => {
      note(...ask);
      return clock.deliveryWindow(...ask);
    },
  };
  const context = { network, laneClock: noting, strategy: compileStrategy(strategy) };
  expect(routeOrder(decodeQuestion(record.question), context).ok).toBe(true);
  return told;
}

describe('what models know of an order', () => {
  it('is the same when it is decided and when it is learned from, whatever came in between', async () => {
    const { world, tasks } = await watchedWorld();
    const lines = [aDraftLine('OAT', 3), aDraftLine('TEA', 1)];
    for (let before = 0; before < 2; before += 1) await placed(world, { lines });
    const order = await sent(world, { lines });
    const { decisionId, nodeId, serviceId } = order.work;
    const told = (await toldInDecision(world, decisionId)).get(`${nodeId} ${serviceId}`);
    expect(told).toMatchObject({
      handling: { lines: 2, units: 4, loadPercent: 3, startHour: 16 },
      transit: { region: 'CN-SH', postArea: 'CN 200' },
    });
    // More orders fill the same slot before the parcel comes, and nothing of that is known of it.
    for (let more = 0; more < 2; more += 1) await placed(world, { lines });
    world.clock.advance(2 * dayMs);
    await handOver(world, order);
    for (const use of ['handling', 'transit'] as const)
      await world.hub.trainModel({ note: '', use });
    const [handling, transit] = tasks;
    ensure(handling?.use === 'handling' && transit?.use === 'transit', 'both were asked for');
    const [learned] = handling.parcels.filter(({ readyAt }) => readyAt !== undefined);
    ensure(learned !== undefined && transit.parcels[0] !== undefined, 'the parcel is learned from');
    expect(handledCase(learned).known).toEqual(told?.handling);
    expect(carriedCase(transit.parcels[0]).known).toEqual(told?.transit);
  });

  it('is chosen by name, and a name that the hub does not know is refused before anything is read', async () => {
    const { world, tasks } = await watchedWorld();
    const features = ['node', 'loadPercent'];
    await world.hub.trainModel({ note: '', use: 'handling', features });
    expect(tasks).toMatchObject([{ features }]);
    expect(await world.hub.trainModel({ note: '', features: ['node', 'moon'] })).toMatchObject({
      refusal: { faults: [{ field: '/features/1', reason: 'unknown-feature' }] },
    });
    expect(tasks).toHaveLength(1);
  });
});

/** An hour to the door, and a day more for every kilogram of the order. */
const byWeight: ModelDocument = {
  ...exampleLinear,
  modelId: 'transit',
  predicts: 'transit-hours',
  levels: [0.5, 0.9],
  features: [{ name: 'weightGrams', kind: 'number' }],
  body: { kind: 'linear', base: [1, 1], weights: [0.024, 0.024], fill: [0] },
};

describe('a serving model that looks at the order', () => {
  it('says another window for a heavy order, and its decisions are asked again with the same answer', async () => {
    const world = await smallWorld();
    held(await world.hub.publishModel(byWeight, ''));
    held(await world.hub.serveModel('transit', { modelId: 'transit', version: 1 }, ''));
    const light = await placed(world, { lines: [aDraftLine('OAT', 1)] });
    const heavy = await placed(world, { lines: [aDraftLine('OAT', 8)] });
    const again = await placed(world, { lines: [aDraftLine('OAT', 1)] });
    const end = ({ record }: typeof light): number => record.promise?.window.endAt ?? 0;
    expect(end(heavy) - end(light)).toBeGreaterThanOrEqual(dayMs);
    expect(end(again)).toBe(end(light));
    held(await world.hub.stopModel('transit', 'asked'));
    for (const { decisionId } of [heavy, light, again])
      expect(held(await world.hub.replay(decisionId))).toMatchObject({ same: true });
  });
});
