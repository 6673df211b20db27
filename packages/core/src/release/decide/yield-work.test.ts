import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decisionId, fulfilmentId, itemId, nodeId, orderId, serviceId } from '../../words/index.ts';
import type { Fulfilment } from './fulfilment.ts';
import { whoYields } from './yield-work.ts';

const oat = itemId('OAT');
const work = (id: string, change: Partial<Fulfilment> = {}): Fulfilment => ({
  fulfilmentId: fulfilmentId(`ful_${id}`),
  orderId: orderId(`ord_${id}`),
  nodeId: nodeId('st_a'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state: 'accepted',
  lines: [{ lineNo: 1, itemId: oat, quantityUnits: 2 }],
  slotAt: 0,
  releaseAt: 0,
  dueAt: undefined,
  promisedWindow: { startAt: 0, endAt: 10 },
  expected: { handOverAt: 0, window: { startAt: 0, endAt: 10 } },
  costMinor: 0,
  carbonGrams: 0,
  version: 1,
  ...change,
});
const yields = (works: readonly Fulfilment[], units: number) =>
  whoYields(works, { itemId: oat, units }).map((one) => [one.work.fulfilmentId, one.units]);

describe('goods that somebody bought over the counter', () => {
  it('are given up by the least advanced work first, only as many as are missing', () => {
    const works = [
      work('a'),
      work('b', { state: 'scheduled' }),
      work('c', { state: 'in_progress' }),
    ];
    expect(yields(works, 3)).toEqual([
      ['ful_b', 2],
      ['ful_a', 1],
    ]);
  });
  it('are given up by the work with the latest promise among equals, then by id', () => {
    const late = { promisedWindow: { startAt: 0, endAt: 99 } };
    expect(yields([work('a'), work('c', late), work('b', late)], 3)).toEqual([
      ['ful_b', 2],
      ['ful_c', 1],
    ]);
  });
  it('are never taken from parcels that are packed or gone, nor from other items', () => {
    const tea = { lines: [{ lineNo: 1, itemId: itemId('TEA'), quantityUnits: 9 }] };
    const works = [work('a', { state: 'ready' }), work('b', { state: 'shipped' }), work('c', tea)];
    expect(yields(works, 5)).toEqual([]);
  });
});

it('no more is given up than is missing, and no work more than it has', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 6 }), fc.nat(12), (quantities, units) => {
      const works = quantities.map((quantityUnits, ix) =>
        work(String(ix), { lines: [{ lineNo: 1, itemId: oat, quantityUnits }] }),
      );
      const given = whoYields(works, { itemId: oat, units });
      const has = quantities.reduce((sum, one) => sum + one, 0);
      expect(given.reduce((sum, one) => sum + one.units, 0)).toBe(Math.min(units, has));
      for (const one of given)
        expect(one.units).toBeLessThanOrEqual(one.work.lines[0]!.quantityUnits);
    }),
  );
});
