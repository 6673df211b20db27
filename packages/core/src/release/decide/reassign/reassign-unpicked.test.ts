import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { reassignUnpicked } from './reassign-unpicked.ts';
import { wayMinor } from './ways.ts';
import type { PendingOrder, PendingWindow } from './window.ts';

/** One unit of one item, sent from either of two nodes; not sending it costs 9000. */
const single = (
  orderId: string,
  node: number,
  given: { readonly minor: readonly [number, number] } & Partial<PendingOrder>,
): PendingOrder => ({
  orderId,
  isMovable: true,
  promisedEndAt: 10,
  arrivesAt: [5, 5],
  items: [0],
  units: [1],
  nodes: [node],
  parcelMinor: [...given.minor, 9000].flatMap((minor) => [0, minor]),
  ...given,
});

const windowOf = (
  orders: readonly PendingOrder[],
  leftUnits: readonly number[],
): PendingWindow => ({
  nodeCount: 2,
  itemCount: 1,
  leftUnits,
  orders,
  gainMinMinor: 1,
  stepsMax: 10_000,
});

const north = single('north', 1, { minor: [300, 700] });
const south = single('south', 0, { minor: [500, 400] });

describe('re-assigning orders that nobody has begun', () => {
  it('lets two orders swap the nodes of their goods and tells what that saves', () => {
    const found = reassignUnpicked(windowOf([north, south], [0, 0]));
    expect(found.reassignments).toEqual([
      {
        savesMinor: 500,
        orders: [
          { orderId: 'north', fromNodes: [1], toNodes: [0] },
          { orderId: 'south', fromNodes: [0], toNodes: [1] },
        ],
      },
    ]);
    expect(found.isCutShort).toBe(false);
  });

  it('lets an order take goods that came free', () => {
    const found = reassignUnpicked(windowOf([north], [1, 0]));
    expect(found.savesMinor).toBe(400);
  });

  it('accepts that one order becomes dearer when the other one saves more', () => {
    const found = reassignUnpicked(
      windowOf([north, single('south', 0, { minor: [400, 450] })], [0, 0]),
    );
    expect(found.savesMinor).toBe(350);
  });

  it('leaves work where it is that a node has accepted', () => {
    const accepted = { ...south, isMovable: false };
    expect(reassignUnpicked(windowOf([north, accepted], [0, 0])).reassignments).toEqual([]);
  });

  it('leaves an order where it is that would come later than promised', () => {
    const hurried = { ...south, arrivesAt: [5, 11] };
    expect(reassignUnpicked(windowOf([north, hurried], [0, 0])).reassignments).toEqual([]);
  });

  it('leaves goods where they are worth more than the freight they would save', () => {
    const window = { ...windowOf([north], [1, 0]), unitPriceMinor: [401, 0] };
    expect(reassignUnpicked(window).reassignments).toEqual([]);
  });

  it('leaves an exchange alone that saves less than the least gain', () => {
    const window = { ...windowOf([north, south], [0, 0]), gainMinMinor: 501 };
    expect(reassignUnpicked(window).reassignments).toEqual([]);
  });

  it('finds that three orders pass their nodes on to one another', () => {
    const of = (orderId: string, node: number, minor: readonly number[]): PendingOrder => ({
      ...single(orderId, node, { minor: [0, 0] }),
      arrivesAt: [5, 5, 5],
      parcelMinor: [...minor, 9000].flatMap((one) => [0, one]),
    });
    const orders = [
      of('a', 0, [500, 100, 900]),
      of('b', 1, [900, 500, 100]),
      of('c', 2, [100, 900, 500]),
    ];
    const found = reassignUnpicked({ ...windowOf(orders, [0, 0, 0]), nodeCount: 3 });
    expect(found.reassignments.map(({ savesMinor }) => savesMinor)).toEqual([1200]);
  });

  it('joins two parcels of an order into one', () => {
    const basket: PendingOrder = {
      ...north,
      orderId: 'basket',
      items: [0, 1],
      units: [1, 1],
      nodes: [0, 1],
      parcelMinor: [0, 300, 300, 400, 0, 350, 350, 450, 0, 9000, 9000, 18_000],
    };
    const found = reassignUnpicked({ ...windowOf([basket], [0, 1, 0, 0]), itemCount: 2 });
    expect(found.reassignments[0]?.orders[0]?.toNodes).toEqual([0, 0]);
    expect(found.savesMinor).toBe(250);
  });
});

const nodeCount = 3;
const itemCount = 2;

/** Two lines at most, at any nodes that can send them. */
const anyOrder = fc
  .record({
    isMovable: fc.boolean(),
    promisedEndAt: fc.nat(9),
    arrivesAt: fc.array(fc.nat(9), { minLength: nodeCount, maxLength: nodeCount }),
    lines: fc.array(fc.record({ units: fc.integer({ min: 1, max: 2 }), node: fc.nat(nodeCount) }), {
      minLength: 1,
      maxLength: itemCount,
    }),
    minor: fc.array(fc.nat(900), { minLength: 16, maxLength: 16 }),
  })
  .map(({ lines, minor, ...rest }): PendingOrder => ({
    ...rest,
    orderId: '',
    items: lines.map((_, item) => item),
    units: lines.map(({ units }) => units),
    nodes: lines.map(({ node }) => node),
    parcelMinor: minor.map((one, at) => (at % (1 << lines.length) === 0 ? 0 : one)),
  }));

const anyWindow = fc
  .record({
    orders: fc.array(anyOrder, { minLength: 1, maxLength: 7 }),
    leftUnits: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
    unitPriceMinor: fc.array(fc.nat(200), { minLength: 6, maxLength: 6 }),
    stepsMax: fc.integer({ min: 1, max: 3000 }),
  })
  .map(({ orders, ...rest }): PendingWindow => ({
    ...rest,
    nodeCount,
    itemCount,
    gainMinMinor: 1,
    orders: orders.map((order, ix) => ({ ...order, orderId: String(ix) })),
  }));

const latestAt = ({ arrivesAt }: PendingOrder, nodes: readonly number[]): number =>
  Math.max(-1, ...nodes.filter((node) => node < nodeCount).map((node) => arrivesAt[node] ?? 0));

const totalMinor = (window: PendingWindow, nodes: ReadonlyMap<string, readonly number[]>): number =>
  window.orders.reduce(
    (sum, order) => sum + wayMinor(window, order, nodes.get(order.orderId) ?? []),
    0,
  );

describe('every re-assignment', () => {
  it('takes no goods that are not there, saves what it says, and breaks no promise', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const nodes = new Map(
          window.orders.map(({ orderId, nodes: of }) => [orderId, Array.from(of)]),
        );
        const before = totalMinor(window, nodes);
        const left = Array.from(window.leftUnits);
        const found = reassignUnpicked(window);
        for (const { orders, savesMinor } of found.reassignments) {
          expect(savesMinor).toBeGreaterThanOrEqual(1);
          for (const { orderId, fromNodes, toNodes } of orders) {
            const order = window.orders[Number(orderId)]!;
            expect(order.isMovable).toBe(true);
            expect(fromNodes).toEqual(nodes.get(orderId));
            toNodes.forEach((node, line) => {
              const [item, units] = [order.items[line]!, order.units[line]!];
              if (fromNodes[line]! < nodeCount) left[fromNodes[line]! * itemCount + item]! += units;
              if (node < nodeCount) left[node * itemCount + item]! -= units;
              if (node === nodeCount) expect(order.nodes[line]).toBe(nodeCount);
            });
            const allowedAt = Math.max(
              order.promisedEndAt,
              latestAt(order, Array.from(order.nodes)),
            );
            expect(latestAt(order, toNodes)).toBeLessThanOrEqual(allowedAt);
            nodes.set(orderId, [...toNodes]);
          }
          expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
        }
        expect(before - totalMinor(window, nodes)).toBeCloseTo(found.savesMinor, 6);
        expect(reassignUnpicked(window)).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  it('looks at few more ways than it may', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const { steps } = reassignUnpicked(window);
        expect(steps).toBeLessThanOrEqual(window.stepsMax + 3 * 5);
      }),
    );
  });
});
