import { itemClassOf } from '../../../words/index.ts';
import type { ItemUnits } from '../items.ts';

/** One line as the lifecycle needs it. */
export interface LifecycleLine {
  readonly lineNo: number;
  /** The item and its accepted substitutes: URIs of classes (GTIN Digital Link or private SKU), at least one. */
  readonly itemUris: readonly string[];
  readonly unit: 'each' | 'gram';
  /** Positive integer: eaches, or grams for weight goods. */
  readonly orderedUnits: number;
  /** Units that a decision cancelled; they no longer count. Default 0. */
  readonly cancelledUnits?: number;
  /** Nodes that work the line: start of picking elsewhere does not concern it. Absent: any node. */
  readonly nodeUris?: readonly string[];
}

/** An order as the lifecycle needs it: what was decided about it, before any fact. */
export interface LifecycleOrder {
  /** The ids that facts use for it (`po` documents), e.g. `urn:epcglobal:cbv:bt:9521141001004:SO-10100`. */
  readonly orderKeys: readonly string[];
  readonly lines: readonly LifecycleLine[];
  /** How far decisions have taken it. */
  readonly decided: 'accepted' | 'allocated';
  /** When that was decided, epoch ms UTC. */
  readonly decidedAt: number;
  /** Parcels whose goods were sent again: where they are says nothing about the order any more. */
  readonly writtenOffParcelUris?: readonly string[];
  /** Ids of those decisions: the basis of a status that no fact has moved yet. */
  readonly decisionIds?: readonly string[];
}

/** One key for each item (with substitutes) and unit of an order; undefined for goods that it did not order. */
export type ItemKeys = (item: Pick<ItemUnits, 'itemUri' | 'unit'>) => string | undefined;

/** How goods that events name map to the lines of an order. The first line that names an item owns its key. */
export function itemKeys(lines: readonly LifecycleLine[]): ItemKeys {
  const keys = new Map<string, string>();
  for (const line of lines) {
    const named = line.itemUris.map((uri) => `${itemClassOf(uri) ?? uri}|${line.unit}`);
    const key =
      named.map((name) => keys.get(name)).find((known) => known !== undefined) ?? named[0];
    for (const name of named) if (key !== undefined && !keys.has(name)) keys.set(name, key);
  }
  return ({ itemUri, unit }) => keys.get(`${itemUri}|${unit}`);
}

/** The key of a line's own goods. */
export const keyOfLine = (line: LifecycleLine, keys: ItemKeys): string => {
  const [first = ''] = line.itemUris;
  const itemUri = itemClassOf(first) ?? first;
  return keys({ itemUri, unit: line.unit }) ?? `${itemUri}|${line.unit}`;
};
