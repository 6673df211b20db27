/** Mean of independent measurements with the half width of its 95 % interval (Student's t). */
export function meanOf(values: readonly number[]): {
  readonly value: number;
  readonly plusMinus?: number;
} {
  const count = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / count;
  if (count < 2) return { value };
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (count - 1);
  return { value, plusMinus: studentT(count - 1) * Math.sqrt(variance / count) };
}

/** The 97.5 % point of Student's t; Cornish–Fisher expansion (Abramowitz & Stegun 26.7.5), ±0.01 from 3 degrees on. */
function studentT(degrees: number): number {
  if (degrees === 1) return 12.706;
  if (degrees === 2) return 4.303;
  const z = 1.959964;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
