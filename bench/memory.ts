/** What the board of a large network keeps in memory: 225 nodes × 20,000 items. */
import { compileNetwork, NetworkBoard } from '@ordermesh/core/network';
import { laneClock } from '@ordermesh/core/promise';
import { StockBoard } from '@ordermesh/core/stock';
import { itemId } from '@ordermesh/core/words';
import { referenceWorld } from '@ordermesh/twin';

import type { Figure } from './report.ts';

/** Measures resident memory before and after, garbage collected when node was started with --expose-gc. */
export function benchMemory(items: number): readonly Figure[] {
  const world = referenceWorld(42);
  const beforeMb = residentMb();
  const network = compileNetwork(world.network);
  const clock = laneClock(network);
  const nodes = new NetworkBoard(network);
  const stock = new StockBoard(network.nodes.map(({ nodeId }) => nodeId));
  for (let item = 0; item < items; item += 1) {
    const id = itemId(`ITEM-${String(item).padStart(6, '0')}`);
    for (const { nodeId } of network.nodes)
      stock.set({
        nodeId,
        itemId: id,
        lot: '',
        onHandUnits: 1 + (item % 90),
        reservedUnits: item % 2,
        safetyUnits: 1,
      });
  }
  const afterMb = residentMb();
  // Keeps everything alive until it is measured.
  const kept = [clock, nodes, stock].length + stock.itemCount;
  return [
    {
      name: `memory: board of ${String(network.nodes.length)} nodes × ${String(kept - 3)} items`,
      value: afterMb - beforeMb,
      unit: 'MB',
      target: '≤ 300',
    },
  ];
}

function residentMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1_048_576;
}
