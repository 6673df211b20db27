import { describe, expect, it } from 'vitest';

import {
  arrivedFact,
  errorDeclaredFact,
  packedFact,
  readyForPickupFact,
  returnedFact,
} from '../../facts/decide/index.ts';
import type { StoredFact } from '../../facts/decide/index.ts';
import {
  apple,
  first,
  store,
  dc,
  legs,
  fact,
  pears,
  pickStart,
  applesPicked,
  applesPacked,
  happening,
  firstStaged,
  firstLeft,
  firstAtHub,
  firstOut,
  firstThere,
  pearPacked,
  secondLeft,
  allFacts,
  tracked,
  upTo,
} from './golden/example-order.ts';
import { trackOrder } from './index.ts';

describe('what each tier is told', () => {
  it.each<readonly [string, readonly StoredFact[], string, string, string]>([
    ['nothing happened', [], 'confirmed', 'allocated', 'Confirmed'],
    ['picking began', upTo(pickStart), 'confirmed', 'picking', 'Preparing: picking 0 of 3'],
    ['apples are picked', upTo(applesPicked), 'confirmed', 'picking', 'Preparing: picking 2 of 3'],
    [
      'one parcel is delivered',
      upTo(firstThere),
      'confirmed',
      'picking',
      'Preparing: picking 2 of 3',
    ],
    [
      'both parcels left',
      [applesPacked, firstLeft, pearPacked, secondLeft],
      'shipped',
      'departed',
      'Shipped',
    ],
    ['both parcels are there', allFacts, 'delivered', 'delivered', 'Delivered'],
  ])('when %s', (...[, facts, basic, advanced, label]) => {
    expect(trackOrder(tracked(facts), 'basic').status.status).toBe(basic);
    const { status } = trackOrder(tracked(facts), 'advanced');
    expect([status.status, status.label.en]).toEqual([advanced, label]);
  });

  it('counts no grams while picking', () => {
    const { lifecycleOrder } = tracked([]);
    const inGrams = lifecycleOrder.lines.map((line) => ({ ...line, unit: 'gram' as const }));
    const view = trackOrder(
      tracked([pickStart], { lifecycleOrder: { ...lifecycleOrder, lines: inGrams } }),
      'advanced',
    );
    expect(view.status.label.zh).toBe('备货中：拣货');
  });

  it('tells which part is further than the order', () => {
    expect(trackOrder(tracked([...upTo(firstThere), pearPacked]), 'basic')).toMatchObject({
      status: { status: 'confirmed' },
      ahead: {
        status: 'delivered',
        parcels: 1,
        ofParcels: 2,
        label: { en: 'Delivered: 1 of 2', zh: '已送达：1/2' },
      },
    });
    expect(trackOrder(tracked([]), 'basic').ahead).toBeUndefined();
    expect(trackOrder(tracked(allFacts), 'basic').ahead).toBeUndefined();
  });

  it('shows a parcel from plan to door, each time with what the statement rests on', () => {
    const parcelAfter = (facts: readonly StoredFact[]) => {
      const { status, parcelUri, items } = trackOrder(tracked(facts), 'advanced').parcels[0] ?? {};
      return {
        status: status?.status,
        label: status?.label.en,
        kind: status?.kind,
        last: status?.basis.at(-1),
        parcelUri,
        items,
      };
    };
    const items = [{ itemId: 'apple', name: 'Apples', units: 2 }];
    expect(parcelAfter([])).toEqual({
      status: 'allocated',
      label: 'Confirmed',
      kind: 'decision',
      last: 'dec_1',
      parcelUri: undefined,
      items,
    });
    expect(parcelAfter([pickStart])).toMatchObject({
      status: 'picking',
      kind: 'fact',
      last: pickStart.hash,
      items,
    });
    expect(parcelAfter(upTo(applesPacked))).toMatchObject({
      status: 'packed',
      last: applesPacked.hash,
      parcelUri: first,
      items,
    });
    expect(parcelAfter(upTo(firstStaged))).toMatchObject({
      label: 'Waiting for the carrier',
      last: firstStaged.hash,
    });
    expect(parcelAfter(upTo(firstLeft))).toMatchObject({ label: 'Shipped', last: firstLeft.hash });
    expect(parcelAfter(upTo(firstAtHub))).toMatchObject({ label: 'In transit: Hangzhou hub' });
    expect(parcelAfter(upTo(firstOut))).toMatchObject({ label: 'Out for delivery' });
    expect(parcelAfter(upTo(firstThere))).toMatchObject({
      label: 'Delivered',
      last: firstThere.hash,
    });
  });

  it('does not say in transit where the sending node itself is named', () => {
    const back = fact(arrivedFact({ ...happening(21, store), parcelUris: [first] }));
    const { parcels } = trackOrder(tracked([applesPacked, firstLeft, back]), 'advanced');
    expect(parcels[0]?.status.label.en).toBe('In transit');
  });

  it('shows what is packed and what of the same work is not', () => {
    const one = [{ itemUri: apple, unit: 'each' as const, units: 1 }];
    const packedOne = fact(packedFact({ ...happening(22, store), parcelUri: first, goods: one }));
    const { parcels } = trackOrder(tracked([pickStart, packedOne]), 'basic');
    expect(
      parcels.map(({ number, items }) => [
        number,
        ...items.map(({ name, units }) => `${units} ${name}`),
      ]),
    ).toEqual([
      [1, '1 Apples'],
      [2, '1 Apples'],
      [3, '1 pear'],
    ]);
  });

  it('takes the planned goods for those of a parcel whose packing nobody reported', () => {
    const { parcels } = trackOrder(tracked([firstLeft]), 'advanced');
    expect(parcels[0]).toMatchObject({
      parcelUri: first,
      status: { status: 'departed' },
      items: [{ itemId: 'apple', units: 2 }],
    });
  });

  it('drops work that came to nothing, but not a parcel that left all the same', () => {
    const ended = legs.map((leg) => ({
      ...leg,
      fulfilment: { ...leg.fulfilment, state: 'rejected' as const },
    }));
    expect(trackOrder(tracked([], { legs: ended }), 'basic').parcels).toEqual([]);
    const late = trackOrder(tracked([applesPacked, firstLeft], { legs: ended }), 'basic').parcels;
    expect(late.map(({ status }) => status.status)).toEqual(['shipped']);
  });

  it('shows parcels that no work of ours explains', () => {
    const { parcels } = trackOrder(tracked([applesPacked, firstLeft], { legs: [] }), 'high');
    expect(parcels).toMatchObject([
      { parcelUri: first, work: undefined, seenAt: { name: 'Hidden Store' } },
    ]);
  });

  it('goes back when the dispatch was recorded wrongly, and says so', () => {
    const wrong = fact(errorDeclaredFact(firstLeft.epcis, 99_000_000));
    const view = trackOrder(tracked([applesPacked, firstLeft, wrong]), 'basic');
    expect(view).toMatchObject({
      isCorrected: true,
      parcels: [{ status: { status: 'confirmed' } }, {}],
    });
  });

  it('tells of goods that came back and goods to be fetched', () => {
    const back = fact(
      returnedFact({
        ...happening(23, dc),
        goods: pears,
        step: 'received',
        returnKeys: ['rma-1'],
      } as never),
    );
    const returned = trackOrder(tracked([...allFacts, back]), 'advanced');
    expect(returned.status).toMatchObject({
      status: 'partially_returned',
      label: { zh: '已送达，部分退货' },
    });
    const ready = fact(readyForPickupFact({ ...happening(24, store), parcelUris: [first] }));
    const { parcels } = trackOrder(tracked([applesPacked, ready]), 'basic');
    expect(parcels[0]?.status.label).toEqual({ en: 'Ready for pick-up', zh: '可自提' });
  });
});
