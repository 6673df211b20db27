import { describe, expect, it } from 'vitest';

import { readNetworkDocument } from './read-document.ts';

const calendar = { weekly: Array.from({ length: 7 }, () => [[540, 1260]]), closedDates: [] };
const sixClosedDays: readonly never[][] = Array.from({ length: 6 }, () => []);
const place = {
  latitude: 31.2,
  longitude: 121.4,
  country: 'CN',
  subdivision: 'CN-SH',
  postcode: '200001',
};
const node = {
  nodeId: 'st_001',
  kind: 'store',
  name: 'Nanjing Road',
  gln: '9521141002018',
  place,
  timeZone: 'Asia/Shanghai',
  tags: ['city'],
  abilities: ['ship', 'pickup'],
  temperatureClasses: ['ambient'],
  calendar,
  cutOffMinute: 960,
  slots: { lengthMinutes: 60, ordersMax: 20 },
  handlingMinutes: { levels: [0.5, 0.9], values: [30, 90] },
  handlingCostPerOrderMinor: 300,
  handlingCostPerLineMinor: 50,
  carrierServices: ['next_day'],
  acceptMinutesMax: 15,
};
const service = {
  serviceId: 'next_day',
  name: 'Next day',
  mode: 'van_diesel',
  serviceLevels: ['standard'],
  countries: ['CN'],
  temperatureClasses: ['ambient'],
  zoneKmMax: [50, 1000],
  bandWeightGramsMax: [1000, 5000],
  rateMinor: [
    [800, 1200],
    [1000, 1800],
  ],
  perExtraKgMinor: 100,
  weightGramsMax: 30_000,
  collection: { kind: 'scheduled', timesMinute: [720, 1140], weekdays: Array(7).fill(true) },
  transit: [
    { hours: { levels: [0.5], values: [20] } },
    { minutes: { levels: [0.5, 0.9], values: [1500, 2000] } },
  ],
  deliveryCalendar: calendar,
};
const duty = { toCountry: 'BR', hsPrefix: '22', rateBasisPoints: 2000 };
const sound = {
  version: 3,
  currency: 'CNY',
  nodes: [node],
  carrierServices: [service],
  dutyRates: [duty],
};

const faultsOf = (sent: unknown): readonly string[] => {
  const read = readNetworkDocument(sent);
  return read.ok ? [] : read.refusal.map((f) => `${f.field} ${f.reason}`);
};
const withNode = (part: object): object => ({ ...sound, nodes: [{ ...node, ...part }] });
const withService = (part: object): object => ({
  ...sound,
  carrierServices: [{ ...service, ...part }],
});

/** The document with the value at one path taken out or replaced by something that is never right there. */
function mutants(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const source = value as Record<string, unknown>;
  return Object.keys(source).flatMap((key): [string, unknown][] => {
    const rebuilt = (fresh: unknown): unknown =>
      Array.isArray(value)
        ? value.map((one: unknown, i) => (String(i) === key ? fresh : one))
        : { ...source, [key]: fresh };
    const here = `${path}/${key}`;
    const inner = mutants(source[key], here).map(([at, fresh]): [string, unknown] => [
      at,
      rebuilt(fresh),
    ]);
    return [[here, rebuilt({ not: 'this' })], ...inner];
  });
}

describe('a network document', () => {
  it('is read as it is written', () => {
    expect(readNetworkDocument(sound)).toEqual({ ok: true, value: sound });
    expect(readNetworkDocument(JSON.parse(JSON.stringify(sound)))).toEqual({
      ok: true,
      value: sound,
    });
  });

  it('may leave out cut-off, GLN and cost per unit', () => {
    expect(faultsOf(withNode({ cutOffMinute: undefined, gln: undefined }))).toEqual([]);
  });

  it('is refused with a pointer to every single value that is wrong', () => {
    const all = mutants(sound, '');
    expect(all.length).toBeGreaterThan(150);
    for (const [at, mutant] of all) {
      const found = faultsOf(mutant);
      expect(
        found.some((one) => one.startsWith(at)),
        `${at}: ${found.join(', ')}`,
      ).toBe(true);
    }
  });

  it.each([
    ['/nodes/0/gln wrong-check-digit', withNode({ gln: '9521141002017' })],
    ['/nodes/0/timeZone wrong-format', withNode({ timeZone: 'Asia/Shanghia' })],
    ['/nodes/0/carrierServices/0 unknown-service', withNode({ carrierServices: ['nextday'] })],
    [
      '/nodes/0/carrierServices/1 duplicate',
      withNode({ carrierServices: ['next_day', 'next_day'] }),
    ],
    [
      '/nodes/0/slots/lengthMinutes too-small',
      withNode({ slots: { lengthMinutes: 5, ordersMax: 1 } }),
    ],
    [
      '/nodes/0/handlingMinutes/values wrong-length',
      withNode({ handlingMinutes: { levels: [0.5], values: [1, 2] } }),
    ],
    [
      '/nodes/0/handlingMinutes/levels/0 not-a-probability',
      withNode({ handlingMinutes: { levels: [0, 0.9], values: [1, 2] } }),
    ],
    [
      '/nodes/0/handlingMinutes/levels/1 not-ascending',
      withNode({ handlingMinutes: { levels: [0.9, 0.5], values: [1, 2] } }),
    ],
    [
      '/nodes/0/handlingMinutes/values/1 descending',
      withNode({ handlingMinutes: { levels: [0.5, 0.9], values: [2, 1] } }),
    ],
    [
      '/nodes/0/calendar/weekly/6/1 overlapping-hours',
      withNode({
        calendar: {
          ...calendar,
          weekly: [
            ...sixClosedDays,
            [
              [540, 700],
              [690, 800],
            ],
          ],
        },
      }),
    ],
    [
      '/nodes/0/calendar/weekly/0/0 overlapping-hours',
      withNode({ calendar: { ...calendar, weekly: [[[600, 600]], ...sixClosedDays] } }),
    ],
    [
      '/nodes/0/calendar/closedDates/0 wrong-format',
      withNode({ calendar: { ...calendar, closedDates: ['2026-02-30'] } }),
    ],
    [
      '/nodes/0/calendar/specialDates/0/spans/0 overlapping-hours',
      withNode({
        calendar: { ...calendar, specialDates: [{ date: '2026-12-24', spans: [[720, 540]] }] },
      }),
    ],
    [
      '/nodes/0/calendar/closedDates/0 contradicting-dates',
      withNode({
        calendar: {
          ...calendar,
          closedDates: ['2026-12-24'],
          specialDates: [{ date: '2026-12-24', spans: [] }],
        },
      }),
    ],
    [
      '/nodes/0/calendar/holidays wrong-format',
      withNode({ calendar: { ...calendar, holidays: 'china' } }),
    ],
    [
      '/nodes/0/calendar/holidayDates holidays-not-named',
      withNode({
        calendar: { ...calendar, holidayDates: [{ date: '2026-10-01', name: 'National Day' }] },
      }),
    ],
    ['/carrierServices/0/zoneKmMax/1 not-ascending', withService({ zoneKmMax: [50, 50] })],
    [
      '/carrierServices/0/bandWeightGramsMax/1 not-ascending',
      withService({ bandWeightGramsMax: [5, 1] }),
    ],
    ['/carrierServices/0/rateMinor wrong-length', withService({ rateMinor: [[1, 2]] })],
    ['/carrierServices/0/rateMinor/1 wrong-length', withService({ rateMinor: [[1, 2], [1]] })],
    ['/carrierServices/0/transit wrong-length', withService({ transit: service.transit.slice(1) })],
    ['/carrierServices/0/transit/0 hours-or-minutes', withService({ transit: [{}, {}] })],
    [
      '/carrierServices/0/collection/kind unknown-value',
      withService({ collection: { kind: 'daily' } }),
    ],
    [
      '/carrierServices/0/collection/times unknown-field',
      withService({ collection: { kind: 'on_demand', times: [] } }),
    ],
    [
      '/carrierServices/0/collection/timesMinute/1 not-ascending',
      withService({ collection: { ...service.collection, timesMinute: [900, 600] } }),
    ],
    ['/nodes/1/nodeId duplicate', { ...sound, nodes: [node, node] }],
    ['/carrierServices/1/serviceId duplicate', { ...sound, carrierServices: [service, service] }],
    ['/dutyRates/1 duplicate', { ...sound, dutyRates: [duty, { ...duty, rateBasisPoints: 1 }] }],
    ['/dutyRate unknown-field', { ...sound, dutyRate: [] }],
  ])('is refused for %s', (found, sent) => {
    expect(faultsOf(sent)).toContain(found);
  });
});
