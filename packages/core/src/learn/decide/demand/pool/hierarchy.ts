/** A series by what it is of and where it is asked for. */
export interface ZonedSeries {
  readonly itemId: string;
  readonly zone: string;
  /** Items that are asked for in like places, e.g. a chapter of the tariff or a temperature class. */
  readonly group: string;
  /** Units per period, oldest first. */
  readonly units: ArrayLike<number>;
}

/**
 * What each series may be expected to be before it is looked at: the units of its item in all zones, times the share
 * that the zone has in its group. Shares of groups with few units lean to those of all goods.
 *
 * @returns units per period, in the order of the series
 */
export function priorsOf(series: readonly ZonedSeries[]): readonly number[] {
  const counts = series.map(({ units }) => recentUnits(units));
  const sums = new Map<string, number>();
  const levels = new Map<string, number>();
  const add = (key: string, units: number): void => {
    sums.set(key, (sums.get(key) ?? 0) + units);
  };
  const of = (...key: readonly string[]): number => sums.get(key.join('\n')) ?? 0;
  series.forEach(({ itemId, zone, group, units: all }, at) => {
    const units = counts[at] ?? 0;
    add('all', units);
    levels.set(itemId, (levels.get(itemId) ?? 0) + recentLevel(all));
    add(['zone', zone].join('\n'), units);
    add(['group', group].join('\n'), units);
    add(['group', group, zone].join('\n'), units);
  });
  const all = Math.max(of('all'), 1e-9);
  return series.map(({ itemId, zone, group }) => {
    const usual = of('zone', zone) / all;
    const share = (of('group', group, zone) + leanUnits * usual) / (of('group', group) + leanUnits);
    return (levels.get(itemId) ?? 0) * share;
  });
}

/** The last so many periods say where goods are asked for. */
const recentPeriods = 26;
/** So many units of a group make the shares of all goods count half. */
const leanUnits = 100;

function recentUnits(units: ArrayLike<number>): number {
  let sum = 0;
  for (let at = Math.max(0, units.length - recentPeriods); at < units.length; at += 1)
    sum += units[at] ?? 0;
  return sum;
}

/** What a period brought of late: the newest counts most, half of it is younger than five periods. */
export function recentLevel(values: ArrayLike<number>): number {
  let [sum, all, weight] = [0, 0, 1];
  for (let at = values.length - 1; at >= 0 && weight > 1e-4; at -= 1) {
    sum += weight * (values[at] ?? 0);
    all += weight;
    weight *= 0.85;
  }
  return all > 0 ? sum / all : 0;
}
