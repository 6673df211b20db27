import { describe, expect, it } from 'vitest';

import { nodeId } from '../words/index.ts';
import { compileNetwork, nodeDraining, nodeOpen, nodeStricken } from './decide/index.ts';
import type { Network } from './decide/index.ts';
import { NetworkBoard } from './views.ts';

const networkOf = (...ids: string[]): Network =>
  compileNetwork({
    version: 1,
    currency: 'CNY',
    nodes: ids.map((id) => ({
      nodeId: nodeId(id),
      kind: 'store',
      name: id,
      place: { latitude: 0, longitude: 0, country: 'CN', subdivision: '', postcode: '' },
      timeZone: 'UTC',
      tags: [],
      abilities: [],
      temperatureClasses: ['ambient'],
      calendar: { weekly: [], closedDates: [] },
      slots: { lengthMinutes: 60, ordersMax: 2 },
      handlingMinutes: { levels: [0.5], values: [1] },
      handlingCostPerOrderMinor: 0,
      handlingCostPerLineMinor: 0,
      carrierServices: [],
      acceptMinutesMax: 1,
    })),
    carrierServices: [],
    dutyRates: [],
  });

const [a, b] = [nodeId('a'), nodeId('b')];
const slotAt = 3_600_000;

describe('the board of a network', () => {
  it('starts with open nodes and empty slots', () => {
    const board = new NetworkBoard(networkOf('a', 'b'));
    expect([...board.states]).toEqual([nodeOpen, nodeOpen]);
    expect(board.usedAt(0)(slotAt)).toBe(0);
    expect(board.usedAt(9)(slotAt)).toBe(0);
    expect(board.version).toBe(0);
  });

  it('takes places while there are some, refuses the one too many, and frees them', () => {
    const board = new NetworkBoard(networkOf('a', 'b'));
    const take = { nodeId: b, slotAt, orders: 1, ordersMax: 2 };
    expect([board.apply(take), board.apply(take), board.apply(take)]).toEqual([true, true, false]);
    expect(board.usedAt(1)(slotAt)).toBe(2);
    expect(board.usedAt(0)(slotAt)).toBe(0);
    expect(board.loadPercent(1, slotAt, 2)).toBe(100);
    expect(board.loadPercent(1, slotAt, 3)).toBe(66);
    expect(board.loadPercent(1, slotAt, 0)).toBe(100);
    expect(board.version).toBe(2);
    expect(board.apply({ ...take, orders: -5 })).toBe(true);
    expect(board.usedAt(1)(slotAt)).toBe(0);
  });

  it('frees places of a slot that is over its limit, since a limit may be lowered', () => {
    const board = new NetworkBoard(networkOf('a'));
    board.setUse({ nodeId: a, slotAt, ordersUsed: 9 });
    expect(board.apply({ nodeId: a, slotAt, orders: -1, ordersMax: 2 })).toBe(true);
    expect(board.usedAt(0)(slotAt)).toBe(8);
  });

  it('does nothing for a node that is not in the network', () => {
    const board = new NetworkBoard(networkOf('a'));
    expect(board.apply({ nodeId: b, slotAt, orders: 1, ordersMax: 2 })).toBe(false);
    board.setState(b, nodeStricken);
    board.setUse({ nodeId: b, slotAt, ordersUsed: 1 });
    expect(board.version).toBe(0);
  });

  it('forgets slots of the past', () => {
    const board = new NetworkBoard(networkOf('a'));
    board.setUse({ nodeId: a, slotAt: 1000, ordersUsed: 1 });
    board.setUse({ nodeId: a, slotAt: 2000, ordersUsed: 2 });
    board.forgetBefore(2000);
    expect([1000, 2000].map(board.usedAt(0))).toEqual([0, 2]);
  });

  it('moves to the next network version by node id', () => {
    const board = new NetworkBoard(networkOf('a', 'b'));
    board.setState(a, nodeStricken);
    board.setState(b, nodeDraining);
    board.setUse({ nodeId: b, slotAt, ordersUsed: 2 });
    const moved = board.movedTo(networkOf('b', 'c'));
    expect([...moved.states]).toEqual([nodeDraining, nodeOpen]);
    expect(moved.usedAt(0)(slotAt)).toBe(2);
    expect(moved.usedAt(1)(slotAt)).toBe(0);
    expect(moved.version).toBe(board.version + 1);
  });
});
