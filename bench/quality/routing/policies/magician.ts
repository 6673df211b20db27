import type { HindsightBound } from '../bound.ts';
import type { RoutingInstance } from '../instance.ts';
import { cheapestWay } from '../instance.ts';
import type { RoutingPolicy } from '../play.ts';
import { drawn, orMyopic } from './rounding.ts';
import type { WhenGone } from './rounding.ts';

/** What the policy plans with. */
export interface MagicianAsk {
  /** Whole ways of each class and their shares, from the method-based programme of expected counts. */
  readonly mix: HindsightBound['mix'];
  /** Expected number of each class. */
  readonly counts: Float64Array;
  /** How careful: 0 = opens whenever there is stock. */
  readonly alpha: number;
  readonly chance: () => number;
  readonly whenGone: WhenGone;
}

/**
 * Draws a whole way per order, and lets each unit go only while its node's gatekeeper (magician) opens: as long as fewer
 * units went out than a threshold that holds the chance of an open gate at γ = 1 − α / √(stock + 3).
 *
 * @see Amil, Makhdoumi & Wei (2025), Multi-Item Order Fulfillment Revisited: LP Formulation and Prophet Inequality
 */
export function magicianPolicy(name: string, ask: MagicianAsk): RoutingPolicy {
  return {
    name,
    open: (instance) => {
      const gates = openGates(instance, ask);
      return (moment) => {
        const { order, classIx, at, left } = moment;
        const ways = ask.mix[classIx] ?? [];
        if (ways.length === 0) return cheapestWay(instance, order, { left }).way;
        const share = Float64Array.from(ways, (one) => one.share);
        const way = (ways[drawn(share, ask.chance)]?.way ?? new Int32Array(0)).slice();
        const isLast = at === instance.arrivals.length - 1;
        const asked = way.slice();
        way.forEach((node, line) => {
          if (node === instance.nodeCount) return;
          const ix = node * instance.itemCount + (order.items[line] ?? 0);
          const sent = (instance.stock[ix] ?? 0) - (left[ix] ?? 0);
          if (!isLast && !gates.opens(ix, at, sent)) way[line] = instance.nodeCount;
        });
        const isRefused = way.some((node, line) => node !== asked[line]);
        if (isRefused && ask.whenGone === 'myopic')
          return cheapestWay(instance, order, { left }).way;
        return orMyopic(moment, way, ask.whenGone);
      };
    },
  };
}

interface Gates {
  opens(stockIx: number, at: number, sent: number): boolean;
}

function openGates(instance: RoutingInstance, ask: MagicianAsk): Gates {
  const arrivals = instance.arrivals.length;
  const wanted = wantedShare(instance, ask);
  const thresholds = new Map<number, Thresholds>();
  return {
    opens: (stockIx, at, sent) => {
      let known = thresholds.get(stockIx);
      if (known === undefined) {
        const gamma = 1 - ask.alpha / Math.sqrt((instance.stock[stockIx] ?? 0) + 3);
        known = thresholdsOf((wanted[stockIx] ?? 0) / arrivals, gamma, arrivals);
        thresholds.set(stockIx, known);
      }
      const limit = known.units[at] ?? 0;
      return sent < limit || (sent === limit && ask.chance() < (known.share[at] ?? 0));
    },
  };
}

/** Units that the plan expects to leave each node, per stock entry. */
function wantedShare(instance: RoutingInstance, { mix, counts }: MagicianAsk): Float64Array {
  const wanted = new Float64Array(instance.stock.length);
  mix.forEach((ways, classIx) => {
    const items = instance.classes[classIx]?.items ?? [];
    for (const { way, share } of ways)
      way.forEach((node, line) => {
        if (node === instance.nodeCount) return;
        const ix = node * instance.itemCount + (items[line] ?? 0);
        wanted[ix] = (wanted[ix] ?? 0) + share * (counts[classIx] ?? 0);
      });
  });
  return wanted;
}

/** Per arrival: units below which the gate opens, and the chance that it opens exactly there. */
interface Thresholds {
  readonly units: Int32Array;
  readonly share: Float64Array;
}

/**
 * F(l) is the chance that at most l units went out. Each arrival wants one with probability p; the gate opens below the
 * smallest l with F(l) ≥ γ, and at l just as often as makes it γ. Only the part of F that is neither 0 nor 1 is kept.
 */
function thresholdsOf(p: number, gamma: number, arrivals: number): Thresholds {
  const units = new Int32Array(arrivals);
  const share = new Float64Array(arrivals);
  const sent = { chance: new Float64Array(arrivals + 2).fill(1), low: 0, high: 0 };
  for (let at = 0; at < arrivals; at++) {
    let limit = sent.low;
    while ((sent.chance[limit] as number) < gamma) limit++;
    const below = limit === 0 ? 0 : (sent.chance[limit - 1] as number);
    const here = (sent.chance[limit] as number) - below;
    units[at] = limit;
    share[at] = here > 0 ? Math.min(1, (gamma - below) / here) : 1;
    advance(sent, { limit, share: share[at] as number, p });
  }
  return { units, share };
}

/** One arrival more: F(l) loses the chance that the gate opens at l and the arrival wants a unit. */
function advance(
  sent: { readonly chance: Float64Array; low: number; high: number },
  { limit, share, p }: { readonly limit: number; readonly share: number; readonly p: number },
): void {
  const { chance } = sent;
  for (let l = Math.min(limit, sent.high + 1); l >= sent.low; l--) {
    const opens = l < limit ? 1 : share;
    const less = l === 0 ? 0 : (chance[l - 1] as number);
    chance[l] = (chance[l] as number) - opens * p * ((chance[l] as number) - less);
  }
  while (sent.high < limit + 1 && (chance[sent.high] as number) < 1 - 1e-13) sent.high++;
  while (sent.low < sent.high && (chance[sent.low] as number) < 1e-13) chance[sent.low++] = 0;
}
