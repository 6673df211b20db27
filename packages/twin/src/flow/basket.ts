import type { ItemId, NodeId } from '@ordermesh/core/words';
import { cumulativeShares } from '../chance.ts';
import type { Chance } from '../chance.ts';
import type { CatalogueItem } from '../world/catalogue.ts';
import type { ReferenceWorld } from '../world/reference-world.ts';
import type { DraftLine } from './draft.ts';
import type { Wish } from './wish.ts';

/** What can be put into a basket, and how likely. */
export interface Shelves {
  readonly all: Assortment;
  readonly ambient: Assortment;
  readonly atNode: ReadonlyMap<NodeId, Assortment>;
}

interface Assortment {
  readonly items: readonly CatalogueItem[];
  readonly shares: Float64Array;
}

/** The assortments of a world: everything, what needs no cooling, and what each node lists. */
export function shelvesOf(world: ReferenceWorld): Shelves {
  const { catalogue, stock } = world;
  const itemOf = new Map<ItemId, CatalogueItem>(
    catalogue.map((item) => [item.profile.itemId, item]),
  );
  const perNode = new Map<NodeId, CatalogueItem[]>();
  for (const row of stock) {
    const item = itemOf.get(row.itemId);
    const list = perNode.get(row.nodeId) ?? [];
    if (item && row.onHandUnits - row.safetyUnits >= 4) list.push(item);
    perNode.set(row.nodeId, list);
  }
  return {
    all: assortment(catalogue),
    ambient: assortment(catalogue.filter(({ profile }) => profile.temperatureClass === 'ambient')),
    atNode: new Map([...perNode].map(([nodeId, items]) => [nodeId, assortment(items)])),
  };
}

const assortment = (items: readonly CatalogueItem[]): Assortment => ({
  items,
  shares: cumulativeShares(items.map(({ demandShare }) => demandShare)),
});

const lineCounts = cumulativeShares([0.54, 0.25, 0.12, 0.06, 0.03]);
const unitCounts = cumulativeShares([0.74, 0.18, 0.08]);

/** One to five lines of what the wish can be served with: a shop shows only what the store lists. */
export function basketOf(shelves: Shelves, wish: Wish, chance: Chance): readonly DraftLine[] {
  const listed = wish.node ? shelves.atNode.get(wish.node.nodeId) : undefined;
  const shelf = listed ?? (wish.cold ? shelves.all : shelves.ambient);
  const wanted = 1 + chance.byShare(lineCounts);
  const chosen = new Set<CatalogueItem>();
  for (let tries = 0; chosen.size < wanted && tries < 12; tries += 1) {
    const item = shelf.items[chance.byShare(shelf.shares)];
    if (item) chosen.add(item);
  }
  return [...chosen].map((item, ix) => lineOf(item, ix + 1, 1 + chance.byShare(unitCounts)));
}

/** Chinese VAT: 9 % on food, 13 % on the rest. */
function lineOf(item: CatalogueItem, lineNo: number, units: number): DraftLine {
  const priceMinor = item.priceMinor * units;
  const reduced = item.group === 'food' || item.group === 'dairy' || item.group === 'frozen';
  return {
    line_no: lineNo,
    item: item.profile.itemId,
    quantity: units,
    price: { amount_minor: priceMinor, currency: 'CNY' },
    tax: { amount_minor: Math.round((priceMinor * (reduced ? 9 : 13)) / 100), currency: 'CNY' },
  };
}
