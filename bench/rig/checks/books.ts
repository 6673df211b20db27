import { setTimeout as pause } from 'node:timers/promises';

import type { OrderRecord, Store } from '@ordermesh/core/hub';
import { isActive } from '@ordermesh/core/release';
import { checkBooks } from '@ordermesh/twin';

/** What a database says when all is over. */
export interface Books {
  /** Orders of the shop that are there. */
  readonly orders: number;
  /** Acknowledged orders that are not there, or are there as another one. */
  readonly lost: readonly string[];
  /** One purchase as several orders; more units held or worked on than were bought. */
  readonly doubled: readonly string[];
  /** Counters that are not the sum of their rows; units that nobody has. */
  readonly broken: readonly string[];
  /** Orders that wait for people or goods, because goods lack. */
  readonly waiting: number;
}

/** Reads a whole database, and judges it against what the shop was told. */
export async function readBooks(
  store: Store,
  acknowledged: ReadonlyMap<number, string>,
): Promise<Books> {
  const found = new Map<string, string[]>();
  const doubled: string[] = [];
  const broken: string[] = [];
  for await (const orders of pagesOfOrders(store)) {
    for (const [id, orderId] of orders.flatMap(purchasesOf))
      found.set(id, [...(found.get(id) ?? []), orderId]);
    const seen = await lineFaults(store, orders);
    doubled.push(...seen.doubled);
    broken.push(...seen.broken);
  }
  const checked = await checkBooks(store);
  for (const { invariant, subject, numbers } of checked.broken)
    broken.push(`${invariant} ${subject}: ${numbers}`);
  for (const [id, orders] of found)
    if (orders.length > 1) doubled.push(`purchase ${id}: ${orders.join(', ')}`);
  const lost = [...acknowledged].flatMap(([number, orderId]) =>
    found.get(String(number))?.includes(orderId) === true
      ? []
      : [`order ${String(number)} (${orderId}), there is ${String(found.get(String(number)))}`],
  );
  return { orders: checked.orders, lost, doubled, broken, waiting: checked.waitingOrders };
}

async function* pagesOfOrders(store: Store): AsyncGenerator<readonly OrderRecord[]> {
  for (let after: string | undefined; ;) {
    const page = await store.orderList({}, { limit: 200, after });
    yield page.rows;
    if (page.next === undefined) return;
    after = page.next;
    // Reading everything must not starve the clients that still work.
    await pause(0);
  }
}

interface LineFaults {
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
}

/** The shop's numbers of an order, each with its id. */
const purchasesOf = ({ order }: OrderRecord): readonly (readonly [string, string])[] =>
  order.externalIds.flatMap(({ system, id }) =>
    system === 'bench' ? [[id, order.orderId] as const] : [],
  );

/** Per line: what is held, and what nodes do, against what was bought. */
async function lineFaults(store: Store, orders: readonly OrderRecord[]): Promise<LineFaults> {
  const ids = orders.map(({ order }) => order.orderId);
  const [held, works] = await Promise.all([store.reservations(ids), store.fulfilments(ids)]);
  const heldUnits = sumByLine(
    held
      .filter(({ state }) => state === 'live')
      .map(({ orderId = '', lineNo, units }) => ({ orderId, lineNo, units })),
  );
  const workUnits = sumByLine(
    works
      .filter(({ state }) => isActive(state))
      .flatMap(({ orderId, lines }) =>
        lines.map(({ lineNo, quantityUnits: units }) => ({ orderId, lineNo, units })),
      ),
  );
  const seen = orders.flatMap(({ order: { orderId, lines }, cancelledUnits }) =>
    lines.map(({ lineNo, quantityUnits }) => {
      const line = lineName({ orderId, lineNo });
      return {
        line,
        wanted: quantityUnits - (cancelledUnits[lineNo] ?? 0),
        inHand: heldUnits.get(line) ?? 0,
        atWork: workUnits.get(line) ?? 0,
      };
    }),
  );
  const isDoubled = ({ wanted, inHand, atWork }: LineSeen): boolean =>
    inHand > wanted || atWork > wanted;
  return {
    doubled: seen.filter(isDoubled).map(lineText),
    // No node of a run picks, so that what it shall do is held for it to the unit.
    broken: seen
      .filter((line) => !isDoubled(line) && line.inHand !== line.atWork)
      .map((line) => `reservations = lines ${lineText(line)}`),
  };
}

/** What is said of a line in several places, in units. */
interface LineSeen {
  readonly line: string;
  readonly wanted: number;
  readonly inHand: number;
  readonly atWork: number;
}

interface LineUnits {
  readonly orderId: string;
  readonly lineNo: number;
  readonly units: number;
}

const lineName = ({ orderId, lineNo }: Omit<LineUnits, 'units'>): string =>
  `${orderId}/${String(lineNo)}`;

const lineText = ({ line, wanted, inHand, atWork }: LineSeen): string =>
  `${line}: wanted ${String(wanted)}, held ${String(inHand)}, at work ${String(atWork)}`;

function sumByLine(rows: readonly LineUnits[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(lineName(row), (sums.get(lineName(row)) ?? 0) + row.units);
  return sums;
}
