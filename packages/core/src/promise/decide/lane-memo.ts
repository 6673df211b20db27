import type { Arrival } from './arrivals.ts';
import type { LaneAsk, LaneWindow } from './lane-clock.ts';

/** Numbers per answer: eight are one cache line, so that a look-up touches memory once. */
const width = 8;
/** Where they stand: the question … */
const [from, until, sureness, timeZone] = [0, 1, 2, 3];
/** … and the answer; `endAt` is 0 where the service never collects, the percent where it was not chosen by cost. */
const [startAt, endAt, collectedAt, chosenPercent] = [4, 5, 6, 7];

/** How sure the answer shall be, as one number: confidences are below 100, worths above. */
const surenessOf = ({ brokenWorthHours, confidencePercent }: LaneAsk): number =>
  brokenWorthHours === undefined ? confidencePercent : 100 + brokenWorthHours;

/**
 * Remembers arrivals in numbered slots: one per lane (node × service × zone), or as `OrderSlots` says. An arrival holds for
 * an interval of starts, so that a look-up compares numbers.
 */
export class LaneMemo {
  readonly #numbers: Float64Array;
  readonly #ways: number;
  readonly #timeZoneNos = new Map<string | undefined, number>([[undefined, 0]]);
  #turn = 0;

  /** @param ways answers kept per slot: a few starts of work (this slot, the next) and confidences are live at a time */
  constructor(slots: number, ways = 4) {
    this.#ways = ways;
    this.#numbers = new Float64Array(slots * ways * width).fill(Infinity);
  }

  /** @returns where the answer is kept, or −1 */
  find(slot: number, at: number, ask: LaneAsk): number {
    const numbers = this.#numbers;
    const zoneNo = this.#zoneNoOf(ask);
    const sure = surenessOf(ask);
    const first = slot * this.#ways * width;
    const end = first + this.#ways * width;
    for (let i = first; i < end; i += width)
      if (
        at >= (numbers[i + from] as number) &&
        at <= (numbers[i + until] as number) &&
        numbers[i + sureness] === sure &&
        numbers[i + timeZone] === zoneNo
      )
        return i;
    return -1;
  }

  /** Forgets what a slot holds. */
  clear(slot: number): void {
    const slotWidth = this.#ways * width;
    this.#numbers.fill(Infinity, slot * slotWidth, (slot + 1) * slotWidth);
  }

  /** The destination's zone and the models that do not speak, as one number; NaN, which equals nothing, for a new zone. */
  #zoneNoOf({ destinationTimeZone, withheldModels = 0 }: LaneAsk): number {
    const no = destinationTimeZone === undefined ? 0 : this.#timeZoneNos.get(destinationTimeZone);
    return no === undefined ? NaN : no * 4 + withheldModels;
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

  /** Keeps an answer in the place of the oldest of its slot, more or less. @returns where */
  keep(slot: number, ask: LaneAsk, { validFrom, validUntil, window }: Arrival): number {
    this.#turn = (this.#turn + 1) % this.#ways;
    const i = (slot * this.#ways + this.#turn) * width;
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

/** So many lanes, each for one kind of order, are remembered: 8 MB of answers. A power of two. */
const orderSlots = 2 ** 16;
/** Slots that a lane and order may stand in. */
const places = 4;

/**
 * Where the answers stand that hold for one kind of order alone: in one of a few slots, by a hash of the lane and of what
 * models read of the order. Who comes to slots that others hold takes one over, so that memory stays bounded.
 */
export class OrderSlots {
  readonly memo = new LaneMemo(orderSlots, 2);
  readonly #lanes: number;
  readonly #keys = new Float64Array(orderSlots).fill(-1);
  #turn = 0;

  constructor(lanes: number) {
    this.#lanes = lanes;
  }

  /** Forgets who holds what. */
  clear(): void {
    this.#keys.fill(-1);
  }

  slotOf(laneIx: number, seenNo: number): number {
    const key = seenNo * this.#lanes + laneIx;
    const mixed = Math.imul(laneIx, 0x9e3779b1) ^ Math.imul(seenNo, 0x85ebca6b);
    const first = ((mixed ^ (mixed >>> 15)) & (orderSlots / places - 1)) * places;
    for (let slot = first; slot < first + places; slot += 1)
      if (this.#keys[slot] === key) return slot;
    this.#turn = (this.#turn + 1) % places;
    const slot = first + this.#turn;
    this.#keys[slot] = key;
    this.memo.clear(slot);
    return slot;
  }
}
