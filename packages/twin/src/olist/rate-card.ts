import { median } from './dataset.ts';
import type { FreightPaid } from './dataset.ts';

/** Upper distance of each zone, km. The last one reaches everything. */
export const zoneKmMax: readonly number[] = [50, 150, 300, 600, 1000, 1500, 2200, 20_000];
/** Upper weight of each band, grams; heavier parcels pay for each further kilogram. */
export const bandGramsMax: readonly number[] = [300, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000];

/** What a parcel costs, centavos. */
export interface RateCard {
  /** `[zone][band]` */
  readonly rateMinor: readonly (readonly number[])[];
  readonly perExtraKgMinor: number;
}

/**
 * A rate card from what was really paid: the median per zone and band, raised where needed so that it never falls
 * with distance or weight (5 centavos a step).
 */
export function rateCardOf(freight: readonly FreightPaid[]): RateCard {
  const cells = zoneKmMax.map(() => bandGramsMax.map((): number[] => []));
  for (const { km, weightGrams, freightMinor } of freight)
    cells[zoneOf(km)]?.[bandOf(weightGrams)]?.push(freightMinor);
  const card = cells.map((row) => row.map(median));
  card.forEach((row, zone) => {
    row.forEach((_, band) => {
      const nearer = zone === 0 ? 0 : (card[zone - 1]?.[band] ?? 0) + 5;
      const lighter = band === 0 ? 0 : (row[band - 1] ?? 0) + 5;
      row[band] = Math.max(row[band] ?? 0, nearer, lighter);
    });
  });
  const heaviest = card.at(-1)?.at(-1) ?? 0;
  return { rateMinor: card, perExtraKgMinor: Math.round(heaviest / 30) };
}

/** Index of the zone that a distance falls into. */
export const zoneOf = (km: number): number => indexUpTo(zoneKmMax, km);
/** Index of the weight band; the last one also takes what is heavier. */
const bandOf = (grams: number): number => indexUpTo(bandGramsMax, grams);

function indexUpTo(limits: readonly number[], value: number): number {
  const ix = limits.findIndex((limit) => value <= limit);
  return ix < 0 ? limits.length - 1 : ix;
}

/** Freight of one parcel, centavos: the same rule as a carrier service of the network. */
export function freightMinorOf(card: RateCard, zone: number, grams: number): number {
  const base = card.rateMinor[zone]?.[bandOf(grams)] ?? 0;
  const heaviest = bandGramsMax.at(-1) ?? 0;
  const extraKg = Math.max(0, Math.ceil((grams - heaviest) / 1000));
  return base + extraKg * card.perExtraKgMinor;
}

/** What an order that nobody can fill counts in the comparison: twice the dearest zone, per line. */
export const unfilledMinor = (card: RateCard, lineGrams: readonly number[]): number =>
  lineGrams.reduce((sum, grams) => sum + 2 * freightMinorOf(card, zoneKmMax.length - 1, grams), 0);
