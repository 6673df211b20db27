import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeId, serviceId } from '../../words/index.ts';
import { keepPromise } from './keep-promise.ts';
import type { DeliveryPromise, PromiseLeg } from './promise.ts';

const leg = (startAt: number, endAt: number): PromiseLeg => ({
  nodeId: nodeId('st_1'),
  serviceId: serviceId('parcel'),
  slotAt: 0,
  collectedAt: startAt - 1,
  window: { startAt, endAt },
});
const told: DeliveryPromise = {
  window: { startAt: 100, endAt: 200 },
  confidencePercent: 90,
  madeAt: 1,
  legs: [leg(100, 200)],
};

describe('a promise in the light of what is expected now', () => {
  it('is kept with the room that is left', () => {
    expect(keepPromise(told, [leg(90, 150), leg(80, 170)], 5)).toEqual({
      outlook: 'kept',
      slackMs: 30,
    });
    expect(keepPromise(told, [], 5)).toEqual({ outlook: 'kept', slackMs: 0 });
  });

  it('is replaced by a later one that remembers the first', () => {
    const once = keepPromise(told, [leg(90, 150), leg(210, 260)], 5);
    expect(once).toMatchObject({
      outlook: 'broken',
      lateMs: 60,
      promise: {
        window: { startAt: 210, endAt: 260 },
        firstWindow: { startAt: 100, endAt: 200 },
        madeAt: 5,
      },
    });
    if (once.outlook !== 'broken') return;
    const twice = keepPromise(once.promise, [leg(300, 400)], 9);
    expect(twice).toMatchObject({ promise: { firstWindow: { startAt: 100, endAt: 200 } } });
  });

  it('never moves forward, and what it says holds for every parcel', () => {
    const anyLegs = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 100 }))
        .map(([startAt, span]) => leg(startAt, startAt + span)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(anyLegs, { maxLength: 5 }), (words) => {
        let promise = told;
        for (const [at, legs] of words.entries()) {
          const outlook = keepPromise(promise, legs, at);
          const next = outlook.outlook === 'broken' ? outlook.promise : promise;
          expect(next.window.endAt).toBeGreaterThanOrEqual(promise.window.endAt);
          for (const { window } of legs)
            expect(window.endAt).toBeLessThanOrEqual(next.window.endAt);
          promise = next;
        }
      }),
    );
  });
});
