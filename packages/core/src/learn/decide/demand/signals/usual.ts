/** Weeks before and after a week that say what is usual in it. */
const weeksAround = 6;
/** Fewer of them say nothing. */
const weeksMin = 3;

/** What a series sells without anything unusual, week by week, from the weeks around each. */
export interface Usual {
  /** Undefined where too little is known. */
  readonly unitsIn: (week: number) => number | undefined;
  /** Variance of a week around it over its mean, 1 … 20. */
  readonly dispersion: number;
}

/** @param isUnusual weeks that say nothing of others, e.g. promoted ones */
export function usualOf(units: ArrayLike<number>, isUnusual: (week: number) => boolean): Usual {
  const sums = new Float64Array(units.length + 1);
  const counts = new Int32Array(units.length + 1);
  for (let week = 0; week < units.length; week += 1) {
    const counted = isUnusual(week) ? 0 : 1;
    sums[week + 1] = (sums[week] ?? 0) + counted * (units[week] ?? 0);
    counts[week + 1] = (counts[week] ?? 0) + counted;
  }
  const unitsIn = (week: number): number | undefined => {
    const [from, until] = [
      Math.max(0, week - weeksAround),
      Math.min(units.length, week + weeksAround + 1),
    ];
    const own = isUnusual(week) ? 0 : 1;
    const count = (counts[until] ?? 0) - (counts[from] ?? 0) - own;
    if (count < weeksMin) return undefined;
    return ((sums[until] ?? 0) - (sums[from] ?? 0) - own * (units[week] ?? 0)) / count;
  };
  let [squares, expected] = [0, 0];
  for (let week = 0; week < units.length; week += 1) {
    const usual = isUnusual(week) ? undefined : unitsIn(week);
    if (usual === undefined) continue;
    squares += ((units[week] ?? 0) - usual) ** 2;
    expected += usual;
  }
  const dispersion = Math.min(20, Math.max(1, (squares + leanUnits) / (expected + leanUnits)));
  return { unitsIn, dispersion };
}

/** So many units lean the dispersion to 1. */
const leanUnits = 5;
