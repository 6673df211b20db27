import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { settleDue } from './settle-due.ts';
import { wayMinor } from './ways.ts';
import type { DueWindow, ItemOutlook, PendingOrder } from './window.ts';

/** One unit of one item; cost by node, and what not sending it costs. */
const single = (
  orderId: string,
  [node, ...minor]: readonly [node: number, ...minor: readonly number[]],
  given: Partial<PendingOrder> = {},
): PendingOrder => ({
  orderId,
  isMovable: true,
  promisedEndAt: 10,
  arrivesAt: minor.map(() => 5),
  items: [0],
  units: [1],
  nodes: [node],
  parcelMinor: [...minor, 9000].flatMap((one) => [0, one]),
  ...given,
});

const windowOf = (
  orders: readonly PendingOrder[],
  leftUnits: readonly number[],
  given: Partial<DueWindow> = {},
): DueWindow => ({
  nodeCount: leftUnits.length,
  itemCount: 1,
  leftUnits,
  orders,
  due: [0],
  outlooks: [],
  pricePercent: 100,
  gainMinMinor: 1,
  stepsMax: 10_000,
  ...given,
});

/** Somebody will surely come and can be served from node 0 for 100, from node 1 for so much. */
const comer = (elsewhereMinor: number): ItemOutlook => ({
  sendMinor: Float64Array.of(100, elsewhereMinor),
  lackMinor: Float64Array.of(5000),
  futures: [{ count: 1, zone: [0], units: [1] }],
});

describe('orders that are begun next', () => {
  it('leave goods to those who still come, where these save more', () => {
    const due = single('due', [0, 300, 400]);
    const outlooks = [comer(900)];
    expect(settleDue(windowOf([due], [0, 1])).reassignments).toEqual([]);
    expect(settleDue(windowOf([due], [0, 1], { outlooks })).reassignments).toEqual([
      { savesMinor: 700, orders: [{ orderId: 'due', fromNodes: [0], toNodes: [1] }] },
    ]);
  });

  it('take the goods of an order that is begun later and has good ways around it', () => {
    const due = single('due', [1, 300, 700]);
    const later = single('later', [0, 500, 450]);
    const found = settleDue(windowOf([due, later], [0, 0]));
    expect(found.reassignments).toEqual([
      {
        savesMinor: 450,
        orders: [
          { orderId: 'due', fromNodes: [1], toNodes: [0] },
          { orderId: 'later', fromNodes: [0], toNodes: [1] },
        ],
      },
    ]);
  });

  it('let a chain of orders pass goods on', () => {
    const due = single('due', [3, 100, 900, 900, 900]);
    const chain = [
      single('a', [0, 100, 150, 8000, 8000]),
      single('b', [1, 8000, 100, 150, 8000]),
      single('c', [2, 8000, 8000, 100, 150]),
    ];
    const found = settleDue(windowOf([due, ...chain], [0, 0, 0, 0]));
    expect(
      found.reassignments[0]?.orders.map(({ orderId, toNodes }) => [orderId, ...toNodes]).sort(),
    ).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['due', 0],
    ]);
  });

  it('leave the goods of work that a node has taken, and of an order that would come too late', () => {
    const due = single('due', [1, 300, 700]);
    const taken = single('taken', [0, 500, 450], { isMovable: false });
    const hurried = single('hurried', [0, 500, 450], { arrivesAt: [5, 11] });
    expect(settleDue(windowOf([due, taken], [0, 0])).reassignments).toEqual([]);
    expect(settleDue(windowOf([due, hurried], [0, 0])).reassignments).toEqual([]);
  });

  it('stay where they are when it saves less than the least gain, or prices do not count', () => {
    const due = single('due', [0, 300, 400]);
    const outlooks = [comer(900)];
    expect(
      settleDue(windowOf([due], [0, 1], { outlooks, gainMinMinor: 701 })).reassignments,
    ).toEqual([]);
    expect(settleDue(windowOf([due], [0, 1], { outlooks, pricePercent: 0 })).reassignments).toEqual(
      [],
    );
  });

  it('ask the first one first: what it has then is not in the pool any more', () => {
    const both = [single('one', [1, 300, 700]), single('two', [1, 200, 700])];
    const found = settleDue(windowOf(both, [1, 0], { due: [1, 0] }));
    expect(found.reassignments.map(({ orders }) => orders[0]?.orderId)).toEqual(['two']);
  });
});

const [nodeCount, itemCount] = [3, 2];

const anyOrder = (ix: number): fc.Arbitrary<PendingOrder> =>
  fc
    .record({
      items: fc.uniqueArray(fc.nat(itemCount - 1), { minLength: 1, maxLength: 2 }),
      node: fc.nat(nodeCount - 1),
      units: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }),
      minor: fc.array(fc.integer({ min: 1, max: 999 }), {
        minLength: nodeCount,
        maxLength: nodeCount,
      }),
      arrivesAt: fc.array(fc.nat(9), { minLength: nodeCount, maxLength: nodeCount }),
      slack: fc.nat(4),
      isMovable: fc.boolean(),
    })
    .map(({ items, node, units, minor, arrivesAt, slack, isMovable }) => ({
      orderId: `o${String(ix)}`,
      isMovable,
      promisedEndAt: (arrivesAt[node] ?? 0) + slack,
      arrivesAt,
      items,
      units: units.slice(0, items.length),
      nodes: items.map(() => node),
      parcelMinor: [...minor, 9000].flatMap((one) =>
        Array.from({ length: 1 << items.length }, (_, set) => (set === 0 ? 0 : one + 50 * set)),
      ),
    }));

const anyWindow: fc.Arbitrary<DueWindow> = fc
  .integer({ min: 1, max: 7 })
  .chain((orders) =>
    fc.record({
      orders: fc.tuple(...Array.from({ length: orders }, (_, ix) => anyOrder(ix))),
      leftUnits: fc.array(fc.nat(3), {
        minLength: nodeCount * itemCount,
        maxLength: nodeCount * itemCount,
      }),
      due: fc.uniqueArray(fc.nat(orders - 1)),
      send: fc.array(fc.nat(900), { minLength: nodeCount, maxLength: nodeCount }),
      comers: fc.nat(3),
    }),
  )
  .map(({ orders, leftUnits, due, send, comers }) => ({
    nodeCount,
    itemCount,
    leftUnits,
    orders,
    due,
    outlooks: Array.from({ length: itemCount }, () => ({
      sendMinor: Float64Array.from(send),
      lackMinor: Float64Array.of(4000),
      futures: [{ count: 1, zone: [0], units: [comers] }],
    })),
    pricePercent: 100,
    gainMinMinor: 1,
    stepsMax: 10_000,
  }));

type Moved = ReturnType<typeof settleDue>['reassignments'][number]['orders'][number];

/** Puts an order's goods back, or takes those of its new nodes. */
function book(
  window: DueWindow,
  left: Int32Array,
  moved: Moved & { readonly takes: boolean },
): void {
  const order = window.orders.find(({ orderId }) => orderId === moved.orderId)!;
  (moved.takes ? moved.toNodes : moved.fromNodes).forEach((node, line) => {
    left[node * itemCount + order.items[line]!]! += (moved.takes ? -1 : 1) * order.units[line]!;
  });
}

/** It may move there, is sent whole, and not later than promised. */
function expectKept(window: DueWindow, { orderId, toNodes }: Moved): void {
  const order = window.orders.find((one) => one.orderId === orderId)!;
  expect(order.isMovable).toBe(true);
  expect(Math.max(...toNodes)).toBeLessThan(nodeCount);
  expect(Math.max(...toNodes.map((node) => order.arrivesAt[node]!))).toBeLessThanOrEqual(
    order.promisedEndAt,
  );
  expect(wayMinor({ ...window, unitPriceMinor: [] }, order, toNodes)).toBeLessThan(Infinity);
}

describe('whatever the orders and the goods', () => {
  it('nobody takes goods that are not there, comes later than promised, moves when it may not, or is not sent', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const left = Int32Array.from(window.leftUnits);
        const nodes = new Map(window.orders.map((one) => [one.orderId, Array.from(one.nodes)]));
        for (const { orders } of settleDue(window).reassignments) {
          for (const moved of orders) {
            expect(moved.fromNodes).toEqual(nodes.get(moved.orderId));
            nodes.set(moved.orderId, [...moved.toNodes]);
            expectKept(window, moved);
            book(window, left, { ...moved, takes: false });
          }
          for (const moved of orders) book(window, left, { ...moved, takes: true });
          expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 400 },
    );
  });
});
