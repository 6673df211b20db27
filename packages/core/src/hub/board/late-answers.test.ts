import { smallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import { Board } from './board.ts';

const position = { nodeId: nodeId('st_a'), itemId: itemId('OAT'), lot: '' };
const physical = 'physical' as const;

/** A unit that reserves so many. */
function reserving(id: string, reservedUnits: number) {
  const unit = emptyUnit(0);
  const move = { ...position, onHandUnits: 0, reservedUnits, safetyUnits: 0, guard: physical };
  tell(unit, { type: 'order.placed', id, subject: id, stockMoves: [move], body: {} });
  return unit;
}

const numbers = (reservedUnits: number) => ({
  ...position,
  onHandUnits: 10,
  reservedUnits,
  safetyUnits: 0,
});

async function aBoard() {
  const { hub } = await smallWorld();
  const board = new Board(hub.network());
  board.setPositions([numbers(0)]);
  board.reached(100);
  return board;
}

/** The store refused the unit and said what it held as of an event. */
const refuse = (board: Board, asOfSequence: number, reservedUnits: number): void => {
  const refused = reserving(`refused${String(asOfSequence)}`, 1);
  board.book(refused);
  const positions = [numbers(reservedUnits)];
  board.unbook(refused, { reason: 'stock-taken', positions, asOfSequence });
};

const reserved = (board: Board): number =>
  board.stock.position(position.nodeId, position.itemId, '').reservedUnits;

describe('an answer of the store that comes late', () => {
  it('does not undo what the store has confirmed since', async () => {
    const board = await aBoard();
    const own = reserving('own', 3);
    board.book(own);
    board.confirm(own, { ok: true, sequences: [105] });
    refuse(board, 101, 2);
    expect(reserved(board)).toBe(5);
  });

  it('is no news once the log has told more', async () => {
    const board = await aBoard();
    board.reached(110);
    refuse(board, 105, 7);
    expect(reserved(board)).toBe(0);
  });

  it('does not replace a newer one', async () => {
    const board = await aBoard();
    refuse(board, 108, 4);
    refuse(board, 103, 1);
    expect(reserved(board)).toBe(4);
  });

  it('counts what is still on its way on top', async () => {
    const board = await aBoard();
    board.book(reserving('own', 2));
    refuse(board, 103, 4);
    expect(reserved(board)).toBe(6);
  });
});
