import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '@ordermesh/core/hub';
import { anEvent } from '@ordermesh/testkit';
import { fitsForm, shortType, wants } from './event-filter.ts';
import { placeInOrder } from './message.ts';

const logged = (sequence: number, type: string, body: object = {}): LoggedEvent => ({
  ...anEvent('evt_1'),
  type: `dev.ordermesh.${type}.v1`,
  body: { ...body },
  sequence,
  recordedAt: 0,
  origin: 'test',
});
const all = { types: [], channels: [], nodeIds: [], tiers: [] };
const order = { channel: 'webshop', tier: 'vip' };

describe('a filter', () => {
  it('takes types with a star for anything, and compares texts, not expressions', () => {
    expect(shortType('dev.ordermesh.order.placed.v12')).toBe('order.placed');
    const fits = ['order.*', '*', '*.placed', 'o*r.p*d', 'order.placed'];
    expect(fits.filter((form) => !fitsForm('order.placed', form))).toEqual([]);
    const misses = ['order', 'order.', '*.place', 'orderx*', 'order.placed*x', '', 'placed*order'];
    expect(misses.filter((form) => fitsForm('order.placed', form))).toEqual([]);
  });

  it('wants what all its fields want', () => {
    const event = logged(1, 'node.work_offered', { lines: [{ nodeId: 'st_1' }] });
    expect(wants(all, event, undefined)).toBe(true);
    expect(wants({ ...all, channels: ['webshop'], tiers: ['vip'] }, event, order)).toBe(true);
    expect(wants({ ...all, channels: ['webshop'], tiers: ['plus'] }, event, order)).toBe(false);
    expect(wants({ ...all, channels: ['webshop'] }, event, undefined)).toBe(false);
    expect(wants({ ...all, nodeIds: ['st_1'] }, event, order)).toBe(true);
    expect(wants({ ...all, nodeIds: ['st_2'] }, event, order)).toBe(false);
  });

  it('never tells webhooks of webhooks', () => {
    expect(wants(all, logged(1, 'webhook.disabled'), undefined)).toBe(false);
  });
});

describe('the place of an event in its order', () => {
  it('lets every receiver find each gap, whatever its filter is', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (wanted) => {
        const events = wanted.map((is, ix) => logged(10 + ix * 3, is ? 'order.a' : 'order.b'));
        const isWanted = ({ type }: LoggedEvent): boolean => type.includes('.a.');
        let seen = 0;
        for (const event of events.filter(isWanted)) {
          const place = placeInOrder(event, events, isWanted);
          expect(place.previous).toBe(seen);
          expect(place.orderSequence).toBeGreaterThan(seen);
          seen = place.orderSequence;
        }
      }),
    );
  });
});
