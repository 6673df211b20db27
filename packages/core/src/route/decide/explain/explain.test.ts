import { describe, expect, it } from 'vitest';

import { nodeId, serviceId } from '../../../words/index.ts';
import { routeOrder } from '../route-order.ts';
import { question, wednesday, world } from '../route-world.test.ts';
import type { Ask, WorldWish } from '../route-world.test.ts';
import { explainDecision } from './explain.ts';
import { versus } from './versus.ts';

interface Situation {
  readonly wish: WorldWish;
  readonly ask: Ask;
  /** Nodes that are compared with the choice. */
  readonly others?: readonly string[];
}

const tea = [{ item: 'tea' }];
const split = (parcelsMax: number) => ({
  parcelsMax,
  partValueMinMinor: 0,
  lineSplit: 'never' as const,
});
const notFrom = (node: string) => ({
  hardRules: [
    {
      ruleId: 'r1',
      name: `not from ${node}`,
      when: [{ field: 'node.id', operator: 'eq', value: node }] as const,
      effect: 'exclude' as const,
    },
  ],
});

/** Situations of the trade, each told in both languages. */
const situations: Readonly<Record<string, Situation>> = {
  'the nearer store is cheaper': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
    },
    ask: { lines: tea, stock: { near: { tea: 9 }, far: { tea: 9 } } },
    others: ['far', 'near'],
  },
  'two stores cost the same, the shorter way decides': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 12 },
      ],
    },
    ask: { lines: tea, stock: { near: { tea: 9 }, far: { tea: 9 } } },
    others: ['far'],
  },
  'only one store has it': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
    },
    ask: { lines: [{ item: 'tea', units: 3 }], stock: { near: { tea: 2 }, far: { tea: 9 } } },
    others: ['near'],
  },
  'two stores deliver together': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
    },
    ask: {
      lines: [{ item: 'tea' }, { item: 'pot' }],
      stock: { near: { tea: 9 }, far: { pot: 9 } },
    },
    others: ['near'],
  },
  'a fallback allows the second parcel': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
      strategy: {
        split: split(1),
        fallbacks: [{ name: 'two parcels', split: split(2), ignoreRuleIds: [] }],
      },
    },
    ask: {
      lines: [{ item: 'tea' }, { item: 'pot' }],
      stock: { near: { tea: 9 }, far: { pot: 9 } },
    },
  },
  'time comes before cost': {
    wish: {
      nodes: [
        { id: 'fast', km: 10, perOrderMinor: 900 },
        { id: 'slow', km: 300, perOrderMinor: 0 },
      ],
      services: [
        {
          id: 'van',
          rateMinor: [
            [800, 800],
            [800, 800],
          ],
        },
      ],
      weights: { perHourMinor: 10 },
      strategy: {
        mode: 'lexicographic',
        priority: [
          { objective: 'time', toleranceMinor: 0 },
          { objective: 'cost', toleranceMinor: 0 },
        ],
      },
    },
    ask: { lines: tea, stock: { fast: { tea: 9 }, slow: { tea: 9 } } },
    others: ['slow'],
  },
  'every other node is out, each for its own reason': {
    wish: {
      nodes: [
        { id: 'good', km: 100 },
        { id: 'stricken', km: 10 },
        { id: 'draining', km: 10 },
        { id: 'rejected', km: 10 },
        { id: 'counter', km: 10, abilities: ['pickup'] },
        { id: 'freezer', km: 10, classes: ['frozen'] },
        { id: 'ruled', km: 10 },
        { id: 'empty', km: 10 },
        { id: 'closed', km: 10 },
        { id: 'remote', km: 900 },
        { id: 'bikes', km: 10, services: ['bike'] },
      ],
      services: [{ id: 'van' }, { id: 'bike', gramsMax: 300 }],
      strategy: notFrom('ruled'),
    },
    ask: {
      lines: tea,
      stock: Object.fromEntries(
        [
          'good',
          'stricken',
          'draining',
          'rejected',
          'counter',
          'freezer',
          'ruled',
          'closed',
          'remote',
          'bikes',
        ].map((id) => [id, { tea: 9 }]),
      ),
      states: { stricken: 2, draining: 1 },
      closed: ['closed'],
      change: { excluded: [{ nodeId: nodeId('rejected'), because: 'not-found' }] },
    },
    others: ['bikes', 'empty', 'ruled'],
  },
  'people asked only one store, by one service, by a day, in one parcel': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
    },
    ask: {
      lines: tea,
      stock: { near: { tea: 9 }, far: { tea: 9 } },
      change: {
        onlyNodeIds: [nodeId('far')],
        forced: {
          serviceIds: [serviceId('van')],
          arriveByAt: wednesday + 86_400_000,
          parcelsMax: 1,
        },
        promisedWindow: { startAt: wednesday, endAt: wednesday + 2 * 86_400_000 },
        keepsPromise: true,
      },
    },
  },
  'the date is chosen by what lead and a broken promise cost': {
    wish: {
      nodes: [{ id: 'near', km: 10 }],
      strategy: { promiseCosts: { standard: { perLeadHourMinor: 10, lateMinor: 2000 } } },
    },
    ask: { lines: tea, stock: { near: { tea: 9 } } },
  },
  'nearly a draw': {
    wish: {
      nodes: [
        { id: 'near', km: 10, perOrderMinor: 230 },
        { id: 'other', km: 12, perOrderMinor: 200 },
      ],
    },
    ask: { lines: tea, stock: { near: { tea: 9 }, other: { tea: 9 } } },
    others: ['near'],
  },
  'nobody has enough': {
    wish: { nodes: [{ id: 'near', km: 10 }] },
    ask: { lines: [{ item: 'tea', units: 5 }], stock: { near: { tea: 2 } } },
  },
  'two parcels would do, one is allowed': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
      strategy: { split: split(1) },
    },
    ask: {
      lines: [{ item: 'tea' }, { item: 'pot' }],
      stock: { near: { tea: 9 }, far: { pot: 9 } },
    },
  },
  'it would come too late for the promise': {
    wish: {
      nodes: [{ id: 'far', km: 300 }],
      strategy: {
        scenarios: [{ scenarioId: 'strict', name: 'strict', when: [], promiseToleranceHours: 1 }],
      },
    },
    ask: {
      lines: tea,
      stock: { far: { tea: 9 } },
      change: { promisedWindow: { startAt: wednesday, endAt: wednesday + 3_600_000 } },
    },
  },
  'a rule stands in the way': {
    wish: {
      nodes: [{ id: 'near', km: 10 }],
      strategy: notFrom('near'),
    },
    ask: { lines: tea, stock: { near: { tea: 9 } } },
  },
  'the pick-up store has none, another has': {
    wish: {
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 30, abilities: ['pickup'] },
      ],
    },
    ask: {
      lines: tea,
      stock: { far: { tea: 9 } },
      change: { serviceLevel: 'pickup', pickupNodeId: nodeId('near') },
    },
  },
};

/** What people read about a situation. */
function told({ wish, ask, others = [] }: Situation): readonly string[] {
  const context = world(wish);
  const asked = question(context, ask);
  const answer = routeOrder(asked, context);
  const explained = explainDecision({ question: asked, answer }, context);
  const out = explained.eliminated.flatMap(({ nodes }) =>
    nodes.map(({ nodeId: id, text }) => `  ${id}: ${text.en} | ${text.zh}`),
  );
  const compared = others.flatMap((id) => {
    if (!answer.ok) return [];
    const { text } = versus(
      asked,
      { chosen: answer.value.plan, forced: { nodeIds: [nodeId(id)] } },
      context,
    );
    return [`  why not ${id}? ${text.en}`, `  ${text.zh}`];
  });
  return [`  ${explained.text.en}`, `  ${explained.text.zh}`, ...out, ...compared];
}

describe('an explanation', () => {
  it('says in both languages what happened, in every situation', async () => {
    const text = Object.entries(situations)
      .map(([name, situation]) => [`# ${name}`, ...told(situation)].join('\n'))
      .join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/explanations.txt');
  });
});
