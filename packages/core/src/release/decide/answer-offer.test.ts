import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decisionId, fulfilmentId, itemId, nodeId, orderId, serviceId } from '../../words/index.ts';
import { acceptOffer, fulfilmentDue, giveBack, withoutUnits } from './answer-offer.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';

const work = (change: Partial<Fulfilment> = {}): Fulfilment => ({
  fulfilmentId: fulfilmentId('ful_1.1.1'),
  orderId: orderId('ord_1'),
  nodeId: nodeId('st_1'),
  serviceId: serviceId('parcel'),
  decisionId: decisionId('dec_1.1'),
  epoch: 1,
  state: 'offered',
  lines: [
    { lineNo: 1, itemId: itemId('OAT'), quantityUnits: 3 },
    { lineNo: 2, itemId: itemId('TEA'), quantityUnits: 1 },
  ],
  slotAt: 0,
  releaseAt: 1_000,
  dueAt: 5_000,
  promisedWindow: { startAt: 10_000, endAt: 20_000 },
  expected: { handOverAt: 9_000, window: { startAt: 10_000, endAt: 20_000 } },
  costMinor: 1_240,
  carbonGrams: 300,
  version: 2,
  ...change,
});

describe('a node answers an offer', () => {
  it('accepts, and is looked at again when the carrier should have come', () => {
    expect(acceptOffer(work(), 1)).toMatchObject({
      ok: true,
      value: { fulfilment: { state: 'accepted', dueAt: 9_000 + 1_375, version: 3 }, freed: [] },
    });
  });

  it('may accept ahead of the offer, because it has seen its plan', () => {
    expect(acceptOffer(work({ state: 'scheduled' }), 1).ok).toBe(true);
  });

  it('is fenced when it speaks with an older epoch', () => {
    expect(acceptOffer(work({ epoch: 2 }), 1)).toEqual({
      ok: false,
      refusal: { reason: 'fenced', epoch: 1, currentEpoch: 2 },
    });
  });

  it('is fenced when its offer ran out or the work was taken back', () => {
    for (const state of ['expired', 'cancelled'] as const)
      expect(acceptOffer(work({ state }), 1)).toMatchObject({
        ok: false,
        refusal: { reason: 'fenced' },
      });
  });

  it('cannot accept what it has shipped, and is told what would be allowed', () => {
    expect(acceptOffer(work({ state: 'shipped' }), 1)).toEqual({
      ok: false,
      refusal: { reason: 'wrong-state', state: 'shipped', allowed: ['scheduled', 'offered'] },
    });
  });

  it('rejects all of it and keeps nothing', () => {
    const outcome = giveBack(work(), 1, undefined);
    expect(outcome).toMatchObject({ ok: true, value: { fulfilment: { state: 'rejected' } } });
    expect(outcome.ok && outcome.value.freed).toHaveLength(2);
  });

  it('gives back only the short quantity and keeps working on the rest', () => {
    expect(giveBack(work({ state: 'in_progress' }), 1, [{ lineNo: 1, units: 2 }])).toMatchObject({
      ok: true,
      value: {
        fulfilment: { state: 'in_progress', lines: [{ quantityUnits: 1 }, { quantityUnits: 1 }] },
        freed: [{ lineNo: 1, quantityUnits: 2 }],
      },
    });
  });

  it('cannot give back a line it does not have, or more than it has', () => {
    expect(giveBack(work(), 1, [{ lineNo: 9, units: 1 }])).toMatchObject({
      refusal: { reason: 'unknown-line', lineNo: 9 },
    });
    expect(giveBack(work(), 1, [{ lineNo: 1, units: 4 }])).toMatchObject({
      refusal: { reason: 'too-many-units', units: 4, unitsMax: 3 },
    });
  });
});

describe('a timer looks at due work', () => {
  it('offers scheduled work at its time and sets the end of the offer', () => {
    expect(
      fulfilmentDue(work({ state: 'scheduled', dueAt: 1_000 }), 1_000, 1_000 + 15 * 60_000),
    ).toMatchObject({
      fulfilment: { state: 'offered', dueAt: 1_000 + 15 * 60_000 },
      freed: [],
    });
  });

  it('takes an unanswered offer back with all its units', () => {
    expect(fulfilmentDue(work(), 5_000, 15)).toMatchObject({
      fulfilment: { state: 'expired', dueAt: undefined },
      freed: [{ lineNo: 1 }, { lineNo: 2 }],
    });
  });

  it('leaves accepted work and work that is not due alone', () => {
    expect(fulfilmentDue(work(), 4_999, 15)).toBeUndefined();
    expect(fulfilmentDue(work({ state: 'accepted' }), 9_999, 15)).toBeUndefined();
  });
});

describe('units taken out of work', () => {
  const anyState = fc.constantFrom<FulfilmentState>(
    'scheduled',
    'offered',
    'accepted',
    'in_progress',
  );
  const anyGiven = fc.array(
    fc.record({ lineNo: fc.integer({ min: 1, max: 2 }), units: fc.integer({ min: 0, max: 4 }) }),
    { maxLength: 4 },
  );

  it('are neither lost nor invented, whatever is asked', () => {
    fc.assert(
      fc.property(anyState, anyGiven, (state, given) => {
        const before = work({ state });
        const outcome = withoutUnits(before, given, 'cancelled');
        if (!outcome.ok) {
          expect(['unknown-line', 'too-many-units']).toContain(outcome.refusal.reason);
          return;
        }
        const units = (lines: readonly { readonly quantityUnits: number }[]): number =>
          lines.reduce((sum, line) => sum + line.quantityUnits, 0);
        const { fulfilment, freed } = outcome.value;
        expect(units(fulfilment.lines) + units(freed)).toBe(units(before.lines));
        expect(fulfilment.state).toBe(units(fulfilment.lines) === 0 ? 'cancelled' : state);
      }),
    );
  });
});
