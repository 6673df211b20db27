import type { ItemId } from '../../../words/index.ts';
import { temperatureBit } from './columns.ts';
import type { RouteLine } from '../question.ts';

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
  /** Σ of quantities. */
  readonly unitsTotal: number;
  /** Number of distinct items. */
  readonly itemsTotal: number;
  readonly weightTotalGrams: number;
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
  const columns = columnsFor(groups.length);
  const itemNo: number[] = [];
  const cut: boolean[] = [];
  let previous: ItemId | undefined;
  let item = -1;
  for (let element = 0; element < groups.length; element++) {
    const group = groups[element] as RouteLine[];
    const first = group[0] as RouteLine;
    if (first.itemId !== previous) item++;
    previous = first.itemId;
    itemNo.push(item);
    cut.push(loosen.to === 'units' && loosen.itemIds.has(first.itemId));
    columns.atpColumn[element] = lines.length === 1 ? 0 : lines.indexOf(first);
    columns.temperature[element] = temperatureBit(first.temperatureClass);
    for (const line of group) addLine(columns, element, line);
  }
  const value = sumOf(columns.valueMinor);
  return {
    count: groups.length,
    lines: groups,
    itemNo,
    ...columns,
    share: value > 0 ? columns.valueMinor : groups.map(() => 1),
    shareTotal: value > 0 ? value : groups.length,
    unitsTotal: sumOf(columns.quantityUnits),
    itemsTotal: item + 1,
    weightTotalGrams: sumOf(columns.weightGrams),
    cut,
    sharesStock: item + 1 < groups.length || cut.includes(true),
  };
}

interface ElementColumns {
  readonly atpColumn: number[];
  readonly temperature: number[];
  readonly quantityUnits: number[];
  readonly weightGrams: number[];
  readonly valueMinor: number[];
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

const columnsFor = (length: number): ElementColumns => ({
  atpColumn: zeros(length),
  temperature: zeros(length),
  quantityUnits: zeros(length),
  weightGrams: zeros(length),
  valueMinor: zeros(length),
});

function addLine(columns: ElementColumns, element: number, line: RouteLine): void {
  const { quantityUnits, weightGrams, valueMinor } = columns;
  quantityUnits[element] = (quantityUnits[element] as number) + line.quantityUnits;
  weightGrams[element] = (weightGrams[element] as number) + line.weightGrams;
  valueMinor[element] = (valueMinor[element] as number) + line.valueMinor;
}

const sumOf = (column: readonly number[]): number => {
  let sum = 0;
  for (const one of column) sum += one;
  return sum;
};

function groupsOf(lines: readonly RouteLine[], loosen: Loosening): RouteLine[][] {
  const groups: RouteLine[][] = [];
  const sorted = isSorted(lines) ? lines : [...lines].sort(inCanonicalOrder);
  for (const line of sorted) {
    const group = groups.at(-1);
    const apart = loosen.to === 'lines' && loosen.itemIds.has(line.itemId);
    if (group !== undefined && group[0]?.itemId === line.itemId && !apart) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function isSorted(lines: readonly RouteLine[]): boolean {
  for (let at = 1; at < lines.length; at++)
    if (inCanonicalOrder(lines[at - 1] as RouteLine, lines[at] as RouteLine) > 0) return false;
  return true;
}

function inCanonicalOrder(a: RouteLine, b: RouteLine): number {
  if (a.itemId !== b.itemId) return a.itemId < b.itemId ? -1 : 1;
  return a.lineNo - b.lineNo;
}
