import { countAt } from '@ordermesh/core/route';

import type { Outlook, RoutedOrder, RoutingInstance } from '../instance.ts';

/** How the past becomes a belief; chosen on the training cycles only. */
export interface BeliefAsk {
  /** Lines of evidence that a rate learned before the cycle counts at most; the cycle's own lines come on top. */
  readonly evidenceMax: number;
  /** Lines of evidence that the places of all lines count for a single item. */
  readonly placeEvidence: number;
}

/** Chosen by replaying the training cycles; see `docs/guide/quality.md`. */
export const standardBelief: BeliefAsk = {
  evidenceMax: 50,
  placeEvidence: 300,
};

/** A line that may come again: units, freight per unit by band, and where it went. */
interface KnownLine {
  readonly units: number;
  readonly lane: Float64Array;
  readonly band: Uint8Array;
}

/** Draws lines that may still come for an item. */
export interface Belief {
  /** An order that has come in this cycle. */
  remember(order: RoutedOrder): void;
  /** Sets out one future of an item until the end of the cycle; hands each of its lines on. */
  draw(item: number, ask: DrawAsk, each: EachLine): void;
}

/** Takes a line of a future and the bands of the place it goes to. */
export type EachLine = (line: KnownLine, band: Uint8Array) => void;

/** Which future: orders of the cycle that came and that are still to come, and how plentiful it is. */
export interface DrawAsk {
  readonly came: number;
  readonly toCome: number;
  /** 0 … 1: share of futures with fewer lines. */
  readonly probability: number;
  /** So many lines, in place of a number drawn. */
  readonly lines?: number;
}

/**
 * A belief out of real lines: how many come is a rate with gamma uncertainty, learned before the cycle and sharpened by
 * the cycle itself (together: negative binomial); what comes is a line of the past, at its own place or at any.
 */
export function openBelief(
  { outlook, itemCount }: RoutingInstance,
  ask: BeliefAsk,
  chance: () => number,
): Belief {
  if (outlook === undefined) throw new Error('A belief needs a past');
  const pools = poolsOf(outlook, itemCount);
  const seen = new Float64Array(itemCount);
  return {
    remember: ({ items }) => {
      for (const item of items) seen[item] = (seen[item] ?? 0) + 1;
    },
    draw: (item, { came, toCome, probability, lines: told }, each) => {
      const pool = pools.items[item];
      if (pool === undefined) return;
      const prior = 1 / (1 / Math.max(0.5, pool.evidence) + 1 / ask.evidenceMax);
      const shape = prior + (seen[item] ?? 0);
      const perOrder = shape / (prior / Math.max(pool.perOrder, rateFloor) + came);
      const lines = told ?? countAt({ mean: toCome * perOrder, evidence: shape }, probability);
      const own = pool.evidence / (pool.evidence + ask.placeEvidence);
      for (let more = Math.min(linesMax, lines); more > 0; more--) {
        const line = pool.lines[Math.floor(chance() * pool.lines.length)] ?? pool.unknown;
        const any = pools.bands[Math.floor(chance() * pools.bands.length)] ?? line.band;
        each(line, line !== pool.unknown && chance() < own ? line.band : any);
      }
    },
  };
}

/** An item that was never asked for still may be: lines per order. */
const rateFloor = 1 / 8000;
const linesMax = 1500;

interface ItemPool {
  /** Recent ones three times. */
  readonly lines: KnownLine[];
  readonly unknown: KnownLine;
  readonly perOrder: number;
  /** Effective number of independent lines behind the rate. */
  readonly evidence: number;
}

function poolsOf(
  outlook: Outlook,
  itemCount: number,
): { readonly items: readonly ItemPool[]; readonly bands: readonly Uint8Array[] } {
  const lines = Array.from({ length: itemCount }, (): KnownLine[] => []);
  const squares = new Float64Array(itemCount);
  const bands: Uint8Array[] = [];
  let orders = 0;
  outlook.past.forEach((order, ix) => {
    const times = ix >= outlook.recentFrom ? 3 : 1;
    orders += times;
    order.items.forEach((item, line) => {
      squares[item] = (squares[item] ?? 0) + times * times;
      const known = knownLine(outlook, order, line);
      for (let time = 0; time < times; time++) {
        lines[item]?.push(known);
        bands.push(known.band);
      }
    });
  });
  const items = lines.map((own, item) => ({
    lines: own,
    unknown: { units: 1, lane: outlook.lane(item, 1), band: new Uint8Array(0) },
    perOrder: own.length / Math.max(1, orders),
    evidence: own.length === 0 ? 0 : own.length ** 2 / (squares[item] ?? 1),
  }));
  return { items, bands };
}

function knownLine(outlook: Outlook, order: RoutedOrder, line: number): KnownLine {
  const units = order.units[line] ?? 1;
  const band = order.place.band ?? new Uint8Array(0);
  return { units, lane: outlook.lane(order.items[line] ?? 0, units), band };
}
