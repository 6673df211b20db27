import { linesMax, wayMinor, waysOf } from './ways.ts';
import type { PendingWay } from './ways.ts';
import type { PendingWindow, Reassigned, Reassignment } from './window.ts';

/** At most so many orders change their nodes together. */
const togetherMax = 3;

/** Of the orders that hold what another one wants, at most so many are asked to make room. */
const holdersMax = 8;

/**
 * Improves the joint assignment of orders that nobody has begun: an order moves to goods that are free, or takes the
 * goods of another one which finds others (up to three orders in a row). Every exchange saves at least the least gain,
 * counted with the worth of the goods where they lie; none leaves an order later than promised, sends a line no longer,
 * or touches work that is not movable. Orders are tried in the order given, until none finds an exchange.
 *
 * @see Xu, Allgor & Graves 2009, Benefits of Reevaluating Real-Time Order Fulfillment Decisions
 * @returns exchanges in the order in which they are done; deterministic
 */
export function reassignUnpicked(window: PendingWindow): Reassigned {
  const search = openSearch(window);
  const reassignments: Reassignment[] = [];
  let stillTries = search.movable.length;
  for (let at = 0; stillTries > 0 && search.steps < window.stepsMax; at++) {
    const found = bestFor(search, search.movable[at % search.movable.length] ?? 0);
    stillTries = found ? search.movable.length : stillTries - 1;
    if (found) reassignments.push(carryOut(search, found));
  }
  return {
    reassignments,
    savesMinor: reassignments.reduce((sum, { savesMinor }) => sum + savesMinor, 0),
    steps: search.steps,
    isCutShort: stillTries > 0,
  };
}

interface Search {
  readonly window: PendingWindow;
  /** Below zero only while an exchange is tried. */
  readonly left: Int32Array;
  readonly movable: readonly number[];
  /** Per order, as it is now. */
  readonly ways: PendingWay[];
  /** Movable orders that hold an item at a node, per cell. */
  readonly holders: Map<number, number[]>;
  steps: number;
}

/** One order of an exchange, and where it goes. */
interface Step {
  readonly order: number;
  readonly way: PendingWay;
}

interface Exchange {
  readonly steps: readonly Step[];
  readonly savesMinor: number;
}

function openSearch(window: PendingWindow): Search {
  const { orders, leftUnits } = window;
  const movable = [...orders.keys()].filter(
    (ix) => orders[ix]?.isMovable === true && orders[ix].items.length <= linesMax,
  );
  const ways = orders.map((order) =>
    order.items.length > linesMax
      ? { nodes: [], minor: 0 }
      : { nodes: Array.from(order.nodes), minor: wayMinor(window, order, order.nodes) },
  );
  const search = {
    window,
    left: Int32Array.from(leftUnits),
    movable,
    ways,
    holders: new Map<number, number[]>(),
    steps: 0,
  };
  for (const ix of movable) hold(search, ix);
  return search;
}

/** Each cell of a way with the units it takes; what no node sends takes nothing. */
function* cellsOf({ window }: Search, { order, way }: Step): Generator<readonly [number, number]> {
  const pending = window.orders[order];
  for (const [line, node] of way.nodes.entries())
    if (node < window.nodeCount)
      yield [node * window.itemCount + (pending?.items[line] ?? 0), pending?.units[line] ?? 0];
}

function hold(search: Search, order: number): void {
  const way = search.ways[order];
  if (!way) return;
  for (const [cell] of cellsOf(search, { order, way })) {
    const known = search.holders.get(cell);
    if (!known) search.holders.set(cell, [order]);
    else if (!known.includes(order)) known.push(order);
  }
}

function letGo(search: Search, order: number): void {
  const way = search.ways[order];
  if (!way) return;
  for (const [cell] of cellsOf(search, { order, way })) {
    const others = (search.holders.get(cell) ?? []).filter((holder) => holder !== order);
    search.holders.set(cell, others);
  }
}

function book(search: Search, step: Step, sign: 1 | -1): void {
  for (const [cell, units] of cellsOf(search, step))
    search.left[cell] = (search.left[cell] ?? 0) + sign * units;
}

/** The exchange that saves most among those that begin with this order. */
function bestFor(search: Search, order: number): Exchange | undefined {
  return exchange(search, { order, before: [], savedMinor: 0 });
}

/** An exchange so far: the steps done, and what they save; below zero once somebody has made room at a loss. */
interface SoFar {
  readonly order: number;
  readonly before: readonly Step[];
  readonly savedMinor: number;
}

/** Takes the order away from its nodes and tries its ways; somebody who lacks goods then makes room in turn. */
function exchange(search: Search, { order, before, savedMinor }: SoFar): Exchange | undefined {
  const { window } = search;
  const [pending, now] = [window.orders[order], search.ways[order]];
  if (!pending || !now || search.steps >= window.stepsMax) return undefined;
  const gainMin = Math.max(1, window.gainMinMinor);
  book(search, { order, way: now }, 1);
  const isLast = before.length + 1 === togetherMax;
  const ways = waysOf(window, pending, (node, line) =>
    canGet(search, { order, node, line, isLast }),
  );
  let best: Exchange | undefined;
  for (const way of ways) {
    search.steps += 1;
    const saved = savedMinor + now.minor - way.minor;
    if (saved < (best ? best.savesMinor + 1e-9 : gainMin)) continue;
    const step = { order, way };
    book(search, step, -1);
    const steps = [...before, step];
    const found = settle(search, { steps, savesMinor: saved });
    book(search, step, 1);
    best = better(best, found);
  }
  book(search, { order, way: now }, -1);
  return best;
}

/** Goods that are free, or held by another order that may make room. */
function canGet(
  { window, left, holders }: Search,
  {
    order,
    node,
    line,
    isLast,
  }: {
    readonly order: number;
    readonly node: number;
    readonly line: number;
    readonly isLast: boolean;
  },
): boolean {
  const pending = window.orders[order];
  const cell = node * window.itemCount + (pending?.items[line] ?? 0);
  if ((left[cell] ?? 0) >= (pending?.units[line] ?? 0)) return true;
  return !isLast && (holders.get(cell) ?? []).some((by) => by !== order);
}

/** Of equally good ones the first. */
const better = (a: Exchange | undefined, b: Exchange | undefined): Exchange | undefined =>
  b && b.savesMinor > (a?.savesMinor ?? 0) ? b : a;

/** Done when nothing is lacking; else the holders of the first thing that lacks are asked in turn. */
function settle(search: Search, made: Exchange): Exchange | undefined {
  const short = shortCell(search, made.steps);
  if (short === undefined) return made;
  if (made.steps.length >= togetherMax) return undefined;
  const taken = new Set(made.steps.map(({ order }) => order));
  let best: Exchange | undefined;
  for (const order of (search.holders.get(short) ?? []).slice(0, holdersMax)) {
    if (taken.has(order)) continue;
    const found = exchange(search, {
      order,
      before: made.steps,
      savedMinor: made.savesMinor,
    });
    best = better(best, found);
  }
  return best;
}

function shortCell(search: Search, steps: readonly Step[]): number | undefined {
  for (const step of steps)
    for (const [cell] of cellsOf(search, step)) if ((search.left[cell] ?? 0) < 0) return cell;
  return undefined;
}

function carryOut(search: Search, { steps, savesMinor }: Exchange): Reassignment {
  const orders = steps.map(({ order, way }) => {
    const fromNodes = search.ways[order]?.nodes ?? [];
    letGo(search, order);
    book(search, { order, way: { nodes: fromNodes, minor: 0 } }, 1);
    search.ways[order] = way;
    book(search, { order, way }, -1);
    hold(search, order);
    const orderId = search.window.orders[order]?.orderId ?? '';
    return { orderId, fromNodes, toNodes: way.nodes };
  });
  return { savesMinor, orders };
}
