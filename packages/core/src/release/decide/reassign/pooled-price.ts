import { openTransport, removalPrices } from '../../../route/decide/index.ts';
import type { Transport, ZoneDemand } from '../../../route/decide/index.ts';
import { latestFor } from './ways.ts';
import type { ItemOutlook } from './window.ts';
import { orderAt } from './pool.ts';
import type { Pool, PooledLine } from './pool.ts';

/** Memory for the prices of one window. */
export interface PooledPrices {
  readonly work: Transport;
  /** Prices of the items that were asked for last, `[node * itemCount + item]`, minor units. */
  readonly unitMinor: Float64Array;
}

/** Opens memory for as many places as any item of the window can have. */
export function openPrices({ window }: Pool): PooledPrices {
  const { nodeCount, itemCount, outlooks, orders } = window;
  const futures = outlooks.flatMap((outlook) => outlook?.futures ?? []);
  const most = futures.reduce((rows, { count }) => Math.max(rows, count), 0);
  const lines = orders.reduce((sum, { items }) => sum + items.length, 0);
  return {
    work: openTransport(nodeCount, most + lines),
    unitMinor: new Float64Array(nodeCount * itemCount),
  };
}

const nothingMore: ItemOutlook = {
  sendMinor: new Float64Array(0),
  lackMinor: new Float64Array(0),
  futures: [{ count: 0, zone: [], units: [] }],
};

/**
 * What a unit of the item is worth at each node to everybody but one order: the goods of all open orders lie together with
 * what is free, and the other open orders ask for them like everybody who may still come, each within its own promise.
 */
export function priceItem(
  pool: Pool,
  { work, unitMinor }: PooledPrices,
  { item, without }: { readonly item: number; readonly without: number },
): void {
  const { nodeCount, itemCount, outlooks, pricePercent, comingUnits } = pool.window;
  const outlook = outlooks[item] ?? nothingMore;
  const lines = (pool.linesOf[item] ?? []).filter(
    ({ order }) => order !== without && pool.isOpen[order] === true,
  );
  const stockUnits = Float64Array.from({ length: nodeCount }, (_, node) =>
    Math.max(
      0,
      (pool.openUnits[node * itemCount + item] ?? 0) +
        (comingUnits?.[node * itemCount + item] ?? 0),
    ),
  );
  const task = { nodeCount, stockUnits, ...costsWith(pool, outlook, lines) };
  const units = lines.map(({ order, line }) => orderAt(pool, order).units[line] ?? 0);
  const futures = outlook.futures.map((future) => demandWith(future, outlook, units));
  const found = removalPrices(work, task, futures);
  for (let node = 0; node < nodeCount; node++)
    unitMinor[node * itemCount + item] = ((found[node] ?? 0) * pricePercent) / 100;
}

/** The places of the outlook, and one more for each line. */
function costsWith(
  pool: Pool,
  outlook: ItemOutlook,
  lines: readonly PooledLine[],
): Pick<ItemOutlook, 'sendMinor' | 'lackMinor'> {
  const { nodeCount } = pool.window;
  const places = outlook.lackMinor.length;
  const sendMinor = new Float64Array((places + lines.length) * nodeCount);
  const lackMinor = new Float64Array(places + lines.length);
  sendMinor.set(outlook.sendMinor);
  lackMinor.set(outlook.lackMinor);
  let dearest = lackMinor.reduce((most, minor) => Math.max(most, minor), 0);
  lines.forEach((line, ix) => {
    const from = (places + ix) * nodeCount;
    for (let node = 0; node < nodeCount; node++) {
      const minor = sendUnitMinor(pool, line, node);
      sendMinor[from + node] = minor;
      if (minor < Infinity) dearest = Math.max(dearest, minor);
    }
  });
  lines.forEach((line, ix) => {
    lackMinor[places + ix] = lackUnitMinor(pool, line) ?? mustFactor * dearest;
  });
  return { sendMinor, lackMinor };
}

/** A line that has goods keeps some: leaving it unsent is no choice, and dearer than anything else. */
const mustFactor = 5;

/** What a unit of the line costs from a node as part of a parcel of its own; `Infinity` where the promise would break. */
function sendUnitMinor({ window }: Pool, { order, line }: PooledLine, node: number): number {
  const pending = window.orders[order];
  if (pending === undefined) return Infinity;
  if ((pending.arrivesAt[node] ?? Infinity) > latestFor(window, pending)) return Infinity;
  const lines = pending.items.length;
  const row = node << lines;
  const alone = pending.parcelMinor[row + (1 << line)] ?? Infinity;
  if (alone < Infinity) return alone / (pending.units[line] ?? 1);
  const whole = pending.parcelMinor[row + (1 << lines) - 1] ?? Infinity;
  return whole / (lines * (pending.units[line] ?? 1));
}

/** What a unit costs that nobody sends; undefined for a line that some node sends now. */
function lackUnitMinor(pool: Pool, { order, line }: PooledLine): number | undefined {
  const { nodeCount } = pool.window;
  if (pool.nodes[order]?.[line] !== nodeCount) return undefined;
  const { parcelMinor, items, units } = orderAt(pool, order);
  const minor = parcelMinor[(nodeCount << items.length) + (1 << line)] ?? Infinity;
  return minor < Infinity ? minor / (units[line] ?? 1) : undefined;
}

/** A future, and the lines that are known to be there whatever comes. */
function demandWith(
  { count, zone, units }: ZoneDemand,
  { lackMinor: { length: places } }: ItemOutlook,
  lines: readonly number[],
): ZoneDemand {
  const all = {
    zone: new Int32Array(count + lines.length),
    units: new Float64Array(count + lines.length),
  };
  for (let row = 0; row < count; row++) {
    all.zone[lines.length + row] = zone[row] ?? 0;
    all.units[lines.length + row] = units[row] ?? 0;
  }
  lines.forEach((known, row) => {
    all.zone[row] = places + row;
    all.units[row] = known;
  });
  return { count: count + lines.length, ...all };
}
