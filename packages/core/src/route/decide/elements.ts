import type { ItemId } from '../../words/index.ts';
import { temperatureBit } from './columns.ts';
import type { RouteLine } from './question.ts';

/**
 * What the search places, in canonical order (item id, then line number), as columns.
 *
 * Lines of one item are one element: they need the same goods, so that stock is never counted twice. An
 * element is placed whole, unless it is `cut`: then its units may be placed apart. Lines of an item may also
 * stand `apart`, as elements of their own that share the item's stock.
 */
export interface Elements {
  readonly count: number;
  /** The question's lines of each element, by line number. */
  readonly lines: readonly (readonly RouteLine[])[];
  /** Elements of one item have the same number. */
  readonly itemNo: readonly number[];
  /** Which line of the question (position) has the item's ATP. */
  readonly atpColumn: readonly number[];
  readonly quantityUnits: readonly number[];
  readonly weightGrams: readonly number[];
  readonly valueMinor: readonly number[];
  /** Share of the order that the element is: its value, or 1 each in an order without value. */
  readonly share: readonly number[];
  readonly shareTotal: number;
  readonly temperature: readonly number[];
  readonly cut: readonly boolean[];
  /** Whether any element is cut or two elements share an item: then stock must be checked over parcels. */
  readonly sharesStock: boolean;
}

/** How items that nobody can send whole are placed. */
export interface Loosening {
  readonly itemIds: ReadonlySet<ItemId>;
  readonly to: 'units' | 'lines';
}

const keepTogether: Loosening = { itemIds: new Set(), to: 'units' };

/** Groups the lines of a question into elements. */
export function elementsOf(lines: readonly RouteLine[], loosen = keepTogether): Elements {
  const groups = groupsOf(lines, loosen);
  const sum = (read: (line: RouteLine) => number): number[] =>
    groups.map((group) => group.reduce((total, line) => total + read(line), 0));
  const valueMinor = sum((line) => line.valueMinor);
  const value = valueMinor.reduce((total, one) => total + one, 0);
  const itemNo: number[] = [];
  for (const [at, group] of groups.entries()) {
    const previous = groups[at - 1]?.[0]?.itemId;
    const last = itemNo[at - 1] ?? -1;
    itemNo.push(previous === group[0]?.itemId ? last : last + 1);
  }
  const cut = groups.map(
    ([first]) => loosen.to === 'units' && first !== undefined && loosen.itemIds.has(first.itemId),
  );
  return {
    count: groups.length,
    lines: groups,
    itemNo,
    atpColumn: groups.map(([first]) => (first === undefined ? 0 : lines.indexOf(first))),
    quantityUnits: sum((line) => line.quantityUnits),
    weightGrams: sum((line) => line.weightGrams),
    valueMinor,
    share: value > 0 ? valueMinor : groups.map(() => 1),
    shareTotal: value > 0 ? value : groups.length,
    temperature: groups.map(([first]) =>
      first === undefined ? 0 : temperatureBit(first.temperatureClass),
    ),
    cut,
    sharesStock: cut.includes(true) || itemNo.at(-1) !== groups.length - 1,
  };
}

function groupsOf(lines: readonly RouteLine[], loosen: Loosening): RouteLine[][] {
  const groups: RouteLine[][] = [];
  const sorted = lines.length === 1 ? lines : [...lines].sort(inCanonicalOrder);
  for (const line of sorted) {
    const group = groups.at(-1);
    const apart = loosen.to === 'lines' && loosen.itemIds.has(line.itemId);
    if (group !== undefined && group[0]?.itemId === line.itemId && !apart) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function inCanonicalOrder(a: RouteLine, b: RouteLine): number {
  if (a.itemId !== b.itemId) return a.itemId < b.itemId ? -1 : 1;
  return a.lineNo - b.lineNo;
}
