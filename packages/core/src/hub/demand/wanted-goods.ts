import { dayMs } from '../../words/index.ts';
import { demandOfParts, demandOver } from '../../learn/index.ts';
import { kitParts } from '../../parties/index.ts';
import type { KitComponent } from '../../parties/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { Board } from '../board/board.ts';

type Shelves = Pick<Board, 'items' | 'network' | 'stock'>;
type Parts = readonly KitComponent[];

/** What kits are picked from, of which none lies ready-packed anywhere; look at the stock of the moment first. */
export function unpackedKits({ items, network, stock }: Shelves): ReadonlyMap<string, Parts> {
  const units = new Int32Array(network.nodes.length);
  const kits = new Map<string, Parts>();
  for (const item of items.values()) {
    const parts = kitParts(item, (id) => items.get(id));
    if (parts === undefined) continue;
    const itemIx = stock.itemIxOf(item.itemId);
    if (itemIx >= 0) stock.copyAtp([itemIx], units);
    if (itemIx < 0 || units.every((free) => free <= 0)) kits.set(item.itemId, parts);
  }
  return kits;
}

/** The same forecast as everybody's as stock meets it: with what was sensed since it was made, and kits as their parts. */
export function expectedNow(
  board: Shelves & Pick<Board, 'prices'>,
  at: number,
  { horizonDays }: { readonly horizonDays: number },
): ForecastPublished | undefined {
  const { forecast } = board.prices;
  if (forecast === undefined) return undefined;
  const rows = forecast.sensed?.length
    ? demandOver(forecast, { fromAt: at, untilAt: at + horizonDays * dayMs })
    : forecast.forecasts;
  const kits = unpackedKits(board);
  const forecasts = demandOfParts(rows, (id) => kits.get(id));
  return forecasts === forecast.forecasts ? forecast : { ...forecast, forecasts };
}
