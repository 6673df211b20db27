const daysPerYear = 365.25;
/** Fewer known days do not tell a year from a trend. */
const daysMin = 330;

/**
 * The part of daily values that comes again every year: a mean and one wave, by least squares; of days that are not
 * known too. All 0 before most of a year is known.
 *
 * @param values NaN where nothing is known
 */
export function yearWave(values: Float64Array): Float64Array {
  const sums = new Float64Array(9);
  const right = new Float64Array(3);
  let known = 0;
  values.forEach((value, day) => {
    if (Number.isNaN(value)) return;
    known += 1;
    const basis = basisOn(day);
    for (let row = 0; row < 3; row += 1) {
      right[row] = (right[row] ?? 0) + (basis[row] ?? 0) * value;
      for (let column = 0; column < 3; column += 1)
        sums[3 * row + column] =
          (sums[3 * row + column] ?? 0) + (basis[row] ?? 0) * (basis[column] ?? 0);
    }
  });
  if (known < daysMin) return new Float64Array(values.length);
  const parts = solved(sums, right);
  return Float64Array.from(values, (_, day) =>
    basisOn(day).reduce((sum, one, ix) => sum + one * (parts[ix] ?? 0), 0),
  );
}

function basisOn(day: number): readonly [number, number, number] {
  const angle = (2 * Math.PI * day) / daysPerYear;
  return [1, Math.cos(angle), Math.sin(angle)];
}

/** Three equations by elimination; their matrix is positive definite. */
function solved(sums: Float64Array, right: Float64Array): Float64Array {
  for (const pivot of rows)
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = numberAt(sums, 3 * row + pivot) / numberAt(sums, 4 * pivot);
      for (const column of rows)
        sums[3 * row + column] =
          numberAt(sums, 3 * row + column) - factor * numberAt(sums, 3 * pivot + column);
      right[row] = numberAt(right, row) - factor * numberAt(right, pivot);
    }
  return right.map((one, ix) => one / numberAt(sums, 4 * ix));
}

const rows = [0, 1, 2] as const;
const numberAt = (values: Float64Array, ix: number): number => values[ix] ?? 0;
