import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeId } from '@ordermesh/core/words';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiAnswer, ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let other: string;

beforeEach(async () => {
  world = await smallWorld({ rules: { fourEyes: 'on', approvalHours: 2 } });
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  other = api.keyWith('nodes:write', 'approvals:write');
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

type Profile = Readonly<Record<string, unknown>>;
const profileOf = async (node: string): Promise<Profile> =>
  (await api.send({ url: `/v1/nodes/${node}` })).at('/profile') as Profile;
const put = async (node: string, change: Profile): Promise<ApiAnswer> =>
  api.send({
    method: 'PUT',
    url: `/v1/nodes/${node}`,
    body: { ...(await profileOf('st_a')), node_id: node, ...change },
  });
const imported = (rows: readonly object[], query = ''): Promise<ApiAnswer> =>
  api.send({
    method: 'POST',
    url: `/v1/imports/nodes${query}`,
    headers: { 'content-type': 'application/x-ndjson' },
    body: rows.map((row) => JSON.stringify(row)).join('\n'),
  });
const idOf = (answer: ApiAnswer): string => String(answer.at('/approval/approval_id'));
const judge = (answer: ApiAnswer, verb: string, key?: string): Promise<ApiAnswer> =>
  api.send({
    url: `/v1/approvals/${idOf(answer)}/${verb}`,
    body: {},
    ...(key !== undefined && { key }),
  });
const nameOf = (node: string) =>
  world.hub.network().nodes.find((one) => one.nodeId === nodeId(node))?.name;
const version = () => world.hub.network().version;
const waiting = async () => (await api.send({ url: '/v1/approvals' })).at('/data') as object[];

describe('the profile of a single node with four eyes', () => {
  it('waits until another key agrees; change and agreement are one commit, and the trail names both', async () => {
    const before = version();
    const asked = await put('st_a', { name: 'Harbour' });
    expect([asked.status, version(), nameOf('st_a') === 'Harbour']).toEqual([202, before, false]);
    expect(asked.at('')).toMatchObject({
      node: 'st_a',
      approval: {
        ...{ kind: 'nodes', resource: 'node/st_a', state: 'pending' },
        wish: { profiles: [{ node_id: 'st_a', name: 'Harbour' }] },
      },
    });
    expect((await judge(asked, 'approve')).at('/code')).toBe('OM3011');
    const mayNot = api.keyWith('approvals:write', 'strategies:write');
    expect((await judge(asked, 'approve', mayNot)).status).toBe(403);
    expect((await judge(asked, 'approve', other)).at('/state')).toBe('approved');
    expect([version(), nameOf('st_a')]).toEqual([before + 1, 'Harbour']);
    const told = (await world.store.events(0, 1_000)).events.slice(-3);
    expect(
      told.map(({ type, by }) => [type.split('.').slice(2, 4).join('.'), by?.operation]),
    ).toEqual([
      ['approval.asked', 'putNode'],
      ['network.published', 'approve'],
      ['approval.approved', 'approve'],
    ]);
    expect(told[0]?.by?.principal).not.toBe(told[1]?.by?.principal);
    expect(told[1]?.recordedAt).toBe(told[2]?.recordedAt);
  });

  it('may be of a node that is not there yet, and is refused at once when it is not sound', async () => {
    const fresh = await put('st_new', { name: 'New' });
    expect([fresh.status, nameOf('st_new')]).toEqual([202, undefined]);
    const wrong = await put('st_b', { time_zone: 'Nowhere/Else' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('time_zone')]);
    expect(await waiting()).toHaveLength(1);
    await judge(fresh, 'approve', other);
    expect(nameOf('st_new')).toBe('New');
  });

  it('is stale when that node was changed meanwhile, and not when another one was', async () => {
    const [first, second, elsewhere] = [
      await put('st_a', { name: 'First' }),
      await put('st_a', { name: 'Second' }),
      await put('dc_w', { name: 'West' }),
    ];
    const [one, two] = [await put('st_new', { name: 'A' }), await put('st_new', { name: 'B' })];
    expect((await judge(first, 'approve', other)).status).toBe(200);
    const stale = await judge(second, 'approve', other);
    expect([stale.status, stale.at('/state'), nameOf('st_a')]).toEqual([409, 'stale', 'First']);
    expect((await judge(elsewhere, 'approve', other)).status).toBe(200);
    expect((await judge(two, 'approve', other)).status).toBe(200);
    expect((await judge(one, 'approve', other)).at('/state')).toBe('stale');
    expect([nameOf('dc_w'), nameOf('st_new')]).toEqual(['West', 'B']);
  });

  it('is asked once by who sends it again after a lost answer, and anew when it was rejected', async () => {
    const [first, again] = [
      await put('st_a', { name: 'Once' }),
      await put('st_a', { name: 'Once' }),
    ];
    expect([idOf(again), (await waiting()).length]).toEqual([idOf(first), 1]);
    await judge(first, 'reject');
    const anew = await put('st_a', { name: 'Once' });
    expect(idOf(anew)).not.toBe(idOf(first));
    world.clock.advance(2 * 3_600_000);
    expect(idOf(await put('st_a', { name: 'Once' }))).not.toBe(idOf(anew));
  });

  it('does not hold up what the house does by itself, nor an emergency', async () => {
    const profile = world.hub.network().nodes[0];
    expect((await world.hub.putNode({ ...profile, name: 'By itself' })).ok).toBe(true);
    const struck = await api.send({ url: '/v1/nodes/st_a/strike', body: { reason: 'storm' } });
    expect([struck.status, struck.at('/state')]).toEqual([200, 'stricken']);
    const open = await api.send({ url: '/v1/nodes/st_a/restore', body: { reason: 'over' } });
    expect([open.status, open.at('/state')]).toEqual([200, 'open']);
  });
});

describe('an import of nodes with four eyes', () => {
  it('is judged line by line, and its sound lines wait together for another key', async () => {
    const [a, b] = [await profileOf('st_a'), await profileOf('st_b')];
    const before = version();
    const asked = await imported([
      { ...a, name: 'A2' },
      b,
      { ...b, node_id: 'st_c', name: 'C' },
      { node_id: 'st_d' },
    ]);
    expect([asked.status, version()]).toEqual([202, before]);
    expect(asked.at('')).toMatchObject({ new: 1, changed: 1, same: 1, refused: 1 });
    expect(asked.at('/approval')).toMatchObject({ kind: 'nodes', resource: 'network/nodes' });
    expect((await judge(asked, 'approve')).at('/code')).toBe('OM3011');
    expect((await judge(asked, 'approve', other)).status).toBe(200);
    expect([version(), nameOf('st_a'), nameOf('st_c'), nameOf('st_d')]).toEqual([
      ...[before + 1, 'A2', 'C', undefined],
    ]);
    const again = await imported([{ ...a, name: 'A2' }, b]);
    expect([again.status, again.at('/same'), again.at('/approval')]).toEqual([200, 2, undefined]);
  });

  it('may be one of several batches: each is agreed to on its own, in any order', async () => {
    const a = await profileOf('st_a');
    const batch = (prefix: string) =>
      imported([1, 2, 3].map((no) => ({ ...a, node_id: `${prefix}_${String(no)}`, name: prefix })));
    const [first, second] = [await batch('x'), await batch('y')];
    expect((await judge(second, 'approve', other)).status).toBe(200);
    expect((await judge(first, 'approve', other)).status).toBe(200);
    expect([nameOf('x_3'), nameOf('y_1')]).toEqual(['x', 'y']);
  });

  it('is stale as a whole when one of its nodes was changed meanwhile', async () => {
    const [a, b] = [await profileOf('st_a'), await profileOf('st_b')];
    const asked = await imported([
      { ...a, name: 'A2' },
      { ...b, name: 'B2' },
    ]);
    await judge(await put('st_b', { ...b, name: 'B3' }), 'approve', other);
    const stale = await judge(asked, 'approve', other);
    expect([stale.at('/state'), nameOf('st_a') === 'A2', nameOf('st_b')]).toEqual([
      ...['stale', false, 'B3'],
    ]);
  });

  it('is kept up to a size; what is larger is refused with what to do', async () => {
    const profile = { ...world.hub.network().nodes[0], name: 'x'.repeat(4_300_000) };
    const wish = { kind: 'nodes', profiles: [profile], note: '' } as const;
    const refused = await world.hub.askApproval(wish, 'key_anna');
    expect(refused).toMatchObject({
      refusal: {
        reason: 'invalid',
        faults: [
          { reason: 'too-large-to-wait', remedy: expect.stringContaining('fewer nodes') as string },
        ],
      },
    });
    expect(await waiting()).toEqual([]);
  });

  it('shows a long wish only where it is asked for', async () => {
    const a = await profileOf('st_a');
    const rows = Array.from({ length: 200 }, (_, no) => ({ ...a, node_id: `n_${String(no)}` }));
    const asked = await imported(rows);
    expect([asked.status, asked.at('/approval/wish')]).toEqual([202, null]);
    expect(await waiting()).toMatchObject([{ wish: null }]);
    const whole = await api.send({ url: `/v1/approvals/${idOf(asked)}` });
    expect(whole.at('/wish/profiles')).toHaveLength(200);
  });

  it('writes nothing as a dry run; counts, items and signals wait for nobody', async () => {
    const a = await profileOf('st_a');
    const dry = await imported([{ ...a, name: 'Dry' }], '?dry_run=true');
    expect([dry.status, dry.at('/changed'), await waiting()]).toEqual([200, 1, []]);
    const before = world.hub.stockOf(nodeId('st_a'), world.hub.items()[0]?.itemId as never, '');
    const row = { node: 'st_a', item: String(world.hub.items()[0]?.itemId) };
    const counted = await api.send({
      method: 'POST',
      url: '/v1/imports/stock',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify({ ...row, lot: '', on_hand_units: before.onHandUnits + 7 }),
    });
    expect([counted.status, counted.at('/changed')]).toEqual([200, 1]);
  });
});

it('nothing waits without the setting', async () => {
  const usual = await smallWorld();
  const plain = await apiWorld({ ...usual, now: () => usual.clock.now() });
  const profile = (await plain.send({ url: '/v1/nodes/st_a' })).at('/profile') as Profile;
  const body = { ...profile, name: 'At once' };
  const done = await plain.send({ method: 'PUT', url: '/v1/nodes/st_a', body });
  expect([done.status, done.at('/profile/name')]).toEqual([200, 'At once']);
  await plain.http.close();
  await usual.hub.stop();
});
