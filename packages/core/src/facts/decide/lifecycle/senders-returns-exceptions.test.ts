import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemUri, locationUri, parcelUri, privateUri, ssccOf } from '../../../words/index.ts';
import * as build from '../build/index.ts';
import type { EpcisEvent } from '../event.ts';
import { storedFact } from '../stored.ts';
import { foldLifecycle } from './fold.ts';
import type { Lifecycle } from './fold.ts';
import type { LifecycleOrder } from './order.ts';

const key = 'urn:epcglobal:cbv:bt:9521141001004:SO-1';
const tea = itemUri('09521141000212');
const rice = itemUri('09521141000229');
const storeA = locationUri('9521141002018');
const storeB = locationUri('9521141003015');
const boxes = [1, 2, 3].map((serial) => parcelUri(ssccOf('9521141', serial)));
const [box1 = '', box2 = '', pallet = ''] = boxes;
const van = privateUri('hub.example', 'vehicle', 'van');
const consigneeUri = privateUri('hub.example', 'consignee', 'SO-1');
const order: LifecycleOrder = {
  orderKeys: [key],
  lines: [
    { lineNo: 1, itemUris: [tea], unit: 'each', orderedUnits: 3 },
    { lineNo: 2, itemUris: [rice], unit: 'gram', orderedUnits: 1000 },
  ],
  decided: 'allocated',
  decidedAt: 0,
};
const teas = (units: number) => ({ itemUri: tea, unit: 'each', units }) as const;
const grams = (units: number) => ({ itemUri: rice, unit: 'gram', units }) as const;
const at = (minute: number, nodeUri = storeA) => ({
  at: minute * 60_000,
  nodeUri,
  orderKeys: [key],
});
const on = (minute: number, nodeUri = storeA) => ({ at: minute * 60_000, nodeUri });
const road = (minute: number) => ({ at: minute * 60_000, placeUri: 'geo:31.2,121.4' });

const fold = (events: readonly EpcisEvent[], of: LifecycleOrder = order): Lifecycle =>
  foldLifecycle(
    of,
    events.map((event) => storedFact(event, 0)),
  );
const shares = (view: Lifecycle, lineNo: number): Record<string, number> =>
  Object.fromEntries(
    (view.lines.find((line) => line.lineNo === lineNo)?.quantities ?? []).map(
      ({ stage, units }) => [stage, units],
    ),
  );

const pickAll = build.pickedFact({ ...at(1), goods: [teas(3), grams(1000)] });
const packTwo = [
  build.packedFact({ ...at(2), parcelUri: box1, goods: [teas(2)] }),
  build.packedFact({ ...at(3), parcelUri: box2, goods: [teas(1), grams(1000)] }),
];

describe('senders that tell less', () => {
  it('a carrier that never saw the packing moves the whole order, inferred, least advanced parcel first', () => {
    const leave = build.departedFact({ ...at(5), parcelUris: [box1, box2] });
    const done = build.deliveredFact({
      ...road(9),
      orderKeys: [key],
      parcelUris: [box1],
      consigneeUri,
    });
    expect(fold([leave, done])).toMatchObject({ advanced: 'departed', kind: 'inferred' });
    const rest = build.deliveredFact({
      ...road(10),
      orderKeys: [key],
      parcelUris: [box2],
      consigneeUri,
    });
    expect(fold([leave, done, rest])).toMatchObject({ advanced: 'delivered', kind: 'inferred' });
  });

  it('a counter that hands over pieces without a parcel', () => {
    const loose = (
      minute: number,
      units: number,
      bizStep: 'departing' | 'accepting',
    ): EpcisEvent => ({
      ...build.countedFact({ ...at(minute), goods: [teas(units)], isMismatch: false }),
      bizStep,
      disposition: 'in_transit',
      ...(bizStep === 'accepting'
        ? { destinationList: [{ type: 'possessing_party', destination: consigneeUri }] }
        : {}),
    });
    const view = fold([
      pickAll,
      loose(5, 2, 'departing'),
      loose(6, 1, 'departing'),
      loose(8, 1, 'accepting'),
    ]);
    expect(shares(view, 1)).toEqual({ departed: 2, delivered: 1 });
    const part = fold([pickAll, loose(5, 2, 'departing'), loose(8, 1, 'accepting')]);
    expect(shares(part, 1)).toEqual({ picked: 1, departed: 1, delivered: 1 });
    expect(shares(view, 2)).toEqual({ picked: 1000 });
  });

  it('facts of another order are passed over, whatever parcel they name', () => {
    const other = build.deliveredFact({
      ...road(9),
      orderKeys: ['urn:x:SO-2'],
      parcelUris: [box1, box2],
      consigneeUri,
    });
    expect(fold([pickAll, ...packTwo, other]).advanced).toBe('packed');
  });
});

describe('returns', () => {
  const packed = build.packedFact({ ...at(2), parcelUri: box1, goods: [teas(3), grams(1000)] });
  const done = build.deliveredFact({ ...road(9), parcelUris: [box1], consigneeUri });
  const returnKeys = ['urn:x:RMA-1'];
  const back = (minute: number, goods: build.Goods, step: 'handed_in' | 'received'): EpcisEvent =>
    build.returnedFact({ at: minute * 60_000, nodeUri: storeB, returnKeys, goods, step });

  it('are counted once over their steps', () => {
    const view = fold([
      packed,
      done,
      back(20, [teas(1)], 'handed_in'),
      back(21, [teas(1)], 'received'),
    ]);
    expect(shares(view, 1)).toEqual({ delivered: 2, returned: 1 });
    expect([view.basic, view.advanced]).toEqual(['delivered', 'partially_returned']);
  });

  it('of everything close the order', () => {
    const view = fold([packed, done, back(20, [teas(3), grams(1000)], 'received')]);
    expect([view.basic, view.advanced]).toEqual(['returned', 'returned']);
  });

  it('of a whole parcel bring back what was in it', () => {
    const parcelBack = { ...back(20, [], 'received'), epcList: [box1] };
    expect(fold([packed, done, parcelBack]).advanced).toBe('returned');
  });
});

describe('exceptions', () => {
  const packed = build.packedFact({ ...at(2), parcelUri: box1, goods: [teas(3), grams(1000)] });
  const kinds = (...events: EpcisEvent[]): string[] =>
    fold(events).exceptions.map(({ kind }) => kind);

  it('a wrong count closes when more are picked, a wrong item only when it is taken out', () => {
    const seen = (mismatch: 'class' | 'quantity'): EpcisEvent =>
      build.mispickSeenFact({ ...at(3), goods: [teas(1)], mismatch });
    const more = build.pickedFact({ ...at(4), goods: [teas(1)] });
    const out = build.unpickedFact({ ...at(4), goods: [teas(1)] });
    expect(kinds(seen('class'), more)).toEqual(['mispick']);
    expect(kinds(seen('class'), out)).toEqual([]);
    expect(kinds(seen('quantity'), more)).toEqual([]);
  });

  it('a shortage found for the order closes when the goods are picked', () => {
    const short = build.countedFact({ ...at(3), goods: [teas(0)], isMismatch: true });
    expect(kinds(short)).toEqual(['short']);
    expect(kinds(short, build.pickedFact({ ...at(4), goods: [teas(3)] }))).toEqual([]);
  });

  it('a good verdict clears an excursion and an earlier bad verdict', () => {
    const warm = build.temperatureFact({
      ...road(5),
      parcelUris: [box1],
      celsius: 12,
      brokenRuleUri: 'urn:x:r',
    });
    const verdict = (minute: number, isConformant: boolean): EpcisEvent =>
      build.judgedFact({ ...road(minute), parcelUris: [box1], isConformant });
    expect(kinds(packed, warm)).toEqual(['temperature_excursion']);
    expect(kinds(packed, warm, verdict(6, false))).toEqual(['quality_failed']);
    expect(kinds(packed, warm, verdict(6, false), verdict(7, true))).toEqual([]);
  });

  it('of a warm vehicle concern the parcels in it', () => {
    const load = build.loadedFact({ ...on(4), parcelUris: [box1], vehicleUri: van });
    const warm = build.temperatureFact({
      ...road(5),
      parcelUris: [van],
      celsius: 12,
      brokenRuleUri: 'urn:x:r',
    });
    expect(fold([packed, load, warm]).exceptions).toMatchObject([
      { kind: 'temperature_excursion', subjectUri: box1 },
    ]);
    expect(kinds(packed, warm)).toEqual([]);
  });
});

describe('any facts at all', () => {
  const minute = fc.integer({ min: 1, max: 12 });
  const box = fc.constantFrom(box1, box2, pallet, van).map((uri) => [uri]);
  const some = fc.integer({ min: 1, max: 4 });
  const anyEvent: fc.Arbitrary<EpcisEvent> = fc.oneof(
    fc.tuple(minute, some).map(([m, n]) => build.pickedFact({ ...at(m), goods: [teas(n)] })),
    fc.tuple(minute, some).map(([m, n]) => build.unpickedFact({ ...at(m), goods: [teas(n)] })),
    fc
      .tuple(minute, box, some)
      .map(([m, [b = ''], n]) =>
        build.packedFact({ ...at(m), parcelUri: b, goods: [teas(n), grams(n)] }),
      ),
    fc
      .tuple(minute, box, box)
      .map(([m, [b = ''], childUris]) =>
        build.packedFact({ ...on(m), parcelUri: b, goods: [], childUris }),
      ),
    fc
      .tuple(minute, box)
      .map(([m, [b = '']]) => build.unpackedFact({ ...on(m), parcelUri: b, goods: [] })),
    fc
      .tuple(minute, box)
      .map(([m, parcelUris]) => build.loadedFact({ ...on(m), parcelUris, vehicleUri: van })),
    fc.tuple(minute, box).map(([m, parcelUris]) => build.departedFact({ ...at(m), parcelUris })),
    fc
      .tuple(minute, box)
      .map(([m, parcelUris]) => build.arrivedFact({ ...on(m, storeB), parcelUris })),
    fc
      .tuple(minute, box)
      .map(([m, parcelUris]) => build.shippingVoidedFact({ ...on(m), parcelUris })),
    fc
      .tuple(minute, box)
      .map(([m, parcelUris]) => build.deliveredFact({ ...road(m), parcelUris, consigneeUri })),
    fc.tuple(minute, some).map(([m, n]) =>
      build.returnedFact({
        ...at(m),
        returnKeys: ['urn:x:R'],
        goods: [teas(n)],
        step: 'received',
      }),
    ),
  );
  const anyLog = fc
    .array(fc.tuple(anyEvent, fc.boolean()), { maxLength: 14 })
    .map((drawn) =>
      drawn.flatMap(([event, isWrong]) =>
        isWrong ? [event, build.errorDeclaredFact(event, 9_000_000)] : [event],
      ),
    );

  it('commute: order of arrival and repetition change nothing', () => {
    const drawn = anyLog.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray(log, { minLength: log.length }),
        fc.subarray(log),
      ),
    );
    fc.assert(
      fc.property(drawn, ([log, shuffled, again]) => {
        expect(fold([...again, ...shuffled])).toEqual(fold(log));
      }),
    );
  });

  it('lose and invent no unit', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        for (const line of fold(log).lines) {
          expect(line.quantities.reduce((sum, { units }) => sum + units, 0)).toBe(
            line.orderedUnits,
          );
          for (const { units } of line.quantities) expect(units).toBeGreaterThan(0);
        }
      }),
    );
  });
});
