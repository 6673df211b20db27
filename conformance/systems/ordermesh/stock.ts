import type { StockPosition } from '@ordermesh/sdk';
import type { Shelf, Spot } from '../../contract/index.ts';
import type { StockDesk } from '../../contract/system.ts';
import { doneOf } from './asking.ts';
import type { Asking } from './asking.ts';
import { nodeOf, spotOf } from './world.ts';

/** Goods over our API. */
export const stockDesk = (asking: Asking): StockDesk => ({
  makeItem: async (item, parts) => {
    const profile = {
      item_id: item,
      name: item,
      unit: 'each',
      weight_grams: 100,
      temperature_class: 'ambient',
      ...(parts && {
        components: parts.map((part) => ({ item_id: part.item, units_per_kit: part.units })),
      }),
    };
    await asking.through().stock.putItems([profile]);
  },
  count: (rows, sending) =>
    doneOf(() =>
      asking.through(sending).stock.set(
        rows.map(({ spot, item, units, keptBack }) => ({
          node: nodeOf[spot],
          item,
          on_hand_units: units,
          ...(keptBack !== undefined && { safety_units: keptBack }),
        })),
        'conformance',
      ),
    ),
  receive: ({ spot, item, units }, sending) =>
    doneOf(() =>
      asking.through(sending).stock.adjust([{ node: nodeOf[spot], item, units, reason: 'found' }]),
    ),
  shelves: async (item, sending) => {
    const rows: StockPosition[] = [];
    for await (const row of asking.through(sending).stock.list({ item })) rows.push(row);
    return (['near', 'far'] as const).map((spot) => shelfOf(rows, spot));
  },
  differences: async (rows) => {
    const { differences } = await asking.through().reconciliations.compare({
      source: 'conformance',
      as_of: new Date().toISOString(),
      rows: rows.map(({ spot, item, units, reserved }) => ({
        node: nodeOf[spot],
        item,
        on_hand_units: units,
        reserved_units: reserved,
      })),
    });
    return differences.length;
  },
});

/** Lots lie together. */
function shelfOf(rows: readonly StockPosition[], spot: Spot): Shelf {
  const here = rows.filter(({ node }) => spotOf(node) === spot);
  const sum = (field: 'on_hand_units' | 'reserved_units' | 'available_units'): number =>
    here.reduce((total, row) => total + row[field], 0);
  return {
    spot,
    onHand: sum('on_hand_units'),
    reserved: sum('reserved_units'),
    sellable: sum('available_units'),
  };
}
