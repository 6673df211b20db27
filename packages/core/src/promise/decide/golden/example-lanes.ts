import { compileNetwork, readNetworkDocument } from '../../../network/decide/index.ts';
import type { NetworkDocument, QuantileCurve } from '../../../network/decide/index.ts';
import { ensure, instantOf, zoneNamed } from '../../../words/index.ts';
import type { Zone } from '../../../words/index.ts';
import { laneClock } from '../compile-lane-clock.ts';
import type { LaneAsk, LaneClock } from '../lane-clock.ts';

/** The same opening hours on seven days. */
export const everyDay = (from: number, to: number): readonly [number, number][][] =>
  Array.from({ length: 7 }, () => [[from, to]]);
/** Monday to Friday. */
export const weekdaysOnly = [true, true, true, true, true, false, false];
/** Handling time of the store, minutes. */
export const handling: QuantileCurve = { levels: [0.5, 0.9], values: [40, 150] };

/** What a test wants different about the store. */
export interface Wish {
  readonly timeZone: string;
  readonly closedDates?: readonly string[];
  readonly weekly?: readonly (readonly (readonly [number, number])[])[];
  readonly ordersMax?: number;
}

const store = ({ timeZone, closedDates = [], weekly, ordersMax = 10 }: Wish): object => ({
        nodeId: 'st_001',
        kind: 'store',
        name: 'One',
        place: { latitude: 31, longitude: 121, country: 'CN', subdivision: '', postcode: '' },
        timeZone,
        tags: [],
        abilities: ['ship'],
        temperatureClasses: ['ambient'],
        calendar: { weekly: weekly ?? everyDay(540, 1260), closedDates },
        cutOffMinute: 960,
        slots: { lengthMinutes: 60, ordersMax },
        handlingMinutes: handling,
        handlingCostPerOrderMinor: 1,
        handlingCostPerLineMinor: 1,
        carrierServices: ['parcel', 'courier'],
        acceptMinutesMax: 30,
      });

/** One node with a parcel service (0), an on-demand courier (1) and one that nobody uses (2). */
function documentOf(wish: Wish): unknown {
  const service = (id: string, rest: object): object => ({
    serviceId: id,
    name: id,
    mode: 'van_diesel',
    serviceLevels: ['standard'],
    countries: ['CN'],
    temperatureClasses: ['ambient'],
    zoneKmMax: [100, 1000],
    bandWeightGramsMax: [1000],
    rateMinor: [[800], [1200]],
    perExtraKgMinor: 100,
    weightGramsMax: 30_000,
    ...rest,
  });
  return {
    version: 1,
    currency: 'CNY',
    nodes: [store(wish)],
    carrierServices: [
      service('parcel', {
        collection: { kind: 'scheduled', timesMinute: [720, 1140], weekdays: weekdaysOnly },
        transit: [
          { hours: { levels: [0.5, 0.95], values: [14, 30] } },
          { hours: { levels: [0.1, 0.5, 0.9], values: [30, 40, 70] } },
        ],
        deliveryCalendar: {
          weekly: [...everyDay(540, 1080).slice(0, 6), []],
          closedDates: ['2026-05-01'],
        },
      }),
      service('courier', {
        collection: { kind: 'on_demand' },
        transit: [
          { minutes: { levels: [0.5, 0.9], values: [25, 55] } },
          { minutes: { levels: [0.5], values: [90] } },
        ],
        deliveryCalendar: { weekly: everyDay(420, 1380), closedDates: [] },
      }),
      service('unused', {
        collection: { kind: 'on_demand' },
        transit: [{ minutes: handling }, { minutes: handling }],
        deliveryCalendar: { weekly: everyDay(0, 1440), closedDates: [] },
      }),
    ],
    dutyRates: [],
  };
}

/** The example network, read like any other. */
export function networkOf(wish: Wish): NetworkDocument {
  const read = readNetworkDocument(documentOf(wish));
  ensure(read.ok, 'the example network is sound');
  return read.value;
}

/** A fresh clock of the example network. */
export const clockOf = (wish: Wish): LaneClock => laneClock(compileNetwork(networkOf(wish)));
/** A zone that is known to exist. */
export const zoneOf = (name: string): Zone => {
  const zone = zoneNamed(name);
  ensure(zone.ok, `${name} is a zone`);
  return zone.value;
};
/** The instant of an RFC 3339 text. */
export const at = (text: string): number => instantOf(text) ?? NaN;
/** Nobody has taken a place in any slot. */
export const empty = (): number => 0;

/** Zones with and without clock changes, and one off the full hour. */
export const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
/** Index of the scheduled parcel service. */
export const parcel = 0;
/** Index of the on-demand courier. */
export const courier = 1;
/** A question about a lane. */
export const ask = (serviceIx: number, confidencePercent = 90, zone = 0): LaneAsk => ({
  serviceIx,
  zone,
  confidencePercent,
});
/** The store as it is. */
export const shanghai = { timeZone: 'Asia/Shanghai' };
