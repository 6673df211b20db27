import { unitVector } from '../../words/index.ts';
import type { Place, UnitVector } from '../../words/index.ts';

/** Mean Earth radius of IUGG, km; the same sphere as `distanceKm` of words. */
const earthRadiusKm = 6371.0088;
/** Coordinates count to five decimals of a degree (about 1 m): nobody's doorstep is known better. */
const stepsPerDegree = 100_000;
/** Places remembered per generation: enough for one order asked again and again; more would outlive its use. */
const generationMax = 128;

/** Columns that share one block of memory: asking the engine for a block of its own costs more than a column. */
const columnsPerBlock = 64;

/**
 * Great-circle distances from all of these places to one, km, rounded to 1 m, remembered per place (to five
 * decimals of a degree). A remembered answer costs a map look-up; a new one about 10 ns per place.
 */
export function distancesFrom(places: readonly Place[]): (to: Place) => Float64Array {
  const columns = new Float64Array(places.length * 3);
  places.forEach(({ latitude, longitude }, i) => {
    const { x, y, z } = unitVector(latitude, longitude);
    columns.set([x, y, z], i * 3);
  });
  let young = new Map<number, Float64Array>();
  let old = new Map<number, Float64Array>();
  let block = new Float64Array(0);
  let blockUsed = 0;
  const freshColumn = (): Float64Array => {
    if (blockUsed + places.length > block.length) {
      block = new Float64Array(places.length * columnsPerBlock);
      blockUsed = 0;
    }
    blockUsed += places.length;
    return block.subarray(blockUsed - places.length, blockUsed);
  };

  return (to) => {
    const latitudeSteps = Math.round((to.latitude + 90) * stepsPerDegree);
    const longitudeSteps = Math.round((to.longitude + 180) * stepsPerDegree);
    const key = latitudeSteps * 40_000_000 + longitudeSteps;
    const recent = young.get(key);
    if (recent !== undefined) return recent;
    let distances = old.get(key);
    if (distances === undefined) {
      distances = freshColumn();
      const latitude = latitudeSteps / stepsPerDegree - 90;
      const longitude = longitudeSteps / stepsPerDegree - 180;
      measure(columns, unitVector(latitude, longitude), distances);
    }
    if (young.size >= generationMax) {
      old = young;
      young = new Map();
    }
    young.set(key, distances);
    return distances;
  };
}

function measure(columns: Float64Array, to: UnitVector, distances: Float64Array): void {
  const { x, y, z } = to;
  for (let i = 0, at = 0; i < distances.length; i += 1, at += 3) {
    const dx = (columns[at] as number) - x;
    const dy = (columns[at + 1] as number) - y;
    const dz = (columns[at + 2] as number) - z;
    const half = Math.sqrt(dx * dx + dy * dy + dz * dz) / 2;
    const metres =
      2000 * earthRadiusKm * (half < 0.25 ? smallArcsine(half) : Math.asin(Math.min(1, half)));
    distances[i] = Math.floor(metres + 0.5) / 1000;
  }
}

/** Arcsine below ¼ (arcs up to 3,200 km) by its Taylor series; within 10⁻¹³, less than a micrometre on Earth. */
function smallArcsine(s: number): number {
  const q = s * s;
  return (
    s *
    (1 +
      q *
        (1 / 6 +
          q *
            (3 / 40 +
              q *
                (5 / 112 +
                  q *
                    (35 / 1152 +
                      q *
                        (63 / 2816 +
                          q * (231 / 13_312 + q * (143 / 10_240 + q * (6435 / 557_056)))))))))
  );
}
