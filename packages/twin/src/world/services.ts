import { serviceId } from '@ordermesh/core/words';
import type {
  CarrierService,
  Collection,
  QuantileCurve,
  TransportMode,
  ServiceLevel,
  WorkingCalendar,
} from '@ordermesh/core/network';
import type { TemperatureClass } from '@ordermesh/core/parties';

const ambient: readonly TemperatureClass[] = ['ambient'];
const cooled: readonly TemperatureClass[] = ['ambient', 'chilled'];
const anyTemperature: readonly TemperatureClass[] = ['ambient', 'chilled', 'frozen'];

/** What differs between services; the table below reads like a carrier's leaflet. */
interface Leaflet {
  readonly id: string;
  readonly name: string;
  readonly mode: TransportMode;
  readonly levels: readonly ServiceLevel[];
  readonly temperatureClasses: readonly TemperatureClass[];
  readonly zoneKmMax: readonly number[];
  /** First band, fen per zone. */
  readonly firstBandMinor: readonly number[];
  /** Each kilogram above the first band, fen per zone. */
  readonly perKgMinor: readonly number[];
  readonly bandsGrams: readonly number[];
  readonly collection: Collection;
  /** Median from collection to the door, per zone. */
  readonly medianHours?: readonly number[];
  readonly medianMinutes?: readonly number[];
  readonly deliversFromMinute: number;
  readonly deliversToMinute: number;
}

const everyDay = [true, true, true, true, true, true, true];
const parcelBands = [1000, 2000, 3000, 5000, 10_000, 20_000, 30_000];
const daily = (...timesMinute: number[]): Collection => ({
  kind: 'scheduled',
  timesMinute,
  weekdays: everyDay,
});

const leaflets: readonly Leaflet[] = [
  {
    id: 'parcel_standard',
    name: 'Parcel standard',
    mode: 'hgv_articulated',
    levels: ['standard'],
    temperatureClasses: ambient,
    zoneKmMax: [50, 300, 600, 1000, 1500, 2200, 3500, 5500],
    firstBandMinor: [500, 600, 700, 800, 900, 1100, 1400, 1900],
    perKgMinor: [50, 70, 90, 120, 150, 190, 280, 460],
    bandsGrams: parcelBands,
    collection: daily(720, 1020, 1230),
    medianHours: [20, 28, 38, 48, 60, 72, 88, 126],
    deliversFromMinute: 480,
    deliversToMinute: 1260,
  },
  {
    id: 'express_road',
    name: 'Express next day by road',
    mode: 'hgv_rigid',
    levels: ['standard', 'express'],
    temperatureClasses: ambient,
    zoneKmMax: [50, 150, 300, 500, 800],
    firstBandMinor: [1000, 1100, 1200, 1400, 1600],
    perKgMinor: [100, 120, 150, 200, 250],
    bandsGrams: parcelBands,
    collection: daily(690, 840, 1020, 1170, 1320),
    medianHours: [12, 14, 16, 19, 23],
    deliversFromMinute: 480,
    deliversToMinute: 1320,
  },
  {
    id: 'express_air',
    name: 'Express by air',
    mode: 'air_short',
    levels: ['standard', 'express'],
    temperatureClasses: ambient,
    zoneKmMax: [800, 1500, 2500, 5500],
    firstBandMinor: [1800, 2000, 2300, 2800],
    perKgMinor: [600, 700, 900, 1200],
    bandsGrams: parcelBands,
    collection: daily(840, 1140, 1320),
    medianHours: [22, 26, 30, 42],
    deliversFromMinute: 480,
    deliversToMinute: 1320,
  },
  {
    id: 'cold_chain',
    name: 'Cold chain',
    mode: 'hgv_refrigerated',
    levels: ['standard', 'express'],
    temperatureClasses: anyTemperature,
    zoneKmMax: [100, 300, 600, 1000, 1500, 2200],
    firstBandMinor: [1500, 1800, 2200, 2800, 3600, 4800],
    perKgMinor: [150, 200, 260, 350, 450, 600],
    bandsGrams: parcelBands,
    collection: daily(600, 1020, 1260),
    medianHours: [12, 16, 22, 30, 40, 56],
    deliversFromMinute: 480,
    deliversToMinute: 1260,
  },
  {
    id: 'same_day_van',
    name: 'Same-day van',
    mode: 'van_electric',
    levels: ['standard', 'express', 'same_day'],
    temperatureClasses: cooled,
    zoneKmMax: [10, 25, 45, 60],
    firstBandMinor: [900, 1100, 1500, 1900],
    perKgMinor: [80, 100, 120, 150],
    bandsGrams: parcelBands,
    collection: daily(660, 780, 900, 1020, 1140, 1230),
    medianHours: [2, 2, 3, 4],
    deliversFromMinute: 480,
    deliversToMinute: 1380,
  },
  {
    id: 'city_courier',
    name: 'City courier on demand',
    mode: 'bike',
    levels: ['same_day', 'within_hour'],
    temperatureClasses: anyTemperature,
    zoneKmMax: [2, 4, 6, 8, 11, 15],
    firstBandMinor: [500, 650, 800, 1000, 1300, 1800],
    perKgMinor: [50, 60, 80, 100, 120, 150],
    bandsGrams: [2000, 5000, 8000, 12_000, 15_000],
    collection: { kind: 'on_demand' },
    medianMinutes: [12, 17, 22, 28, 36, 46],
    deliversFromMinute: 0,
    deliversToMinute: 1440,
  },
  {
    id: 'store_pickup',
    name: 'Pick-up at the store',
    mode: 'bike',
    levels: ['pickup'],
    temperatureClasses: anyTemperature,
    zoneKmMax: [20_000],
    firstBandMinor: [0],
    perKgMinor: [0],
    bandsGrams: [30_000],
    collection: { kind: 'on_demand' },
    medianMinutes: [1],
    deliversFromMinute: 0,
    deliversToMinute: 1440,
  },
];

/** The carrier services of the reference network: plausible rates in fen and times, not any carrier's tariff. */
export const carrierServices = (): readonly CarrierService[] => leaflets.map(serviceOf);

function serviceOf(leaflet: Leaflet): CarrierService {
  return {
    serviceId: serviceId(leaflet.id),
    name: leaflet.name,
    mode: leaflet.mode,
    serviceLevels: leaflet.levels,
    countries: ['CN'],
    temperatureClasses: leaflet.temperatureClasses,
    zoneKmMax: leaflet.zoneKmMax,
    bandWeightGramsMax: leaflet.bandsGrams,
    rateMinor: leaflet.zoneKmMax.map((_, zone) => rateRow(leaflet, zone)),
    perExtraKgMinor: Math.max(...leaflet.perKgMinor),
    weightGramsMax: leaflet.bandsGrams.at(-1) ?? 0,
    collection: leaflet.collection,
    transit: leaflet.zoneKmMax.map((_, zone) => transitOf(leaflet, zone)),
    deliveryCalendar: openDaily(leaflet.deliversFromMinute, leaflet.deliversToMinute),
  };
}

function rateRow(leaflet: Leaflet, zone: number): number[] {
  const first = leaflet.firstBandMinor[zone] ?? 0;
  const perKg = leaflet.perKgMinor[zone] ?? 0;
  const firstBandGrams = leaflet.bandsGrams[0] ?? 0;
  return leaflet.bandsGrams.map((grams) =>
    Math.round(first + (perKg * (grams - firstBandGrams)) / 1000),
  );
}

function transitOf(leaflet: Leaflet, zone: number): CarrierService['transit'][number] {
  const minutes = leaflet.medianMinutes?.[zone];
  if (minutes !== undefined) return { minutes: spreadAround(minutes) };
  return { hours: spreadAround(leaflet.medianHours?.[zone] ?? 24) };
}

const spreadLevels = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const spreadFactors = [0.7, 0.87, 1, 1.14, 1.3, 1.42, 1.8];

/** A right-skewed distribution around a median, in whole units of the median, at least 1. */
export const spreadAround = (median: number): QuantileCurve => ({
  levels: spreadLevels,
  values: spreadFactors.map((factor) => Math.max(1, Math.round(median * factor))),
});

/** Open on all seven days from one minute of the day to another. */
export const openDaily = (fromMinute: number, toMinute: number): WorkingCalendar => ({
  weekly: everyDay.map(() => [[fromMinute, toMinute] as const]),
  closedDates: [],
});
