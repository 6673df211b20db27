import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../words/index.ts';
import { availableToPromise, availableToPromiseAt } from './decide/index.ts';
import type { StockMove, StockPosition } from './decide/index.ts';
import { StockBoard } from './views.ts';

const nodeIds = ['n0', 'n1', 'n2'].map(nodeId);
const itemIds = Array.from({ length: 70 }, (_, i) => itemId(`SKU-${i}`));
const [n0, n1] = [nodeIds[0]!, nodeIds[1]!];
const [milk, salt] = [itemIds[0]!, itemIds[66]!];

const at = (part: Partial<StockPosition>): StockPosition => ({
  nodeId: n0,
  itemId: milk,
  lot: '',
  onHandUnits: 10,
  reservedUnits: 0,
  safetyUnits: 0,
  ...part,
});
const move = (part: Partial<StockMove>): StockMove => ({
  nodeId: n0,
  itemId: milk,
  lot: '',
  onHandUnits: 0,
  reservedUnits: 0,
  safetyUnits: 0,
  guard: 'available',
  ...part,
});

const anyUnits = fc.nat(30);
const anyPosition = fc.record({
  nodeId: fc.constantFrom(...nodeIds),
  itemId: fc.constantFrom(...itemIds.slice(0, 2), salt),
  lot: fc.constantFrom('', '', 'L1', 'L2'),
  onHandUnits: anyUnits,
  reservedUnits: anyUnits,
  safetyUnits: fc.nat(5),
});
const anyMove = fc.record({
  nodeId: fc.constantFrom(...nodeIds),
  itemId: fc.constantFrom(...itemIds.slice(0, 2), salt),
  lot: fc.constantFrom('', 'L1'),
  onHandUnits: fc.integer({ min: -8, max: 8 }),
  reservedUnits: fc.integer({ min: -8, max: 8 }),
  safetyUnits: fc.integer({ min: -3, max: 3 }),
  guard: fc.constantFrom('available' as const, 'physical' as const),
});

const keyOf = (p: { nodeId: string; itemId: string; lot: string }): string =>
  `${p.nodeId} ${p.itemId} ${p.lot}`;

/** Safety without a lot is kept back from all lots together; every lot has its own on top. */
function overLots(here: readonly StockPosition[]): number {
  const plain = here.find(({ lot }) => lot === '');
  const lots = here.filter(({ lot }) => lot !== '');
  if (lots.every((p) => p.onHandUnits + p.reservedUnits + p.safetyUnits === 0))
    return plain ? availableToPromise(plain) : 0;
  const free = plain ? Math.max(0, plain.onHandUnits - plain.reservedUnits) : 0;
  const sum = lots.reduce((units, p) => units + availableToPromise(p), free);
  return Math.max(0, sum - (plain?.safetyUnits ?? 0));
}

describe('the board of stock', () => {
  it('sells what the one definition of ATP says, over all lots, however it was filled', () => {
    fc.assert(
      fc.property(fc.array(anyPosition), fc.array(anyMove), (positions, moves) => {
        const board = new StockBoard(nodeIds);
        const model = new Map<string, StockPosition>();
        for (const position of positions) {
          board.set(position);
          model.set(keyOf(position), position);
        }
        for (const one of moves) {
          const moved = board.apply(one);
          if (moved.ok) model.set(keyOf(one), moved.value);
        }
        const asked = [milk, salt, itemId('never-seen'), itemIds[1]!];
        const out = new Int32Array(nodeIds.length * asked.length).fill(-7);
        board.copyAtp(
          asked.map((item) => board.itemIxOf(item)),
          out,
        );
        nodeIds.forEach((node, n) => {
          asked.forEach((item, i) => {
            const here = [...model.values()].filter((p) => p.nodeId === node && p.itemId === item);
            const expected = overLots(here);
            expect(out[n * asked.length + i]).toBe(expected);
            expect(board.atpUnits(n, board.itemIxOf(item))).toBe(expected);
          });
        });
      }),
    );
  });

  it('lets a guarded move through exactly when what it takes is available', () => {
    fc.assert(
      fc.property(anyPosition, anyMove, (position, wish) => {
        const board = new StockBoard(nodeIds);
        board.set(position);
        const { nodeId: node, itemId: item, lot } = position;
        const one: StockMove = { ...wish, nodeId: node, itemId: item, lot };
        const moved = board.apply(one);
        const after = board.position(node, item, lot);
        if (!moved.ok) {
          expect(one.guard).toBe('available');
          expect(after).toEqual(position);
          const left = position.onHandUnits - position.reservedUnits - position.safetyUnits;
          const short = moved.refusal.neededUnits > moved.refusal.availableUnits;
          const below =
            position.onHandUnits + one.onHandUnits < 0 ||
            position.reservedUnits + one.reservedUnits < 0;
          expect(short || below).toBe(true);
          expect(moved.refusal.availableUnits).toBe(Math.max(0, left));
          return;
        }
        expect(after).toEqual(moved.value);
        const least = Math.min(after.onHandUnits, after.reservedUnits, after.safetyUnits);
        expect(least).toBeGreaterThanOrEqual(0);
        const sold = after.onHandUnits - after.reservedUnits - after.safetyUnits;
        const before = position.onHandUnits - position.reservedUnits - position.safetyUnits;
        if (one.guard === 'available') expect(sold >= 0 || sold >= before).toBe(true);
      }),
    );
  });

  it('refuses to reserve more than there is and names both numbers', () => {
    const board = new StockBoard(nodeIds);
    board.set(at({ reservedUnits: 6, safetyUnits: 1 }));
    expect(board.apply(move({ reservedUnits: 4 }))).toEqual({
      ok: false,
      refusal: { reason: 'insufficient-stock', availableUnits: 3, neededUnits: 4 },
    });
    expect(board.apply(move({ reservedUnits: 3 }))).toMatchObject({ ok: true });
    expect(board.atpUnits(0, board.itemIxOf(milk))).toBe(0);
  });

  it('books a physical fact whatever the books said, and lets go of reservations when oversold', () => {
    const board = new StockBoard(nodeIds);
    board.set(at({ reservedUnits: 10 }));
    board.apply(move({ onHandUnits: -12, guard: 'physical' }));
    expect(board.position(n0, milk, '')).toMatchObject({ onHandUnits: 0, reservedUnits: 10 });
    expect(board.apply(move({ reservedUnits: -4 }))).toMatchObject({ ok: true });
    expect(board.apply(move({ reservedUnits: 1 }))).toMatchObject({ ok: false });
  });

  it('ignores nodes outside the network', () => {
    const board = new StockBoard(nodeIds);
    board.set(at({ nodeId: nodeId('gone') }));
    expect(board.version).toBe(0);
    expect([...board.positions()]).toEqual([]);
    expect(board.apply(move({ nodeId: nodeId('gone'), reservedUnits: 1 }))).toMatchObject({
      refusal: { availableUnits: 0 },
    });
  });

  it('counts what arrives in time and names the next supply', () => {
    const board = new StockBoard(nodeIds);
    const soon = { nodeId: n0, itemId: milk, expectedAt: 100, units: 5 };
    const later = { nodeId: n1, itemId: milk, expectedAt: 50, units: 7 };
    board.set(at({ onHandUnits: 1, reservedUnits: 3 }));
    board.setInbound(n0, milk, [soon]);
    board.setInbound(n1, milk, [later]);
    const milkIx = board.itemIxOf(milk);
    expect(board.nearestInbound(milkIx, 0)).toEqual(later);
    expect(board.nearestInbound(milkIx, 51)).toEqual(soon);
    expect(board.nearestInbound(milkIx, 101)).toBeUndefined();
    expect(board.nearestInbound(-1, 0)).toBeUndefined();
    expect(board.atpUnitsAt(n0, milk, { at: 99 })).toBe(0);
    expect(board.atpUnitsAt(n0, milk, { at: 100 })).toBe(3);
    expect(board.atpUnitsAt(n0, milk, { at: 100 })).toBe(
      availableToPromiseAt(board.position(n0, milk, ''), { supplies: [soon], at: 100 }),
    );
    board.setInbound(n1, milk, []);
    expect(board.nearestInbound(milkIx, 0)).toEqual(soon);
  });

  it('sells no lot that is blocked or expired, and takes what expires first', () => {
    const board = new StockBoard(nodeIds);
    const traits = { itemId: milk, receivedAt: undefined, reason: '' };
    for (const lot of ['A', 'B', 'C', 'D']) board.set(at({ lot, onHandUnits: 2 }));
    board.setLotTraits({ ...traits, lot: 'A', expiresAt: 900, state: 'released' });
    board.setLotTraits({ ...traits, lot: 'B', expiresAt: 500, state: 'released' });
    board.setLotTraits({ ...traits, lot: 'C', expiresAt: 700, state: 'quarantined' });
    const sold = (now: number, shelfMs = 0): readonly string[] =>
      board.lotsFor(n0, milk, { at: now, shelfMs }).map(({ lot }) => lot);
    board.lookAt(100);
    expect([sold(100), board.atpUnits(0, 0)]).toEqual([['B', 'A', 'D'], 6]);
    expect(sold(100, 400)).toEqual(['A', 'D']);
    expect(board.countsFor(n0, milk, { at: 100, shelfMs: 400 }).onHandUnits).toBe(4);
    board.lookAt(500);
    expect(board.atpUnits(0, 0)).toBe(4);
    board.setLotTraits({ ...traits, lot: 'C', expiresAt: 700, state: 'released' });
    expect(board.atpUnits(0, 0)).toBe(6);
    const moved = board.movedTo([n1, n0]);
    moved.lookAt(700);
    expect([moved.atpUnits(1, 0), moved.lotTraits(milk, 'A')?.expiresAt]).toEqual([4, 900]);
  });

  it('shows goods in transit besides what is announced, and neither replaces the other', () => {
    const board = new StockBoard(nodeIds);
    const coming = { nodeId: n0, itemId: milk, expectedAt: 100, units: 5 };
    board.setInTransit('trf_1', milk, [{ ...coming, units: 3 }]);
    board.setInbound(n0, milk, [coming]);
    expect(board.atpUnitsAt(n0, milk, { at: 100 })).toBe(8);
    board.setInbound(n0, milk, []);
    expect(board.movedTo(nodeIds).atpUnitsAt(n0, milk, { at: 100 })).toBe(3);
    board.setInTransit('trf_1', milk, []);
    expect(board.supplies(milk)).toEqual([]);
  });

  it('lists every position, and moves them to the next network version', () => {
    const board = new StockBoard(nodeIds);
    const all = [
      at({}),
      at({ nodeId: n1, lot: 'L1', safetyUnits: 2 }),
      at({ nodeId: n1, itemId: salt, onHandUnits: 0, safetyUnits: 1 }),
    ];
    for (const position of all) board.set(position);
    board.set(at({ itemId: salt, onHandUnits: 0 }));
    board.setInbound(n1, salt, [{ nodeId: n1, itemId: salt, expectedAt: 1, units: 1 }]);
    expect([...board.positions()]).toEqual(all);
    const moved = board.movedTo([n1, nodeId('n9')]);
    expect([...moved.positions()].map(keyOf)).toEqual(all.slice(1).map(keyOf));
    expect(moved.atpUnits(0, moved.itemIxOf(milk))).toBe(8);
    expect(moved.nearestInbound(moved.itemIxOf(salt), 0)?.units).toBe(1);
    expect(moved.version).toBe(board.version + 1);
  });

  it('forgets a lot that is used up', () => {
    const board = new StockBoard(nodeIds);
    board.set(at({ lot: 'L1', onHandUnits: 2 }));
    board.set(at({ lot: 'L2', onHandUnits: 3 }));
    board.set(at({ lot: 'L1', onHandUnits: 0 }));
    expect(board.lotsOf(n0, milk).map((lot) => lot.lot)).toEqual(['L2']);
    expect(board.lotsOf(n1, milk)).toEqual([]);
    expect(board.lotsOf(n0, salt)).toEqual([]);
    expect(board.itemCount).toBe(1);
  });

  it('refuses to hold more than its columns can', () => {
    const board = new StockBoard(nodeIds);
    expect(() => {
      board.set(at({ onHandUnits: 2 ** 31 }));
    }).toThrow('2^31');
  });
});
