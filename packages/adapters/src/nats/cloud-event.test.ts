import { anEvent, monday } from '@ordermesh/testkit';
import { orderId } from '@ordermesh/core/words';
import { describe, expect, it } from 'vitest';

import { cloudEventText, cloudEventTextWithoutData, fedEventIn } from './cloud-event.ts';
import { partitionOf } from './partition.ts';

const event = {
  ...anEvent('evt_1', { orderId: orderId('ord_1'), subject: 'orders/ord_1', body: { units: 2 } }),
  sequence: 12,
  recordedAt: monday + 5,
  origin: 'router-1',
};

describe('an event on the bus', () => {
  it('is a CloudEvent that names its order, its place and the place before it', () => {
    expect(JSON.parse(cloudEventText(event, 9))).toMatchObject({
      specversion: '1.0',
      id: 'evt_1',
      source: '/v1/events',
      type: 'dev.ordermesh.test.told.v1',
      subject: 'orders/ord_1',
      time: '2026-01-05T08:00:00.000Z',
      sequence: '12',
      previoussequence: '9',
      partitionkey: 'ord_1',
    });
  });

  it('comes back as it was', () => {
    expect(fedEventIn(cloudEventText(event, 9))).toEqual({ sequence: 12, previous: 9, event });
  });

  it('keeps its place when it is too large, so that it is read in the store', () => {
    expect(fedEventIn(cloudEventTextWithoutData(event, 9))).toEqual({ sequence: 12, previous: 9 });
  });

  it('is not made of what others send', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"specversion":"1.0"}',
      '{"specversion":"1.0","sequence":"x"}',
    ])
      expect(fedEventIn(text)).toBeUndefined();
  });
});

describe('partitions', () => {
  it('are the same for an order at every time, and spread orders evenly', () => {
    const counts = new Array<number>(8).fill(0);
    for (let ix = 0; ix < 8_000; ix += 1) {
      const at = partitionOf(`ord_${String(ix)}`, 8);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    expect(partitionOf('ord_1', 8)).toBe(partitionOf('ord_1', 8));
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });
});
