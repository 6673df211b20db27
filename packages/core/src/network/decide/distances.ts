import { unitVector } from '../../words/index.ts';
import type { Place } from '../../words/index.ts';

/** Mean Earth radius of IUGG, km; the same sphere as `distanceKm` of words. */
const earthRadiusKm = 6371.0088;
/** Coordinates count to five decimals of a degree (about 1 m): nobody's doorstep is known better. */
const stepsPerDegree = 100_000;
/** Columns of distances kept at most, in numbers: 4 million are 32 MB. */
const keptNumbersMax = 4_000_000;

/**
 * Great-circle distances from all of these places to one, km, rounded to 1 m, remembered per place (to five
 * decimals of a degree). A remembered answer costs a map look-up; a new one about 35 ns per place.
 */
export function distancesFrom(places: readonly Place[]): (to: Place) => Float64Array {
  const columns = new Float64Array(places.length * 3);
  places.forEach(({ latitude, longitude }, i) => {
    const { x, y, z } = unitVector(latitude, longitude);
    columns.set([x, y, z], i * 3);
  });
  const generationMax = Math.max(16, Math.min(2048, keptNumbersMax / 2 / (places.length || 1)));
  let young = new Map<number, Float64Array>();
  let old = new Map<number, Float64Array>();

  return (to) => {
    const latitudeSteps = Math.round((to.latitude + 90) * stepsPerDegree);
    const longitudeSteps = Math.round((to.longitude + 180) * stepsPerDegree);
    const key = latitudeSteps * 40_000_000 + longitudeSteps;
    const known = young.get(key) ?? old.get(key);
    if (known && young.has(key)) return known;
    const distances =
      known ??
      measured(columns, latitudeSteps / stepsPerDegree - 90, longitudeSteps / stepsPerDegree - 180);
    if (young.size >= generationMax) {
      old = young;
      young = new Map();
    }
    young.set(key, distances);
    return distances;
  };
}

function measured(columns: Float64Array, latitude: number, longitude: number): Float64Array {
  const to = unitVector(latitude, longitude);
  const distances = new Float64Array(columns.length / 3);
  for (let i = 0, at = 0; i < distances.length; i += 1, at += 3) {
    const dx = (columns[at] as number) - to.x;
    const dy = (columns[at + 1] as number) - to.y;
    const dz = (columns[at + 2] as number) - to.z;
    const chord = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const km = 2 * earthRadiusKm * Math.asin(Math.min(1, chord / 2));
    distances[i] = Math.round(km * 1000) / 1000;
  }
  return distances;
}
