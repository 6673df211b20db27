import { ensure } from '../../../../words/index.ts';
import { demandQuantile } from '../../../../stock/decide/index.ts';
import type { DemandForecast } from '../../../../stock/decide/index.ts';
import type { KitComponent } from '../../../../parties/decide/index.ts';

/** What one kit is picked from; undefined when the item is none, or lies ready-packed. */
export type PartsOfKit = (itemId: string) => readonly KitComponent[] | undefined;

/**
 * What goods on the shelf are wanted for: what is expected of kits counts for their parts, beside what is expected of
 * the parts themselves. Kits and parts vary each for itself, so that what lies around their means adds up in squares.
 *
 * @returns rows by item, zone and span; the same list when none of it is a kit
 */
export function demandOfParts(
  forecasts: readonly DemandForecast[],
  partsOf: PartsOfKit,
): readonly DemandForecast[] {
  const byPlace = new Map<string, Wanted[]>();
  const others: DemandForecast[] = [];
  for (const row of forecasts) {
    const parts = partsOf(row.itemId);
    if (parts === undefined) others.push(row);
    for (const { itemId, unitsPerKit } of parts ?? [])
      addTo(byPlace, placeOf({ ...row, itemId }), { row, times: unitsPerKit, itemId });
  }
  if (byPlace.size === 0 && others.length === forecasts.length) return forecasts;
  const kept = others.map((row) => {
    const place = placeOf(row);
    const wanted = byPlace.get(place);
    byPlace.delete(place);
    return wanted ? together([{ row, times: 1, itemId: row.itemId }, ...wanted]) : row;
  });
  return [...kept, ...[...byPlace.values()].map(together)];
}

/** A row that asks for an item, so many times each of its units. */
interface Wanted {
  readonly row: DemandForecast;
  readonly times: number;
  readonly itemId: DemandForecast['itemId'];
}

const placeOf = ({ itemId, zone, fromAt, untilAt }: DemandForecast): string =>
  [itemId, zone, fromAt, untilAt].join('\n');

function addTo(rows: Map<string, Wanted[]>, place: string, wanted: Wanted): void {
  const known = rows.get(place);
  if (known) known.push(wanted);
  else rows.set(place, [wanted]);
}

function together(wanted: readonly Wanted[]): DemandForecast {
  const [first] = wanted;
  ensure(first !== undefined, 'somebody wants what is added up');
  const meanUnits = wanted.reduce((sum, { row, times }) => sum + times * row.meanUnits, 0);
  const quantiles = first.row.quantiles.map(([probability]) => {
    const squares = wanted.reduce((sum, { row, times }) => {
      const apart = times * (demandQuantile(row, probability) - row.meanUnits);
      return sum + Math.sign(apart) * apart * apart;
    }, 0);
    const units = meanUnits + Math.sign(squares) * Math.sqrt(Math.abs(squares));
    return [probability, Math.max(0, units)] as const;
  });
  // What moves one of several is on the days of that one alone: together they count as even.
  const { dayFactors, movedBy, ...row } = first.row;
  const days =
    wanted.length === 1 ? { ...(dayFactors && { dayFactors }), ...(movedBy && { movedBy }) } : {};
  return { ...row, ...days, itemId: first.itemId, meanUnits, quantiles };
}
