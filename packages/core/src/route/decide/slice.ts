import type { Network } from '../../network/decide/index.ts';
import type { LaneClock } from '../../promise/decide/index.ts';
import { carrierLoads } from './carrier-loads.ts';
import type { BoardSlice, RouteLine } from './question.ts';
import { startTable } from './start-table.ts';
import type { SlotBoard, StartTable } from './start-table.ts';

/** What a slice is cut from: the boards of stock and network, at one moment. */
export interface SliceSource {
  readonly network: Network;
  readonly clock: LaneClock;
  readonly nodes: SlotBoard;
  readonly stock: AtpBoard;
}

/** Stock, by item index. */
export interface AtpBoard {
  itemIxOf(itemId: RouteLine['itemId']): number;
  /** Writes ATP of the items at every node into `out[nodeIx * items + i]`; −1 yields zeros. */
  copyAtp(itemIxs: readonly number[], out: Int32Array): void;
}

const tables = new WeakMap<SlotBoard, StartTable>();

/**
 * Cuts out of the boards what a decision about these lines looks at. The columns are the slice's own: later
 * changes of the boards do not reach them.
 *
 * Starts of work are computed for the full minute at or after `at` and kept until the minute or a slot
 * changes, so that most slices copy them.
 */
export function sliceBoard(
  source: SliceSource,
  lines: readonly RouteLine[],
  at: number,
): BoardSlice {
  const { network, nodes, stock, clock } = source;
  const count = network.nodes.length;
  let table = tables.get(nodes);
  if (table === undefined || table.clock !== clock) {
    table = startTable(nodes, clock, count);
    tables.set(nodes, table);
  }
  const buffer = new ArrayBuffer(count * (18 + 4 * lines.length) + 8);
  const slice: BoardSlice = {
    startAt: new Float64Array(buffer, 0, count),
    slotAt: new Float64Array(buffer, count * 8, count),
    atpUnits: new Int32Array(buffer, count * 16, count * lines.length),
    nodeState: new Uint8Array(buffer, count * (16 + 4 * lines.length), count),
    loadPercent: new Uint8Array(buffer, count * (17 + 4 * lines.length), count),
  };
  stock.copyAtp(
    lines.map(({ itemId }) => stock.itemIxOf(itemId)),
    slice.atpUnits,
  );
  slice.nodeState.set(nodes.states);
  table.copyTo(slice, at);
  const carriers = carrierLoads(source, slice, at);
  return carriers === undefined ? slice : { ...slice, carriers };
}
