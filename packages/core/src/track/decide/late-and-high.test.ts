import { describe, expect, it } from 'vitest';

import { hourMs } from '../../words/index.ts';
import {
  second,
  legs,
  firstLeft,
  firstThere,
  pearPacked,
  pearDamaged,
  allFacts,
  tracked,
  upTo,
  order,
} from './golden/example-order.ts';
import { advancedLabel, basicLabel, exceptionLabel, kindLabel, trackOrder } from './index.ts';

describe('what is late', () => {
  const later = legs.map((leg, ix) =>
    ix === 0
      ? {
          ...leg,
          fulfilment: {
            ...leg.fulfilment,
            expected: {
              handOverAt: 40 * hourMs,
              window: { startAt: 48 * hourMs, endAt: 51 * hourMs - 1 },
            },
          },
        }
      : leg,
  );

  it('is foretold when a parcel is expected later than was promised', () => {
    expect(trackOrder(tracked([], { legs: later }), 'basic').delay).toEqual({
      label: { en: 'Expected 3 h after the promise', zh: '预计晚于承诺 3 小时' },
      promisedEndAt: 48 * hourMs,
      expectedEndAt: 51 * hourMs - 1,
      hoursLate: 3,
      basis: ['dec_1'],
      asOf: 10,
      kind: 'prediction',
    });
  });

  it('is overdue when even that has passed', () => {
    const { delay } = trackOrder(tracked([firstLeft], { at: 49 * hourMs + 1 }), 'basic');
    expect(delay).toMatchObject({ hoursLate: 2, expectedEndAt: undefined, asOf: 49 * hourMs + 1 });
  });

  it('is not told once everything is there, or while it is in time', () => {
    expect(
      trackOrder(tracked(allFacts, { at: 99 * hourMs, legs: later }), 'basic').delay,
    ).toBeUndefined();
    expect(trackOrder(tracked([], { at: 48 * hourMs }), 'basic').delay).toBeUndefined();
    const neither = { ...order, promisedWindow: undefined };
    expect(
      trackOrder(tracked([], { at: 99 * hourMs, order: neither, promise: undefined }), 'basic')
        .delay,
    ).toBeUndefined();
  });
});

describe('what the high tier adds', () => {
  const view = trackOrder(tracked(upTo(firstThere)), 'high');

  it('names node, service, cost, carbon and the time until which a change is free', () => {
    expect(view).toMatchObject({
      costCurrency: 'CNY',
      costMinor: 1_836_547_283,
      carbonGrams: 1_129_476_583,
    });
    expect(view.parcels[0]?.work).toMatchObject({
      node: { nodeId: 'st_hidden', name: 'Hidden Store' },
      serviceId: 'svc_hidden',
      costMinor: 918_273_641,
      costItems: { freightMinor: 847_362_510 },
      freeChangeUntilAt: 7200,
    });
    const begun = legs.map((leg) => ({
      ...leg,
      fulfilment: { ...leg.fulfilment, state: 'offered' as const },
    }));
    expect(
      trackOrder(tracked([], { legs: begun }), 'high').parcels[0]?.work?.freeChangeUntilAt,
    ).toBeUndefined();
  });

  it('tells why, and what else there was', () => {
    expect(view.decisions).toMatchObject([
      {
        decisionId: 'dec_1',
        versions: { strategy: 7 },
        text: { en: 'Hidden Store is cheapest.' },
        alternatives: [
          { nodeId: 'hub_hz', name: 'Hangzhou hub', costMinor: 918_273_500, extraMinor: 500 },
        ],
      },
    ]);
  });

  it('lists the facts as they happened, and exceptions with their subject', () => {
    expect(view.evidence.map(({ hash }) => hash)).toEqual(upTo(firstThere).map(({ hash }) => hash));
    expect(view.evidence[0]).toMatchObject({
      kind: 'pick_started',
      node: { nodeId: 'st_hidden' },
      recordedAt: 999,
    });
    const damaged = trackOrder(tracked([pearPacked, pearDamaged]), 'high').exceptions;
    expect(damaged).toMatchObject([
      {
        status: 'damaged',
        subjectUri: second,
        basis: [pearDamaged.hash],
        label: { zh: '发现商品破损' },
      },
    ]);
  });
});

describe('words for people', () => {
  it('exist in both languages', () => {
    const sentences = [
      basicLabel('ready'),
      advancedLabel('delivery_attempted'),
      exceptionLabel('temperature_excursion'),
      kindLabel('inferred'),
    ];
    expect(sentences.map(({ en }) => en)).toEqual([
      'Ready for pick-up',
      'Delivery was attempted',
      'The temperature left its limits',
      'concluded from its container',
    ]);
    for (const { zh } of sentences) expect(zh).toMatch(/^[\u4e00-\u9fff]+$/);
  });
});
