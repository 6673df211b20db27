import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../http/testing/api-world.ts';
import type { Role } from '../config/index.ts';
import { keepPresence, readRoster } from './index.ts';
import type { Presence, PresentProcess, PresentSealing } from './index.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Joining = [
  name: string,
  roles: readonly Role[],
  routing: 'intake' | 'router',
  secrets?: readonly string[],
  sealing?: PresentSealing,
  agreed?: PresentProcess['agreed'],
];

/** A store that several processes open, each with a hub of its own. */
async function sharedStore() {
  const clock = fakeClock();
  const first = await smallWorld({ clock });
  ends.push(() => first.hub.stop());
  const said: string[] = [];
  const log = {
    warn: (_what: unknown, text: string) => void said.push(`warn ${text}`),
    ['info']: (_what: unknown, text: string) => void said.push(`info ${text}`),
  } as unknown as Parameters<typeof keepPresence>[0]['log'];
  const joins = async (...[name, roles, routing, secrets, sealing, agreed]: Joining) => {
    const { hub, store } = await processOn(first, name);
    const self = {
      ...{ name, roles, routing },
      ...(secrets && { secrets }),
      ...(sealing && { sealing }),
      ...(agreed && { agreed }),
    };
    const presence = await keepPresence({
      hub,
      store,
      now: () => clock.now(),
      log,
      self: () => self,
      hasOthers: false,
    });
    return { presence, backend: { hub, store, now: () => clock.now() } };
  };
  return { joins, clock, said };
}

async function processOn({ database, clock }: SmallWorld, origin: string): Promise<SmallWorld> {
  const world = await smallWorld({ database, clock, origin });
  ends.push(() => world.hub.stop());
  return world;
}

const found = ({ warnings }: Presence) => warnings().map(({ warning }) => warning);

describe('processes of one store', () => {
  it('that agree are known to each other by name and role, and nothing is warned of', async () => {
    const { joins } = await sharedStore();
    const api = (await joins('api-1', ['api'], 'router')).presence;
    const router = (await joins('router-1', ['router'], 'router')).presence;
    await api.look();
    for (const one of [api, router]) {
      expect(one.present().map(({ name, roles }) => [name, ...roles])).toEqual([
        ['api-1', 'api'],
        ['router-1', 'router'],
      ]);
      expect(found(one)).toEqual([]);
    }
  });

  it('that differ in OM_ROUTING are told so, with both sides and what to do, until they agree', async () => {
    const { joins, said } = await sharedStore();
    const one = (await joins('api-1', ['api', 'router'], 'router')).presence;
    const two = (await joins('api-2', ['api'], 'intake')).presence;
    await one.look();
    for (const presence of [one, two]) {
      expect(presence.warnings()).toMatchObject([
        { warning: 'routing-differs', setting: 'OM_ROUTING' },
      ]);
      expect(presence.warnings()[0]?.why).toContain('api-1 with router, api-2 with intake');
      expect(presence.warnings()[0]?.try[0]).toContain('same value in every process');
    }
    expect(said).toEqual([]);
    for (let looks = 0; looks < 6; looks += 1) await one.look();
    expect(said).toEqual([
      expect.stringMatching(/^warn presence: .*do not agree: api-1 with router/),
    ]);
    await two.stop();
    await one.look();
    expect(found(one)).toEqual([]);
    expect(said[1]).toBe('info presence: it is over');
  });

  it('whose orders wait for a router are told when none is there, also when it was killed', async () => {
    const { joins, clock } = await sharedStore();
    const api = (await joins('api-1', ['api'], 'router')).presence;
    expect(found(api)).toEqual(['router-missing']);
    expect(api.warnings()[0]?.try).toEqual([
      'Start a process with OM_ROLES=router on the same store.',
      expect.stringContaining('OM_ROUTING=intake'),
    ]);
    // It never says goodbye.
    await joins('router-1', ['router'], 'router');
    await api.look();
    expect(found(api)).toEqual([]);
    clock.advance(44_000);
    await api.look();
    expect(found(api)).toEqual([]);
    clock.advance(2_000);
    await api.look();
    expect(found(api)).toEqual(['router-missing']);
  });

  it('need the same setting only where orders are taken', async () => {
    const { joins } = await sharedStore();
    await joins('api-1', ['api', 'router'], 'router');
    const worker = (await joins('worker-1', ['worker', 'webhook'], 'intake')).presence;
    expect(found(worker)).toEqual([]);
  });

  it('that cannot read what another seals are named, until all have its secret', async () => {
    const { joins } = await sharedStore();
    const roles: readonly Role[] = ['api'];
    const api = (await joins('api-1', roles, 'intake', ['new', 'old'])).presence;
    const worker = (await joins('worker-1', ['worker'], 'intake', ['old'])).presence;
    await api.look();
    expect(found(api)).toEqual(['secret-differs']);
    expect(api.warnings()[0]).toMatchObject({
      setting: 'OM_SECRET_KEY',
      why: expect.stringMatching(/^worker-1 cannot read/) as string,
    });
    await worker.stop();
    await joins('worker-2', ['worker'], 'intake', ['old', 'new']);
    // Of a version that tells no secrets nothing is known.
    await joins('worker-3', ['worker'], 'intake');
    await api.look();
    expect(found(api)).toEqual([]);
    const bare = (await joins('worker-4', ['worker'], 'intake', [])).presence;
    expect(found(bare)).toEqual(['secret-differs']);
  });

  it('that differ in several settings are told of each in the log, and of the one that is mended', async () => {
    const { joins, said } = await sharedStore();
    const joined = async (name: string, agreed: PresentProcess['agreed']) =>
      (await joins(name, ['api'], 'intake', undefined, undefined, agreed)).presence;
    const api = await joined('api-1', { fourEyes: 'on', pickupHours: 72 });
    const two = await joined('api-2', { fourEyes: 'off', pickupHours: 96 });
    for (let looks = 0; looks < 5; looks += 1) await api.look();
    const once = [
      expect.stringMatching(/^warn presence: .*OM_FOUR_EYES: api-1 with on; api-2 with off/),
      expect.stringMatching(/^warn presence: .*OM_PICKUP_HOURS: api-1 with 72; api-2 with 96/),
    ] as string[];
    expect(said).toEqual(once);
    await two.stop();
    await joined('api-3', { fourEyes: 'on', pickupHours: 96 });
    await api.look();
    expect(said).toEqual([...once, 'info presence: it is over']);
    expect(api.warnings().map(({ setting }) => setting)).toEqual(['OM_PICKUP_HOURS']);
  });

  it('of which one found the seals tampered with are told so in the log at the first look', async () => {
    const { joins, said } = await sharedStore();
    const api = (await joins('api-1', ['api'], 'intake')).presence;
    const broken = { what: 'head-differs', seal: 4 } as const;
    const sealing = { keyId: 'aud_a', believes: ['aud_a'], broken };
    const worker = (await joins('worker-1', ['worker'], 'intake', undefined, sealing)).presence;
    for (let looks = 0; looks < 5; looks += 1) await api.look();
    // Once by each of the two.
    expect(said).toEqual(
      Array(2).fill(expect.stringMatching(/^warn presence: The chain of seals/)),
    );
    await worker.stop();
    await api.look();
    expect(said.slice(2)).toEqual(['info presence: it is over']);
  });

  it('that have left are not told of again, also when they look once more', async () => {
    const { joins } = await sharedStore();
    const api = (await joins('api-1', ['api'], 'intake')).presence;
    const worker = (await joins('worker-1', ['worker'], 'intake')).presence;
    await Promise.all([worker.look(), worker.stop(), worker.look()]);
    await worker.look();
    await api.look();
    expect(api.present().map(({ name }) => name)).toEqual(['api-1']);
  });

  it('are shown to somebody who only looks at the store', async () => {
    const { joins, clock } = await sharedStore();
    const { backend } = await joins('api-1', ['api'], 'router');
    const roster = await readRoster(backend.store, clock.now());
    expect(roster.present().map(({ name }) => name)).toEqual(['api-1']);
    expect(roster.warnings().map(({ warning }) => warning)).toEqual(['router-missing']);
    expect((await readRoster(backend.store, clock.now() + 46_000)).present()).toEqual([]);
  });

  it('all stand in the one row, also when they say so at the same moment', async () => {
    const { joins } = await sharedStore();
    const all = [
      (await joins('a', ['api'], 'intake')).presence,
      (await joins('b', ['router'], 'intake')).presence,
      (await joins('c', ['worker'], 'intake')).presence,
    ];
    for (let round = 0; round < 3; round += 1) await Promise.all(all.map((one) => one.look()));
    const [first] = all;
    await first?.look();
    expect(first?.present().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('tell it at /readyz, which stays 200, and as metrics', async () => {
    const { joins } = await sharedStore();
    const [one, two] = [
      { fourEyes: 'on', pickupHours: 72, choiceMinutes: 9 },
      { fourEyes: 'off', pickupHours: 96, choiceMinutes: 9 },
    ] as const;
    await joins('api-2', ['api'], 'intake', undefined, undefined, one);
    const { presence, backend } = await joins(
      ...(['api-1', ['api'], 'router', undefined, undefined, two] as const),
    );
    const api = await apiWorld(backend, { presence: () => presence });
    ends.push(() => api.http.close());
    const ready = await api.send({ url: '/readyz', key: null });
    expect(ready.status).toBe(200);
    expect(ready.at('/warnings/0/warning')).toBe('routing-differs');
    expect(ready.at('/warnings/1/warning')).toBe('router-missing');
    const { text } = await api.send({ url: '/metrics', key: null });
    expect(text).toContain('ordermesh_processes{role="api"} 2\n');
    expect(text).toContain('ordermesh_processes{role="router"} 0\n');
    expect(text).toContain('ordermesh_routing_differs 1\n');
    expect(text).toContain('ordermesh_router_missing 1\n');
    expect(text).toContain('ordermesh_secret_differs 0\n');
    expect(text).toContain('ordermesh_settings_differ 2\n');
  });
});
