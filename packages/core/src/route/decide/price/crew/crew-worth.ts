/** Who brings goods out from where, and where orders come from. */
export interface CrewTask {
  /** Couriers by node index; 0 where a node has none of its own. */
  readonly couriers: ArrayLike<number>;
  readonly places: readonly {
    /** Part of the orders that comes from there; only proportions count. */
    readonly share: number;
    /** What one order takes of a courier, out and back, minutes by node index; Infinity where the node does not go. */
    readonly minutes: ArrayLike<number>;
  }[];
}

/** What an hour of every crew is worth against the others. */
export interface CrewWorth {
  /** By node index; the mean over all couriers is 1, 0 where there are none. */
  readonly worth: Float64Array;
  /**
   * No way of giving out the orders keeps up with more than this for long, orders per minute; proven by the dual of the
   * linear programme, so that the true limit is never above it.
   */
  readonly ordersPerMinuteMax: number;
}

/** More passes move the limit by less than one in a thousand. */
const passes = 2_000;

/**
 * Finds what a courier's time is worth at each node when all crews together shall keep up with as many orders as they
 * can: the prices under which every order goes where its courier's time is worth least, and no crew has more to do than
 * another. They are the duals of the largest flow, found by multiplicative weights, without a solver.
 *
 * Cost: passes × places × nodes.
 *
 * @see Arora, Hazan & Kale (2012), The multiplicative weights update method
 */
export function crewWorth({ couriers, places }: CrewTask): CrewWorth {
  const served = places.filter(({ share, minutes }) => share > 0 && hasCrew(couriers, minutes));
  const crew = Float64Array.from(couriers, (count) => Math.max(0, count));
  const crewSum = crew.reduce((sum, count) => sum + count, 0);
  const mean = new Float64Array(crew.length);
  if (crewSum === 0 || served.length === 0)
    return { worth: mean, ordersPerMinuteMax: served.length === 0 ? Infinity : 0 };
  const now = Float64Array.from(crew, (count) => (count > 0 ? 1 : 0));
  const busy = new Float64Array(crew.length);
  for (let pass = 0; pass < passes; pass++) {
    const sum = giveOut(served, now, busy);
    const step = 0.5 / Math.sqrt(pass + 1);
    for (let nodeIx = 0; nodeIx < now.length; nodeIx++) {
      const count = crew[nodeIx] as number;
      if (count === 0) continue;
      const over = ((busy[nodeIx] as number) / count) * (crewSum / sum) - 1;
      now[nodeIx] = (now[nodeIx] as number) * Math.exp(step * over);
    }
    scale(now, crew, crewSum);
    if (pass * 2 < passes) continue;
    for (let nodeIx = 0; nodeIx < now.length; nodeIx++)
      mean[nodeIx] = (mean[nodeIx] as number) + (now[nodeIx] as number);
  }
  scale(mean, crew, crewSum);
  return { worth: mean, ordersPerMinuteMax: limitUnder(served, mean, crewSum) };
}

type Places = CrewTask['places'];

const hasCrew = (couriers: ArrayLike<number>, minutes: ArrayLike<number>): boolean =>
  Array.from(couriers).some((count, nodeIx) => count > 0 && (minutes[nodeIx] as number) < Infinity);

/** Which node an order from there goes to when time is worth this, −1 where no crew goes. */
function cheapest(minutes: ArrayLike<number>, worth: Float64Array): number {
  let best = -1;
  let least = Infinity;
  for (let nodeIx = 0; nodeIx < worth.length; nodeIx++) {
    if ((worth[nodeIx] as number) === 0) continue;
    const cost = (minutes[nodeIx] as number) * (worth[nodeIx] as number);
    if (cost < least) [least, best] = [cost, nodeIx];
  }
  return best;
}

/** Writes how long every crew is busy with one order of the mixture. @returns their sum */
function giveOut(places: Places, worth: Float64Array, busy: Float64Array): number {
  busy.fill(0);
  let sum = 0;
  for (const { share, minutes } of places) {
    const nodeIx = cheapest(minutes, worth);
    if (nodeIx < 0) continue;
    const work = share * (minutes[nodeIx] as number);
    busy[nodeIx] = (busy[nodeIx] as number) + work;
    sum += work;
  }
  return sum;
}

/** Makes the mean over all couriers 1. */
function scale(worth: Float64Array, crew: Float64Array, crewSum: number): void {
  let sum = 0;
  for (let nodeIx = 0; nodeIx < worth.length; nodeIx++)
    sum += (worth[nodeIx] as number) * (crew[nodeIx] as number);
  for (let nodeIx = 0; nodeIx < worth.length; nodeIx++)
    worth[nodeIx] = ((worth[nodeIx] as number) * crewSum) / sum;
}

function limitUnder(places: Places, worth: Float64Array, crewSum: number): number {
  let [least, shares] = [0, 0];
  for (const { share, minutes } of places) {
    const nodeIx = cheapest(minutes, worth);
    if (nodeIx < 0) continue;
    least += share * (minutes[nodeIx] as number) * (worth[nodeIx] as number);
    shares += share;
  }
  return (crewSum * shares) / least;
}
