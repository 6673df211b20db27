import { aDraft, held, pass, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { exampleTrees } from '../../models/decide/golden/example-models.ts';
import type { ModelDocument } from '../../models/index.ts';
import { strategyJson } from '../../strategy/index.ts';
import { dayMs } from '../../words/index.ts';

/** Every parcel takes a week longer than any curve says. */
const slowWeek: ModelDocument = {
  ...exampleTrees,
  modelId: 'transit',
  predicts: 'transit-hours',
  features: [{ name: 'zone', kind: 'number' }],
  body: {
    kind: 'trees',
    base: [200, 260],
    roots: [0],
    feature: [-1],
    threshold: [0],
    no: [0],
    missing: [0],
    leaves: [0, 0],
  },
};

const promised = (world: SmallWorld): number =>
  held(world.hub.promiseCart(aDraft())).promise.window.endAt;

async function serving(model: ModelDocument = slowWeek): Promise<SmallWorld> {
  const world = await smallWorld();
  held(await world.hub.publishModel(model, 'made elsewhere'));
  held(await world.hub.serveModel('transit', { modelId: 'transit', version: 1 }, 'pilot'));
  return world;
}

const freshly = (world: SmallWorld): ModelDocument => ({
  ...slowWeek,
  card: { ...slowWeek.card, trainedAt: world.clock.now() },
});

describe('a published model', () => {
  it('serves nothing until it is let', async () => {
    const world = await smallWorld();
    const before = promised(world);
    expect(held(await world.hub.publishModel(slowWeek, 'first'))).toMatchObject({
      model: { modelId: 'transit', version: 1 },
      servesFor: undefined,
    });
    expect(promised(world)).toBe(before);
    held(await world.hub.publishModel(slowWeek, 'second'));
    expect(world.hub.models().map(({ model }) => model.version)).toEqual([1, 2]);
  });

  it('is refused where its unit or its features do not fit', async () => {
    const world = await smallWorld();
    held(await world.hub.publishModel(slowWeek, ''));
    const of = { modelId: 'transit', version: 1 };
    expect(await world.hub.serveModel('handling', of, '')).toMatchObject({
      refusal: { faults: [{ field: '/predicts', reason: 'wrong-unit' }] },
    });
    expect(await world.hub.serveModel('transit', { ...of, version: 2 }, '')).toMatchObject({
      refusal: { reason: 'not-found', id: 'transit/2' },
    });
    held(
      await world.hub.publishModel(
        { ...slowWeek, modelId: 'odd', features: [{ name: 'moon', kind: 'number' }] },
        '',
      ),
    );
    expect(await world.hub.serveModel('transit', { modelId: 'odd', version: 1 }, '')).toMatchObject(
      {
        refusal: { faults: [{ field: '/features/0', reason: 'unknown-feature' }] },
      },
    );
  });

  it('is not trained of nothing', async () => {
    const world = await smallWorld();
    expect(await world.hub.trainModel({ note: 'first try' })).toMatchObject({
      refusal: { reason: 'invalid', faults: [{ reason: 'too-few-parcels' }] },
    });
  });
});

describe('a serving model', () => {
  it('says the window to every reader, as a version of the network', async () => {
    const world = await serving();
    expect(world.hub.network()).toMatchObject({
      promiseModels: { transit: { modelId: 'transit', version: 1 } },
    });
    const cart = promised(world);
    expect(cart - world.clock.now()).toBeGreaterThan(10 * dayMs);
    const order = await placed(world);
    expect(order.record.promise?.window.endAt).toBe(cart);
    expect(world.hub.models()[0]).toMatchObject({ servesFor: 'transit' });
  });

  it('gives way to the curves when it is stopped, and its decisions are asked again under it', async () => {
    const world = await serving();
    const order = await placed(world);
    held(await world.hub.stopModel('transit', 'asked'));
    expect(promised(world) - world.clock.now()).toBeLessThan(10 * dayMs);
    expect(held(await world.hub.replay(order.decisionId))).toMatchObject({ same: true });
  });

  it('stays when somebody sends back a network in which it did not serve yet', async () => {
    const world = await smallWorld();
    const before = world.hub.network();
    held(await world.hub.publishModel(slowWeek, ''));
    held(await world.hub.serveModel('transit', { modelId: 'transit', version: 1 }, ''));
    held(await world.hub.publishNetwork(before, 'an older copy'));
    expect(world.hub.network()).toHaveProperty('promiseModels');
  });

  it('is stopped by itself when it is stale, with the reason in the log', async () => {
    const world = await smallWorld();
    held(await world.hub.publishModel(freshly(world), ''));
    held(await world.hub.serveModel('transit', { modelId: 'transit', version: 1 }, ''));
    expect(await world.hub.judgeModels()).toMatchObject([
      { version: 1, verdict: { serves: true } },
    ]);
    world.clock.advance(61 * dayMs);
    const bodies: unknown[] = [];
    world.hub.subscribe((event) => bodies.push(event.body));
    expect(await world.hub.judgeModels()).toMatchObject([
      { use: 'transit', verdict: { serves: false, reasons: [{ reason: 'stale' }] } },
    ]);
    expect(bodies).toMatchObject([{ kind: 'network', note: 'stale: trained 61 days ago' }]);
    expect(world.hub.network()).not.toHaveProperty('promiseModels');
    expect(await world.hub.judgeModels()).toEqual([]);
  });

  it('is judged every day without being asked', async () => {
    const world = await smallWorld();
    held(
      await world.hub.publishModel({ ...slowWeek, card: { ...slowWeek.card, trainedAt: 0 } }, ''),
    );
    held(await world.hub.serveModel('transit', { modelId: 'transit', version: 1 }, ''));
    await pass(world, 2 * dayMs);
    expect(world.hub.network()).not.toHaveProperty('promiseModels');
  });
});

/** A transit model on trial for key accounts alone. */
async function piloted(): Promise<SmallWorld> {
  const world = await serving();
  const pilot = {
    pilot_id: 'key-accounts',
    name: 'Key accounts first',
    model: 'transit',
    when: [{ field: 'order.tier', operator: 'eq', value: 'vip' }],
  };
  const { version: _version, ...current } = strategyJson(world.hub.strategies()[0]!.document);
  held(await world.hub.publishStrategy({ ...current, model_pilots: [pilot] }, 'a pilot'));
  return world;
}

describe('a model on trial for some orders', () => {
  it('speaks for those alone, and the explanation names who spoke', async () => {
    const world = await piloted();
    const tried = await placed(world, { tier: 'vip' });
    const others = await placed(world);
    const curve = await placed(await smallWorld());
    expect(tried.record.promise!.window.endAt - world.clock.now()).toBeGreaterThan(10 * dayMs);
    expect(others.record.promise?.window).toEqual(curve.record.promise?.window);

    const spoke = held(await world.hub.explain(tried.decisionId));
    expect(spoke.versions.models).toEqual(['transit@1']);
    expect(spoke.text.en).toContain('Its times are by model transit@1.');
    expect(spoke.text.zh).toContain('时间由模型 transit@1 给出');
    const withheld = held(await world.hub.explain(others.decisionId));
    expect(withheld.versions.models).toEqual([]);
    expect(withheld.text.en).toContain('Model transit@1 is on trial for other orders');
    expect(withheld.text.zh).toContain('模型 transit@1 仅对其他订单试点');
  });

  it('is asked in any sequence with the same answer, and replays', async () => {
    const world = await piloted();
    const ends = (tier: string) =>
      held(world.hub.promiseCart(aDraft({ tier }))).promise.window.endAt;
    const [vip, standard] = [ends('vip'), ends('standard')];
    expect([ends('standard'), ends('vip'), ends('standard')]).toEqual([standard, vip, standard]);
    const { decisionId } = await placed(world, { tier: 'vip' });
    held(await world.hub.stopModel('transit', 'the trial is over'));
    expect(held(await world.hub.replay(decisionId))).toMatchObject({ same: true });
  });
});
