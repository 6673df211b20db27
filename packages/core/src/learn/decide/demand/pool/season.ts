/**
 * How much more is asked for in each period of the year than on average, learned from all series together. One year
 * behind is trusted by half, two by two thirds, and so on; a period of the year that was never seen counts as usual.
 *
 * @param totals units of all series per period, oldest first
 * @returns a factor per period, also for `ahead` periods after the last; all 1 before a whole year has passed
 */
export function seasonOf(
  totals: ArrayLike<number>,
  until: number,
  how: { readonly periodsPerYear: number | undefined; readonly ahead: number },
): Float64Array {
  const season = new Float64Array(until + how.ahead).fill(1);
  const year = how.periodsPerYear;
  if (year === undefined || until < year) return season;
  const usual = yearMeans(totals, until, year);
  const logs = new Float64Array(year);
  const years = new Float64Array(year);
  for (let at = 0; at < until; at += 1) {
    const own = smoothed(totals, at, until);
    const mean = usual[at] ?? 0;
    if (own <= 0 || mean <= 0) continue;
    logs[at % year] = (logs[at % year] ?? 0) + Math.log(own / mean);
    years[at % year] = (years[at % year] ?? 0) + 1;
  }
  return season.map((_, at) => {
    const seen = years[at % year] ?? 0;
    return Math.exp((logs[at % year] ?? 0) / (seen + 1));
  });
}

/** Mean of the year around each period, of the nearest whole year at both ends. */
function yearMeans(totals: ArrayLike<number>, until: number, year: number): Float64Array {
  const sums = new Float64Array(until + 1);
  for (let at = 0; at < until; at += 1) sums[at + 1] = (sums[at] ?? 0) + (totals[at] ?? 0);
  return Float64Array.from({ length: until }, (_, at) => {
    const from = Math.max(0, Math.min(at - (year >> 1), until - year));
    return ((sums[from + year] ?? 0) - (sums[from] ?? 0)) / year;
  });
}

function smoothed(totals: ArrayLike<number>, at: number, until: number): number {
  const before = totals[Math.max(0, at - 1)] ?? 0;
  const after = totals[Math.min(until - 1, at + 1)] ?? 0;
  return (before + 2 * (totals[at] ?? 0) + after) / 4;
}
