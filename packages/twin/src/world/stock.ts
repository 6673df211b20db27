import type { ItemId, NodeId } from '@ordermesh/core/words';
import type { NodeKind, NodeProfile } from '@ordermesh/core/network';
import type { Chance } from '../chance.ts';
import type { CatalogueItem } from './catalogue.ts';

/** What lies in one place at the start. */
export interface StockRow {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly onHandUnits: number;
  readonly safetyUnits: number;
}

/** The chance that a node of this kind lists an item of this grade. */
const listed: Readonly<Record<NodeKind, Readonly<Record<CatalogueItem['grade'], number>>>> = {
  dc: { A: 1, B: 1, C: 0.95 },
  store: { A: 0.9, B: 0.4, C: 0.08 },
  dark_store: { A: 0.98, B: 0.7, C: 0.1 },
  '3pl': { A: 1, B: 1, C: 1 },
  vendor: { A: 1, B: 1, C: 1 },
  locker: { A: 0, B: 0, C: 0 },
};

/** Units for an item that makes 1 % of the lines, and the least of a listed one. */
const depth: Readonly<
  Record<NodeKind, { readonly perPercent: number; readonly leastUnits: number }>
> = {
  dc: { perPercent: 2600, leastUnits: 60 },
  store: { perPercent: 22, leastUnits: 3 },
  dark_store: { perPercent: 60, leastUnits: 6 },
  '3pl': { perPercent: 1000, leastUnits: 20 },
  vendor: { perPercent: 1000, leastUnits: 20 },
  locker: { perPercent: 0, leastUnits: 0 },
};

/** Stock of the whole network; a node never lists what it cannot keep cold. */
export function stockOf(
  nodes: readonly NodeProfile[],
  catalogue: readonly CatalogueItem[],
  chance: Chance,
): readonly StockRow[] {
  return nodes.flatMap((node) => {
    const own = chance.fork(node.nodeId);
    return catalogue.flatMap((item) => rowOf(node, item, own) ?? []);
  });
}

function rowOf(node: NodeProfile, item: CatalogueItem, chance: Chance): StockRow | undefined {
  const drawn = chance.unit();
  const spread = 0.6 + 0.8 * chance.unit();
  if (!node.temperatureClasses.includes(item.profile.temperatureClass)) return undefined;
  if (drawn >= listed[node.kind][item.grade]) return undefined;
  const { perPercent, leastUnits } = depth[node.kind];
  const onHandUnits = Math.round(leastUnits + perPercent * item.demandShare * 100 * spread);
  return {
    nodeId: node.nodeId,
    itemId: item.profile.itemId,
    onHandUnits,
    // Stores keep a buffer for walk-in customers; the others sell to the last unit.
    safetyUnits: node.kind === 'store' ? Math.max(1, Math.round(onHandUnits * 0.1)) : 0,
  };
}
