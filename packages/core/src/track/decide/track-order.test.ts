import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  arrivedFact,
  basicStatusOf,
  departedFact,
  deliveredFact,
  errorDeclaredFact,
  outForDeliveryFact,
  packedFact,
  pickStartedFact,
  pickedFact,
  damagedFact,
  readyForPickupFact,
  returnedFact,
  stagedFact,
  storedFact,
} from '../../facts/decide/index.ts';
import type { EpcisEvent, StoredFact } from '../../facts/decide/index.ts';
import type { CustomerOrder } from '../../intake/decide/index.ts';
import type { Fulfilment } from '../../release/decide/index.ts';
import type { Explanation } from '../../route/decide/index.ts';
import {
  decisionId,
  fulfilmentId,
  hourMs,
  itemId,
  nodeId,
  orderId,
  serviceId,
} from '../../words/index.ts';
import { advancedLabel, basicLabel, exceptionLabel, kindLabel, trackOrder } from './index.ts';
import type { TrackedLeg, TrackedNode, TrackedOrder } from './index.ts';

const hub = 'https://hub.example/id';
const orderKey = `${hub}/order/ord_1`;
const [apple, pear] = [`${hub}/sku/apple`, `${hub}/sku/pear`];
const [first, second] = [`${hub}/parcel/p-1`, `${hub}/parcel/p-2`];
const door = `${hub}/consignee/c-1`;

const nodes: readonly TrackedNode[] = [
  { nodeId: nodeId('st_hidden'), nodeUri: `${hub}/node/st_hidden`, name: 'Hidden Store' },
  { nodeId: nodeId('dc_hidden'), nodeUri: `${hub}/node/dc_hidden`, name: 'Hidden DC' },
  { nodeId: nodeId('hub_hz'), nodeUri: `${hub}/node/hub_hz`, name: 'Hangzhou hub' },
];
const [store = '', dc = '', crossDock = ''] = nodes.map(({ nodeUri }) => nodeUri);

const order: CustomerOrder = {
  orderId: orderId('ord_1'),
  externalIds: [{ system: 'webshop', id: 'W-77' }],
  channel: 'webshop',
  tier: 'vip',
  serviceLevel: 'standard',
  currency: 'CNY',
  placedAt: 0,
  shipTo: {
    latitude: 31.2304,
    longitude: 121.4737,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200987',
  },
  recipient: { name: '王小明', phone: '13800138000', addressLines: ['南京东路 1 号'] },
  pickupNodeId: undefined,
  promisedWindow: { startAt: 24 * hourMs, endAt: 48 * hourMs },
  cartId: undefined,
  shippingPriceMinor: 0,
  lines: [
    { lineNo: 1, itemId: itemId('apple'), quantityUnits: 2, priceMinor: 1000, taxMinor: 0 },
    { lineNo: 2, itemId: itemId('pear'), quantityUnits: 1, priceMinor: 700, taxMinor: 0 },
  ],
};

const fulfilment = (number: number, work: Partial<Fulfilment>): Fulfilment => ({
  fulfilmentId: fulfilmentId(`ful_${number}`),
  orderId: order.orderId,
  nodeId: nodeId('st_hidden'),
  serviceId: serviceId('svc_hidden'),
  decisionId: decisionId('dec_1'),
  epoch: 1,
  state: 'scheduled',
  lines: [],
  slotAt: 3600,
  releaseAt: 7200,
  dueAt: undefined,
  promisedWindow: { startAt: 24 * hourMs, endAt: 48 * hourMs },
  costMinor: 918_273_640 + number,
  carbonGrams: 564_738_290 + number,
  version: 1,
  ...work,
});

const legs: readonly TrackedLeg[] = [
  {
    fulfilment: fulfilment(1, {
      lines: [{ lineNo: 1, itemId: itemId('apple'), quantityUnits: 2 }],
    }),
    parcelUris: [first],
  },
  {
    fulfilment: fulfilment(2, {
      nodeId: nodeId('dc_hidden'),
      lines: [{ lineNo: 2, itemId: itemId('pear'), quantityUnits: 1 }],
    }),
    parcelUris: [second],
  },
];

const explanation = {
  at: 10,
  orderId: 'ord_1',
  versions: { network: 3, strategyId: 'standard', strategy: 7 },
  currency: 'CNY',
  outcome: 'routed',
  plan: {
    totalMinor: 918_273_000,
    parcels: [
      { nodeId: 'st_hidden', serviceId: 'svc_hidden', costItems: { freightMinor: 847_362_510 } },
    ],
  },
  candidates: [
    { nodeId: nodeId('st_hidden'), wholeOrderMinor: undefined, chosen: true },
    { nodeId: nodeId('hub_hz'), wholeOrderMinor: 918_273_500, chosen: false },
    { nodeId: nodeId('st_other'), wholeOrderMinor: undefined, chosen: false },
  ],
  marginMinor: 500,
  text: { en: 'Hidden Store is cheapest.', zh: '隐藏门店最便宜。' },
} as unknown as Explanation;

let minute = 0;
const happening = (nodeUri?: string) => {
  minute += 1;
  return { at: minute * 60_000, orderKeys: [orderKey], ...(nodeUri !== undefined && { nodeUri }) };
};
const fact = (event: EpcisEvent): StoredFact => storedFact(event, 999);
const apples = [{ itemUri: apple, unit: 'each' as const, units: 2 }];
const pears = [{ itemUri: pear, unit: 'each' as const, units: 1 }];

const pickStart = fact(pickStartedFact({ ...happening(store), toteUri: `${hub}/tote/t-1` }));
const applesPicked = fact(pickedFact({ ...happening(store), goods: apples }));
const applesPacked = fact(packedFact({ ...happening(store), parcelUri: first, goods: apples }));
const firstStaged = fact(stagedFact({ ...happening(store), parcelUris: [first] }));
const firstLeft = fact(departedFact({ ...happening(store), parcelUris: [first] }));
const firstAtHub = fact(arrivedFact({ ...happening(crossDock), parcelUris: [first] }));
const firstOut = fact(
  outForDeliveryFact({ ...happening(crossDock), parcelUris: [first], toUri: `${hub}/ship-to/s-1` }),
);
const firstThere = fact(deliveredFact({ ...happening(), parcelUris: [first], consigneeUri: door }));
const pearPacked = fact(packedFact({ ...happening(dc), parcelUri: second, goods: pears }));
const pearDamaged = fact(damagedFact({ ...happening(dc), parcelUris: [second] }));
const secondLeft = fact(departedFact({ ...happening(dc), parcelUris: [second] }));
const secondThere = fact(deliveredFact({ ...happening(), parcelUris: [second], consigneeUri: door }));
const allFacts: readonly StoredFact[] = [
  pickStart,
  applesPicked,
  applesPacked,
  firstStaged,
  firstLeft,
  firstAtHub,
  firstOut,
  firstThere,
  pearPacked,
  pearDamaged,
  secondLeft,
  secondThere,
];

const tracked = (facts: readonly StoredFact[], more: Partial<TrackedOrder> = {}): TrackedOrder => ({
  at: 0,
  order,
  lifecycleOrder: {
    orderKeys: [orderKey],
    lines: [
      { lineNo: 1, itemUris: [apple], unit: 'each', orderedUnits: 2 },
      { lineNo: 2, itemUris: [pear], unit: 'each', orderedUnits: 1 },
    ],
    decided: 'allocated',
    decidedAt: 10,
    decisionIds: ['dec_1'],
  },
  facts,
  promise: {
    window: { startAt: 24 * hourMs, endAt: 48 * hourMs },
    confidencePercent: 81,
    madeAt: 10,
    legs: [],
  },
  legs,
  decisions: [{ decisionId: decisionId('dec_1'), explanation }],
  itemNames: new Map([[itemId('apple'), 'Apples']]),
  nodes,
  ...more,
});

const upTo = (last: StoredFact): readonly StoredFact[] =>
  allFacts.slice(0, allFacts.indexOf(last) + 1);

describe('what each tier is told', () => {
  it.each([
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
  ])('when %s', (_, facts, basic, advanced, label) => {
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
    const back = fact(arrivedFact({ ...happening(store), parcelUris: [first] }));
    const { parcels } = trackOrder(tracked([applesPacked, firstLeft, back]), 'advanced');
    expect(parcels[0]?.status.label.en).toBe('In transit');
  });

  it('shows what is packed and what of the same work is not', () => {
    const one = [{ itemUri: apple, unit: 'each' as const, units: 1 }];
    const packedOne = fact(packedFact({ ...happening(store), parcelUri: first, goods: one }));
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
        ...happening(dc),
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
    const ready = fact(readyForPickupFact({ ...happening(store), parcelUris: [first] }));
    const { parcels } = trackOrder(tracked([applesPacked, ready]), 'basic');
    expect(parcels[0]?.status.label).toEqual({ en: 'Ready for pick-up', zh: '可自提' });
  });
});

describe('what is late', () => {
  const later = legs.map((leg, ix) =>
    ix === 0
      ? {
          ...leg,
          fulfilment: {
            ...leg.fulfilment,
            promisedWindow: { startAt: 48 * hourMs, endAt: 51 * hourMs - 1 },
          },
        }
      : leg,
  );

  it('is foretold when a parcel was given a later window than was promised', () => {
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

/** Everything that a reader of the basic tier must not find, down to the byte. */
const hidden = [
  'st_hidden',
  'dc_hidden',
  'svc_hidden',
  'Hidden',
  'hub_hz',
  'Hangzhou',
  'ful_',
  '9182736',
  '5647382',
  '8473625',
  'standard',
  '王小明',
  '13800138000',
  '南京',
  '200987',
  '31.2304',
  '121.4737',
  'vip',
  'marginMinor',
  'Minor',
  'carbon',
  'parcel/',
  'node',
  'cost',
  'epcis',
];
/** The advanced tier sees parcels and stages, and where a parcel was seen on the road. */
const hiddenFromAdvanced = hidden.filter((word) => !['Hangzhou', 'parcel/'].includes(word));

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        ...(Array.isArray(value) ? [] : [key]),
        ...keysOf(inner),
      ])
    : [];
const statements = (
  value: unknown,
): readonly { basis: readonly string[]; kind: string; asOf: number }[] =>
  typeof value === 'object' && value !== null
    ? [...('basis' in value ? [value as never] : []), ...Object.values(value).flatMap(statements)]
    : [];

describe('every view of every past', () => {
  const anyPast = fc.record({
    facts: fc
      .subarray([...allFacts])
      .chain((some) => fc.shuffledSubarray(some, { minLength: some.length })),
    again: fc.subarray([...allFacts]),
    at: fc.integer({ min: 0, max: 100 * hourMs }),
    isLinked: fc.boolean(),
  });
  const pastOf = ({
    facts,
    at,
    isLinked,
  }: {
    facts: readonly StoredFact[];
    at: number;
    isLinked: boolean;
  }) =>
    tracked(facts, { at, legs: isLinked ? legs : legs.map((leg) => ({ ...leg, parcelUris: [] })) });

  it('keeps from each tier what is not for it, to the byte', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const basic = JSON.stringify(trackOrder(pastOf(past), 'basic'));
        for (const word of hidden) expect(basic).not.toContain(word);
        const advanced = JSON.stringify(trackOrder(pastOf(past), 'advanced'));
        for (const word of hiddenFromAdvanced) expect(advanced).not.toContain(word);
        const high = JSON.stringify(trackOrder(pastOf(past), 'high'));
        for (const word of ['王小明', '13800138000', '南京', '31.2304'])
          expect(high).not.toContain(word);
        for (const word of ['st_hidden', '9182736', '5647382']) expect(high).toContain(word);
      }),
      { numRuns: 300 },
    );
  });

  it('has no field that its tier does not have', () => {
    const told = ['status', 'label', 'en', 'zh', 'basis', 'asOf', 'kind'];
    const named = [
      'tier',
      'orderId',
      'externalIds',
      'system',
      'id',
      'promised',
      'startAt',
      'endAt',
      'lines',
      'parcels',
      'isCorrected',
    ];
    const parts = [
      'ahead',
      'ofParcels',
      'delay',
      'promisedEndAt',
      'expectedEndAt',
      'hoursLate',
      'quantities',
      'items',
      'number',
    ];
    const goods = ['lineNo', 'itemId', 'name', 'unit', 'orderedUnits', 'units'];
    const basicKeys = new Set([...told, ...named, ...parts, ...goods]);
    const advancedKeys = new Set([
      ...basicKeys,
      'confidencePercent',
      'parcelUri',
      'expected',
      'window',
      'exceptions',
    ]);
    fc.assert(
      fc.property(anyPast, (past) => {
        for (const key of keysOf(trackOrder(pastOf(past), 'basic')))
          expect(basicKeys).toContain(key);
        for (const key of keysOf(trackOrder(pastOf(past), 'advanced')))
          expect(advancedKeys).toContain(key);
      }),
      { numRuns: 100 },
    );
  });

  it('rests every statement on facts and decisions that there are', () => {
    const known = new Set(['dec_1', ...allFacts.map(({ hash }) => hash)]);
    fc.assert(
      fc.property(
        anyPast,
        fc.constantFrom('basic' as const, 'advanced' as const, 'high' as const),
        (past, tier) => {
          const all = statements(trackOrder(pastOf(past), tier));
          expect(all.length).toBeGreaterThan(3);
          for (const { basis, kind } of all) {
            expect(basis.length).toBeGreaterThan(0);
            for (const ground of basis) expect(known).toContain(ground);
            if (kind === 'fact') for (const ground of basis) expect(ground).toMatch(/^ni:/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order or repetition of facts, and no unit is lost', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const sorted = allFacts.filter((one) => past.facts.includes(one));
        const repeated = [...past.facts, ...past.again.filter((one) => past.facts.includes(one))];
        for (const tier of ['basic', 'advanced', 'high'] as const) {
          const view = trackOrder(pastOf({ ...past, facts: repeated }), tier);
          expect(view).toEqual(trackOrder(pastOf({ ...past, facts: sorted }), tier));
          for (const { orderedUnits, quantities } of view.lines)
            expect(quantities.reduce((sum, { units }) => sum + units, 0)).toBe(orderedUnits);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('agrees between the tiers', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const [basic, advanced, high] = [
          trackOrder(pastOf(past), 'basic'),
          trackOrder(pastOf(past), 'advanced'),
          trackOrder(pastOf(past), 'high'),
        ];
        expect(basic.status.status).toBe(basicStatusOf(advanced.status.status));
        expect(basic.parcels.map(({ status }) => status.status)).toEqual(
          advanced.parcels.map(({ status }) => basicStatusOf(status.status)),
        );
        expect(high).toMatchObject({ ...advanced, tier: 'high', exceptions: advanced.exceptions });
      }),
      { numRuns: 150 },
    );
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
