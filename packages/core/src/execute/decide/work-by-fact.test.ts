import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decisionId, fulfilmentId, nodeId, orderId, serviceId } from '../../words/index.ts';
import type { FactKind } from '../../facts/decide/index.ts';
import type { Fulfilment, FulfilmentState } from '../../release/decide/index.ts';
import { workByFact } from './work-by-fact.ts';

const workIn = (state: FulfilmentState): Fulfilment => ({
  fulfilmentId: fulfilmentId('ful_1.1.1'),
  orderId: orderId('ord_1'),
  nodeId: nodeId('st_1'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state,
  lines: [],
  slotAt: 0,
  releaseAt: 0,
  dueAt: undefined,
  promisedWindow: { startAt: 0, endAt: 1 },
  expected: { handOverAt: 0, window: { startAt: 0, endAt: 1 } },
  costMinor: 0,
  carbonGrams: 0,
  version: 1,
});

describe('what a fact means for the work of a node', () => {
  it('begins with the first pick', () => {
    expect(workByFact(workIn('accepted'), 'pick_started')).toEqual({
      state: 'in_progress',
      leavesNode: false,
    });
  });

  it('leaves the node when the carrier departs', () => {
    expect(workByFact(workIn('ready'), 'departed')).toEqual({ state: 'shipped', leavesNode: true });
  });

  it('leaves the node at the counter when the customer takes it without a departure', () => {
    expect(workByFact(workIn('ready'), 'delivered')).toEqual({
      state: 'delivered',
      leavesNode: true,
    });
  });

  it('does not leave the node twice', () => {
    expect(workByFact(workIn('shipped'), 'delivered')).toEqual({
      state: 'delivered',
      leavesNode: false,
    });
    expect(workByFact(workIn('shipped'), 'custody_changed')).toBeUndefined();
  });

  it('is not moved by counts, sensors, or by facts about work that was taken away', () => {
    expect(workByFact(workIn('ready'), 'counted')).toBeUndefined();
    expect(workByFact(workIn('ready'), 'temperature_logged')).toBeUndefined();
    expect(workByFact(workIn('cancelled'), 'departed')).toBeUndefined();
  });

  it('ends in the same state whatever the order in which the facts arrive', () => {
    const kinds: FactKind[] = ['picked', 'packed', 'staged', 'departed', 'arrived', 'delivered'];
    const walk = (order: readonly FactKind[]): { state: FulfilmentState; left: number } => {
      let work = workIn('accepted');
      let left = 0;
      for (const kind of order) {
        const moved = workByFact(work, kind);
        if (!moved) continue;
        left += moved.leavesNode ? 1 : 0;
        work = { ...work, state: moved.state };
      }
      return { state: work.state, left };
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(kinds, { minLength: kinds.length }), (order) => {
        expect(walk(order)).toEqual({ state: 'delivered', left: 1 });
      }),
    );
  });
});
