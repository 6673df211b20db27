import type { LaneClock } from '../../promise/decide/index.ts';
import type { BoardSlice } from './question.ts';

/** Node states and how full their slots are. */
export interface SlotBoard {
  /** `nodeOpen`, `nodeDraining` or `nodeStricken` per node index. */
  readonly states: Uint8Array;
  /** Counts every change. */
  readonly version: number;
  usedAt(nodeIx: number): (slotAt: number) => number;
  /** How full the slot is, 0 … 100. */
  loadPercent(nodeIx: number, slotAt: number, ordersMax: number): number;
}

const minuteMs = 60_000;
const empty = (): number => 0;

/** When each node could start next, kept for the current minute. */
export interface StartTable {
  readonly clock: LaneClock;
  /** Writes start, slot and load of every node as of the full minute at or after `at`. */
  copyTo(slice: Pick<BoardSlice, 'startAt' | 'slotAt' | 'loadPercent'>, at: number): void;
}

/**
 * A table of first starts. When the minute changes, all nodes are asked again; when only slots changed, a
 * node is asked again if its slot has filled, or if an earlier slot was full and may have been freed.
 */
export function startTable(board: SlotBoard, clock: LaneClock, count: number): StartTable {
  const startAt = new Float64Array(count);
  const slotAt = new Float64Array(count);
  const loadPercent = new Uint8Array(count);
  const ordersMax = new Float64Array(count);
  /** 1 where an earlier slot is passed over because it is full. */
  const crowded = new Uint8Array(count);
  let minuteAt = NaN;
  let version = NaN;

  const askNode = (nodeIx: number): void => {
    const offer = clock.firstSlot(nodeIx, minuteAt, board.usedAt(nodeIx));
    const idle = clock.firstSlot(nodeIx, minuteAt, empty);
    crowded[nodeIx] = offer?.slotAt === idle?.slotAt ? 0 : 1;
    startAt[nodeIx] = offer?.startAt ?? 0;
    slotAt[nodeIx] = offer?.slotAt ?? 0;
    ordersMax[nodeIx] = offer?.ordersMax ?? 0;
  };
  const refresh = (nodeIx: number): void => {
    if (crowded[nodeIx] === 1) askNode(nodeIx);
    else if (startAt[nodeIx] !== 0) {
      const used = board.usedAt(nodeIx)(slotAt[nodeIx] as number);
      if (used >= (ordersMax[nodeIx] as number)) askNode(nodeIx);
    }
  };

  return {
    clock,
    copyTo: (slice, at) => {
      const wantedAt = Math.ceil(at / minuteMs) * minuteMs;
      if (wantedAt !== minuteAt || version !== board.version) {
        const all = wantedAt !== minuteAt;
        minuteAt = wantedAt;
        version = board.version;
        for (let nodeIx = 0; nodeIx < count; nodeIx++) {
          if (all) askNode(nodeIx);
          else refresh(nodeIx);
          loadPercent[nodeIx] =
            startAt[nodeIx] === 0
              ? 0
              : board.loadPercent(nodeIx, slotAt[nodeIx] as number, ordersMax[nodeIx] as number);
        }
      }
      slice.startAt.set(startAt);
      slice.slotAt.set(slotAt);
      slice.loadPercent.set(loadPercent);
    },
  };
}
