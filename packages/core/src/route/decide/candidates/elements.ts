import type { ItemId } from '../../../words/index.ts';
import { temperatureBit } from './columns.ts';
import type { RouteLine } from '../question.ts';

/**
 * What the search places, in canonical order (item id, then line number), as columns.
 *
 * Lines of one item are one element: they need the same goods, so that stock is never counted twice. An
 * element is placed whole, unless it is `cut`: then its units may be placed apart. Lines of an item may also
 * stand `apart`, as elements of their own that share the item's stock.
 *
 * Lines that travel together are one element too, of several items; it comes after the others. Its units are
 * sets (kits), or 1 when all of it stays in one parcel. So every search that places elements keeps them together.
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
  /** Pieces (or grams) that the element is picked in; `quantityUnits` unless it is of several items. */
  readonly pieces: readonly number[];
  readonly weightGrams: readonly number[];
  readonly valueMinor: readonly number[];
  /** Share of the order that the element is: its value, or 1 each in an order without value. */
  readonly share: readonly number[];
  readonly shareTotal: number;
  /** Σ of pieces. */
  readonly unitsTotal: number;
  /** Number of distinct items. */
  readonly itemsTotal: number;
  readonly weightTotalGrams: number;
  readonly temperature: readonly number[];
  readonly cut: readonly boolean[];
  /** Whether any element is cut or two elements share an item: then stock must be checked over parcels. */
  readonly sharesStock: boolean;
  /** Goods of every element, where any of them holds several items; else undefined. */
  readonly goods: readonly (readonly Good[])[] | undefined;
  /** Which elements must not cross the border of the destination, where any must not; else undefined. */
  readonly refusedAbroad: readonly boolean[] | undefined;
}

/** What one unit of an element takes of one item. */
export interface Good {
  /** Which line of the question (position) has the item's ATP; the first one of the item. */
  readonly column: number;
  readonly unitsPer: number;
}

/** How items that nobody can send whole are placed. */
export interface Loosening {
  /** As `keyOf` names them. */
  readonly keys: ReadonlySet<string>;
  readonly to: 'units' | 'lines';
}

const keepTogether: Loosening = { keys: new Set(), to: 'units' };

/** What makes lines one element: that they travel together, or that they are of one item. */
export const keyOf = ({ together, itemId }: RouteLine): string =>
  together === undefined ? itemId : `\u{10ffff}${together}`;

/** Groups the lines of a question into elements. */
export function elementsOf(lines: readonly RouteLine[], loosen = keepTogether): Elements {
  const groups = groupsOf(lines, loosen);
  const columns = columnsFor(groups.length);
  const itemNo: number[] = [];
  const cut: boolean[] = [];
  let previous: string | undefined;
  let item = -1;
  for (let element = 0; element < groups.length; element++) {
    const group = groups[element] as RouteLine[];
    const first = group[0] as RouteLine;
    const key = keyOf(first);
    if (key !== previous) item++;
    previous = key;
    itemNo.push(item);
    cut.push(loosen.to === 'units' && loosen.keys.has(key));
    columns.atpColumn[element] = lines.length === 1 ? 0 : lines.indexOf(first);
    for (const line of group) addLine(columns, element, line);
  }
  return {
    count: groups.length,
    lines: groups,
    itemNo,
    ...columns,
    ...placedIn(groups, lines, columns.quantityUnits),
    ...sharesIn(columns.valueMinor),
    unitsTotal: sumOf(columns.quantityUnits),
    itemsTotal: item + 1,
    weightTotalGrams: sumOf(columns.weightGrams),
    cut,
    refusedAbroad: refusedIn(groups),
    sharesStock: item + 1 < groups.length || cut.includes(true) || groupsShareItems(groups),
  };
}

/** Shares of the order by value; equal ones in an order without value. */
function sharesIn(valueMinor: readonly number[]): Pick<Elements, 'share' | 'shareTotal'> {
  const value = sumOf(valueMinor);
  return value > 0
    ? { share: valueMinor, shareTotal: value }
    : { share: valueMinor.map(() => 1), shareTotal: valueMinor.length };
}

/** In what units elements are placed and picked, and of what items: the plain ones where nothing travels together. */
function placedIn(
  groups: readonly (readonly RouteLine[])[],
  lines: readonly RouteLine[],
  pieces: readonly number[],
): Pick<Elements, 'quantityUnits' | 'pieces' | 'goods'> {
  return hasTogether(groups)
    ? { quantityUnits: groups.map(setsOf), pieces, goods: goodsOf(groups, lines) }
    : { quantityUnits: pieces, pieces, goods: undefined };
}

function refusedIn(groups: readonly (readonly RouteLine[])[]): readonly boolean[] | undefined {
  for (const group of groups)
    for (const line of group)
      if (line.refusedAbroad === true)
        return groups.map((lines) => lines.some(({ refusedAbroad }) => refusedAbroad === true));
  return undefined;
}

/** What travels together is last in canonical order. */
const hasTogether = (groups: readonly (readonly RouteLine[])[]): boolean =>
  groups[groups.length - 1]?.[0]?.together !== undefined;

/** Whether an item is in two elements because one of them holds several items. */
function groupsShareItems(groups: readonly (readonly RouteLine[])[]): boolean {
  if (!hasTogether(groups)) return false;
  const items = groups.flatMap((group) => [...new Set(group.map(({ itemId }) => itemId))]);
  return new Set(items).size < items.length;
}

/** Units of an element: sets, 1 where all stays together, else units of its item. */
function setsOf(group: readonly RouteLine[]): number {
  const [first] = group;
  if (first?.together !== undefined) return first.sets ?? 1;
  return sumOf(group.map(({ quantityUnits }) => quantityUnits));
}

function goodsOf(
  groups: readonly (readonly RouteLine[])[],
  lines: readonly RouteLine[],
): readonly (readonly Good[])[] {
  return groups.map((group) => {
    const sets = setsOf(group);
    const units = new Map<ItemId, number>();
    for (const { itemId, quantityUnits } of group)
      units.set(itemId, (units.get(itemId) ?? 0) + quantityUnits);
    return [...units].map(([itemId, sum]) => ({
      column: lines.findIndex((line) => line.itemId === itemId),
      unitsPer: sum / sets,
    }));
  });
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
  columns.temperature[element] =
    (columns.temperature[element] as number) | temperatureBit(line.temperatureClass);
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
    const apart = loosen.to === 'lines' && loosen.keys.has(line.itemId);
    if (group !== undefined && isOneElement(group[0] as RouteLine, line) && !apart)
      group.push(line);
    else groups.push([line]);
  }
  return groups;
}

const isOneElement = (one: RouteLine, other: RouteLine): boolean =>
  one.together === other.together && (one.together !== undefined || one.itemId === other.itemId);

function isSorted(lines: readonly RouteLine[]): boolean {
  for (let at = 1; at < lines.length; at++)
    if (inCanonicalOrder(lines[at - 1] as RouteLine, lines[at] as RouteLine) > 0) return false;
  return true;
}

function inCanonicalOrder(a: RouteLine, b: RouteLine): number {
  if (a.together !== b.together) return keyOf(a) < keyOf(b) ? -1 : 1;
  if (a.itemId !== b.itemId) return a.itemId < b.itemId ? -1 : 1;
  return a.lineNo - b.lineNo;
}
