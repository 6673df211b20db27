import { describe, expect, it } from 'vitest';

import { decisionId, itemId, nodeId, orderId, serviceId } from '../../../words/index.ts';
import type { Fulfilment, FulfilmentState } from '../fulfilment.ts';
import { planWork } from '../plan-work.ts';
import { reworkOf } from './rework.ts';

const rates = {
  handlingCostPerOrderMinor: 300,
  handlingCostPerLineMinor: 50,
  handlingCostPerUnitMicros: 4_000_000,
};
const line = (lineNo: number, quantityUnits: number) => ({
  lineNo,
  itemId: itemId(`item-${String(lineNo)}`),
  quantityUnits,
});
const work = (state: FulfilmentState, ...lines: ReturnType<typeof line>[]): Fulfilment => {
  const window = { startAt: 1, endAt: 2 };
  const planned = {
    nodeId: nodeId('a'),
    serviceId: serviceId('parcel'),
    lines,
    slotAt: 0,
    startAt: 0,
    window,
    collectedAt: 1,
    costMinor: 0,
    carbonGrams: 0,
  };
  const assignment = { orderId: orderId('ord_1'), epoch: 1, decisionId: decisionId('dec_1') };
  const [made] = planWork([planned], { ...assignment, promisedWindow: window });
  return { ...made!, state };
};

describe('rework', () => {
  it('is putting back what was picked and is wanted no more, per line and per unit', () => {
    const after = { work: work('ready', line(1, 1), line(2, 4)), isRelabelled: false };
    expect(reworkOf(work('ready', line(1, 3), line(2, 4)), after, rates)).toMatchObject([
      { task: 'put_back', units: 2, costMinor: 50 + 8 },
    ]);
  });

  it('is a new label for what stays but goes elsewhere', () => {
    const before = work('in_progress', line(1, 3));
    expect(reworkOf(before, { work: before, isRelabelled: true }, rates)).toMatchObject([
      { task: 'relabel', units: 3, costMinor: 300 },
    ]);
  });

  it('is both when some goods go back and the rest elsewhere', () => {
    const after = { work: work('ready', line(1, 1)), isRelabelled: true };
    const tasks = reworkOf(work('ready', line(1, 3)), after, rates).map(({ task }) => task);
    expect(tasks).toEqual(['put_back', 'relabel']);
  });

  it('is nothing while nobody has begun, or when nothing changes', () => {
    const gone = { work: work('cancelled', line(1, 0)), isRelabelled: false };
    for (const state of ['scheduled', 'offered', 'accepted'] as const)
      expect(reworkOf(work(state, line(1, 3)), gone, rates)).toEqual([]);
    const ready = work('ready', line(1, 3));
    expect(reworkOf(ready, { work: ready, isRelabelled: false }, rates)).toEqual([]);
  });
});
