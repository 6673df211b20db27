import fc from 'fast-check';
import { expect, it } from 'vitest';

import { nodeId } from '../../words/index.ts';
import { NetworkBoard } from '../../network/index.ts';
import { wednesday, world } from './route-world.test.ts';
import { startTable } from './start-table.ts';

const names = ['a', 'b', 'c'];
const { network, laneClock } = world({ nodes: names.map((id, at) => ({ id, km: 10 * at })) });
const hourMs = 3_600_000;

const anyStep = fc.record({
  node: fc.constantFrom(...names),
  slot: fc.integer({ min: 0, max: 3 }),
  ordersUsed: fc.constantFrom(0, 5, 9, 10),
  laterMs: fc.constantFrom(0, 0, 0, 30_000, hourMs),
});

it('a kept table of starts says what a fresh one says, whatever slots filled or were freed', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const board = new NetworkBoard(network);
      const kept = startTable(board, laneClock, names.length);
      const copy = (table: typeof kept, at: number) => {
        const slice = {
          startAt: new Float64Array(names.length),
          slotAt: new Float64Array(names.length),
          loadPercent: new Uint8Array(names.length),
        };
        table.copyTo(slice, at);
        return slice;
      };
      let at = wednesday;
      for (const { node, slot, ordersUsed, laterMs } of steps) {
        at += laterMs;
        board.setUse({ nodeId: nodeId(node), slotAt: wednesday + slot * hourMs, ordersUsed });
        expect(copy(kept, at)).toEqual(copy(startTable(board, laneClock, names.length), at));
      }
    }),
    { numRuns: 200, seed: 20_261_126 },
  );
});
