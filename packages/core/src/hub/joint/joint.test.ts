import { aDraft, aDraftLine, held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { strategyJson } from '../../strategy/index.ts';
import { itemId, nodeId } from '../../words/index.ts';
import type { PlacedOrder } from '../outcome.ts';

const places = {
  shanghai: {
    latitude: 31.23,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
  },
  wuhan: {
    latitude: 30.6,
    longitude: 114.3,
    country: 'CN',
    subdivision: 'CN-HB',
    postcode: '430000',
  },
  // Between the two: nearer to Wuhan, and dear to serve from anywhere.
  hefei: {
    latitude: 31.82,
    longitude: 117.23,
    country: 'CN',
    subdivision: 'CN-AH',
    postcode: '230000',
  },
};

interface Wish {
  readonly to: keyof typeof places;
  readonly tier: 'standard' | 'vip';
  readonly lines: readonly (readonly [string, number])[];
}

const draftOf = ({ to, tier, lines }: Wish) =>
  aDraft({
    tier,
    ship_to: places[to],
    lines: lines.map(([item, units]) => aDraftLine(item, units)),
  });

/** A world whose strategy decides batches together, or one by one. */
async function world(
  making: SmallWorldMaking,
  terms: { readonly from_orders: number; readonly steps_max: number } | undefined,
): Promise<SmallWorld> {
  const made = await smallWorld(making);
  const [standard] = made.hub.strategies();
  const document = {
    ...strategyJson(standard!.document),
    ...(terms && { joint_batches: terms }),
  };
  held(await made.hub.publishStrategy(document, 'joint or not'));
  return made;
}

const together = { from_orders: 2, steps_max: 10_000 };

async function placeAll(
  { hub }: SmallWorld,
  wishes: readonly Wish[],
): Promise<readonly PlacedOrder[]> {
  const outcomes = await hub.placeOrders(wishes.map(draftOf), { principal: 'shop' });
  return outcomes.map(held);
}

const totalMinor = (placed: readonly PlacedOrder[]): number =>
  placed.reduce((sum, { plan }) => sum + (plan?.totalMinor ?? 0), 0);

const nodesOf = (placed: readonly PlacedOrder[]): readonly (string | undefined)[] =>
  placed.map(({ plan }) => plan?.parcels.map((parcel) => parcel.nodeId).join('+'));

/** The first takes the last goods of the node that the second has no good way around. */
const unlucky: readonly Wish[] = [
  { to: 'hefei', tier: 'standard', lines: [['OAT', 2]] },
  { to: 'wuhan', tier: 'standard', lines: [['OAT', 2]] },
];
const scarce = { stock: { st_a: { OAT: 2 }, dc_w: { OAT: 2 } } };

describe('new orders of one batch', () => {
  it('exchange nodes where that costs less in all than one by one', async () => {
    const alone = await placeAll(await world(scarce, undefined), unlucky);
    const jointly = await world(scarce, together);
    const placed = await placeAll(jointly, unlucky);
    expect(nodesOf(alone)).toEqual(['dc_w', 'st_a']);
    expect(nodesOf(placed)).toEqual(['st_a', 'dc_w']);
    expect(totalMinor(placed)).toBeLessThan(totalMinor(alone));
    const figures = jointly.hub.figures();
    expect(figures).toMatchObject({ jointBatches: 1, ordersDecidedJointly: 2 });
    expect(figures.jointSavedMinor).toBe(totalMinor(alone) - totalMinor(placed));
    for (const node of ['st_a', 'dc_w'])
      expect(jointly.hub.position(nodeId(node), itemId('OAT'))).toMatchObject({
        reservedUnits: 2,
        availableUnits: 0,
      });
  });

  it('are told so, with the batch, what each would have cost alone, and replay to the same answer', async () => {
    const { hub } = await world(scarce, together);
    const placed = await placeAll({ hub } as SmallWorld, unlucky);
    const [hefei, wuhan] = placed;
    const explained = held(await hub.explain(wuhan!.decisionId));
    expect(explained.reassigned).toMatchObject({
      because: 'joint-batch',
      batchOrders: 2,
      before: { parcels: [{ nodeId: 'st_a' }] },
      after: { parcels: [{ nodeId: 'dc_w' }], totalMinor: wuhan!.plan!.totalMinor },
    });
    const parts = await Promise.all(placed.map(({ decisionId }) => hub.explain(decisionId)));
    const own = parts.map((one) => held(one).reassigned?.ownSavesMinor ?? 0);
    expect(own[0]! + own[1]!).toBe(explained.reassigned?.savesMinor);
    expect(explained.reassigned?.text.en).toContain('2 new orders of its batch');
    expect(explained.reassigned?.text.zh).toContain('合并决策');
    for (const { decisionId } of [hefei!, wuhan!])
      expect(held(await hub.replay(decisionId))).toMatchObject({ same: true });
  });

  it('are told so too when they were accepted before, and a router places them together', async () => {
    const { hub } = await world({ ...scarce, rules: { routing: 'router' } }, together);
    const accepted = await placeAll({ hub } as SmallWorld, unlucky);
    await hub.routeWaiting(
      accepted.map(({ record }) => ({ orderId: record.order.orderId, handedOut: 1 })),
    );
    const [hefei, wuhan] = await Promise.all(
      accepted.map(async ({ decisionId }) => held(await hub.explain(decisionId)).reassigned),
    );
    expect([hefei?.because, wuhan?.because]).toEqual(['joint-batch', 'joint-batch']);
    expect(wuhan).toMatchObject({ after: { parcels: [{ nodeId: 'dc_w' }] } });
  });

  it('are decided one by one below the threshold', async () => {
    const { hub } = await world(scarce, { ...together, from_orders: 3 });
    expect(nodesOf(await placeAll({ hub } as SmallWorld, unlucky))).toEqual(['dc_w', 'st_a']);
    expect(hub.figures().jointBatches).toBe(0);
  });

  it('keep the answer to a repeated Idempotency-Key', async () => {
    const { hub } = await world(scarce, together);
    const sent = unlucky.map((wish, ix) => ({ wish, key: `k${String(ix)}` }));
    const send = () =>
      Promise.all(
        sent.map(({ wish, key }) =>
          hub.placeOrder(draftOf(wish), {
            principal: 'shop',
            idempotency: { key, bodyHash: 'h' },
          }),
        ),
      );
    const first = (await send()).map(held);
    const again = (await send()).map(held);
    expect(nodesOf(again)).toEqual(nodesOf(first));
    expect(nodesOf(first)).toEqual(['st_a', 'dc_w']);
  });
});

const anyWish = fc.record({
  to: fc.constantFrom('shanghai' as const, 'wuhan' as const, 'hefei' as const),
  tier: fc.constantFrom('standard' as const, 'vip' as const),
  lines: fc.uniqueArray(fc.tuple(fc.constantFrom('OAT', 'TEA'), fc.integer({ min: 1, max: 3 })), {
    minLength: 1,
    maxLength: 2,
    selector: ([item]) => item,
  }),
});

const anyStock = fc.record({ OAT: fc.nat(6), TEA: fc.nat(6) });

describe('every joint decision', () => {
  it('costs no more than one by one, refuses nobody, promises nobody a later day, and is the same again', async () => {
    let saved = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWish, { minLength: 2, maxLength: 9 }),
        fc.record({ st_a: anyStock, st_b: anyStock, dc_w: anyStock }),
        async (wishes, stock) => {
          const alone = await placeAll(await world({ stock }, undefined), wishes);
          const jointly = await world({ stock }, together);
          const placed = await placeAll(jointly, wishes);
          const again = await placeAll(await world({ stock }, together), wishes);
          expect(totalMinor(placed)).toBeLessThanOrEqual(totalMinor(alone));
          placed.forEach(({ plan, record }, ix) => {
            expect(plan === undefined).toBe(alone[ix]?.plan === undefined);
            expect(record.promise?.window.endAt ?? 0).toBeLessThanOrEqual(
              alone[ix]?.record.promise?.window.endAt ?? 0,
            );
          });
          expect(nodesOf(again)).toEqual(nodesOf(placed));
          saved += totalMinor(alone) - totalMinor(placed);
          for (const [node, items] of Object.entries(stock))
            for (const [item, onHandUnits] of Object.entries(items)) {
              const position = jointly.hub.position(nodeId(node), itemId(item));
              expect(position?.reservedUnits ?? 0).toBeLessThanOrEqual(onHandUnits);
              expect(position?.reservedUnits ?? 0).toBe(reservedAt(placed, node, item));
            }
        },
      ),
      { numRuns: 30, seed: 20_261_126 },
    );
    expect(saved).toBeGreaterThan(0);
  }, 60_000);
});

const reservedAt = (placed: readonly PlacedOrder[], node: string, item: string): number =>
  placed
    .flatMap(({ plan }) => plan?.parcels ?? [])
    .filter((parcel) => parcel.nodeId === node)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.itemId === item)
    .reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
