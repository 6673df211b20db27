import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;

beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

/** Every parcel takes 200 to 260 hours. */
const slow = {
  format: 'ordermesh-model/1',
  modelId: 'transit',
  version: 1,
  predicts: 'transit-hours',
  features: [{ name: 'zone', kind: 'number' }],
  levels: [0.5, 0.9],
  scale: 'plain',
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
  factors: [],
  card: {
    trainedAt: 1_780_000_000_000,
    fromAt: 1_770_000_000_000,
    untilAt: 1_779_000_000_000,
    rows: 1200,
    censoredRows: 40,
    seed: 1,
    settings: {},
    metrics: [],
    calibration: [{ level: 0.9, coveredShare: 0.91, rows: 300 }],
    inputs: [],
    fallback: 'curves',
    digest: 'a'.repeat(64),
  },
};

const endOf = async (): Promise<number> => {
  const placed = await api.send({ url: '/v1/orders?dry_run=true', body: aDraft() });
  return Date.parse(String(placed.at('/order/promise/window/end')));
};

describe('models over HTTP', () => {
  it('are published, listed with their card, let serve and stopped', async () => {
    const before = await endOf();
    const published = await api.send({ url: '/v1/models?note=bought', body: slow });
    expect([published.status, published.at('/version'), published.at('/serves_for')]).toEqual([
      201,
      1,
      null,
    ]);
    const listed = await api.send({ url: '/v1/models' });
    expect(listed.at('/data/0')).toMatchObject({
      model_id: 'transit',
      note: 'bought',
      card: { rows: 1200, calibration: [{ level: 0.9, covered_share: 0.91 }] },
    });
    const serving = await api.send({
      method: 'PUT',
      url: '/v1/promise-models/transit',
      body: { model_id: 'transit', version: 1, note: 'pilot' },
    });
    expect([serving.status, serving.at('/serves_for')]).toEqual([200, 'transit']);
    expect((await endOf()) - before).toBeGreaterThan(7 * 86_400_000);
    const stopped = await api.send({
      url: '/v1/promise-models/transit/stop',
      body: { reason: 'enough' },
    });
    expect(stopped.at('/serves_for')).toBe(null);
    expect(await endOf()).toBe(before);
  });

  it('come back whole as they were sent', async () => {
    await api.send({ url: '/v1/models', body: slow });
    expect((await api.send({ url: '/v1/models/transit?version=1' })).at('')).toEqual(slow);
    expect((await api.send({ url: '/v1/models/transit?version=2' })).status).toBe(404);
  });

  it('are judged, and those that are too old are stopped', async () => {
    await api.send({ url: '/v1/models', body: { ...slow, card: { ...slow.card, trainedAt: 0 } } });
    const body = { model_id: 'transit', version: 1, note: 'pilot' };
    await api.send({ method: 'PUT', url: '/v1/promise-models/transit', body });
    const judged = await api.send({ method: 'POST', url: '/v1/promise-models:judge' });
    expect(judged.at('/data/0')).toMatchObject({ serves: false, reasons: ['stale'] });
    expect((await api.send({ url: '/v1/models' })).at('/data/0/serves_for')).toBe(null);
  });

  it('are refused with the place of the fault, and not trained of too little', async () => {
    const wrong = await api.send({ url: '/v1/models', body: { ...slow, levels: [0.9, 0.5] } });
    expect([wrong.status, wrong.at('/errors/0/pointer')]).toEqual([400, '/levels']);
    const few = await api.send({ url: '/v1/models:train', body: { note: 'first' } });
    expect([few.status, few.at('/errors/0/why')]).toEqual([
      400,
      expect.stringContaining('at least 400 are needed'),
    ]);
    const moon = await api.send({
      url: '/v1/models:train',
      body: { note: 'by the moon', features: ['zone', 'moon'] },
    });
    expect([moon.status, moon.at('/errors/0/pointer')]).toEqual([400, '/features/1']);
  });
});
