import { cellOf, moveTo, orderAt } from './pool.ts';
import type { Pool, PooledLine } from './pool.ts';
import { latestFor, wayMinor } from './ways.ts';

/** An order that changes nodes, and the node per line it goes to. */
export interface Step {
  readonly order: number;
  readonly nodes: readonly number[];
}

/** At most so many orders pass goods on one after the other. */
const chainMax = 5;

/** The cheapest chain so far that ends with somebody lacking goods at a node. */
interface Link {
  readonly node: number;
  readonly shortUnits: number;
  readonly minor: number;
  /** Who left the node before for this one; undefined at the beginning of a chain. */
  readonly by?: PooledLine;
  readonly before?: Link;
}

/**
 * Makes room where orders hold more of an item than there is: another open order passes its goods on and takes some
 * elsewhere, which a third one makes room for in turn, up to five in a row. The cheapest such chain is the shortest way over
 * nodes from the one that is short to one with goods to spare; every order on it keeps its promise.
 *
 * @returns the orders of all chains, moved in the pool already; undefined when there is no room, and nothing has changed
 */
export function makeRoom(
  pool: Pool,
  unitMinor: Float64Array,
  steps: readonly Step[],
): readonly Step[] | undefined {
  const moved: (Step & { readonly before: readonly number[] })[] = [];
  const isFixed = new Set(steps.map(({ order }) => order));
  for (;;) {
    const cell = shortCell(pool, steps);
    if (cell === undefined) return moved;
    const chain = shortestChain(pool, unitMinor, { cell, isFixed });
    if (chain === undefined) {
      for (const { order, before } of moved.reverse()) moveTo(pool, order, before);
      return undefined;
    }
    for (let link = chain; link.by !== undefined && link.before !== undefined; link = link.before) {
      const before = pool.nodes[link.by.order] ?? [];
      const nodes = before.map((node, line) => (line === link.by?.line ? link.node : node));
      moved.push({ order: link.by.order, nodes, before });
      isFixed.add(link.by.order);
      moveTo(pool, link.by.order, nodes);
    }
  }
}

function shortCell(pool: Pool, steps: readonly Step[]): number | undefined {
  for (const { order, nodes } of steps)
    for (const [line, node] of nodes.entries()) {
      const cell = cellOf(pool, orderAt(pool, order).items[line] ?? 0, node);
      if (node < pool.window.nodeCount && (pool.freeUnits[cell] ?? 0) < 0) return cell;
    }
  return undefined;
}

interface Chain {
  readonly pool: Pool;
  readonly unitMinor: Float64Array;
  readonly item: number;
  /** Lines that may pass their goods on, by node. */
  readonly holders: ReadonlyMap<number, readonly PooledLine[]>;
  /** The cheapest way to each node that then is short. */
  readonly reached: Map<number, Link>;
  end: Link | undefined;
}

/** Ways to nodes become cheaper from round to round, one more order long each time. */
function shortestChain(
  pool: Pool,
  unitMinor: Float64Array,
  { cell, isFixed }: { readonly cell: number; readonly isFixed: ReadonlySet<number> },
): Link | undefined {
  const { itemCount, stepsMax } = pool.window;
  const [item, node] = [cell % itemCount, Math.floor(cell / itemCount)];
  const start: Link = { node, shortUnits: -(pool.freeUnits[cell] ?? 0), minor: 0 };
  const chain: Chain = {
    pool,
    unitMinor,
    item,
    holders: holdersOf(pool, item, isFixed),
    reached: new Map([[node, start]]),
    end: undefined,
  };
  let fresh: readonly Link[] = [start];
  for (let round = 0; round < chainMax && fresh.length > 0; round++) {
    if (pool.steps >= stepsMax) break;
    fresh = fresh.flatMap((link) =>
      (chain.holders.get(link.node) ?? []).flatMap((line) => passOn(chain, link, line)),
    );
  }
  return chain.end;
}

function holdersOf(
  pool: Pool,
  item: number,
  isFixed: ReadonlySet<number>,
): ReadonlyMap<number, readonly PooledLine[]> {
  const holders = new Map<number, PooledLine[]>();
  for (const one of pool.linesOf[item] ?? []) {
    if (pool.isOpen[one.order] !== true || isFixed.has(one.order)) continue;
    const node = pool.nodes[one.order]?.[one.line] ?? 0;
    const known = holders.get(node);
    if (known) known.push(one);
    else holders.set(node, [one]);
  }
  return holders;
}

/** Tries every node for a line that leaves its own. @returns nodes that are reached more cheaply than before, and are short */
function passOn(chain: Chain, link: Link, by: PooledLine): readonly Link[] {
  const { pool } = chain;
  // Somewhere on its way a chain passes on all that lacks; only at its beginning others may help.
  const isTooFew = link.before !== undefined && unitsOf(pool, by) < link.shortUnits;
  if (isTooFew || isOn(link, by.order)) return [];
  const fresh: Link[] = [];
  for (let node = 0; node < pool.window.nodeCount; node++) {
    if (passes(link, node)) continue;
    pool.steps += 1;
    const next = linkTo(chain, link, { by, node });
    if (next.shortUnits <= 0) endWith(chain, next);
    else if (isCheaper(chain, next)) {
      chain.reached.set(node, next);
      fresh.push(next);
    }
  }
  return fresh;
}

const unitsOf = (pool: Pool, { order, line }: PooledLine): number =>
  orderAt(pool, order).units[line] ?? 0;

function linkTo(
  chain: Chain,
  link: Link,
  { by, node }: { readonly by: PooledLine; readonly node: number },
): Link {
  const { pool, item } = chain;
  const freeUnits = Math.max(0, pool.freeUnits[cellOf(pool, item, node)] ?? 0);
  return {
    node,
    shortUnits: unitsOf(pool, by) - freeUnits,
    minor: link.minor + movedMinor(chain, by, { from: link.node, to: node }),
    by,
    before: link,
  };
}

function endWith(chain: Chain, next: Link): void {
  if (next.minor < (chain.end?.minor ?? Infinity) - tooClose) chain.end = next;
}

const isCheaper = ({ reached }: Chain, { node, minor }: Link): boolean =>
  minor < (reached.get(node)?.minor ?? Infinity) - tooClose;

/** Fractions of a minor unit that are no gain. */
const tooClose = 1e-7;

function isOn(link: Link | undefined, order: number): boolean {
  for (let at = link; at !== undefined; at = at.before) if (at.by?.order === order) return true;
  return false;
}

function passes(link: Link | undefined, node: number): boolean {
  for (let at = link; at !== undefined; at = at.before) if (at.node === node) return true;
  return false;
}

/** What it costs that a line is sent from another node: freight, and the worth of the goods; `Infinity` if it may not be. */
function movedMinor(
  { pool, item, unitMinor }: Chain,
  { order, line }: PooledLine,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const pending = orderAt(pool, order);
  if ((pending.arrivesAt[to] ?? Infinity) > latestFor(pool.window, pending)) return Infinity;
  const now = pool.nodes[order] ?? [];
  const then = now.map((node, ix) => (ix === line ? to : node));
  const freight = wayMinor(pool.window, pending, then) - wayMinor(pool.window, pending, now);
  const worth =
    (unitMinor[cellOf(pool, item, to)] ?? 0) - (unitMinor[cellOf(pool, item, from)] ?? 0);
  return freight + (pending.units[line] ?? 0) * worth;
}
