/** Lines of orders in a zone, day by day from the first day that is looked at; all goods together. */
export interface ZoneLines {
  readonly zone: string;
  readonly lines: ArrayLike<number>;
}

/** What a zone asks for on a day that is as others. */
export interface UsualLines {
  /** Undefined where too little is known. */
  readonly linesOn: (day: number) => number | undefined;
  /** Variance of such a day around it over its mean, 1 or more. */
  readonly dispersion: number;
}

/** Weeks before and after a day whose same weekday says what is usual on it. */
const weeksAround = 4;
/** Fewer of these days say nothing. */
const daysMin = 3;
/** So many lines lean the dispersion to 1. */
const leanLines = 5;

/** @param isUnusual days that say nothing of others, e.g. holidays */
export function usualLines(
  lines: ArrayLike<number>,
  isUnusual: (day: number) => boolean,
): UsualLines {
  const linesOn = (day: number): number | undefined => {
    let [sum, count] = [0, 0];
    for (let week = -weeksAround; week <= weeksAround; week += 1) {
      const other = day + 7 * week;
      if (week === 0 || other < 0 || other >= lines.length || isUnusual(other)) continue;
      sum += lines[other] ?? 0;
      count += 1;
    }
    return count < daysMin ? undefined : sum / count;
  };
  let [squares, expected] = [0, 0];
  for (let day = 0; day < lines.length; day += 1) {
    const usual = isUnusual(day) ? undefined : linesOn(day);
    if (usual === undefined) continue;
    squares += ((lines[day] ?? 0) - usual) ** 2;
    expected += usual;
  }
  return { linesOn, dispersion: Math.max(1, (squares + leanLines) / (expected + leanLines)) };
}
