import { cheapestWay, costOf } from './instance.ts';
import type { RoutingInstance, Way } from './instance.ts';
import type { LinearSolver } from './linear-solver.ts';

/** What the orders must cost at least, whoever routes them. */
export interface HindsightBound {
  /** Proven from below by the Lagrangian of the last prices, whatever the solver's tolerances. */
  readonly minor: number;
  /** The relaxed optimum over the ways found; the truth lies between the two. */
  readonly relaxedMinor: number;
  /** `[node * itemCount + item]`: the prices that prove it. */
  readonly price: Float64Array;
  readonly rounds: number;
  /** The ways that the relaxed optimum uses, per class. */
  readonly mix: readonly (readonly { readonly way: Way; readonly share: number }[])[];
  /** All ways that were found, per class: a start for a programme that is much like this one. */
  readonly ways: readonly (readonly Way[])[];
}

/** How often each class comes, and what there is of each item at each node. */
export interface BoundAsk {
  readonly counts: Float64Array;
  readonly stock: ArrayLike<number>;
  /** Stop when the proven gap is below this share; default 1e-5. */
  readonly gapShare?: number;
  /** Ways to start with, per class. */
  readonly ways?: HindsightBound['ways'];
  /** `[node * itemCount + item]`, 1 = may lie there: the units of an item may then lie wherever they are wanted. */
  readonly mayLie?: Uint8Array;
}

/**
 * The cheapest that known orders could be served for: the linear programme over whole ways of each class (methods),
 * solved by column generation; the pricing step is the same exact search that routes orders.
 *
 * @see Amil, Makhdoumi & Wei (2025), Multi-Item Order Fulfillment Revisited: LP Formulation and Prophet Inequality
 */
export function hindsightBound(
  solver: LinearSolver,
  instance: RoutingInstance,
  ask: BoundAsk,
): HindsightBound {
  const master = openMaster(instance, ask);
  const { price } = master;
  let [best, relaxed, rounds] = [-Infinity, Infinity, 0];
  for (const gapShare = ask.gapShare ?? 1e-5; rounds < roundsMax; rounds++) {
    const solved = solveMaster(solver, master);
    relaxed = solved.minor;
    master.share = solved.columnValue;
    readPrices(master, solved.rowDual);
    const { lagrangian, added } = priceClasses(master, solved.rowDual);
    if (lagrangian > best) best = lagrangian;
    if (added === 0 || relaxed - best <= gapShare * Math.abs(relaxed)) break;
  }
  const [mix, ways] = [mixOf(master), waysOf(master)];
  return { minor: best, relaxedMinor: relaxed, price: price.slice(), rounds, mix, ways };
}

const roundsMax = 80;

interface Master {
  readonly instance: RoutingInstance;
  readonly ask: BoundAsk;
  /** Classes that come at all; row = position. */
  readonly rows: readonly number[];
  /** `node * itemCount + item` → row of its stock, −1 = nothing there. */
  readonly stockRow: Int32Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly columnMinor: number[];
  readonly columnRow: number[];
  readonly ways: Way[];
  readonly starts: number[];
  readonly indices: number[];
  readonly values: number[];
  readonly seen: Set<string>;
  readonly price: Float64Array;
  share: Float64Array;
}

function openMaster(instance: RoutingInstance, ask: BoundAsk): Master {
  const rows = [...ask.counts.keys()].filter((ix) => (ask.counts[ix] as number) > 1e-12);
  const stockRow = new Int32Array(instance.nodeCount * instance.itemCount).fill(-1);
  const most = ask.mayLie
    ? anywhere(instance, { ...ask, mayLie: ask.mayLie })
    : Int32Array.from(ask.stock);
  let rowCount = rows.length;
  const itemRow = new Map<number, number>();
  for (let at = 0; at < stockRow.length; at++) {
    if ((most[at] as number) <= 0) continue;
    const item = at % instance.itemCount;
    const known = ask.mayLie ? itemRow.get(item) : undefined;
    const row = known ?? rowCount++;
    itemRow.set(item, row);
    stockRow[at] = row;
  }
  const rowLower = new Float64Array(rowCount).fill(-Infinity);
  const rowUpper = new Float64Array(rowCount);
  rows.forEach((ix, row) => (rowLower[row] = rowUpper[row] = ask.counts[ix] as number));
  stockRow.forEach((row, at) => {
    if (row >= 0) rowUpper[row] = most[at] as number;
  });
  const master: Master = {
    instance: { ...instance, stock: most },
    ask,
    rows,
    stockRow,
    rowLower,
    rowUpper,
    columnMinor: [],
    columnRow: [],
    ways: [],
    starts: [0],
    indices: [],
    values: [],
    seen: new Set(),
    price: new Float64Array(stockRow.length),
    share: new Float64Array(0),
  };
  rows.forEach((ix, row) => {
    const order = instance.classes[ix];
    if (order === undefined) return;
    addColumn(master, row, new Int32Array(order.items.length).fill(instance.nodeCount));
    addColumn(master, row, cheapestWay(master.instance, order, {}).way);
    for (const way of ask.ways?.[ix] ?? []) addColumn(master, row, way);
  });
  return master;
}

/** All units of an item, at every node where it may lie. */
function anywhere(
  { nodeCount, itemCount }: RoutingInstance,
  { stock, mayLie }: { readonly stock: ArrayLike<number>; readonly mayLie: Uint8Array },
): Int32Array {
  const total = new Int32Array(itemCount);
  for (let at = 0; at < nodeCount * itemCount; at++)
    total[at % itemCount] = (total[at % itemCount] as number) + (stock[at] as number);
  return Int32Array.from(mayLie, (may, at) => (may === 1 ? (total[at % itemCount] as number) : 0));
}

/** @returns whether the way is new */
function addColumn(master: Master, row: number, way: Way): boolean {
  const { instance, seen, stockRow } = master;
  const key = `${String(row)}:${way.join()}`;
  const order = instance.classes[master.rows[row] as number];
  if (order === undefined || seen.has(key)) return false;
  seen.add(key);
  const entries = new Map<number, number>([[row, 1]]);
  way.forEach((node, line) => {
    if (node === instance.nodeCount) return;
    const at = stockRow[node * instance.itemCount + (order.items[line] as number)] as number;
    entries.set(at, (entries.get(at) ?? 0) + (order.units[line] as number));
  });
  // A way of an earlier programme may use goods that are gone by now.
  if (entries.has(-1)) return false;
  for (const [at, units] of [...entries].sort(([a], [b]) => a - b)) {
    master.indices.push(at);
    master.values.push(units);
  }
  master.starts.push(master.indices.length);
  master.columnMinor.push(costOf(instance, order, way).minor);
  master.columnRow.push(row);
  master.ways.push(way);
  return true;
}

const solveMaster = (solver: LinearSolver, master: Master): ReturnType<LinearSolver['minimise']> =>
  solver.minimise({
    columnMinor: master.columnMinor,
    rowLower: master.rowLower,
    rowUpper: master.rowUpper,
    starts: master.starts,
    indices: master.indices,
    values: master.values,
  });

function readPrices({ stockRow, price }: Master, rowDual: Float64Array): void {
  stockRow.forEach((row, at) => {
    price[at] = row < 0 ? 0 : Math.max(0, -(rowDual[row] as number));
  });
}

/** Asks the exact search for a better way of each class, and sums up what that proves. */
function priceClasses(
  master: Master,
  rowDual: Float64Array,
): { readonly lagrangian: number; readonly added: number } {
  const { instance, ask, price, rows, rowUpper } = master;
  let [lagrangian, added] = [0, 0];
  rows.forEach((ix, row) => {
    const order = instance.classes[ix];
    if (order === undefined) return;
    const { minor, way } = cheapestWay(instance, order, { price });
    lagrangian += (ask.counts[ix] as number) * minor;
    if (minor < (rowDual[row] as number) - 1e-7 && addColumn(master, row, way)) added += 1;
  });
  for (let row = rows.length; row < rowUpper.length; row++)
    lagrangian -= Math.max(0, -(rowDual[row] as number)) * (rowUpper[row] as number);
  return { lagrangian, added };
}

function mixOf({ instance, rows, columnRow, ways, share, ask }: Master): HindsightBound['mix'] {
  const mix: { way: Way; share: number }[][] = instance.classes.map(() => []);
  share.forEach((value, column) => {
    const ix = rows[columnRow[column] as number] as number;
    const way = ways[column];
    if (value > 1e-9 && way) mix[ix]?.push({ way, share: value / (ask.counts[ix] as number) });
  });
  return mix;
}

function waysOf({ instance, rows, columnRow, ways }: Master): HindsightBound['ways'] {
  const known: Way[][] = instance.classes.map(() => []);
  ways.forEach((way, column) => known[rows[columnRow[column] as number] as number]?.push(way));
  return known;
}
