import { atOfLocal, dayMs, localDay } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';

/** A span of one local day, in minutes from local midnight by the wall clock. */
export interface DaySpan {
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Start of the capacity slot that the span lies in; elsewhere as `fromMinute`. */
  readonly slotMinute: number;
  /** Orders that come on this day or before, but before this minute, may use the span. */
  readonly orderUntilMinute: number;
}

/** Nobody waits longer than this for the next opening, collection or delivery day; there is none then. */
const horizonDays = 60;
/** A jump of more days than this starts the table afresh instead of filling the time between. */
const jumpDays = 400;

/**
 * What repeats by local days (opening hours, slots, collections, delivery days), laid out as ascending spans
 * of instants. Days are compiled when somebody asks for them; the columns are a cache of a pure function and
 * never change an answer. Clock changes are in the instants, so that readers only compare numbers.
 *
 * Index `i` of the columns stays valid until the next `seek`.
 */
export class DayTimeline {
  readonly zone: Zone;
  fromAt: number[] = [];
  /** Half-open: the span does not contain this instant. A moment (collection) is its own end. */
  untilAt: number[] = [];
  slotAt: number[] = [];
  orderUntilAt: number[] = [];
  readonly #spansOf: (epochDay: number) => readonly DaySpan[];
  /** Index of each compiled day's first span. */
  #dayStarts: number[] = [];
  #firstDay = 0;
  #lastSought = 0;

  constructor(zone: Zone, spansOf: (epochDay: number) => readonly DaySpan[]) {
    this.zone = zone;
    this.#spansOf = spansOf;
  }

  /**
   * Index of the first span that ends after `at`, or −1 when none begins within 60 days. A few nanoseconds
   * when asked near the last question.
   */
  seek(at: number): number {
    const last = this.#lastSought;
    if (last > 0 && at < (this.untilAt[last] as number) && at >= (this.untilAt[last - 1] as number))
      return this.#within(last, at);
    const day = localDay(at, this.zone);
    this.#reach(day);
    let i = this.#dayStarts[day - this.#firstDay] as number;
    for (;;) {
      while (i < this.untilAt.length && (this.untilAt[i] as number) <= at) i += 1;
      if (i < this.untilAt.length) break;
      if (this.#firstDay + this.#dayStarts.length > day + horizonDays + 1) return -1;
      this.#compileDay();
    }
    this.#lastSought = i;
    return this.#within(i, at);
  }

  /** Index of the span after this one, or −1 when none begins within 60 days. */
  next(i: number): number {
    const at = this.untilAt[i] ?? 0;
    if (i + 1 >= this.untilAt.length) {
      const dayMax = localDay(at, this.zone) + horizonDays + 1;
      while (i + 1 >= this.untilAt.length && this.#firstDay + this.#dayStarts.length <= dayMax)
        this.#compileDay();
    }
    return i + 1 < this.untilAt.length ? this.#within(i + 1, at) : -1;
  }

  /** Keeps the horizon independent of what happens to be compiled already. */
  #within(i: number, at: number): number {
    return (this.fromAt[i] ?? Infinity) <= at + horizonDays * dayMs ? i : -1;
  }

  /** Compiles the days up to this one, or starts afresh where that would fill years between. */
  #reach(day: number): void {
    const nextDay = this.#firstDay + this.#dayStarts.length;
    if (day < this.#firstDay || day > nextDay + jumpDays) this.#restart(day);
    while (this.#firstDay + this.#dayStarts.length <= day) this.#compileDay();
  }

  #restart(day: number): void {
    this.fromAt = [];
    this.untilAt = [];
    this.slotAt = [];
    this.orderUntilAt = [];
    this.#dayStarts = [];
    this.#firstDay = day;
    this.#lastSought = 0;
  }

  #compileDay(): void {
    const day = this.#firstDay + this.#dayStarts.length;
    this.#dayStarts.push(this.untilAt.length);
    for (const span of this.#spansOf(day)) {
      const from = atOfLocal(this.zone, day, span.fromMinute);
      const until = atOfLocal(this.zone, day, span.untilMinute);
      const moment = span.fromMinute === span.untilMinute;
      // A span that lies inside a gap of the clock has no length on this day.
      if (until <= from && !moment) continue;
      this.fromAt.push(from);
      this.untilAt.push(until);
      this.slotAt.push(atOfLocal(this.zone, day, span.slotMinute));
      this.orderUntilAt.push(
        span.orderUntilMinute === Infinity
          ? Infinity
          : atOfLocal(this.zone, day, span.orderUntilMinute),
      );
    }
  }
}
