import type { Arrival } from './arrivals.ts';
import type { LaneAsk, LaneWindow } from './lane-clock.ts';

/** Answers kept per lane: a few starts of work (this slot, the next) and confidences are live at a time. */
const ways = 4;

/**
 * Remembers arrivals per lane (node × service × zone). An arrival holds for an interval of starts, so that a
 * look-up compares numbers and returns the very object of the first answer.
 */
export class LaneMemo {
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  readonly #confidence: Float64Array;
  readonly #timeZones: (string | undefined)[];
  readonly #windows: (LaneWindow | undefined)[];
  #turn = 0;

  constructor(lanes: number) {
    this.#from = new Float64Array(lanes * ways).fill(Infinity);
    this.#until = new Float64Array(lanes * ways);
    this.#confidence = new Float64Array(lanes * ways);
    this.#timeZones = Array.from({ length: lanes * ways }, () => undefined);
    this.#windows = Array.from({ length: lanes * ways }, () => undefined);
  }

  /** @returns where the answer is kept (ask `windowAt`), or −1 */
  find(laneIx: number, startAt: number, ask: LaneAsk): number {
    const end = (laneIx + 1) * ways;
    for (let i = laneIx * ways; i < end; i += 1)
      if (
        startAt >= (this.#from[i] ?? Infinity) &&
        startAt <= (this.#until[i] ?? 0) &&
        this.#confidence[i] === ask.confidencePercent &&
        this.#timeZones[i] === ask.destinationTimeZone
      )
        return i;
    return -1;
  }

  windowAt(i: number): LaneWindow | undefined {
    return this.#windows[i];
  }

  /** Keeps an answer in the place of the oldest of its lane, more or less. */
  keep(laneIx: number, ask: LaneAsk, arrival: Arrival): void {
    this.#turn = (this.#turn + 1) % ways;
    const i = laneIx * ways + this.#turn;
    this.#from[i] = arrival.validFrom;
    this.#until[i] = arrival.validUntil;
    this.#confidence[i] = ask.confidencePercent;
    this.#timeZones[i] = ask.destinationTimeZone;
    this.#windows[i] = arrival.window;
  }
}
