import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../../words/index.ts';
import { availableToPromise } from '../available-to-promise.ts';
import { claimAt, compileAllocation } from './compile.ts';
import { quotasOf } from './quota.ts';
import type { StockAsker } from './quota.ts';
import { readAllocation } from './read-allocation.ts';

const [dc, store] = [nodeId('dc'), nodeId('st')];
const tea = itemId('TEA');

const read = (json: unknown) => {
  const outcome = readAllocation(json);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};
const faultsOf = (json: unknown): readonly string[] => {
  const outcome = readAllocation(json);
  return outcome.ok ? [] : outcome.refusal.map(({ field, reason }) => `${field} ${reason}`);
};

const launch = {
  fence_id: 'launch',
  nodes: ['dc'],
  items: ['TEA'],
  until: '2026-02-01T00:00:00Z',
  channels: [
    {
      channel: 'webshop',
      units: 60,
      tiers: [{ tier: 'vip', units: 30, customers: [{ customer_id: 'c_1', units: 10 }] }],
    },
    { channel: 'tmall', units: 20, open_pool: false },
  ],
};
const monday = Date.UTC(2026, 0, 5);

/** What an asker may buy of 100 units on hand, when these units of quotas were used. */
function buyable(
  asker: StockAsker,
  world: {
    readonly onHand?: number;
    readonly used?: Readonly<Record<string, number>>;
    readonly at?: number;
  } = {},
): number {
  const { onHand = 100, used = {}, at = monday } = world;
  const document = read({ fences: [launch] });
  const left = new Map(
    quotasOf(document, at).map(({ lot, units }) => [lot, units - (used[lot] ?? 0)]),
  );
  const usedUnits = Object.values(used).reduce((sum, units) => sum + units, 0);
  const counts = {
    onHandUnits: onHand,
    reservedUnits: usedUnits,
    safetyUnits: [...left.values()].reduce((sum, units) => sum + units, 0),
  };
  const claim = claimAt(
    compileAllocation(document, []),
    { ...asker, at },
    { nodeId: dc, itemId: tea, counts, leftUnits: (lot) => left.get(lot) ?? 0 },
  );
  return availableToPromise(counts, claim);
}

describe('a fence', () => {
  it('shows everybody the open pool and their own part on top, children their parent’s rest too', () => {
    expect(buyable({ channel: 'pos', tier: 'vip' })).toBe(20);
    expect(buyable({ channel: 'webshop', tier: 'standard' })).toBe(50);
    expect(buyable({ channel: 'webshop', tier: 'vip' })).toBe(70);
    expect(buyable({ channel: 'webshop', tier: 'vip', customerId: 'c_1' })).toBe(80);
    expect(buyable({ channel: 'tmall', tier: 'vip' })).toBe(20);
  });

  it('counts what was used, and keeps the rest for its owner when goods run short', () => {
    const vip = { channel: 'webshop', tier: 'vip' } as const;
    expect(buyable(vip, { used: { '#launch/webshop/vip': 5 } })).toBe(65);
    expect(buyable(vip, { onHand: 80 })).toBe(50);
    expect(buyable({ channel: 'pos', tier: 'standard' }, { onHand: 80 })).toBe(0);
    // 40 on hand do not cover fences of 80: the parts of others (30) come first.
    expect(buyable(vip, { onHand: 40 })).toBe(10);
    expect(buyable({ channel: 'tmall', tier: 'plus' }, { used: { '#launch/tmall': 20 } })).toBe(0);
  });

  it('keeps nothing any more from its end on', () => {
    const at = Date.UTC(2026, 1, 1);
    expect(buyable({ channel: 'pos', tier: 'standard' }, { at })).toBe(100);
    expect(quotasOf(read({ fences: [launch] }), at)).toEqual([]);
  });

  it('is refused when children keep more than their parent, twice at a place, or with names twice', () => {
    const [webshop] = launch.channels;
    expect(faultsOf({ fences: [{ ...launch, channels: [{ ...webshop, units: 29 }] }] })).toEqual([
      '/fences/0/channels/0/units children-above-parent',
    ]);
    expect(faultsOf({ fences: [launch, { ...launch, fence_id: 'other' }] })).toEqual([
      '/fences/1 place-fenced-already',
    ]);
    expect(faultsOf({ fences: [{ ...launch, channels: [webshop, webshop] }] })).toEqual([
      '/fences/0/channels/1/channel duplicate',
    ]);
  });

  it('never lets one asker buy out of another’s part while goods cover all parts', () => {
    const askers: readonly StockAsker[] = [
      { channel: 'webshop', tier: 'vip', customerId: 'c_1' },
      { channel: 'webshop', tier: 'vip' },
      { channel: 'webshop', tier: 'standard' },
      { channel: 'tmall', tier: 'standard' },
    ];
    const leaf = [
      '#launch/webshop/vip/c_1',
      '#launch/webshop/vip',
      '#launch/webshop',
      '#launch/tmall',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 80, max: 200 }),
        fc.tuple(fc.nat(10), fc.nat(20), fc.nat(30), fc.nat(20)),
        (onHand, used) => {
          const usage = Object.fromEntries(leaf.map((lot, ix) => [lot, used[ix] ?? 0]));
          const usedUnits = used.reduce((sum, units) => sum + units, 0);
          const left = [10, 20, 30, 20].map((quota, ix) => quota - (used[ix] ?? 0));
          const pool = onHand - usedUnits - left.reduce((sum, units) => sum + units, 0);
          expect(buyable({ channel: 'pos', tier: 'vip' }, { onHand, used: usage })).toBe(pool);
          askers.forEach((asker, ix) => {
            const own = left.slice(ix, ix < 3 ? 3 : 4).reduce((sum, units) => sum + units, 0);
            const sees = buyable(asker, { onHand, used: usage });
            expect(sees).toBe(ix < 3 ? own + pool : own);
          });
        },
      ),
    );
  });
});

describe('a buffer', () => {
  const document = read({
    buffers: [
      { buffer_id: 'all', channel: 'tmall', percent: 10 },
      { buffer_id: 'stores', channel: 'tmall', node_tags: ['busy'], units: 4 },
      { buffer_id: 'tea', channel: 'tmall', nodes: ['st'], items: ['TEA'], units: 1 },
      { buffer_id: 'rest', channel: '*', units: 2 },
    ],
  });
  const allocation = compileAllocation(document, [
    { nodeId: dc, tags: [] },
    { nodeId: store, tags: ['busy'] },
  ]);
  const sees = (channel: string, place: `${string}/${string}`, onHandUnits = 31): number => {
    const [node = '', item = ''] = place.split('/');
    const counts = { onHandUnits, reservedUnits: 0, safetyUnits: 0 };
    const claim = claimAt(
      allocation,
      { channel, tier: 'standard', at: monday },
      { nodeId: nodeId(node), itemId: itemId(item), counts, leftUnits: () => 0 },
    );
    return availableToPromise(counts, claim);
  };

  it('keeps units or a share from its channel, the most specific one that fits', () => {
    expect(sees('tmall', 'dc/TEA')).toBe(27);
    expect(sees('tmall', 'st/OAT')).toBe(27);
    expect(sees('tmall', 'st/TEA')).toBe(30);
    expect(sees('webshop', 'st/TEA')).toBe(29);
    expect(sees('tmall', 'st/OAT', 3)).toBe(0);
  });

  it('must keep something back, and its name is used once', () => {
    expect(faultsOf({ buffers: [{ buffer_id: 'a', channel: 'pos' }] })).toEqual([
      '/buffers/0/units keeps-nothing-back',
    ]);
    const one = { buffer_id: 'a', channel: 'pos', units: 1 };
    expect(faultsOf({ buffers: [one, one] })).toEqual(['/buffers/1/buffer_id duplicate']);
  });
});

it('asks of a lot as many days as the strictest rule that fits', () => {
  const allocation = compileAllocation(
    read({
      shelf_life: [
        { items: ['TEA'], days: 3 },
        { channels: ['b2b'], days: 30 },
        { customer_ids: ['c_1'], days: 60 },
      ],
    }),
    [],
  );
  const days = (asker: Partial<StockAsker>, item = 'TEA'): number =>
    allocation.shelfMs({ channel: 'webshop', tier: 'standard', ...asker }, itemId(item)) /
    86_400_000;
  expect([
    days({}),
    days({}, 'OAT'),
    days({ channel: 'b2b' }),
    days({ customerId: 'c_1' }),
  ]).toEqual([3, 0, 30, 60]);
});
