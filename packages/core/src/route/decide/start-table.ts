import type { LaneClock } from '../../promise/decide/index.ts';
import type { BoardSlice } from './question.ts';

/** Node states and how full their slots are. */
export interface SlotBoard {
  /** `nodeOpen`, `nodeDraining` or `nodeStricken` per node index. */
  readonly states: Uint8Array;
  /** Counts every change. */
  readonly version: number;
  /** The version in which each node changed last, by node index. */
  readonly changedIn: Float64Array;
  usedAt(nodeIx: number): (slotAt: number) => number;
  /** How full the slot is, 0 … 100. */
  loadPercent(nodeIx: number, slotAt: number, ordersMax: number): number;
}

const minuteMs = 60_000;

/** When each node could start next, kept for the current minute. */
export interface StartTable {
  readonly clock: LaneClock;
  /** Writes start, slot and load of every node as of the full minute at or after `at`. */
  copyTo(slice: Pick<BoardSlice, 'startAt' | 'slotAt' | 'loadPercent'>, at: number): void;
}

/**
 * A table of first starts. When the minute changes, all nodes are asked again; when only slots changed, those
 * nodes whose slots did.
 */
export function startTable(board: SlotBoard, clock: LaneClock, count: number): StartTable {
  const startAt = new Float64Array(count);
  const slotAt = new Float64Array(count);
  const loadPercent = new Uint8Array(count);
  let minuteAt = NaN;
  let version = NaN;

  const askNode = (nodeIx: number): void => {
    const offer = clock.firstSlot(nodeIx, minuteAt, board.usedAt(nodeIx));
    startAt[nodeIx] = offer?.startAt ?? 0;
    slotAt[nodeIx] = offer?.slotAt ?? 0;
    loadPercent[nodeIx] =
      offer === undefined ? 0 : board.loadPercent(nodeIx, offer.slotAt, offer.ordersMax);
  };

  return {
    clock,
    copyTo: (slice, at) => {
      const wantedAt = Math.ceil(at / minuteMs) * minuteMs;
      if (wantedAt !== minuteAt) {
        minuteAt = wantedAt;
        for (let nodeIx = 0; nodeIx < count; nodeIx++) askNode(nodeIx);
      } else if (version !== board.version) {
        for (let nodeIx = 0; nodeIx < count; nodeIx++)
          if ((board.changedIn[nodeIx] as number) > version) askNode(nodeIx);
      }
      version = board.version;
      slice.startAt.set(startAt);
      slice.slotAt.set(slotAt);
      slice.loadPercent.set(loadPercent);
    },
  };
}
