import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { exampleTrees } from '../../../models/decide/golden/example-models.ts';
import type { ModelDocument } from '../../../models/decide/index.ts';
import { compileNetwork } from '../../../network/decide/index.ts';
import { hourMs, zoneNamed } from '../../../words/index.ts';
import { laneClock } from '../compile-lane-clock.ts';
import { ask, at, clockOf, courier, networkOf, parcel, shanghai } from '../golden/example-lanes.ts';
import { handlingKnown, orderKnown, startKnown, transitKnown } from './known.ts';
import type { OrderSeen } from './known.ts';

/** Transit hours on the parcel lane by day of the week: 20 … 25 (0.5, 0.9) from Monday to Thursday, three times as long later. */
const weekendSlow: ModelDocument = {
  ...exampleTrees,
  features: [
    { name: 'weekday', kind: 'number' },
    { name: 'service', kind: 'category', categories: ['courier', 'parcel'] },
  ],
  body: {
    kind: 'trees',
    base: [20, 25],
    roots: [0],
    feature: [0, -1, -1],
    threshold: [3.5, 0, 0],
    no: [2, 0, 1],
    missing: [0, 0, 0],
    leaves: [0, 0, 40, 50],
  },
};

const network = compileNetwork(networkOf(shanghai));
const modelled = laneClock(network, { transit: weekendSlow });
/** Monday; the collection is at noon. */
const monday = at('2026-06-01T10:00:00+08:00');
const friday = at('2026-06-05T10:00:00+08:00');

describe('a lane with a model', () => {
  it('is promised by what the model says of the day', () => {
    // Monday noon + 25 h at 90 %: Tuesday; the curve of the network says the same day's worth less surely
    expect(modelled.deliveryWindow(0, monday, ask(parcel))?.endAt).toBe(
      at('2026-06-02T18:00:00+08:00'),
    );
    // Friday noon + 75 h: Monday, and Sunday is no delivery day anyway
    expect(modelled.deliveryWindow(0, friday, ask(parcel))?.endAt).toBe(
      at('2026-06-08T18:00:00+08:00'),
    );
    expect(clockOf(shanghai).deliveryWindow(0, friday, ask(parcel))?.endAt).toBe(
      at('2026-06-06T18:00:00+08:00'),
    );
  });

  it('says the same to whoever asks first, on whatever day', () => {
    for (const startAt of [monday, friday, monday + 14 * hourMs, friday, monday])
      for (const serviceIx of [parcel, courier])
        expect(modelled.deliveryWindow(0, startAt, ask(serviceIx))).toEqual(
          laneClock(network, { transit: weekendSlow }).deliveryWindow(0, startAt, ask(serviceIx)),
        );
  });

  it('keeps the curve of the network for what no model says', () => {
    const handling: ModelDocument = {
      ...weekendSlow,
      features: [{ name: 'weekday', kind: 'number' }],
    };
    const both = laneClock(network, { handling });
    // Friday: 75 minutes instead of 150 at 90 %, so the noon collection is caught from 10:30 on
    const late = at('2026-06-05T10:30:00+08:00');
    const collectedAt = (clock: typeof both) =>
      clock.deliveryWindow(0, late, ask(parcel))?.collectedAt;
    expect(collectedAt(both)).toBe(at('2026-06-05T12:00:00+08:00'));
    expect(collectedAt(clockOf(shanghai))).toBe(at('2026-06-05T19:00:00+08:00'));
    expect(laneClock(network, {}).deliveryWindow(0, monday, ask(parcel))).toEqual(
      clockOf(shanghai).deliveryWindow(0, monday, ask(parcel)),
    );
  });

  it('never ends earlier for a higher confidence', () => {
    for (let confidence = 50, before = 0; confidence <= 99; confidence += 1) {
      const end = modelled.deliveryEndAt(0, friday, ask(parcel, confidence));
      expect(end).toBeGreaterThanOrEqual(before);
      before = end;
    }
  });
});

/** Handling of ten minutes (0.5, 0.9), and so much more per percent of load or hour of the day. */
const linear = (name: string, minutes: number): ModelDocument => ({
  ...weekendSlow,
  features: [{ name, kind: 'number' }],
  body: { kind: 'linear', base: [10, 10], weights: [minutes, minutes], fill: [0] },
});

const order = (loadPercent: number): OrderSeen => ({
  lines: [
    { quantityUnits: 2, weightGrams: 900 },
    { quantityUnits: 1, weightGrams: 300 },
  ],
  shipTo: { latitude: 31, longitude: 121, country: 'CN', subdivision: '', postcode: '20 0001' },
  loadPercentAt: () => loadPercent,
  distanceKmAt: () => 101,
});

describe('a lane with a model that looks at the order', () => {
  const collectedAt = (clock: ReturnType<typeof laneClock>, seen: OrderSeen, startAt = monday) =>
    clock.deliveryWindow(0, startAt, { ...ask(parcel), order: seen })?.collectedAt;
  const noon = at('2026-06-01T12:00:00+08:00');
  const evening = at('2026-06-01T19:00:00+08:00');

  it('tells orders apart that are asked for in turns', () => {
    const clock = laneClock(network, { handling: linear('loadPercent', 2) });
    const [idle, busy] = [order(0), order(90)];
    for (let turn = 0; turn < 3; turn += 1) {
      expect(collectedAt(clock, idle)).toBe(noon);
      expect(collectedAt(clock, busy)).toBe(evening);
    }
    expect(clock.deliveryWindow(0, monday, ask(parcel))?.collectedAt).toBe(noon);
  });

  it('keeps what holds in one hour apart from the next', () => {
    const clock = laneClock(network, { handling: linear('startHour', 10) });
    // 10 + 10 · 10 minutes from 10:15 on, and ten minutes more from 11:00 on; both are asked with a warm memory.
    const quarterPast = at('2026-06-01T10:15:00+08:00');
    expect(collectedAt(clock, order(0), at('2026-06-01T09:59:00+08:00'))).toBe(noon);
    expect(collectedAt(clock, order(0), quarterPast)).toBe(evening);
    expect(collectedAt(clock, order(0), at('2026-06-01T09:58:00+08:00'))).toBe(noon);
  });

  it('is not asked again for orders that it does not look at', () => {
    const asked: number[] = [];
    const counting = { ...order(0), loadPercentAt: (nodeIx: number) => asked.push(nodeIx) };
    collectedAt(modelled, counting);
    expect(asked).toEqual([]);
    collectedAt(laneClock(network, { handling: linear('loadPercent', 2) }), counting);
    expect(new Set(asked)).toEqual(new Set([0]));
  });
});

it('what is known of an order is of its whole, in steps, and generalises by region', () => {
  expect(orderKnown(order(40), 0)).toEqual({
    lines: 2,
    units: 3,
    weightGrams: 1024,
    region: 'CN',
    postArea: 'CN 200',
    distanceKm: 108,
    loadPercent: 40,
  });
  const shipTo = { ...order(0).shipTo, subdivision: 'CN-SH', postcode: '' };
  const abroad = { ...order(0), shipTo, distanceKmAt: () => undefined };
  expect(orderKnown(abroad, 0)).toMatchObject({ region: 'CN-SH', postArea: undefined });
  const [node] = network.nodes;
  const zone = zoneNamed(node?.timeZone ?? '');
  if (!zone.ok) throw new Error('the node has a time zone');
  expect(startKnown(at('2026-06-01T23:30:00+08:00'), zone.value)).toEqual({
    epochDay: 20_605,
    startHour: 23,
  });
});

it('what is known of a lane has the same words for training and for asking', () => {
  const [node] = network.nodes;
  const service = network.services[parcel];
  if (!node || !service) throw new Error('the example network has a lane');
  const epochDay = 20_605;
  expect(handlingKnown({ node, epochDay })).toEqual({
    node: 'st_001',
    nodeKind: 'store',
    weekday: 0,
    curveMinutes: 40,
  });
  expect(transitKnown({ node, epochDay, service, zone: 1 })).toEqual({
    node: 'st_001',
    service: 'parcel',
    mode: 'van_diesel',
    zone: 1,
    distanceKmMax: 1000,
    weekday: 0,
    curveHours: 40,
  });
});

/** Transit hours (0.5, 0.9) by distance, region and weight; handling minutes by load and hour. */
const readsAll = {
  transit: {
    ...weekendSlow,
    features: [
      { name: 'distanceKm', kind: 'number' },
      { name: 'region', kind: 'category', categories: ['CN-SH', 'CN-BJ'] },
      { name: 'weightGrams', kind: 'number' },
      { name: 'zone', kind: 'number' },
    ],
    body: {
      kind: 'linear',
      base: [2, 4],
      weights: [0.1, 8, 24, 0.01, 5, 0.12, 10, 30, 0.011, 6],
      fill: [50, 0, 300, 0],
    },
  },
  handling: {
    ...weekendSlow,
    features: [
      { name: 'loadPercent', kind: 'number' },
      { name: 'startHour', kind: 'number' },
    ],
    body: { kind: 'linear', base: [10, 20], weights: [1, 5, 2, 6], fill: [0, 12] },
  },
} as const satisfies Readonly<Record<string, ModelDocument>>;

const anyOrder = fc.record({
  km: fc.constantFrom(undefined, 0.4, 3, 48, 99, 700),
  load: fc.constantFrom(undefined, 0, 40, 100),
  grams: fc.constantFrom(200, 900, 20_000),
  subdivision: fc.constantFrom('CN-SH', 'CN-BJ', ''),
});
const anyAsk = fc.record({
  order: fc.option(anyOrder, { nil: undefined }),
  hours: fc.integer({ min: 0, max: 24 * 10 }),
  serviceIx: fc.constantFrom(parcel, courier),
  zone: fc.constantFrom(0, 1),
  confidencePercent: fc.constantFrom(50, 90, 99),
  withheldModels: fc.constantFrom(0, 1, 2, 3),
});

const seenOf = ({
  km,
  load,
  grams,
  subdivision,
}: typeof anyOrder extends fc.Arbitrary<infer T> ? T : never): OrderSeen => ({
  ...order(0),
  lines: [{ quantityUnits: 1, weightGrams: grams }],
  shipTo: { ...order(0).shipTo, subdivision },
  distanceKmAt: () => km,
  loadPercentAt: () => load,
});

describe('a clock that remembers what models said', () => {
  it('answers every order as one that was never asked before', () => {
    const remembering = laneClock(network, readsAll);
    fc.assert(
      fc.property(anyAsk, ({ order: some, hours, ...lane }) => {
        const asked = { ...lane, ...(some && { order: seenOf(some) }) };
        const startAt = monday + hours * hourMs;
        expect(remembering.deliveryWindow(0, startAt, asked)).toEqual(
          laneClock(network, readsAll).deliveryWindow(0, startAt, asked),
        );
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('says beforehand what no window ends sooner than, also where models are quicker than curves', () => {
    const quick = { ...readsAll.transit, factors: [0.05, 0.05] };
    const { transit } = readsAll;
    for (const models of [{ transit }, { transit: quick }, { transit: weekendSlow }, undefined]) {
      const clock = laneClock(network, models);
      let tightest = Infinity;
      fc.assert(
        fc.property(anyAsk, ({ order: some, hours, ...lane }) => {
          const km = ((some?.km ?? 50) % 100) + lane.zone * 100;
          const asked = {
            ...lane,
            ...(some && { order: { ...seenOf(some), distanceKmAt: () => km } }),
          };
          const startAt = monday + hours * hourMs;
          const leadMs = clock.deliveryEndAt(0, startAt, asked) - startAt;
          const leastMs = clock.leastLeadMs(asked)[lane.serviceIx]?.[lane.zone] ?? NaN;
          expect(leastMs).toBeLessThanOrEqual(leadMs);
          tightest = Math.min(tightest, leadMs - leastMs);
        }),
        { numRuns: 300, seed: 6 },
      );
      expect(tightest).toBeLessThan(3 * hourMs);
    }
  });

  it('knows no end that is sooner where cost chooses how sure it is', () => {
    const leads = (brokenWorthHours: number | undefined) =>
      modelled.leastLeadMs({ confidencePercent: 90, brokenWorthHours })[parcel]?.[0];
    expect(leads(undefined)).toBeGreaterThan(leads(300) ?? NaN);
    expect(leads(300)).toBe(modelled.leastLeadMs({ confidencePercent: 50 })[parcel]?.[0]);
  });
});
