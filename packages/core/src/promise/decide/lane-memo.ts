import type { Arrival } from './arrivals.ts';
import type { OrderSeen } from './forecast/known.ts';
import type { LaneAsk, LaneWindow } from './lane-clock.ts';

/** Answers kept per lane: a few starts of work (this slot, the next) and confidences are live at a time. */
const ways = 4;
/** Numbers per answer: eight are one cache line, so that a look-up touches memory once. */
const width = 8;
const laneWidth = ways * width;
/** Where they stand: the question … */
const [from, until, sureness, timeZone] = [0, 1, 2, 3];
/** … and the answer; `endAt` is 0 where the service never collects, the percent where it was not chosen by cost. */
const [startAt, endAt, collectedAt, chosenPercent] = [4, 5, 6, 7];

/** There are fewer time zones than a quarter of this. */
const orderStep = 2 ** 14;

/** How sure the answer shall be, as one number: confidences are below 100, worths above. */
const surenessOf = ({ brokenWorthHours, confidencePercent }: LaneAsk): number =>
  brokenWorthHours === undefined ? confidencePercent : 100 + brokenWorthHours;

/**
 * Remembers arrivals per lane (node × service × zone). An arrival holds for an interval of starts, so that a
 * look-up compares numbers.
 */
export class LaneMemo {
  readonly #numbers: Float64Array;
  readonly #timeZoneNos = new Map<string | undefined, number>([[undefined, 0]]);
  readonly #readsOrders: boolean;
  #turn = 0;
  #order: OrderSeen | undefined;
  #orderNo = 0;

  /** @param readsOrders answers hold for the order alone that they were asked for */
  constructor(lanes: number, readsOrders: boolean) {
    this.#readsOrders = readsOrders;
    this.#numbers = new Float64Array(lanes * laneWidth).fill(Infinity);
  }

  /** @returns where the answer is kept, or −1 */
  find(laneIx: number, at: number, ask: LaneAsk): number {
    const numbers = this.#numbers;
    const zoneNo = this.#zoneNoOf(ask);
    const sure = surenessOf(ask);
    const end = (laneIx + 1) * laneWidth;
    for (let i = laneIx * laneWidth; i < end; i += width)
      if (
        at >= (numbers[i + from] as number) &&
        at <= (numbers[i + until] as number) &&
        numbers[i + sureness] === sure &&
        numbers[i + timeZone] === zoneNo
      )
        return i;
    return -1;
  }

  /**
   * The destination's zone, the models that do not speak and, where it matters, the order, as one number; NaN, which equals
   * nothing, for a new zone.
   */
  #zoneNoOf({ destinationTimeZone, withheldModels = 0, order }: LaneAsk): number {
    const no = destinationTimeZone === undefined ? 0 : this.#timeZoneNos.get(destinationTimeZone);
    if (no === undefined) return NaN;
    const plain = no * 4 + withheldModels;
    return this.#readsOrders ? plain + orderStep * this.#orderNoOf(order) : plain;
  }

  /** Asks of one order follow each other: whoever comes next has the next number. */
  #orderNoOf(order: OrderSeen | undefined): number {
    if (order === this.#order) return this.#orderNo;
    this.#order = order;
    this.#orderNo += 1;
    return this.#orderNo;
  }

  endAt(i: number): number {
    return this.#numbers[i + endAt] as number;
  }

  windowAt(i: number): LaneWindow | undefined {
    if (this.endAt(i) === 0) return undefined;
    const confidencePercent = this.#numbers[i + chosenPercent] as number;
    return {
      startAt: this.#numbers[i + startAt] as number,
      endAt: this.endAt(i),
      collectedAt: this.#numbers[i + collectedAt] as number,
      ...(confidencePercent > 0 && { confidencePercent }),
    };
  }

  /** Keeps an answer in the place of the oldest of its lane, more or less. @returns where */
  keep(laneIx: number, ask: LaneAsk, { validFrom, validUntil, window }: Arrival): number {
    this.#turn = (this.#turn + 1) % ways;
    const i = laneIx * laneWidth + this.#turn * width;
    if (!this.#timeZoneNos.has(ask.destinationTimeZone))
      this.#timeZoneNos.set(ask.destinationTimeZone, this.#timeZoneNos.size);
    this.#numbers.set([validFrom, validUntil, surenessOf(ask), this.#zoneNoOf(ask)], i + from);
    this.#numbers.set(
      [
        window?.startAt ?? 0,
        window?.endAt ?? 0,
        window?.collectedAt ?? 0,
        window?.confidencePercent ?? 0,
      ],
      i + startAt,
    );
    return i;
  }
}
