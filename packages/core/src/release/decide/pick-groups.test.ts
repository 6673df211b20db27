import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decisionId, fulfilmentId, itemId, nodeId, orderId, serviceId } from '../../words/index.ts';
import type { Fulfilment } from './fulfilment.ts';
import { pickGroups } from './pick-groups.ts';

const work = (id: string, change: Partial<Fulfilment> = {}): Fulfilment => ({
  fulfilmentId: fulfilmentId(`ful_${id}`),
  orderId: orderId(`ord_${id}`),
  nodeId: nodeId('st_a'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state: 'accepted',
  lines: [{ lineNo: 1, itemId: itemId('OAT'), quantityUnits: 2 }],
  slotAt: 0,
  releaseAt: 0,
  dueAt: undefined,
  promisedWindow: { startAt: 0, endAt: 10 },
  expected: { handOverAt: 100, window: { startAt: 0, endAt: 10 } },
  costMinor: 0,
  carbonGrams: 0,
  version: 1,
  ...change,
});
const ids = (works: readonly Fulfilment[]) => works.map((one) => one.orderId);

describe('the wave list of a node', () => {
  it('sums the items of all orders that one carrier collects at one time', () => {
    const tea = { lineNo: 2, itemId: itemId('TEA'), quantityUnits: 1 };
    const [group, ...rest] = pickGroups(
      [work('1'), work('2', { lines: [...work('2').lines, tea] })],
      20,
    );
    expect(rest).toEqual([]);
    expect(group?.items).toEqual([
      { itemId: 'OAT', units: 4, orders: 2 },
      { itemId: 'TEA', units: 1, orders: 1 },
    ]);
  });
  it('keeps collections, services and slots apart, the next collection first', () => {
    const later = { handOverAt: 900, window: { startAt: 0, endAt: 10 } };
    const works = [
      work('1', { expected: later }),
      work('2', { serviceId: serviceId('bike') }),
      work('3'),
    ];
    expect(pickGroups(works, 20).map(({ totes }) => ids(totes))).toEqual([
      ['ord_2'],
      ['ord_3'],
      ['ord_1'],
    ]);
  });
  it('cuts what one walk cannot carry, the earliest promises first', () => {
    const urgent = { promisedWindow: { startAt: 0, endAt: 1 } };
    const groups = pickGroups([work('1'), work('2'), work('3', urgent)], 2);
    expect(groups.map(({ totes }) => ids(totes))).toEqual([['ord_3', 'ord_1'], ['ord_2']]);
  });
  it('leaves out what is begun, not released, or empty', () => {
    const empty = [{ lineNo: 1, itemId: itemId('OAT'), quantityUnits: 0 }];
    const works = [work('1', { state: 'in_progress' }), work('2', { state: 'scheduled' })];
    expect(pickGroups(works, 9)).toEqual([]);
    expect(pickGroups([work('3', { lines: empty })], 9)[0]?.items).toEqual([]);
  });
});

it('no order is lost, picked twice, or in a walk that is too large', () => {
  const anyWork = fc.record({ slotAt: fc.nat(2), units: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(
      fc.array(anyWork, { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (some, max) => {
        const works = some.map(({ slotAt, units }, ix) =>
          work(String(ix), {
            slotAt,
            lines: [{ lineNo: 1, itemId: itemId('OAT'), quantityUnits: units }],
          }),
        );
        const groups = pickGroups(works, max);
        expect(groups.flatMap(({ totes }) => ids(totes)).sort()).toEqual(ids(works).sort());
        const summed = groups
          .flatMap(({ items }) => items)
          .reduce((sum, one) => sum + one.units, 0);
        expect(summed).toBe(some.reduce((sum, one) => sum + one.units, 0));
        for (const { totes } of groups) expect(totes.length).toBeLessThanOrEqual(max);
      },
    ),
  );
});
