import { ensure } from '../../words/index.ts';
import type { DayTimeline } from './day-timeline.ts';
import type { MassPoints } from './mass-points.ts';

/**
 * When the carrier has the goods, as a distribution: runs of equal collection times with weights in
 * thousandths. One object is filled again for every question.
 */
export class Collected {
  readonly at = new Float64Array(8);
  readonly weights = new Float64Array(8);
  count = 0;
  /** How much later the node could start with the same collections, ms; −1 when there are none. */
  slackMs = -1;
  /** The opening span in which the work stands. */
  #span = -1;

  /**
   * Works through the handling times from `startAt`: only opening hours count, work goes on when the node
   * opens again; then the next collection (or at once, without `collections`).
   *
   * @returns false when the node never opens or nobody ever collects within the horizon
   */
  fill(node: NodeWork, collections: DayTimeline | undefined, startAt: number): boolean {
    this.count = 0;
    this.slackMs = -1;
    const { hours, handling } = node;
    this.#span = hours.seek(startAt);
    if (this.#span < 0) return false;
    const beginAt = Math.max(startAt, hours.fromAt[this.#span] as number);
    let slackMs = (hours.untilAt[this.#span] as number) - beginAt - 1;
    let readyAt = beginAt;
    let workedMs = 0;
    for (let p = 0; p < handling.spanMs.length; p += 1) {
      const workMs = handling.spanMs[p] as number;
      readyAt = this.#work(hours, readyAt, workMs - workedMs);
      workedMs = workMs;
      if (!this.#collect(collections, readyAt, handling.weights[p] as number)) return false;
      slackMs = Math.min(slackMs, (hours.untilAt[this.#span] as number) - readyAt);
      if (collections) slackMs = Math.min(slackMs, (this.at[this.count - 1] as number) - readyAt);
    }
    this.slackMs = beginAt - startAt + slackMs;
    return true;
  }

  /** The collection time that is kept with the given chance, in thousandths. */
  quantileAt(thousandths: number): number {
    let sum = 0;
    for (let r = 0; r < this.count; r += 1) {
      sum += this.weights[r] ?? 0;
      if (sum >= thousandths) return this.at[r] ?? 0;
    }
    return this.at[this.count - 1] ?? 0;
  }

  /**
   * The instant by which goods have arrived with the given chance, in millionths: the smallest sum of a
   * collection time and an independent transit time whose cumulated weight reaches it. Merges the runs, each
   * of which is ascending; exact integers.
   */
  arrivalAt(transit: MassPoints, millionths: number): number {
    let foundAt = 0;
    this.eachArrival(transit, (arrivalAt, sum) => {
      foundAt = arrivalAt;
      return sum < millionths;
    });
    return foundAt;
  }

  /**
   * Walks through the arrivals, earliest first, each with the chance (in millionths) that goods have come by then.
   *
   * @param visit says whether to go on
   */
  eachArrival(
    transit: MassPoints,
    visit: (arrivalAt: number, millionths: number) => boolean,
  ): void {
    cursors.fill(0);
    for (let sum = 0, goesOn = true; goesOn && sum < wholeMillionths;) {
      const run = this.#earliestRun(transit);
      ensure(run >= 0, 'the weights of collections and transit sum to a million');
      const point = cursors[run] as number;
      sum += (this.weights[run] as number) * (transit.weights[point] as number);
      cursors[run] = point + 1;
      goesOn = visit((this.at[run] as number) + (transit.spanMs[point] as number), sum);
    }
  }

  /** The run whose next arrival comes first, or −1 when all are used up. */
  #earliestRun({ spanMs }: MassPoints): number {
    let run = -1;
    let earliestAt = Infinity;
    for (let r = 0; r < this.count; r += 1) {
      const point = cursors[r] as number;
      if (point >= spanMs.length) continue;
      const arrivalAt = (this.at[r] as number) + (spanMs[point] as number);
      if (arrivalAt < earliestAt) [run, earliestAt] = [r, arrivalAt];
    }
    return run;
  }

  /**
   * Works on for so long from a moment within the current span; the clock stops while the node is closed.
   *
   * @returns when it is done, Infinity when the node does not open again
   */
  #work(hours: DayTimeline, fromAt: number, workMs: number): number {
    let [at, leftMs] = [fromAt, workMs];
    while (at + leftMs > (hours.untilAt[this.#span] as number)) {
      leftMs -= (hours.untilAt[this.#span] as number) - at;
      const next = hours.next(this.#span);
      if (next < 0) return Infinity;
      this.#span = next;
      at = hours.fromAt[next] as number;
    }
    return at + leftMs;
  }

  #collect(collections: DayTimeline | undefined, readyAt: number, thousandths: number): boolean {
    const last = this.count - 1;
    if (last >= 0 && readyAt <= (this.at[last] ?? 0)) {
      this.weights[last] = (this.weights[last] ?? 0) + thousandths;
      return true;
    }
    // A moment ends when it begins: the first that ends after the millisecond before is at or after `readyAt`.
    if (readyAt === Infinity) return false;
    const i = collections ? collections.seek(readyAt - 1) : 0;
    if (i < 0) return false;
    this.at[this.count] = collections ? (collections.fromAt[i] ?? Infinity) : readyAt;
    this.weights[this.count] = thousandths;
    this.count += 1;
    return true;
  }
}

/** Certainty, in millionths. */
const wholeMillionths = 1_000_000;

/** What a node does with an order until it is ready for the carrier. */
export interface NodeWork {
  readonly hours: DayTimeline;
  readonly handling: MassPoints;
}

/** Where each run stands while runs are merged; reused, because it runs for every miss of the memo. */
const cursors = new Int32Array(8);
