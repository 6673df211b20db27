import { describe, expect, it } from 'vitest';

import {
  decisionId,
  fulfilmentId,
  itemId,
  nodeId,
  orderId,
  serviceId,
} from '../../../words/index.ts';
import type { Fulfilment } from '../fulfilment.ts';
import { planWork } from '../plan-work.ts';
import { isOneParcel, packedWithout, partedFrom } from './one-parcel.ts';

const window = { startAt: 10_000, endAt: 20_000 };

const work = (number: number, change: Partial<Fulfilment> = {}): Fulfilment => {
  const [made] = planWork(
    [
      {
        nodeId: nodeId('st_a'),
        serviceId: serviceId('parcel'),
        lines: [{ lineNo: 1, itemId: itemId('OAT'), quantityUnits: 1 }],
        slotAt: 1_000,
        startAt: 1_500,
        window,
        collectedAt: 9_000,
        costMinor: 700,
        carbonGrams: 30,
      },
    ],
    {
      orderId: orderId(`ord_${String(number)}`),
      epoch: 1,
      decisionId: decisionId('dec_1'),
      promisedWindow: window,
    },
  );
  return { ...made!, ...change };
};

const other = fulfilmentId('ful_2.1.1');
const third = fulfilmentId('ful_3.1.1');
const later = { handOverAt: 9_001, window };

describe('two works in one parcel', () => {
  it('leave one node with one carrier at one moment, and nobody has begun either', () => {
    expect(isOneParcel(work(1), work(2))).toBe(true);
    expect(isOneParcel(work(1), work(2, { nodeId: nodeId('st_b') }))).toBe(false);
    expect(isOneParcel(work(1), work(2, { serviceId: serviceId('express') }))).toBe(false);
    expect(isOneParcel(work(1), work(2, { expected: later }))).toBe(false);
    expect(isOneParcel(work(1), work(2, { state: 'in_progress' }))).toBe(false);
  });

  it('part when one is cancelled, given back, or leaves at another moment', () => {
    const both = work(1, { packWith: [other] });
    for (const state of ['cancelled', 'rejected', 'expired'] as const)
      expect(partedFrom(both, { ...both, state })).toEqual([other]);
    expect(partedFrom(both, { ...both, expected: later })).toEqual([other]);
    expect(partedFrom(both, { ...both, state: 'accepted' })).toEqual([]);
    expect(partedFrom(work(1), work(1, { state: 'cancelled' }))).toEqual([]);
  });

  it('stay together once they are packed, whenever the carrier comes', () => {
    const packed = work(1, { packWith: [other], state: 'ready' });
    expect(partedFrom(packed, { ...packed, state: 'shipped', expected: later })).toEqual([]);
  });

  it('go on with those that are left, or alone', () => {
    const three = work(1, { packWith: [other, third] });
    expect(packedWithout(three, [other]).packWith).toEqual([third]);
    expect(packedWithout(three, [other, third])).not.toHaveProperty('packWith');
  });
});
