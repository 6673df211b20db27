import {
  aDc,
  aDraft,
  aDraftLine,
  aStore,
  held,
  pass,
  placed,
  smallWorld,
} from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { standardStrategy, strategyJson } from '../../strategy/index.ts';
import type { StrategyDocument } from '../../strategy/index.ts';
import { itemId, nodeId } from '../../words/index.ts';

const standard = standardStrategy('balanced', 'CNY') as StrategyDocument;
const { version: _version, ...balanced } = strategyJson(standard);
const withRule = (when: Readonly<Record<string, unknown>>) => ({
  ...balanced,
  hard_rules: [
    ...balanced.hard_rules,
    { rule_id: 'steer', name: 'steer', when: [when], effect: 'exclude' },
  ],
});

describe('what goes wrong elsewhere, at nodes', () => {
  it('complaint 20: a short pick re-releases only the missing quantity, and frees exactly it', async () => {
    const world = await smallWorld();
    const order = await placed(world, { lines: [aDraftLine('OAT', 3), aDraftLine('TEA', 1)] });
    const [work] = order.fulfilments;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, { act: 'accept' }));
    const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
    held(await world.hub.nodeAct(work!.fulfilmentId, 1, short));
    const view = held(await world.hub.order(order.record.order.orderId));
    const units = view.fulfilments.map(({ lines }) =>
      lines.map(({ itemId: item, quantityUnits }) => `${item} ${String(quantityUnits)}`),
    );
    expect(units).toEqual([['OAT 1', 'TEA 1'], ['OAT 2']]);
    const live = view.reservations.filter(({ state }) => state === 'live');
    expect(live.reduce((sum, one) => sum + one.units, 0)).toBe(4);
  });

  it('complaint 6: staff steer which node sends, by name or group, and equal nodes are never picked at random', async () => {
    const world = await smallWorld();
    const first = (await placed(world)).fulfilments[0]!.nodeId;
    const again = world.hub.tryOrder(aDraft());
    const twice = world.hub.tryOrder(aDraft());
    expect(held(again).fulfilments[0]?.nodeId).toBe(held(twice).fulfilments[0]?.nodeId);
    const rule = withRule({ field: 'node.id', operator: 'eq', value: first });
    held(await world.hub.publishStrategy(rule, 'not from there'));
    expect((await placed(world)).fulfilments[0]?.nodeId).not.toBe(first);
    const stores = withRule({ field: 'node.kind', operator: 'ne', value: 'dc' });
    held(await world.hub.publishStrategy(stores, 'only from the DC'));
    expect((await placed(world)).fulfilments[0]?.nodeId).toBe('dc_w');
  });

  it('complaint 24: a rule change is tried first, decides the next order at once, reaches other processes at their next look, and is taken back as fast', async () => {
    const world = await smallWorld();
    const { database, clock } = world;
    const other = await smallWorld({ database, clock, origin: 'other' });
    const change = withRule({ field: 'node.kind', operator: 'eq', value: 'store' });
    expect(world.hub.validateStrategy(change).ok).toBe(true);
    expect(held(world.hub.tryOrder(aDraft())).fulfilments[0]?.nodeId).not.toBe('dc_w');
    held(await world.hub.publishStrategy(change, 'stores rest'));
    expect(held(world.hub.tryOrder(aDraft())).fulfilments[0]?.nodeId).toBe('dc_w');
    await pass(other, 1_000);
    expect(held(other.hub.tryOrder(aDraft())).fulfilments[0]?.nodeId).toBe('dc_w');
    held(await world.hub.rollbackStrategy(standard.strategyId, 1, 'back'));
    expect(held(world.hub.tryOrder(aDraft())).fulfilments[0]?.nodeId).not.toBe('dc_w');
  });

  it('complaint 21: a hot item and a hot slot lock nothing: two processes answer all at once, and no slot is overfilled', async () => {
    const store = aStore('st_a', {
      calendar: aDc().calendar,
      slots: { lengthMinutes: 60, ordersMax: 25 },
    });
    const one = await smallWorld({ nodes: [store], stock: { st_a: { OAT: 70 } } });
    const { database, clock } = one;
    const two = await smallWorld({ database, clock, origin: 'two' });
    const draft = aDraft({ lines: [aDraftLine('OAT', 1)] });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, ix) =>
        (ix % 2 === 0 ? one : two).hub.placeOrder(draft, { principal: 'shop' }),
      ),
    );
    const routed = outcomes.filter((outcome) => outcome.ok && outcome.value.plan);
    expect([outcomes.filter(({ ok }) => ok).length, routed.length]).toEqual([100, 70]);
    const used = [...database.slots.values()].map(({ ordersUsed }) => ordersUsed);
    expect(used.sort((a, b) => b - a)).toEqual([25, 25, 20]);
    await pass(two, 1_000);
    const position = two.hub.position(nodeId('st_a'), itemId('OAT'));
    expect(position).toMatchObject({ reservedUnits: 70, availableUnits: 0 });
  });
});
