import { aDraft, aDraftLine, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld, SmallWorldMaking } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NodeProfile } from '../../../network/index.ts';
import { standardStrategy, strategyJson } from '../../../strategy/index.ts';
import { nodeId, serviceId } from '../../../words/index.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const parcel = serviceId('parcel');
const stock = { st_a: { OAT: 500 } };
const oneOat = aDraft({ lines: [aDraftLine('OAT', 1)] });

/** Store A alone has goods; the parcel service takes so many parcels from a node on a day. */
async function worldOf(
  parcelsPerDayMax: number | undefined,
  { terms, ...making }: SmallWorldMaking & Pick<NodeProfile, 'terms'> = {},
): Promise<SmallWorld> {
  const world = await smallWorld({ stock, ...making });
  if (making.database) return world;
  const network = world.hub.network();
  const carrierServices = network.carrierServices.map((service) => ({
    ...service,
    ...(service.serviceId === parcel && parcelsPerDayMax !== undefined && { parcelsPerDayMax }),
  }));
  const nodes = network.nodes.map((node) =>
    node.nodeId === 'st_a' && terms ? { ...node, terms } : node,
  );
  held(await world.hub.publishNetwork({ ...network, nodes, carrierServices }, 'a small van'));
  return world;
}

const dayOf = ({ fulfilments: [work] }: Awaited<ReturnType<typeof placed>>): number =>
  Math.floor(((work?.slotAt ?? 0) + 8 * 3_600_000) / dayMs);

const carriersNow = ({ hub, clock }: SmallWorld) =>
  held(hub.slots(nodeId('st_a'), clock.now() + dayMs))[0]?.carriers;

describe('a daily limit of a carrier', () => {
  it('sends the next parcel a day later, and the decision is the same when it is asked again', async () => {
    const world = await worldOf(2);
    const orders = [];
    for (let n = 0; n < 3; n += 1) orders.push(await placed(world, oneOat));
    const days = orders.map(dayOf);
    expect(days.map((day) => day - days[0]!)).toEqual([0, 0, 1]);
    expect(carriersNow(world)).toEqual([{ serviceId: 'parcel', parcelsMax: 2, parcelsUsed: 2 }]);
    for (const { decisionId } of orders)
      expect(await world.hub.replay(decisionId)).toMatchObject({ value: { same: true } });
  });

  it('agreed with the node counts in place of that of the service', async () => {
    const terms = { carrierLimits: [{ serviceId: parcel, parcelsPerDayMax: 1 }] };
    const world = await worldOf(5, { terms });
    const days = [dayOf(await placed(world, oneOat)), dayOf(await placed(world, oneOat))];
    expect(days[1]! - days[0]!).toBe(1);
  });

  it('counts a cancelled order no more', async () => {
    const world = await worldOf(1);
    const order = await placed(world, oneOat);
    held(await world.hub.cancelOrder(order.record.order.orderId, { reason: 'changed-mind' }));
    expect(carriersNow(world)).toMatchObject([{ parcelsUsed: 0 }]);
    expect(dayOf(await placed(world, oneOat))).toBe(dayOf(order));
  });

  it('of no parcels at all is told as the reason why a node is out', async () => {
    const world = await worldOf(0);
    const order = await world.hub.placeOrder(oneOat, { principal: 'shop' });
    const { decisionId } = held(order) as { readonly decisionId: string };
    const told = held(await world.hub.explain(decisionId)) as {
      readonly text: { readonly en: string; readonly zh: string };
    };
    expect(told.text.en).toContain('with carriers booked out');
    expect(told.text.zh).toContain('承运已约满');
  });

  it('has a price when it fills faster than the day goes by', async () => {
    const world = await worldOf(6);
    const strategy = standardStrategy('priced', 'CNY');
    if (!strategy) throw new Error('yuan have a standard strategy');
    const weights = { ...strategy.weights, fullSlotMinor: 0 };
    const { version: _first, ...json } = strategyJson({ ...strategy, weights });
    held(await world.hub.publishStrategy(json, 'prices'));
    const costs: number[] = [];
    for (let n = 0; n < 6; n += 1)
      costs.push((await placed(world, oneOat)).plan?.costItems.capacityMinor ?? -1);
    expect(costs[0]).toBe(0);
    expect(costs.at(-1)).toBeGreaterThan(20);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it('is named where it does not fit the network', async () => {
    const world = await smallWorld();
    const network = world.hub.network();
    const nodes = network.nodes.map((node) => ({
      ...node,
      terms: { carrierLimits: [{ serviceId: serviceId('ship'), parcelsPerDayMax: 1 }] },
    }));
    expect(await world.hub.publishNetwork({ ...network, nodes }, 'no ship')).toMatchObject({
      refusal: { faults: [{ reason: 'unknown-service' }, {}, {}] },
    });
  });
});

it('two hubs that book the same carrier at once never book more parcels than it takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 14 }),
      async (limit, count) => {
        const one = await worldOf(limit);
        const { database, clock } = one;
        const two = await worldOf(limit, { database, clock, origin: 'two' });
        const outcomes = await Promise.all(
          Array.from({ length: count }, (_, ix) =>
            (ix % 2 === 0 ? one : two).hub.placeOrder(oneOat, { principal: 'shop' }),
          ),
        );
        expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
        const counted = [...database.slots.values()].filter(
          ({ slotAt }) => slotAt % minuteMs !== 0,
        );
        for (const { ordersUsed } of counted) expect(ordersUsed).toBeLessThanOrEqual(limit);
        const orders = (await one.store.orderList({}, { limit: 200, after: undefined })).rows;
        const routed = orders.filter(({ state }) => state === 'open').length;
        expect(counted.reduce((sum, { ordersUsed }) => sum + ordersUsed, 0)).toBe(routed);
      },
    ),
    { numRuns: 30, endOnFailure: false },
  );
}, 60_000);
