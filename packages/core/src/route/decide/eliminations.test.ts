import { describe, expect, it } from 'vitest';

import { nodeId } from '../../words/index.ts';
import { eliminationReasons } from './question.ts';
import type { RouteTrace } from './question.ts';
import { routeOrder } from './route-order.ts';
import { question, wednesday, world } from './route-world.test.ts';
import type { Ask, NodeWish, WorldWish } from './route-world.test.ts';

const hourMs = 3_600_000;
const good: NodeWish = { id: 'good', km: 100 };
const stock = { good: { tea: 9 }, odd: { tea: 9 } };

/** Routes one tea with a good node and an odd one, and tells why the odd one is out. */
function fate(
  odd: Partial<NodeWish>,
  { wish, ask }: { readonly wish?: Partial<WorldWish>; readonly ask?: Partial<Ask> } = {},
): { readonly reason: string; readonly had: number; readonly needed: number } {
  const context = world({ nodes: [good, { id: 'odd', km: 10, ...odd }], ...wish });
  const answer = routeOrder(
    question(context, { lines: [{ item: 'tea' }], stock, ...ask }),
    context,
  );
  const trace: RouteTrace = answer.ok ? answer.value.trace : answer.refusal.trace;
  return {
    reason: eliminationReasons[trace.eliminated[1] as number] as string,
    had: trace.had[1] as number,
    needed: trace.needed[1] as number,
  };
}

describe('a node is out, by the first test it fails,', () => {
  it('not at all when it passes every test', () => {
    expect(fate({})).toEqual({ reason: 'candidate', had: 0, needed: 0 });
  });

  it('when it is stricken', () => {
    expect(fate({}, { ask: { states: { odd: 2 } } })).toEqual({
      reason: 'stricken',
      had: 2,
      needed: 0,
    });
  });

  it('when it is draining', () => {
    expect(fate({}, { ask: { states: { odd: 1 } } })).toEqual({
      reason: 'draining',
      had: 1,
      needed: 0,
    });
  });

  it('when its only carrier takes no more parcels for days to come', () => {
    const full = { nodeIx: 1, serviceIx: 0, placeAt: wednesday + 1, parcelsUsed: 7, parcelsMax: 7 };
    const context = world({ nodes: [good, { id: 'odd', km: 10 }] });
    const asked = question(context, { lines: [{ item: 'tea' }], stock });
    const answer = routeOrder(
      { ...asked, slice: { ...asked.slice, carriers: [{ ...full, missedPercent: 100 }] } },
      context,
    );
    const { eliminated, had, needed } = answer.ok ? answer.value.trace : answer.refusal.trace;
    expect(eliminationReasons[eliminated[1]!]).toBe('carrier-full');
    expect([had[1], needed[1]]).toEqual([7, 7]);
  });

  it('when it rejected the order before', () => {
    const excluded = [{ nodeId: nodeId('odd'), because: 'rejected' }];
    expect(fate({}, { ask: { change: { excluded } } }).reason).toBe('excluded');
  });

  it('when only others are asked', () => {
    expect(fate({}, { ask: { change: { onlyNodeIds: [nodeId('good')] } } }).reason).toBe(
      'not-asked',
    );
  });

  it('when the customer collects elsewhere', () => {
    const change = { serviceLevel: 'pickup', pickupNodeId: nodeId('good') } as const;
    expect(fate({}, { ask: { change } })).toEqual({
      reason: 'not-the-pickup-store',
      had: 1,
      needed: 0,
    });
  });

  it('when it does not ship', () => {
    expect(fate({ abilities: ['pickup'] })).toEqual({ reason: 'no-ability', had: 2, needed: 1 });
  });

  it('when it keeps no goods of the temperature', () => {
    expect(fate({ classes: ['frozen'] })).toEqual({
      reason: 'temperature-class',
      had: 4,
      needed: 1,
    });
  });

  it('when a hard rule excludes the node', () => {
    const strategy = {
      hardRules: [
        {
          ruleId: 'r1',
          name: 'no odd nodes',
          when: [{ field: 'node.id', operator: 'eq', value: 'odd' }],
          effect: 'exclude',
        },
      ],
    } as const;
    expect(fate({}, { wish: { strategy } })).toEqual({ reason: 'hard-rule', had: 0, needed: 0 });
  });

  it('when a hard rule excludes each of its lanes', () => {
    const strategy = {
      hardRules: [
        {
          ruleId: 'r1',
          name: 'nothing slow from odd',
          when: [
            { field: 'node.id', operator: 'eq', value: 'odd' },
            { field: 'lane.leadHours', operator: 'gte', value: 1 },
          ],
          effect: 'exclude',
        },
      ],
    } as const;
    expect(fate({}, { wish: { strategy } })).toEqual({ reason: 'hard-rule', had: 0, needed: 0 });
  });

  it('when it has no slot left', () => {
    expect(fate({}, { ask: { closed: ['odd'] } })).toEqual({
      reason: 'no-slot',
      had: 0,
      needed: 1,
    });
  });

  it('when no service goes there', () => {
    expect(fate({ km: 900 }).reason).toBe('no-carrier-service');
    const services = [{ id: 'van' }, { id: 'ice', classes: ['frozen'] as const }];
    expect(fate({ services: ['ice'] }, { wish: { services } }).reason).toBe('no-carrier-service');
  });

  it('when it has less than a whole line, with the units', () => {
    const ask = {
      lines: [{ item: 'tea', units: 3 }],
      stock: { good: { tea: 3 }, odd: { tea: 2 } },
    };
    expect(fate({}, { ask })).toEqual({ reason: 'no-stock', had: 2, needed: 3 });
  });

  it('when every parcel would be too heavy, with the grams', () => {
    const services = [{ id: 'van' }, { id: 'bike', gramsMax: 5000 }];
    const ask = { lines: [{ item: 'tea', gramsEach: 6000 }] };
    expect(fate({ services: ['bike'] }, { wish: { services }, ask })).toEqual({
      reason: 'too-heavy',
      had: 5000,
      needed: 6000,
    });
  });

  it('when it would be later than the try allows, with the hours', () => {
    const services = [{ id: 'van' }, { id: 'slow', minutes: [3000, 3000] }];
    const nobody = {
      ruleId: 'r1',
      name: 'nobody',
      when: [{ field: 'order.channel', operator: 'eq', value: 'webshop' }],
      effect: 'exclude',
    } as const;
    const strategy = {
      hardRules: [nobody],
      fallbacks: [{ name: 'late', ignoreRuleIds: ['r1'], promiseToleranceHours: 20 }],
    };
    const change = {
      promisedWindow: { startAt: wednesday, endAt: wednesday + 2 * hourMs },
    };
    const out = fate({ services: ['slow'] }, { wish: { services, strategy }, ask: { change } });
    expect(out.reason).toBe('too-late');
    expect(out.needed).toBe(20);
    expect(out.had).toBeGreaterThan(48);
    expect(out.had).toBeLessThan(53);
  });
});
