import type { Hub, PlacedOrder } from '@ordermesh/core/hub';
import type { Demand } from '@ordermesh/twin';

/** Orders that keep coming. */
export interface Arrivals {
  readonly perSecond: () => number;
  setPerSecond(perSecond: number): void;
  readonly paused: () => boolean;
  setPaused(paused: boolean): void;
  /** One order now, beside the flow. */
  one(): Promise<PlacedOrder | undefined>;
  /** Accepted orders per second of wall time, oldest first. */
  readonly pulse: () => readonly number[];
  readonly figures: () => SenderFigures & { readonly held: number };
  /** Takes nothing new; resolves when what was sent is answered. */
  stop(): Promise<void>;
}

const tickMs = 40;
const pulseSeconds = 120;
/** More than this many without an answer: the machine is slower than the wish, and the flow waits. */
const openMax = 400;

/** Starts the flow. The rate is per second of wall time; each order is bought at the hub's own time. */
export function arrivalsOf(hub: Hub, demand: Demand, how: Flow): Arrivals {
  const sender = senderOf(hub, demand, how);
  let { perSecond } = how;
  let paused = false;
  let [due, held] = [0, 0];
  let lastAtMs = performance.now();
  const ticking = setInterval(() => {
    const nowMs = performance.now();
    if (!paused) due += ((nowMs - lastAtMs) / 1000) * perSecond;
    lastAtMs = nowMs;
    for (; due >= 1; due -= 1) {
      if (sender.open() >= openMax) held += 1;
      else void sender.send();
    }
  }, tickMs);
  return {
    perSecond: () => perSecond,
    setPerSecond: (next) => (perSecond = next),
    paused: () => paused,
    setPaused: (next) => (paused = next),
    one: sender.send,
    pulse: sender.pulse,
    figures: () => ({ ...sender.figures(), held }),
    stop: async () => {
      clearInterval(ticking);
      await sender.stop();
    },
  };
}

/** What the flow is told. */
interface Flow {
  readonly now: () => number;
  readonly perSecond: number;
  readonly onPlaced: (order: PlacedOrder) => void;
}

/** What became of the orders that were sent. */
interface SenderFigures {
  readonly placed: number;
  /** Refused by the hub, or failed. */
  readonly refused: number;
  /** Why the first of them was. */
  readonly firstRefusal: string | undefined;
}

interface Sender {
  /** Resolves when the order is answered; undefined when it was refused or failed, which is counted. */
  readonly send: () => Promise<PlacedOrder | undefined>;
  readonly open: () => number;
  readonly pulse: () => readonly number[];
  readonly figures: () => SenderFigures;
  readonly stop: () => Promise<void>;
}

function senderOf(hub: Hub, demand: Demand, how: Flow): Sender {
  const open = new Set<Promise<unknown>>();
  let [placed, refused, placedThisSecond] = [0, 0, 0];
  let firstRefusal: string | undefined;
  let pulse: number[] = [];
  const beating = setInterval(() => {
    pulse = [...pulse.slice(1 - pulseSeconds), placedThisSecond];
    placedThisSecond = 0;
  }, 1000);

  function refuse(why: string): PlacedOrder | undefined {
    refused += 1;
    firstRefusal ??= why.slice(0, 300);
    return undefined;
  }

  async function place(): Promise<PlacedOrder | undefined> {
    const outcome = await hub.placeOrder(demand.order(how.now()), { principal: 'demo' });
    if (!outcome.ok) return refuse(JSON.stringify(outcome.refusal));
    placed += 1;
    placedThisSecond += 1;
    how.onPlaced(outcome.value);
    return outcome.value;
  }

  return {
    send: () => {
      const work: Promise<PlacedOrder | undefined> = place()
        .catch((failure: unknown) => refuse(String(failure)))
        .finally(() => open.delete(work));
      open.add(work);
      return work;
    },
    open: () => open.size,
    pulse: () => pulse,
    figures: () => ({ placed, refused, firstRefusal }),
    stop: async () => {
      clearInterval(beating);
      await Promise.allSettled(open);
    },
  };
}
