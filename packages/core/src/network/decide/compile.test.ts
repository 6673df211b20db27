import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { distanceKm, nodeId, serviceId, unitVector } from '../../words/index.ts';
import { carbonKgPerTonneKm } from './carbon.ts';
import { compileNetwork } from './compile.ts';
import type { DutyRate, NetworkDocument, TransportMode } from './profile.ts';
import { transportModes } from './profile.ts';

const calendar = { weekly: Array.from({ length: 7 }, () => []), closedDates: [] };
const at = (latitude: number, longitude: number, country = 'CN') => ({
  latitude,
  longitude,
  country,
  subdivision: '',
  postcode: '',
});

interface Rates {
  readonly zoneKmMax: readonly number[];
  readonly bandWeightGramsMax: readonly number[];
  readonly rateMinor: readonly (readonly number[])[];
}
const rates: Rates = {
  zoneKmMax: [50, 1000],
  bandWeightGramsMax: [1000, 5000],
  rateMinor: [
    [800, 1200],
    [1000, 1800],
  ],
};

function documentOf(part: {
  places?: readonly ReturnType<typeof at>[];
  rates?: Rates;
  mode?: TransportMode;
  dutyRates?: readonly DutyRate[];
}): NetworkDocument {
  const places = part.places ?? [at(31.2, 121.4), at(39.9, 116.4), at(-23.5, -46.6, 'BR')];
  return {
    version: 1,
    currency: 'CNY',
    nodes: places.map((place, i) => ({
      nodeId: nodeId(`n${i}`),
      kind: 'store',
      name: `Node ${i}`,
      place,
      timeZone: 'UTC',
      tags: [],
      abilities: ['ship'],
      temperatureClasses: ['ambient'],
      calendar,
      slots: { lengthMinutes: 60, ordersMax: 1 },
      handlingMinutes: { levels: [0.5], values: [1] },
      handlingCostPerOrderMinor: 0,
      handlingCostPerLineMinor: 0,
      carrierServices: i === 0 ? [serviceId('b'), serviceId('a')] : [serviceId('a')],
      acceptMinutesMax: 1,
    })),
    carrierServices: ['a', 'b'].map((id) => ({
      serviceId: serviceId(id),
      name: id,
      mode: part.mode ?? 'van_diesel',
      serviceLevels: ['standard'],
      countries: ['CN'],
      temperatureClasses: ['ambient'],
      ...(part.rates ?? rates),
      perExtraKgMinor: 70,
      weightGramsMax: 30_000,
      collection: { kind: 'on_demand' },
      transit: [],
      deliveryCalendar: calendar,
    })),
    dutyRates: part.dutyRates ?? [],
  };
}

const anyPlace = fc
  .tuple(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
  )
  .map(([latitude, longitude]) => at(latitude, longitude));

const ascending = (max: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 6 })
    .map((values) => values.sort((a, b) => a - b));
const anyRates: fc.Arbitrary<Rates> = fc
  .tuple(ascending(20_000), ascending(20_000))
  .chain(([zoneKmMax, bandWeightGramsMax]) =>
    fc
      .array(
        fc.array(fc.nat(9999), {
          minLength: bandWeightGramsMax.length,
          maxLength: bandWeightGramsMax.length,
        }),
        { minLength: zoneKmMax.length, maxLength: zoneKmMax.length },
      )
      .map((rateMinor) => ({ zoneKmMax, bandWeightGramsMax, rateMinor })),
  );

describe('a compiled network', () => {
  it('knows its nodes and services by id and in the order of the document', () => {
    const network = compileNetwork(documentOf({}));
    expect(network.nodeIxOf(nodeId('n2'))).toBe(2);
    expect(network.nodeIxOf(nodeId('n9'))).toBeUndefined();
    expect(network.serviceIxOf(serviceId('b'))).toBe(1);
    expect(network.servicesAt(0)).toEqual([1, 0]);
    expect(network.servicesAt(2)).toEqual([0]);
    expect(network.servicesAt(7)).toEqual([]);
  });

  it('is not made from a document that names unknown services or one node twice', () => {
    const document = documentOf({});
    expect(() => compileNetwork({ ...document, carrierServices: [] })).toThrow('known services');
    expect(() =>
      compileNetwork({ ...document, nodes: [...document.nodes, ...document.nodes] }),
    ).toThrow('unique');
  });

  it('measures the same distances as words, to the metre of a coordinate of five decimals', () => {
    fc.assert(
      fc.property(fc.array(anyPlace, { minLength: 1, maxLength: 8 }), anyPlace, (places, to) => {
        const measured = compileNetwork(documentOf({ places })).distancesKm(to);
        places.forEach((place, i) => {
          const km = distanceKm(
            unitVector(place.latitude, place.longitude),
            unitVector(to.latitude, to.longitude),
          );
          expect(Math.abs(measured[i]! - km)).toBeLessThan(0.0015);
          expect(measured[i]).toBe(Math.round(measured[i]! * 1000) / 1000);
        });
      }),
    );
  });

  it('remembers distances without mixing up places, however many it is asked for', () => {
    const places = Array.from({ length: 5000 }, (_, i) => at(20 + i * 0.001, 100 + (i % 70)));
    const remembering = compileNetwork(documentOf({}));
    const asked = [...places, ...places.slice(-500), ...places.slice(0, 500)];
    const fresh = places.map((to) => compileNetwork(documentOf({})).distancesKm(to));
    asked.forEach((to) => {
      expect(remembering.distancesKm(to)).toEqual(fresh[places.indexOf(to)]);
    });
    const last = asked[asked.length - 1]!;
    expect(remembering.distancesKm(last)).toBe(remembering.distancesKm({ ...last, postcode: '1' }));
  });

  it('prices a parcel as a naive reading of the rate card does', () => {
    const anyKm = fc.double({ min: 0, max: 21_000, noNaN: true });
    fc.assert(
      fc.property(anyRates, anyKm, fc.integer({ min: 1, max: 40_000 }), (card, km, grams) => {
        const network = compileNetwork(documentOf({ rates: card }));
        const zone = card.zoneKmMax.findIndex((max) => km <= max);
        expect(network.zoneOf(0, km)).toBe(zone);
        expect(network.freightMinor(0, zone, grams)).toBe(naiveFreight(card, zone, grams));
      }),
    );
  });

  it('adds every started kilogram above the last band, up to the heaviest parcel', () => {
    const network = compileNetwork(documentOf({}));
    expect(network.freightMinor(0, 0, 1000)).toBe(800);
    expect(network.freightMinor(0, 0, 1001)).toBe(1200);
    expect(network.freightMinor(0, 1, 5001)).toBe(1800 + 70);
    expect(network.freightMinor(0, 1, 6001)).toBe(1800 + 140);
    expect(network.freightMinor(0, 1, 30_000)).toBe(1800 + 25 * 70);
    expect(network.freightMinor(0, 1, 30_001)).toBe(-1);
    expect(network.freightMinor(0, -1, 1)).toBe(-1);
    expect(network.freightMinor(9, 0, 1)).toBe(-1);
    expect(network.zoneOf(0, 1000.001)).toBe(-1);
    expect(network.zoneOf(9, 1)).toBe(-1);
  });

  it('emits by mode, weight and distance', () => {
    const grams = (mode: TransportMode): number =>
      compileNetwork(documentOf({ mode })).carbonGrams(0, 100, 2000);
    expect(grams('van_diesel')).toBe(156);
    expect(grams('bike')).toBe(0);
    for (const mode of transportModes)
      expect(grams(mode)).toBe(Math.round(carbonKgPerTonneKm[mode] * 100 * 0.002 * 1000));
  });
});

function naiveFreight(card: Rates, zone: number, grams: number): number {
  if (zone < 0 || grams > 30_000) return -1;
  const band = card.bandWeightGramsMax.findIndex((max) => grams <= max);
  if (band >= 0) return card.rateMinor[zone]![band]!;
  const extraGrams = grams - card.bandWeightGramsMax.at(-1)!;
  return card.rateMinor[zone]!.at(-1)! + Math.ceil(extraGrams / 1000) * 70;
}

describe('duty', () => {
  const dutyRates: readonly DutyRate[] = [
    { toCountry: 'BR', hsPrefix: '', rateBasisPoints: 100 },
    { toCountry: 'BR', hsPrefix: '22', rateBasisPoints: 2000 },
    { toCountry: 'BR', hsPrefix: '22', originCountry: 'AR', rateBasisPoints: 0 },
    { toCountry: 'BR', hsPrefix: '220299', originCountry: 'CN', rateBasisPoints: 3535 },
  ];
  const network = compileNetwork(documentOf({ dutyRates }));
  const duty = (hsCode?: string, originCountry?: string, toCountry = 'BR'): number =>
    network.dutyMinor(0, toCountry, { hsCode, originCountry, valueMinor: 999 });

  it('takes the longest prefix, then the own origin, and rounds to the minor unit', () => {
    expect(duty('220299', 'CN')).toBe(353);
    expect(duty('220299', 'SE')).toBe(200);
    expect(duty('220300', 'AR')).toBe(0);
    expect(duty('330300', 'CN')).toBe(10);
    expect(duty(undefined, undefined)).toBe(10);
  });

  it('is none within the country of the node, and where no rate speaks of the goods', () => {
    expect(network.dutyMinor(2, 'BR', { hsCode: '22', originCountry: 'CN', valueMinor: 999 })).toBe(
      0,
    );
    expect(duty('220299', 'CN', 'US')).toBe(0);
  });

  it('is what a naive reading of the table gives', () => {
    const anyCode = fc.stringMatching(/^[12]{0,4}$/);
    const anyOrigin = fc.constantFrom('AR', 'CN', undefined);
    const anyTable = fc.uniqueArray(
      fc.record({ hsPrefix: anyCode, originCountry: anyOrigin, rateBasisPoints: fc.nat(9999) }),
      { maxLength: 12, selector: (r) => `${r.hsPrefix} ${r.originCountry ?? ''}` },
    );
    fc.assert(
      fc.property(anyTable, anyCode, anyOrigin, (table, hsCode, originCountry) => {
        const listed = table.map(({ originCountry: origin, ...rate }): DutyRate => ({
          ...rate,
          toCountry: 'BR',
          ...(origin && { originCountry: origin }),
        }));
        const best = listed
          .filter((r) => hsCode.startsWith(r.hsPrefix))
          .filter((r) => r.originCountry === undefined || r.originCountry === originCountry)
          .sort(
            (a, b) =>
              b.hsPrefix.length - a.hsPrefix.length ||
              Number(b.originCountry !== undefined) - Number(a.originCountry !== undefined),
          )[0];
        const goods = { hsCode, originCountry, valueMinor: 10_000 };
        const compiled = compileNetwork(documentOf({ dutyRates: listed }));
        expect(compiled.dutyMinor(0, 'BR', goods)).toBe(best?.rateBasisPoints ?? 0);
      }),
    );
  });
});
