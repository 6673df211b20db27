import { describe, expect, it } from 'vitest';
import { seededRandom } from '@ordermesh/testkit';
import type { SeededRandom } from '@ordermesh/testkit';
import { transparencyTiers } from '../customer.ts';
import { accessTable, decideAccess, noTies, principalKinds, tieOf } from './index.ts';
import type { AccessAction, AccessResource, Principal, Ties } from './index.ts';
import { drawnActions, drawnAnswer } from './drawn-table.ts';

const actions = Object.keys(accessTable) as AccessAction[];
const who = (kind: Principal['kind'], owns: Partial<Ties> = {}): Principal => ({
  kind,
  id: 'somebody',
  owns: { ...noTies, ...owns },
});
const things = (ties: Partial<Ties>): readonly Ties[] => [{ ...noTies, ...ties }];

const ties = ['customers', 'nodes', 'services', 'orders'] as const;

function anyTies(random: SeededRandom): Ties {
  const made = {
    customers: [] as string[],
    nodes: [] as string[],
    services: [] as string[],
    orders: [] as string[],
  };
  for (const tie of ties)
    for (const code of ['x', 'y', 'z']) if (random.chance(0.25)) made[tie].push(code);
  return made;
}

const anyPrincipal = (random: SeededRandom): Principal => ({
  ...who(random.pick(principalKinds), anyTies(random)),
  ...(random.chance(0.2) && { tierMax: random.pick(transparencyTiers) }),
});

function anyResource(random: SeededRandom): AccessResource {
  const kind = random.integer(0, 9);
  if (kind === 0) return 'missing';
  if (kind === 1) return 'list';
  return Array.from({ length: random.integer(0, 2) }, () => anyTies(random));
}

const saidOf = (answer: ReturnType<typeof decideAccess>): string => {
  if (answer.ok) return `${answer.value.tier}${answer.value.seesPersonal ? '+' : ''}`;
  return answer.refusal.reason === 'hidden' ? 'hidden' : 'no';
};

describe('who may ask what', () => {
  it('shows a consumer their own order, and hides another’s exactly as one that is not there', () => {
    const anna = who('consumer', { customers: ['c_anna'] });
    expect(decideAccess(anna, 'order.read', things({ customers: ['c_anna'] }))).toEqual({
      ok: true,
      value: { reach: 'own', tier: 'basic', seesPersonal: true },
    });
    const others = decideAccess(anna, 'order.read', things({ customers: ['c_bert'] }));
    expect(others).toEqual({ ok: false, refusal: { reason: 'hidden' } });
    expect(decideAccess(anna, 'order.read', 'missing')).toEqual(others);
  });

  it('asks for all things of a request to be theirs, and for at least one', () => {
    const store = who('node_operator', { nodes: ['st_a'] });
    const both = [...things({ nodes: ['st_a'] }), ...things({ nodes: ['st_b'] })];
    expect(decideAccess(store, 'stock.count', both).ok).toBe(false);
    expect(decideAccess(store, 'stock.count', []).ok).toBe(false);
    expect(decideAccess(store, 'stock.count', things({ nodes: ['st_a'] })).ok).toBe(true);
  });

  it('counts only what the kind owns by: a customer with a node in its papers has no node', () => {
    const odd = who('consumer', { nodes: ['st_a'] });
    expect(decideAccess(odd, 'order.read', things({ nodes: ['st_a'] })).ok).toBe(false);
  });

  it('never shows more than the limit of a link', () => {
    const link = { ...who('tracking_link', { orders: ['o'] }), tierMax: 'basic' as const };
    expect(decideAccess(link, 'order.track', things({ orders: ['o'] }))).toMatchObject({
      value: { tier: 'basic' },
    });
  });

  it('lets strangers do nothing, whatever it is about', () => {
    for (const action of actions)
      for (const resource of ['missing', 'list', things({})] as const)
        expect(decideAccess(who('anonymous'), action, resource)).toEqual({
          ok: false,
          refusal: { reason: 'not-for-this-kind' },
        });
  });

  it('lets staff do everything, also with what is not there', () => {
    for (const action of actions)
      expect(decideAccess(who('admin'), action, 'missing').ok).toBe(true);
  });

  it('is drawn once more for every action, and both agree on a million questions', () => {
    expect([...drawnActions].sort()).toEqual([...actions].sort());
    const random = seededRandom(20_251_127);
    const principals = Array.from({ length: 5_000 }, () => anyPrincipal(random));
    const resources = Array.from({ length: 5_000 }, () => anyResource(random));
    let [asked, granted, hidden] = [0, 0, 0];
    for (; asked < 1_000_000; asked += 1) {
      const [principal, resource] = [random.pick(principals), random.pick(resources)];
      const action = random.pick(actions);
      const said = saidOf(decideAccess(principal, action, resource));
      const drawn = drawnAnswer(principal, action, resource);
      if (said !== drawn)
        expect([principal, action, resource, said]).toEqual([principal, action, resource, drawn]);
      if (said === 'hidden') hidden += 1;
      else if (said !== 'no') granted += 1;
    }
    expect(asked).toBe(1_000_000);
    expect(Math.min(granted, hidden)).toBeGreaterThan(50_000);
  }, 60_000);

  it('is the same for another’s thing and a missing one, for every kind and action', () => {
    for (const kind of principalKinds)
      for (const action of actions) {
        const tie = tieOf[kind];
        if (tie === undefined) continue;
        const principal = who(kind, { [tie]: ['mine'] });
        expect(decideAccess(principal, action, things({ [tie]: ['other'] }))).toEqual(
          decideAccess(principal, action, 'missing'),
        );
      }
  });
});
