import { linesMax } from './ways.ts';
import type { DueWindow, PendingOrder } from './window.ts';

/** A line of an order, where it is. */
export interface PooledLine {
  readonly order: number;
  readonly line: number;
}

/** Orders as they are now, and the goods between them. */
export interface Pool {
  readonly window: DueWindow;
  /** Units that no order holds, `[node * itemCount + item]`. */
  readonly freeUnits: Int32Array;
  /** Units that are free or held by an order that is still open. */
  readonly openUnits: Int32Array;
  /** Node per line, by order. */
  readonly nodes: number[][];
  /** Whether the order may still change nodes in a later look. */
  readonly isOpen: boolean[];
  /** Lines of open orders, by item. */
  readonly linesOf: readonly PooledLine[][];
  steps: number;
}

/** Opens the pool: every movable order is open. */
export function openPool(window: DueWindow): Pool {
  const { orders, itemCount } = window;
  const pool: Pool = {
    window,
    freeUnits: Int32Array.from(window.leftUnits),
    openUnits: Int32Array.from(window.leftUnits),
    nodes: orders.map(({ nodes }) => Array.from(nodes)),
    isOpen: orders.map(({ isMovable, items }) => isMovable && items.length <= linesMax),
    linesOf: Array.from({ length: itemCount }, (): PooledLine[] => []),
    steps: 0,
  };
  orders.forEach(({ items }, order) => {
    if (pool.isOpen[order] !== true) return;
    count(pool, { order, into: pool.openUnits, sign: 1 });
    for (let line = 0; line < items.length; line++)
      pool.linesOf[items[line] ?? 0]?.push({ order, line });
  });
  return pool;
}

/** The order of a position. */
export function orderAt({ window }: Pick<Pool, 'window'>, order: number): PendingOrder {
  const found = window.orders[order];
  if (found === undefined) throw new Error(`Invariant broken: the window has an order ${order}`);
  return found;
}

/** Cell of a line's item at a node. */
export const cellOf = ({ window: { itemCount } }: Pool, item: number, node: number): number =>
  node * itemCount + item;

/** Puts the order on other nodes; goods that are held twice then are below zero until somebody makes room. */
export function moveTo(pool: Pool, order: number, nodes: readonly number[]): void {
  count(pool, { order, into: pool.freeUnits, sign: 1 });
  pool.nodes[order] = [...nodes];
  count(pool, { order, into: pool.freeUnits, sign: -1 });
}

/** The order has its nodes for good: its goods are nobody else's any more. */
export function settle(pool: Pool, order: number): void {
  pool.isOpen[order] = false;
  count(pool, { order, into: pool.openUnits, sign: -1 });
}

function count(
  pool: Pool,
  {
    order,
    into,
    sign,
  }: { readonly order: number; readonly into: Int32Array; readonly sign: 1 | -1 },
): void {
  const { items, units } = orderAt(pool, order);
  (pool.nodes[order] ?? []).forEach((node, line) => {
    if (node >= pool.window.nodeCount) return;
    const cell = cellOf(pool, items[line] ?? 0, node);
    into[cell] = (into[cell] ?? 0) + sign * (units[line] ?? 0);
  });
}
