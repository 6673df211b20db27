import type { StockPosition } from '@ordermesh/sdk';
import { pause } from '../../contract/index.ts';
import type { Shelf, Spot } from '../../contract/index.ts';
import type { StockDesk } from '../../contract/system.ts';
import { doneOf, isRefusal } from './asking.ts';
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
    for (let door = 0; door < asking.clients.length; door += 1) await knownAt(asking, item, door);
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
    const client = asking.through(sending);
    const rows: StockPosition[] = [];
    for await (const row of client.stock.list({ item })) rows.push(row);
    // What may be sold is what this process would sell now; it may be a moment behind the books.
    const { nodes } = await client.stock.availability(item);
    const sellable = nodes as readonly {
      readonly node: string;
      readonly available_units: number;
    }[];
    return (['near', 'far'] as const).map((spot) => ({
      ...shelfOf(rows, spot),
      sellable: sellable.find(({ node }) => node === nodeOf[spot])?.available_units ?? 0,
    }));
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

const patienceMs = 5_000;
const lookMs = 20;

/** The other processes learn of an item with their next look at the log. */
async function knownAt(asking: Asking, item: string, door: number): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  const { stock } = asking.through({ door });
  for (;;) {
    try {
      await stock.availability(item);
      return;
    } catch (failure) {
      if (!isRefusal(failure) || performance.now() > endsAt) throw failure;
      await pause(lookMs);
    }
  }
}

/** Lots lie together. */
function shelfOf(rows: readonly StockPosition[], spot: Spot): Omit<Shelf, 'sellable'> {
  const here = rows.filter(({ node }) => spotOf(node) === spot);
  const sum = (field: 'on_hand_units' | 'reserved_units'): number =>
    here.reduce((total, row) => total + row[field], 0);
  return { spot, onHand: sum('on_hand_units'), reserved: sum('reserved_units') };
}
