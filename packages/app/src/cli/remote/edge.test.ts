import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { departedFact, packedFact } from '@ordermesh/core/facts';
import { parcelUri, privateUri } from '@ordermesh/core/words';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import type { RunningServer } from '../../runtime/index.ts';
import { served, typeWords } from '../testing/served.ts';

let world: SmallWorld;
let server: RunningServer;
const folder = mkdtempSync(join(tmpdir(), 'om-edge-cli-'));

beforeAll(async () => {
  world = await smallWorld();
  server = await served({ ...world, now: () => world.clock.now() });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

type Said = Readonly<Record<string, unknown>>;

/** Pipes messages into the agent, which ends when they end. */
async function pipe(words: string, messages: readonly (object | string)[], url = server.url) {
  const { code, out, talk } = await typeWords(['edge', ...words.split(' ')], {
    environment: { OM_URL: url },
    lines: async function* () {
      for (const one of messages) yield typeof one === 'string' ? one : JSON.stringify(one);
    },
  });
  const lines = out.split('\n').filter(Boolean);
  return { code, said: lines.map((line) => JSON.parse(line) as Said), talk };
}

const nowhere = 'http://127.0.0.1:9';
const name = (kind: 'node' | 'order' | 'sku' | 'vehicle', key: string) =>
  privateUri('hub.ordermesh.local', kind, key);
const box = parcelUri('095211410000011003');

/** An order of the small world that left its store in a van. */
async function onTheRoad(): Promise<string> {
  const placed = await world.hub.placeOrder(aDraft(), { principal: 'shop' });
  if (!placed.ok) throw new Error(placed.refusal.reason);
  const { orderId } = placed.value.record.order;
  const [work] = placed.value.fulfilments;
  const nodeUri = name('node', work?.nodeId ?? '');
  const at = world.clock.now();
  const goods = [{ itemUri: name('sku', 'OAT'), unit: 'each', units: 2 }] as const;
  const orderKeys = [name('order', orderId)];
  for (const fact of [
    packedFact({ at, nodeUri, orderKeys, parcelUri: box, goods }),
    departedFact({ at: at + 1, placeUri: nodeUri, orderKeys, parcelUris: [box] }),
  ])
    await world.hub.captureFacts(fact);
  return orderId;
}

describe('ordermesh edge', () => {
  it('answers a warm parcel while the hub is away, keeps it over a restart, and tells it once the hub is back', async () => {
    const orderId = await onTheRoad();
    const log = join(folder, 'van.log');
    const start = `--node ${name('vehicle', 'van-1')} --log ${log} --offset +08:00`;
    const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();
    const offline = await pipe(
      start,
      [
        {
          say: 'watch',
          parcel: box,
          class: 'chilled',
          since: minutesAgo(40),
          value_minor: 5000,
          options: [
            {
              option: 'van-2',
              kind: 'relay',
              place: name('vehicle', 'van-2'),
              cost_minor: 300,
              safe_in_minutes: 20,
            },
          ],
          orders: [name('order', orderId)],
        },
        { say: 'reading', parcel: box, at: minutesAgo(40), celsius: 5 },
        { say: 'reading', parcel: box, at: minutesAgo(20), celsius: 12 },
        { say: 'reading', parcel: box, celsius: 12 },
      ],
      nowhere,
    );
    expect(offline.code).toBe(75);
    const answered = offline.said.filter((one) => 'answer' in one);
    expect(answered).toMatchObject([{ said: 'judged', answer: { option: 'van-2' } }]);
    expect(offline.said.at(-1)).toMatchObject({ said: 'told', sent: 0, waiting: 1 });
    const online = await pipe(start, [{ say: 'done', parcel: box }]);
    expect(online.code).toBe(0);
    expect(online.said.at(-1)).toMatchObject({ said: 'told', sent: 3, duplicates: 0, waiting: 0 });
    expect((await pipe(start, [])).said).toEqual([]);

    const answer = await fetch(`${server.url}/v1/cold-answers?order_id=${orderId}`, {
      headers: { authorization: 'Bearer om_test_demo' },
    });
    const listed = (await answer.json()) as Said;
    expect(listed['data']).toMatchObject([
      {
        state: 'done',
        action: 'goes-on',
        parcel: box,
        report: { answer: 'relay', option_id: 'van-2' },
      },
    ]);
  });

  it('goes on after nonsense, and says what was wrong with it', async () => {
    const log = join(folder, 'bench.log');
    const { code, said } = await pipe(`--node st_a --log ${log}`, [
      '{',
      { say: 'scan', task: 't' },
      '',
      { say: 'put_back', task: 't' },
    ]);
    expect(code).toBe(0);
    expect(said).toMatchObject([
      { said: 'refused', reason: 'not-understood', faults: [{ field: '/say' }] },
      {
        said: 'refused',
        reason: 'not-understood',
        faults: [{ field: '/code', reason: 'missing' }],
      },
      { said: 'refused', reason: 'no-task' },
    ]);
  });

  it('does not start without a log, or with one that is damaged', async () => {
    expect((await pipe('--node st_a', [])).talk).toContain('--log is needed');
    expect((await pipe(`--node st_a --log ${join(folder, 'x')} --offset 8`, [])).talk).toContain(
      '+08:00',
    );
    const log = join(folder, 'damaged.log');
    writeFileSync(log, '0123456789abcdef []\n0123456789abcdef []\n');
    const refused = await pipe(`--node st_a --log ${log}`, []);
    expect([refused.code, refused.talk]).toEqual([
      65,
      expect.stringContaining('damaged at byte 0'),
    ]);
  });
});
