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
    let i = hours.seek(startAt);
    if (i < 0) return false;
    let readyAt = Math.max(startAt, hours.fromAt[i] ?? Infinity);
    let slackMs = (hours.untilAt[i] ?? 0) - readyAt - 1;
    const beginAt = readyAt;
    let workedMs = 0;
    for (let p = 0; p < handling.spanMs.length; p += 1) {
      let leftMs = (handling.spanMs[p] ?? 0) - workedMs;
      workedMs += leftMs;
      while (readyAt + leftMs > (hours.untilAt[i] ?? 0)) {
        leftMs -= (hours.untilAt[i] ?? 0) - readyAt;
        i = hours.next(i);
        if (i < 0) return false;
        readyAt = hours.fromAt[i] ?? Infinity;
      }
      readyAt += leftMs;
      if (!this.#collect(collections, readyAt, handling.weights[p] ?? 0)) return false;
      const collectedAt = this.at[this.count - 1] ?? 0;
      slackMs = Math.min(slackMs, (hours.untilAt[i] ?? 0) - readyAt);
      if (collections) slackMs = Math.min(slackMs, collectedAt - readyAt);
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
   * of which is ascending; exact integers, no allocation.
   */
  arrivalAt(transit: MassPoints, millionths: number): number {
    const next = cursors.fill(0);
    let sum = 0;
    for (;;) {
      let run = -1;
      let earliest = Infinity;
      for (let r = 0; r < this.count; r += 1) {
        const arrival = (this.at[r] ?? 0) + (transit.spanMs[next[r] ?? 0] ?? Infinity);
        if (arrival < earliest) [run, earliest] = [r, arrival];
      }
      ensure(run >= 0, 'the weights of collections and transit sum to a million');
      sum += (this.weights[run] ?? 0) * (transit.weights[next[run] ?? 0] ?? 0);
      if (sum >= millionths) return earliest;
      next[run] = (next[run] ?? 0) + 1;
    }
  }

  #collect(collections: DayTimeline | undefined, readyAt: number, weight: number): boolean {
    const last = this.count - 1;
    if (last >= 0 && readyAt <= (this.at[last] ?? 0)) {
      this.weights[last] = (this.weights[last] ?? 0) + weight;
      return true;
    }
    // A moment ends when it begins: the first that ends after the millisecond before is at or after `readyAt`.
    const i = collections ? collections.seek(readyAt - 1) : 0;
    if (i < 0) return false;
    this.at[this.count] = collections ? (collections.fromAt[i] ?? Infinity) : readyAt;
    this.weights[this.count] = weight;
    this.count += 1;
    return true;
  }
}

/** What a node does with an order until it is ready for the carrier. */
export interface NodeWork {
  readonly hours: DayTimeline;
  readonly handling: MassPoints;
}

/** Where each run stands while runs are merged; reused, because it runs for every miss of the memo. */
const cursors = new Int32Array(8);
