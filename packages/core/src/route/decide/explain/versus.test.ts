import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId, serviceId } from '../../../words/index.ts';
import { anyCase, build, linesOf } from '../any-case.test.ts';
import { itemsTotal } from '../plan.ts';
import { routeOrder } from '../route-order.ts';
import { question, wednesday, world } from '../route-world.test.ts';
import type { Ask } from '../route-world.test.ts';
import { versus } from './versus.ts';
import type { Forced } from './force.ts';

const hourMs = 3_600_000;
const town = world({
  nodes: [
    { id: 'near', km: 10, services: ['van', 'bike'] },
    { id: 'far', km: 300 },
  ],
  services: [
    { id: 'van' },
    { id: 'bike', rateMinor: [[2000, 2000]], zoneKmMax: [50], minutes: [30] },
  ],
});

function compare(ask: Ask, forced: Forced) {
  const asked = question(town, ask);
  const answer = routeOrder(asked, town);
  if (!answer.ok) throw new Error(answer.refusal.reason);
  return versus(asked, { chosen: answer.value.plan, forced }, town);
}

const both = { lines: [{ item: 'tea' }, { item: 'pot' }] };
const together = { ...both, stock: { near: { tea: 9, pot: 9 }, far: { tea: 9, pot: 9 } } };
const apart = { ...both, stock: { near: { tea: 9 }, far: { tea: 9, pot: 9 } } };

describe('why not otherwise', () => {
  it('compares with another service from the same node', () => {
    const other = compare(together, { serviceIds: [serviceId('bike')] });
    expect(other).toMatchObject({ outcome: 'dearer', differenceMinor: 1200 });
    expect(other.text).toEqual({
      en: 'With near by bike, in 1 parcel, it would cost 12.00 CNY more: freight 12.00 CNY.',
      zh: '改用 near、承运服务 bike、1 个包裹 会贵 12.00 CNY：运费 12.00 CNY。',
    });
  });

  it('compares with a division of the order that people have in mind', () => {
    const itemsFrom = [
      { itemId: itemId('tea'), nodeId: nodeId('near') },
      { itemId: itemId('pot'), nodeId: nodeId('far') },
    ];
    const other = compare(together, { itemsFrom });
    if (other.outcome === 'not-possible') throw new Error(other.text.en);
    expect(other.outcome).toBe('dearer');
    expect(other.items.splitMinor).toBe(300);
    expect(other.other.parcels.map((one) => [one.nodeId, one.lines[0]?.itemId])).toEqual([
      ['far', 'pot'],
      ['near', 'tea'],
    ]);
  });

  it('compares with one parcel where two were chosen, or says that it cannot be', () => {
    const cheapSplit = world({
      nodes: [
        { id: 'near', km: 10 },
        { id: 'far', km: 300 },
      ],
      weights: { perExtraParcelMinor: 0, perHourMinor: 500 },
    });
    const asked = question(cheapSplit, apart);
    const answer = routeOrder(asked, cheapSplit);
    if (!answer.ok) throw new Error(answer.refusal.reason);
    const { plan } = answer.value;
    expect(plan.parcels).toHaveLength(2);
    const one = versus(asked, { chosen: plan, forced: { parcelsMax: 1 } }, cheapSplit);
    expect(one.outcome === 'dearer' && one.other.parcels.map((parcel) => parcel.nodeId)).toEqual([
      'far',
    ]);
    const nowhere = question(cheapSplit, { ...both, stock: { near: { tea: 9 }, far: { pot: 9 } } });
    const refused = versus(nowhere, { chosen: plan, forced: { parcelsMax: 1 } }, cheapSplit);
    expect(refused.text.en).toContain('Not possible in at most 1 parcel: No plan');
  });

  it('compares with an earlier day, or names by how much every node would be late', () => {
    const soon = compare(together, { arriveByAt: wednesday + hourMs });
    expect(soon.outcome).toBe('not-possible');
    expect(soon.text.en).toContain('Not possible arriving by 2026-05-06T03:00:00.000Z');
    if (soon.outcome !== 'not-possible') return;
    const late = soon.refused.eliminated.flatMap(({ nodes }) => nodes.map(({ text }) => text.en));
    expect(late).toEqual([
      'would be 1 h late, 0 h are allowed',
      'would be 10 h late, 0 h are allowed',
    ]);
    const day = compare(together, { arriveByAt: wednesday + 24 * hourMs });
    expect(day.text.en).toBe('near: that is the choice itself.');
  });

  it('is never cheaper, and its differences add up, whatever is forced', () => {
    const compared = new Map<string, number>();
    const anyForce = fc.oneof(
      fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((ids) => ({ nodeIds: ids.map(nodeId) })),
      fc.constantFrom('van', 'post').map((id) => ({ serviceIds: [serviceId(id)] })),
      fc.integer({ min: 1, max: 72 }).map((hours) => ({ arriveByAt: wednesday + hours * hourMs })),
      fc.integer({ min: 1, max: 3 }).map((parcelsMax) => ({ parcelsMax })),
      fc.tuple(fc.nat(3), fc.constantFrom('a', 'b', 'c')).map(([line, id]) => ({ line, id })),
    );
    fc.assert(
      fc.property(anyCase, anyForce, (one, force) => {
        const { context, asked } = build(one);
        const answer = routeOrder(asked, context);
        if (!answer.ok) return;
        const { plan } = answer.value;
        const lines = linesOf(one);
        const forced: Forced =
          'line' in force
            ? {
                itemsFrom: [
                  {
                    itemId: itemId(lines[force.line % lines.length]!.item),
                    nodeId: nodeId(force.id),
                  },
                ],
              }
            : force;
        const other = versus(asked, { chosen: plan, forced }, context);
        if (other.outcome === 'not-possible') {
          expect(other.refused.outcome).toBe('unroutable');
          return;
        }
        const [kind = ''] = Object.keys(forced);
        compared.set(kind, (compared.get(kind) ?? 0) + 1);
        expect(itemsTotal(other.items)).toBe(other.differenceMinor);
        expect(other.other.totalMinor - plan.totalMinor).toBe(other.differenceMinor);
        expect(other.differenceMinor).toBeGreaterThanOrEqual(0);
        expectForced(other.other, forced);
      }),
      { numRuns: 1500, seed: 15 },
    );
    for (const kind of ['nodeIds', 'serviceIds', 'arriveByAt', 'parcelsMax', 'itemsFrom'])
      expect(compared.get(kind)).toBeGreaterThan(20);
  }, 120_000);
});

function expectForced(
  {
    parcels,
  }: Extract<ReturnType<typeof versus>, { outcome: 'equal' | 'dearer' | 'cheaper' }>['other'],
  { nodeIds, serviceIds, arriveByAt, parcelsMax, itemsFrom }: Forced,
): void {
  for (const parcel of parcels) {
    if (nodeIds) expect(nodeIds).toContain(parcel.nodeId);
    if (serviceIds) expect(serviceIds).toContain(parcel.serviceId);
    if (arriveByAt !== undefined) expect(parcel.window.endAt).toBeLessThanOrEqual(arriveByAt);
    for (const from of itemsFrom ?? [])
      if (parcel.lines.some((line) => line.itemId === from.itemId))
        expect(parcel.nodeId).toBe(from.nodeId);
  }
  if (parcelsMax !== undefined) expect(parcels.length).toBeLessThanOrEqual(parcelsMax);
}
