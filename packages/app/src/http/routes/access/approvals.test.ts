import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { strategyJson } from '@ordermesh/core/strategy';
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
  other = api.keyWith('strategies:write', 'nodes:write', 'approvals:write');
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const live = () => world.hub.strategies().find((row) => row.live)?.document;
const publish = (name: string): Promise<ApiAnswer> => {
  const document = live();
  const { version: _made, ...json } = document ? strategyJson(document) : { version: 0 };
  return api.send({ url: '/v1/strategies?note=why', body: { ...json, name } });
};
const drain = (node: string): Promise<ApiAnswer> =>
  api.send({ url: `/v1/nodes/${node}/drain`, body: { reason: 'stock take' } });
const idOf = (answer: ApiAnswer): string => String(answer.at('/approval/approval_id'));
const judge = (id: string, verb: string, key?: string): Promise<ApiAnswer> =>
  api.send({
    url: `/v1/approvals/${id}/${verb}`,
    body: { reason: 'looked at it' },
    ...(key !== undefined && { key }),
  });

describe('publishing with four eyes', () => {
  it('waits for another key, which makes the change with the same commit', async () => {
    const before = live()?.version;
    const asked = await publish('Greener');
    expect([asked.status, asked.at('/approval/state'), live()?.version]).toEqual([
      202,
      'pending',
      before,
    ]);
    const own = await judge(idOf(asked), 'approve');
    expect([own.status, own.at('/code'), live()?.version]).toEqual([403, 'OM3011', before]);
    const agreed = await judge(idOf(asked), 'approve', other);
    expect(agreed.at('')).toMatchObject({ state: 'approved', reason: 'looked at it' });
    expect(live()?.name).toBe('Greener');
    const { events } = await world.store.events(0, 1_000);
    const told = events.filter(({ type }) => /strategy\.published|approval\./.test(type)).slice(-3);
    expect(
      told.map(({ type, by }) => [type.split('.').slice(2, 4).join('.'), by?.operation]),
    ).toEqual([
      ['approval.asked', 'publishStrategy'],
      ['strategy.published', 'approve'],
      ['approval.approved', 'approve'],
    ]);
    expect(told[1]?.by?.principal).not.toBe(told[0]?.by?.principal);
    const again = await judge(idOf(asked), 'approve', other);
    expect([again.status, again.at('/state')]).toEqual([409, 'approved']);
  });

  it('refuses what is not valid at once, and changes nothing when it is rejected or taken back', async () => {
    const wrong = await api.send({ url: '/v1/strategies', body: { strategy_id: 'x' } });
    expect(wrong.status).toBe(400);
    const before = live()?.version;
    const rejected = await judge(idOf(await publish('A')), 'reject', other);
    const back = await judge(idOf(await publish('B')), 'reject');
    expect([rejected.at('/state'), back.at('/state'), live()?.version]).toEqual([
      'rejected',
      'rejected',
      before,
    ]);
  });

  it('refuses an approval of a version that is no longer the newest, or that waited too long', async () => {
    const [first, second] = [await publish('First'), await publish('Second')];
    expect((await judge(idOf(first), 'approve', other)).status).toBe(200);
    const stale = await judge(idOf(second), 'approve', other);
    expect([stale.status, stale.at('/state'), live()?.name]).toEqual([409, 'stale', 'First']);
    const third = await publish('Third');
    const states = (await api.send({ url: '/v1/approvals' })).at('/data') as { state: string }[];
    expect(states.map(({ state }) => state).sort()).toEqual(['approved', 'pending', 'stale']);
    world.clock.advance(2 * 3_600_000);
    const late = await judge(idOf(third), 'approve', other);
    expect([late.status, late.at('/state'), live()?.name]).toEqual([409, 'expired', 'First']);
  });

  it('holds for returning to an earlier version, too', async () => {
    await judge(idOf(await publish('Second')), 'approve', other);
    const [id, before] = [String(live()?.strategyId), Number(live()?.version) - 1];
    const asked = await api.send({
      url: `/v1/strategies/${id}/rollback`,
      body: { version: before, note: 'too slow' },
    });
    expect([asked.status, live()?.name]).toEqual([202, 'Second']);
    expect((await judge(idOf(asked), 'approve', other)).status).toBe(200);
    expect([live()?.name === 'Second', live()?.version]).toEqual([false, before + 2]);
  });

  it('makes a change once when two agree in the same moment', async () => {
    const asked = await publish('Once');
    const before = Number(live()?.version);
    const third = api.keyWith('admin');
    const both = await Promise.all([
      judge(idOf(asked), 'approve', other),
      judge(idOf(asked), 'approve', third),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(live()?.version).toBe(before + 1);
  });
});

describe('draining with four eyes', () => {
  it('waits for another key that may drain itself; nobody waits when the house strikes a node', async () => {
    const asked = await drain('st_a');
    expect([asked.status, asked.at('/state')]).toEqual([202, 'open']);
    const mayNot = api.keyWith('approvals:write');
    expect((await judge(idOf(asked), 'approve', mayNot)).status).toBe(403);
    expect((await judge(idOf(asked), 'approve', other)).status).toBe(200);
    expect((await api.send({ url: '/v1/nodes/st_a' })).at('')).toMatchObject({
      state: 'draining',
      reason: 'stock take',
    });
    await world.hub.switchNode(nodeId('st_b'), { state: 'draining', reason: 'health' });
    expect((await api.send({ url: '/v1/nodes/st_b' })).at('/state')).toBe('draining');
  });

  it('is stale when the node was switched meanwhile', async () => {
    const asked = await drain('st_a');
    await api.send({ url: '/v1/nodes/st_a/strike', body: { reason: 'storm' } });
    const stale = await judge(idOf(asked), 'approve', other);
    expect([stale.status, stale.at('/state')]).toEqual([409, 'stale']);
    expect((await api.send({ url: '/v1/nodes/st_a' })).at('/state')).toBe('stricken');
  });
});

describe('publishing a network with four eyes', () => {
  const network = async (): Promise<Record<string, unknown>> =>
    (await api.send({ url: '/v1/network' })).at('') as Record<string, unknown>;
  const renamed = async (name: string): Promise<ApiAnswer> => {
    const { nodes, ...rest } = await network();
    const [first, ...others] = nodes as Record<string, unknown>[];
    const body = { ...rest, nodes: [{ ...first, name }, ...others] };
    return api.send({ method: 'PUT', url: '/v1/network?note=new+names', body });
  };
  const nameNow = () => world.hub.network().nodes[0]?.name;

  it('waits for another key, and is stale when any node was changed meanwhile', async () => {
    const { version } = world.hub.network();
    const [first, second] = [await renamed('First'), await renamed('Second')];
    expect([first.status, first.at('/version'), nameNow() === 'First']).toEqual([
      ...[202, version, false],
    ]);
    expect(first.at('/approval')).toMatchObject({ kind: 'network', resource: 'network/network' });
    expect((await judge(idOf(first), 'approve')).at('/code')).toBe('OM3011');
    const mayNot = api.keyWith('approvals:write', 'strategies:write');
    expect((await judge(idOf(first), 'approve', mayNot)).status).toBe(403);
    expect((await judge(idOf(first), 'approve', other)).status).toBe(200);
    expect([nameNow(), world.hub.network().version]).toEqual(['First', version + 1]);
    const stale = await judge(idOf(second), 'approve', other);
    expect([stale.status, stale.at('/state'), nameNow()]).toEqual([409, 'stale', 'First']);
    const third = await renamed('Third');
    const profile = (await api.send({ url: '/v1/nodes/st_b' })).at('/profile') as object;
    const body = { ...profile, name: 'B' };
    const single = await api.send({ method: 'PUT', url: '/v1/nodes/st_b', body });
    expect((await judge(idOf(single), 'approve', other)).status).toBe(200);
    expect((await judge(idOf(third), 'approve', other)).at('/state')).toBe('stale');
    expect((await api.send({ url: `/v1/approvals/${idOf(first)}` })).at('/wish')).toMatchObject({
      note: 'new names',
      document: {
        nodes: expect.arrayContaining([expect.objectContaining({ name: 'First' })]) as [],
      },
    });
  });

  it('refuses at once what could not be published, in the spelling of the API', async () => {
    const { nodes, ...rest } = await network();
    const without = { ...rest, nodes: (nodes as object[]).slice(1) };
    const answer = await api.send({ method: 'PUT', url: '/v1/network', body: without });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('node-missing')]);
    const older = await api.send({
      ...{ method: 'PUT', url: '/v1/network', body: await network() },
      headers: { 'if-match': '"v0"' },
    });
    expect(older.status).toBe(412);
    expect((await api.send({ url: '/v1/approvals' })).at('/data')).toEqual([]);
  });
});

it('is off unless the setting asks for it', async () => {
  const usual = await smallWorld();
  const plain = await apiWorld({ ...usual, now: () => usual.clock.now() });
  const drained = await plain.send({ url: '/v1/nodes/st_a/drain', body: { reason: 'x' } });
  expect([drained.status, drained.at('/state')]).toEqual([200, 'draining']);
  await plain.http.close();
  await usual.hub.stop();
});
