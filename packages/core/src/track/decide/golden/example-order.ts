import {
  arrivedFact,
  damagedFact,
  deliveredFact,
  departedFact,
  outForDeliveryFact,
  packedFact,
  pickStartedFact,
  pickedFact,
  stagedFact,
  storedFact,
} from '../../../facts/decide/index.ts';
import type { EpcisEvent, Happening, StoredFact } from '../../../facts/decide/index.ts';
import type { CustomerOrder } from '../../../intake/decide/index.ts';
import type { Fulfilment } from '../../../release/decide/index.ts';
import type { Explanation } from '../../../route/decide/index.ts';
import {
  decisionId,
  fulfilmentId,
  hourMs,
  itemId,
  nodeId,
  orderId,
  serviceId,
} from '../../../words/index.ts';
import type { TrackedLeg, TrackedNode, TrackedOrder } from '../tracked-order.ts';

const hub = 'https://hub.example/id';
const orderKey = `${hub}/order/ord_1`;
/** The item of the first line as facts name it. */
export const apple = `${hub}/sku/apple`;
const pear = `${hub}/sku/pear`;
/** Parcels: apples from the store, a pear from the DC. */
export const [first, second] = [`${hub}/parcel/p-1`, `${hub}/parcel/p-2`];
const door = `${hub}/consignee/c-1`;

const nodes: readonly TrackedNode[] = [
  { nodeId: nodeId('st_hidden'), nodeUri: `${hub}/node/st_hidden`, name: 'Hidden Store' },
  { nodeId: nodeId('dc_hidden'), nodeUri: `${hub}/node/dc_hidden`, name: 'Hidden DC' },
  { nodeId: nodeId('hub_hz'), nodeUri: `${hub}/node/hub_hz`, name: 'Hangzhou hub' },
];
/** Nodes as facts name them. */
export const [store = '', dc = '', crossDock = ''] = nodes.map(({ nodeUri }) => nodeUri);

/** Two lines; promised for the second day. */
export const order: CustomerOrder = {
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
  backorder: 'no',
  holds: [],
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
  expected: {
    handOverAt: 20 * hourMs,
    window: { startAt: 24 * hourMs, endAt: 48 * hourMs },
  },
  costMinor: 918_273_640 + number,
  carbonGrams: 564_738_290 + number,
  version: 1,
  ...work,
});

/** The work of the store (parcel 1) and of the DC (parcel 2). */
export const legs: readonly TrackedLeg[] = [
  {
    fulfilment: fulfilment(1, {
      lines: [{ lineNo: 1, itemId: itemId('apple'), quantityUnits: 2 }],
    }),
    parcelUris: [first],
    milestones: [{ step: 'release', plannedAt: 5, latestAt: 7, isReached: true }],
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

/** Something that happened to the order, so many minutes after it was placed. */
export const happening = (minute: number, nodeUri?: string): Happening => ({
  at: minute * 60_000,
  orderKeys: [orderKey],
  ...(nodeUri !== undefined && { nodeUri }),
});
/** A fact as it is stored. */
export const fact = (event: EpcisEvent): StoredFact => storedFact(event, 999);
const apples = [{ itemUri: apple, unit: 'each' as const, units: 2 }];
/** The second line. */
export const pears = [{ itemUri: pear, unit: 'each' as const, units: 1 }];

/** Picking began in the store. */
export const pickStart = fact(pickStartedFact({ ...happening(1, store), toteUri: `${hub}/tote/t-1` }));
/** All apples are in the tote. */
export const applesPicked = fact(pickedFact({ ...happening(2, store), goods: apples }));
/** All apples are in parcel 1. */
export const applesPacked = fact(packedFact({ ...happening(3, store), parcelUri: first, goods: apples }));
/** Parcel 1 waits for the carrier. */
export const firstStaged = fact(stagedFact({ ...happening(4, store), parcelUris: [first] }));
/** Parcel 1 left the store. */
export const firstLeft = fact(departedFact({ ...happening(5, store), parcelUris: [first] }));
/** Parcel 1 reached the cross-dock. */
export const firstAtHub = fact(arrivedFact({ ...happening(6, crossDock), parcelUris: [first] }));
/** Parcel 1 is out for delivery. */
export const firstOut = fact(
  outForDeliveryFact({ ...happening(7, crossDock), parcelUris: [first], toUri: `${hub}/ship-to/s-1` }),
);
/** Parcel 1 is delivered. */
export const firstThere = fact(deliveredFact({ ...happening(8), parcelUris: [first], consigneeUri: door }));
/** The pear is in parcel 2. */
export const pearPacked = fact(packedFact({ ...happening(9, dc), parcelUri: second, goods: pears }));
/** Parcel 2 was found damaged. */
export const pearDamaged = fact(damagedFact({ ...happening(10, dc), parcelUris: [second] }));
/** Parcel 2 left the DC. */
export const secondLeft = fact(departedFact({ ...happening(11, dc), parcelUris: [second] }));
const secondThere = fact(deliveredFact({ ...happening(12), parcelUris: [second], consigneeUri: door }));
/** Everything, as it happened. */
export const allFacts: readonly StoredFact[] = [
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

/** The order with these facts; `more` replaces parts. */
export const tracked = (facts: readonly StoredFact[], more: Partial<TrackedOrder> = {}): TrackedOrder => ({
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

/** The facts up to and with this one. */
export const upTo = (last: StoredFact): readonly StoredFact[] =>
  allFacts.slice(0, allFacts.indexOf(last) + 1);
