import type { ExceptionRecord, OrderRecord, Page, Store } from '@ordermesh/core/hub';
import { coverageOf } from '@ordermesh/core/release';
import type { Fulfilment } from '@ordermesh/core/release';
import type { CartId, OrderId } from '@ordermesh/core/words';

/** What a check of the books looked at, and what it found wrong. Empty `broken` = all invariants hold. */
export interface BooksChecked {
  readonly orders: number;
  readonly positions: number;
  readonly liveReservations: number;
  /** Orders with an open exception: they wait for people. */
  readonly waitingOrders: number;
  readonly broken: readonly BrokenInvariant[];
}

/** One broken invariant with the numbers that show it. */
export interface BrokenInvariant {
  readonly invariant: 'reserved-is-sum-of-live' | 'never-oversold' | 'every-order-is-owned';
  readonly subject: string;
  readonly numbers: string;
}

/**
 * Checks the books of a store from its rows alone: per position, reserved = Σ live reservations and reserved ≤ on
 * hand; per order, every unit that is not cancelled is with a node, delivered, waiting for goods, or in an open exception.
 *
 * Reads everything once, in pages; call it when nothing is being written. Carts of shops are assumed to be empty.
 */
export async function checkBooks(store: Store): Promise<BooksChecked> {
  const orders = await readAll((after) => store.orderList({}, { limit: 200, after }));
  const waiting = await readAll((after) =>
    store.exceptionList({ state: 'open' }, { limit: 200, after }),
  );
  const live = new Map<string, number>();
  const broken: BrokenInvariant[] = [];
  let liveReservations = 0;
  for (let from = 0; from < orders.length; from += 200) {
    const some = orders.slice(from, from + 200);
    const ids = some.map(({ order }) => order.orderId);
    const [reservations, works] = await Promise.all([
      store.reservations(ids),
      store.fulfilments(ids),
    ]);
    for (const held of reservations) {
      if (held.state !== 'live') continue;
      liveReservations += 1;
      const key = positionKey(held);
      live.set(key, (live.get(key) ?? 0) + held.units);
    }
    broken.push(...unowned(some, works, waiting));
  }
  for (const heldAs of await otherHolders(store))
    liveReservations += await heldBeside(store, heldAs, live);
  const positions = await checkPositions(store, live, broken);
  const waitingOrders = new Set(waiting.map(({ orderId }) => orderId)).size;
  return { orders: orders.length, positions, liveReservations, waitingOrders, broken };
}

/** What holds goods as orders do: approved transfers, exchanges, and customers who are asked where they want to collect. */
async function otherHolders(store: Store): Promise<readonly CartId[]> {
  const [transfers, choices, exchanges] = await Promise.all(
    [
      { kind: 'transfer', state: 'approved' } as const,
      { kind: 'choice', state: 'open' } as const,
      { kind: 'exchange' } as const,
    ].map((filter) => readAll((after) => store.caseList(filter, { limit: 200, after }))),
  );
  return [
    ...(transfers ?? []).map(({ caseId }) => caseId as CartId),
    ...(choices ?? []).map(({ document }) => (document as { readonly heldAs: CartId }).heldAs),
    ...(exchanges ?? []).map(({ document }) => (document as { readonly cartId: CartId }).cartId),
  ];
}

/** @returns how many live reservations there are under the name */
async function heldBeside(
  store: Store,
  heldAs: CartId,
  live: Map<string, number>,
): Promise<number> {
  const all = await store.reservationsOfCart(heldAs);
  const held = all.filter(({ state }) => state === 'live');
  for (const one of held) live.set(positionKey(one), (live.get(positionKey(one)) ?? 0) + one.units);
  return held.length;
}

interface PositionName {
  readonly nodeId: string;
  readonly itemId: string;
  readonly lot: string;
}
const positionKey = ({ nodeId, itemId, lot }: PositionName): string => `${nodeId}/${itemId}/${lot}`;

async function checkPositions(
  store: Store,
  live: Map<string, number>,
  broken: BrokenInvariant[],
): Promise<number> {
  const positions = await readAll((after) => store.positions({ limit: 1000, after }));
  for (const position of positions) {
    const key = positionKey(position);
    const { onHandUnits, reservedUnits } = position;
    const held = live.get(key) ?? 0;
    live.delete(key);
    if (held !== reservedUnits)
      broken.push({
        invariant: 'reserved-is-sum-of-live',
        subject: key,
        numbers: `reserved ${String(reservedUnits)}, live ${String(held)}`,
      });
    if (reservedUnits < 0 || reservedUnits > onHandUnits)
      broken.push({
        invariant: 'never-oversold',
        subject: key,
        numbers: `on hand ${String(onHandUnits)}, reserved ${String(reservedUnits)}`,
      });
  }
  for (const [key, held] of live)
    broken.push({
      invariant: 'reserved-is-sum-of-live',
      subject: key,
      numbers: `no position, live ${String(held)}`,
    });
  return positions.length;
}

function unowned(
  orders: readonly OrderRecord[],
  works: readonly Fulfilment[],
  waiting: readonly ExceptionRecord[],
): readonly BrokenInvariant[] {
  const inException = new Set(waiting.map(({ orderId }) => orderId));
  const byOrder = new Map<OrderId, Fulfilment[]>();
  for (const work of works) {
    const some = byOrder.get(work.orderId);
    if (some) some.push(work);
    else byOrder.set(work.orderId, [work]);
  }
  return orders.flatMap(({ order, cancelledUnits, waits, aftercare }) =>
    coverageOf(order, cancelledUnits, byOrder.get(order.orderId) ?? []).flatMap(
      ({ line, asForms, open: uncovered }): BrokenInvariant[] => {
        const open = waits.reduce(
          (sum, wait) => (wait.lineNo === line.lineNo ? sum - wait.units : sum),
          uncovered + (aftercare?.owedAgainUnits[line.lineNo] ?? 0),
        );
        const missing = asForms.reduce((sum, form) => sum + form.missing.length, 0);
        if (open === 0 && missing === 0) return [];
        if (open >= 0 && inException.has(order.orderId)) return [];
        return [
          {
            invariant: 'every-order-is-owned',
            subject: `${order.orderId}/${String(line.lineNo)}`,
            numbers: `wanted and with no node ${String(open)}, parts missing ${String(missing)}`,
          },
        ];
      },
    ),
  );
}

async function readAll<T>(read: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read(after);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}
