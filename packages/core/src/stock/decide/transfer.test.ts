import fc from 'fast-check';
import { expect, it } from 'vitest';

import { itemId, nodeId } from '../../words/index.ts';
import {
  approveTransfer,
  cancelTransfer,
  receiveTransfer,
  shipTransfer,
  stillComing,
} from './transfer.ts';
import type { Transfer } from './transfer.ts';

const tea = itemId('TEA');
const act = { by: 'anna', at: 5 };
const asked = (units = 10): Transfer => ({
  transferId: 'trf_1',
  fromNodeId: nodeId('dc'),
  toNodeId: nodeId('st'),
  state: 'requested',
  expectedAt: 100,
  reason: 'refill',
  lines: [
    {
      itemId: tea,
      lot: '',
      units,
      shippedUnits: 0,
      receivedUnits: 0,
      lostUnits: 0,
      lossReason: undefined,
    },
  ],
  history: [],
});
const value = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};
const told = (units: number, more = {}) => [{ itemId: tea, lot: '', units, ...more }];
const shipped = (units: number): Transfer =>
  value(shipTransfer(value(approveTransfer(asked(), act)), told(units), act));

it('goes from wish to approval to goods on their way to goods that arrived, and remembers who did what', () => {
  const done = value(receiveTransfer(shipped(8), { lines: undefined, isLast: true }, act));
  expect(done.lines[0]).toMatchObject({ shippedUnits: 8, receivedUnits: 8, lostUnits: 0 });
  expect(done.history.map(({ state }) => state)).toEqual(['approved', 'shipped', 'received']);
});

it('explains what did not arrive, and takes what came too much', () => {
  const lines = told(5, { lostUnits: 1, lossReason: 'damaged' });
  const fewer = value(receiveTransfer(shipped(8), { lines, isLast: true }, act));
  expect(fewer.lines[0]).toMatchObject({ receivedUnits: 5, lostUnits: 3, lossReason: 'damaged' });
  const none = value(receiveTransfer(shipped(8), { lines: [], isLast: true }, act));
  expect(none.lines[0]).toMatchObject({
    receivedUnits: 0,
    lostUnits: 8,
    lossReason: 'never-arrived',
  });
  const more = value(receiveTransfer(shipped(8), { lines: told(9), isLast: true }, act));
  expect(more.lines[0]).toMatchObject({ receivedUnits: 9, lostUnits: 0 });
});

it('refuses an act out of turn, an unknown line, and more than was approved', () => {
  const refusal = (outcome: { ok: boolean; refusal?: unknown }): unknown => outcome.refusal;
  expect(refusal(shipTransfer(asked(), undefined, act))).toMatchObject({
    reason: 'wrong-state',
    allowed: ['approved'],
  });
  expect(refusal(cancelTransfer(shipped(1), act))).toMatchObject({ reason: 'wrong-state' });
  const approved = value(approveTransfer(asked(), act));
  expect(refusal(approveTransfer(approved, act))).toMatchObject({ reason: 'wrong-state' });
  expect(refusal(shipTransfer(approved, told(11), act))).toMatchObject({
    reason: 'more-than-approved',
    approvedUnits: 10,
  });
  const other = [{ itemId: itemId('OAT'), lot: '', units: 1 }];
  expect(refusal(shipTransfer(approved, other, act))).toMatchObject({ reason: 'unknown-line' });
  expect(refusal(receiveTransfer(shipped(1), { lines: other, isLast: true }, act))).toMatchObject({
    reason: 'unknown-line',
  });
});

it('loses no unit: shipped = received + lost + still coming, in however many parts it arrives', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.tuple(fc.nat(4), fc.nat(2))),
      (units, parts) => {
        let transfer = shipped(units);
        for (const [some, lostUnits] of [...parts, [0, 0] as const]) {
          const [line] = transfer.lines;
          if (!line || transfer.state !== 'shipped') break;
          const arrived = Math.min(some, stillComing(line));
          const lines = told(arrived, {
            lostUnits: Math.min(lostUnits, stillComing(line) - arrived),
          });
          transfer = value(receiveTransfer(transfer, { lines, isLast: false }, act));
          const [after] = transfer.lines;
          expect(
            (after?.receivedUnits ?? 0) +
              (after?.lostUnits ?? 0) +
              (after ? stillComing(after) : 0),
          ).toBe(units);
        }
      },
    ),
  );
});
