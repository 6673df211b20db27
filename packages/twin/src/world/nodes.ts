import { checkDigitOf, nodeId, serviceId } from '@ordermesh/core/words';
import type { NodeKind, NodeProfile } from '@ordermesh/core/network';
import type { TemperatureClass } from '@ordermesh/core/parties';
import type { Chance } from '../chance.ts';
import type { City } from './cities.ts';
import { districtsOf } from './districts.ts';
import { openDaily, spreadAround } from './services.ts';

/** How many stores and dark stores the reference network has; 8 DCs come on top. */
const storeCount = 193;
/** Dark stores, all in the largest cities. */
const darkStoreCount = 24;

type DcRow = readonly [
  name: string,
  subdivision: string,
  latitude: number,
  longitude: number,
  postcode: string,
  cold: boolean,
  nights: boolean,
];

const dcRows: readonly DcRow[] = [
  ['Kunshan', 'CN-JS', 31.39, 120.98, '215300', true, true],
  ['Guangzhou Zengcheng', 'CN-GD', 23.26, 113.81, '511300', true, true],
  ['Beijing Daxing', 'CN-BJ', 39.73, 116.34, '102600', true, true],
  ['Chengdu Shuangliu', 'CN-SC', 30.57, 103.92, '610200', true, false],
  ['Wuhan Dongxihu', 'CN-HB', 30.62, 114.14, '430040', true, false],
  ["Xi'an Lintong", 'CN-SN', 34.37, 109.21, '710600', false, false],
  ['Shenyang Yuhong', 'CN-LN', 41.79, 123.31, '110141', true, false],
  ['Jinan Licheng', 'CN-SD', 36.68, 117.07, '250100', false, false],
];

/** What all nodes of one kind share. */
interface Format {
  readonly kind: NodeKind;
  readonly abilities: NodeProfile['abilities'];
  readonly openFromMinute: number;
  readonly openToMinute: number;
  readonly cutOffMinute?: number;
  readonly slotMinutes: number;
  readonly ordersPerSlot: number;
  readonly handlingMedianMinutes: number;
  readonly perOrderMinor: number;
  readonly perLineMinor: number;
  readonly acceptMinutesMax: number;
  readonly services: readonly string[];
}

const store: Format = {
  kind: 'store',
  abilities: ['ship', 'pickup', 'returns'],
  openFromMinute: 600,
  openToMinute: 1320,
  cutOffMinute: 1260,
  slotMinutes: 60,
  ordersPerSlot: 14,
  handlingMedianMinutes: 45,
  perOrderMinor: 350,
  perLineMinor: 60,
  acceptMinutesMax: 30,
  services: ['same_day_van', 'express_road', 'parcel_standard', 'city_courier', 'store_pickup'],
};
const darkStore: Format = {
  kind: 'dark_store',
  abilities: ['ship'],
  openFromMinute: 360,
  openToMinute: 1440,
  slotMinutes: 30,
  ordersPerSlot: 30,
  handlingMedianMinutes: 7,
  perOrderMinor: 260,
  perLineMinor: 40,
  acceptMinutesMax: 5,
  services: ['city_courier', 'same_day_van'],
};
const dc: Format = {
  kind: 'dc',
  abilities: ['ship', 'returns'],
  openFromMinute: 420,
  openToMinute: 1380,
  cutOffMinute: 1320,
  slotMinutes: 60,
  ordersPerSlot: 1200,
  handlingMedianMinutes: 110,
  perOrderMinor: 180,
  perLineMinor: 30,
  acceptMinutesMax: 60,
  services: ['parcel_standard', 'express_road', 'express_air'],
};

/** All 225 nodes: DCs first, then dark stores, then stores, largest cities first. */
export function nodesOf(cities: readonly City[], chance: Chance): readonly NodeProfile[] {
  const storesPerCity = shareOut(
    storeCount,
    cities.map(({ share }) => share ** 0.75),
  );
  const darkPerCity = shareOut(
    darkStoreCount,
    cities.map(({ share }, rank) => (rank < 14 ? share ** 0.6 : 0)),
  );
  const dcs = dcRows.map(dcOf);
  const darkStores = cities.flatMap((city, ix) => branches(city, darkPerCity[ix] ?? 0, darkStore));
  const stores = cities.flatMap((city, ix) => branches(city, storesPerCity[ix] ?? 0, store));
  const numbered = [
    ...dcs.map((node, ix) => ({ node, id: dcIds[ix] ?? `dc_${String(ix)}` })),
    ...darkStores.map((node, ix) => ({ node, id: numberedId('ds', ix) })),
    ...stores.map((node, ix) => ({ node, id: numberedId('st', ix) })),
  ];
  return numbered.map(({ node, id }, ix) =>
    placed({ ...node, nodeId: nodeId(id), gln: exampleGln(ix + 1) }, chance),
  );
}

const dcIds = [
  'dc_kunshan',
  'dc_guangzhou',
  'dc_beijing',
  'dc_chengdu',
  'dc_wuhan',
  'dc_xian',
  'dc_shenyang',
  'dc_jinan',
];
const numberedId = (prefix: string, ix: number): string =>
  `${prefix}_${String(ix + 1).padStart(3, '0')}`;

/** Seats by the largest remainder; cities with a share get at least one while seats last. */
function shareOut(seats: number, shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const quotas = shares.map((share) => (seats * share) / total);
  const given = quotas.map((quota) => (quota > 0 ? Math.max(1, Math.floor(quota)) : 0));
  const order = quotas
    .map((quota, ix) => ({ ix, rest: quota - Math.floor(quota) }))
    .filter(({ ix }) => (quotas[ix] ?? 0) >= 1)
    .sort((a, b) => b.rest - a.rest || a.ix - b.ix);
  let left = seats - given.reduce((sum, count) => sum + count, 0);
  for (let turn = 0; left > 0; turn += 1, left -= 1) bump(given, order[turn % order.length]?.ix, 1);
  for (let turn = given.length - 1; left < 0; turn -= 1) {
    if ((given[turn] ?? 0) === 0) continue;
    bump(given, turn, -1);
    left += 1;
  }
  return given;
}

function bump(counts: number[], ix: number | undefined, by: number): void {
  if (ix !== undefined) counts[ix] = (counts[ix] ?? 0) + by;
}

type Unnumbered = Omit<NodeProfile, 'nodeId' | 'gln'>;

function branches(city: City, count: number, format: Format): Unnumbered[] {
  const districts = districtsOf(city);
  const kindName = format.kind === 'dark_store' ? 'dark store' : 'store';
  return Array.from({ length: count }, (_, ix) => {
    const district = districts[ix % districts.length];
    const again = ix < districts.length ? '' : ` ${String(Math.floor(ix / districts.length) + 1)}`;
    return profileOf(format, {
      name: `${city.name} ${district?.name ?? ''}${again} ${kindName}`,
      tags: [tagOf(city.name), city.subdivision.toLowerCase()],
      temperatureClasses:
        format.kind === 'store' ? ['ambient', 'chilled'] : ['ambient', 'chilled', 'frozen'],
      place: {
        latitude: district?.latitude ?? city.latitude,
        longitude: district?.longitude ?? city.longitude,
        country: 'CN',
        subdivision: city.subdivision,
        postcode: city.postcode,
      },
    });
  });
}

const tagOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

function dcOf([name, subdivision, latitude, longitude, postcode, cold, nights]: DcRow): Unnumbered {
  const temperatureClasses: readonly TemperatureClass[] = cold
    ? ['ambient', 'chilled', 'frozen']
    : ['ambient'];
  const base = profileOf(dc, {
    name: `${name} DC`,
    tags: [tagOf(name.split(' ')[0] ?? name), subdivision.toLowerCase(), 'regional'],
    temperatureClasses,
    place: { latitude, longitude, country: 'CN', subdivision, postcode },
  });
  const { cutOffMinute, ...rest } = base;
  const clock = nights ? { calendar: openDaily(0, 1440) } : { cutOffMinute: cutOffMinute ?? 1320 };
  const carriers = cold ? [...base.carrierServices, serviceId('cold_chain')] : base.carrierServices;
  return { ...rest, ...clock, carrierServices: carriers };
}

function profileOf(
  format: Format,
  site: Pick<NodeProfile, 'name' | 'tags' | 'temperatureClasses' | 'place'>,
): Unnumbered {
  return {
    kind: format.kind,
    ...site,
    timeZone: 'Asia/Shanghai',
    abilities: format.abilities,
    calendar: openDaily(format.openFromMinute, format.openToMinute),
    ...(format.cutOffMinute === undefined ? {} : { cutOffMinute: format.cutOffMinute }),
    slots: { lengthMinutes: format.slotMinutes, ordersMax: format.ordersPerSlot },
    handlingMinutes: spreadAround(format.handlingMedianMinutes),
    handlingCostPerOrderMinor: format.perOrderMinor,
    handlingCostPerLineMinor: format.perLineMinor,
    carrierServices: format.services.map(serviceId),
    acceptMinutesMax: format.acceptMinutesMax,
  };
}

/** Moves stores a little off the district's centre and varies how fast they work; DCs stay where they are. */
function placed(node: NodeProfile, chance: Chance): NodeProfile {
  if (node.kind === 'dc') return node;
  const own = chance.fork(node.nodeId);
  const median = (node.handlingMinutes.values[2] ?? 1) * (0.8 + 0.4 * own.unit());
  return {
    ...node,
    handlingMinutes: spreadAround(Math.max(4, Math.round(median))),
    place: {
      ...node.place,
      latitude: rounded(node.place.latitude + 0.008 * own.normal()),
      longitude: rounded(node.place.longitude + 0.008 * own.normal()),
    },
  };
}

const rounded = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;

/** A GLN under 952, the GS1 prefix for demonstrations and examples. @see GS1 General Specifications §1.4.3 */
function exampleGln(serial: number): string {
  const digits = `9521141${String(serial).padStart(5, '0')}`;
  return digits + checkDigitOf(digits);
}
