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

describe('the quantities of a line', () => {
  it('divide among the stages of their parcels; the least advanced decides the order', () => {
    const view = fold([pickAll, ...packTwo, build.departedFact({ ...on(5), parcelUris: [box1] })]);
    expect(shares(view, 1)).toEqual({ departed: 2, packed: 1 });
    expect(shares(view, 2)).toEqual({ packed: 1000 });
    expect([view.basic, view.advanced]).toEqual(['confirmed', 'packed']);
    expect(view.parcelUris).toEqual([box1, box2]);
  });

  it('count what was picked and put back', () => {
    const back = build.unpickedFact({ ...at(2), goods: [teas(2)] });
    const view = fold([pickAll, back]);
    expect(shares(view, 1)).toEqual({ picking: 2, picked: 1 });
    expect(view.advanced).toBe('picking');
  });

  it('return to picked when a parcel is opened', () => {
    const view = fold([
      pickAll,
      ...packTwo,
      build.unpackedFact({ ...on(4), parcelUri: box1, goods: [] }),
    ]);
    expect(shares(view, 1)).toEqual({ picked: 2, packed: 1 });
    const part = fold([
      pickAll,
      ...packTwo,
      build.unpackedFact({ ...on(4), parcelUri: box1, goods: [teas(1)] }),
    ]);
    expect(shares(part, 1)).toEqual({ picked: 1, packed: 2 });
  });

  it('leave out what was cancelled', () => {
    const [first, second] = order.lines;
    const cancelled = {
      ...order,
      lines: [
        { ...first!, cancelledUnits: 1 },
        { ...second!, cancelledUnits: 1000 },
      ],
    };
    const view = fold(
      [pickAll, build.packedFact({ ...at(2), parcelUri: box1, goods: [teas(2)] })],
      cancelled,
    );
    expect(shares(view, 1)).toEqual({ packed: 2, cancelled: 1 });
    expect(view.advanced).toBe('packed');
    const nothing = { ...order, lines: [{ ...first!, cancelledUnits: 3 }] };
    expect(fold([], nothing)).toMatchObject({
      basic: 'cancelled',
      advanced: 'cancelled',
      kind: 'decision',
    });
  });

  it('of a substitute count for the line that accepts it', () => {
    const green = itemUri('09521141000236');
    const [first] = order.lines;
    const open = { ...order, lines: [{ ...first!, itemUris: [tea, green] }] };
    const goods = [{ itemUri: green, unit: 'each', units: 3 }] as const;
    expect(fold([build.pickedFact({ ...at(1), goods })], open).advanced).toBe('picked');
  });

  it('of two lines of one item fill the first line first', () => {
    const lines = [5, 9].map(
      (lineNo) => ({ lineNo, itemUris: [tea], unit: 'each', orderedUnits: 2 }) as const,
    );
    const view = fold([build.pickedFact({ ...at(1), goods: [teas(3)] })], { ...order, lines });
    expect(shares(view, 5)).toEqual({ picked: 2 });
    expect(shares(view, 9)).toEqual({ picking: 1, picked: 1 });
  });

  it('at another node are not moved by the start of picking here', () => {
    const [first, second] = order.lines;
    const split = {
      ...order,
      lines: [
        { ...first!, nodeUris: [storeA] },
        { ...second!, nodeUris: [storeB] },
      ],
    };
    const view = fold(
      [build.pickStartedFact({ ...at(1), toteUri: privateUri('hub.example', 'tote', '1') })],
      split,
    );
    expect(shares(view, 1)).toEqual({ picking: 3 });
    expect(shares(view, 2)).toEqual({ allocated: 1000 });
  });
});

describe('a journey', () => {
  const packed = [
    pickAll,
    build.packedFact({ ...at(2), parcelUri: box1, goods: [teas(3), grams(1000)] }),
  ];
  const status = (...more: EpcisEvent[]): string => fold([...packed, ...more]).advanced;

  it('goes on at a hub and does not begin again', () => {
    const leave = build.departedFact({ ...on(5), parcelUris: [box1] });
    const again = build.departedFact({ ...on(6), parcelUris: [box1] });
    expect(status(leave, again)).toBe('departed');
    for (const later of [
      build.loadedFact({ ...on(9, storeB), parcelUris: [box1], vehicleUri: van }),
      build.stagedFact({ ...on(9, storeB), parcelUris: [box1] }),
      build.departedFact({ ...on(9, storeB), parcelUris: [box1] }),
      build.transportedFact({ ...road(9), parcelUris: [box1] }),
    ])
      expect(status(leave, later)).toBe('in_transit');
    expect(status(leave, build.readyForPickupFact({ ...on(9, storeB), parcelUris: [box1] }))).toBe(
      'ready_for_pickup',
    );
  });

  it('that was loaded and unloaded at home waits again', () => {
    const load = build.loadedFact({ ...on(5), parcelUris: [box1], vehicleUri: van });
    expect(status(load)).toBe('loaded');
    expect(
      status(load, build.unloadedFact({ ...on(6), parcelUris: [box1], vehicleUri: van })),
    ).toBe('staged');
  });

  it('is seen through the vehicle and the pallet, and says so', () => {
    const onPallet = build.packedFact({
      ...on(3),
      parcelUri: pallet,
      goods: [],
      childUris: [box1],
    });
    const load = build.loadedFact({ ...on(4), parcelUris: [pallet], vehicleUri: van });
    const leave = build.departedFact({ ...on(5), parcelUris: [van] });
    const view = fold([...packed, onPallet, load, leave]);
    expect([view.advanced, view.kind]).toEqual(['departed', 'inferred']);
    const off = build.unloadedFact({ ...on(6, storeB), parcelUris: [pallet], vehicleUri: van });
    const onward = build.departedFact({ ...on(7, storeB), parcelUris: [van] });
    expect(fold([...packed, onPallet, load, leave, off, onward]).advanced).toBe('in_transit');
  });

  it('ends at the consignee; a later sighting does not reopen it', () => {
    const done = build.deliveredFact({ ...road(9), parcelUris: [box1], consigneeUri });
    expect(status(done)).toBe('delivered');
    expect(status(done, build.transportedFact({ ...road(10), parcelUris: [box1] }))).toBe(
      'delivered',
    );
    expect(fold([...packed, done])).toMatchObject({ basic: 'delivered', kind: 'fact' });
  });

  it('falls back when the shipping is voided, and the exception stays until it leaves', () => {
    const staged = build.stagedFact({ ...on(4), parcelUris: [box1] });
    const leave = build.departedFact({ ...on(5), parcelUris: [box1] });
    const voided = build.shippingVoidedFact({ ...on(6), parcelUris: [box1] });
    const view = fold([...packed, staged, leave, voided]);
    expect([view.advanced, view.exceptions.map(({ kind }) => kind)]).toEqual([
      'staged',
      ['voided'],
    ]);
    const left = fold([
      ...packed,
      staged,
      leave,
      voided,
      build.departedFact({ ...on(7), parcelUris: [box1] }),
    ]);
    expect([left.advanced, left.exceptions]).toEqual(['departed', []]);
  });

  it('goes back when a departure is declared wrong, and says that it was corrected', () => {
    const leave = build.departedFact({ ...on(5), parcelUris: [box1] });
    const view = fold([...packed, leave, build.errorDeclaredFact(leave, 9_000_000)]);
    expect([view.advanced, view.isCorrected]).toEqual(['packed', true]);
    expect(fold(packed).isCorrected).toBe(false);
  });
});
