import { seededUnit } from '@ordermesh/core/route';

import type { City } from './chicago.ts';
import { openAgenda } from './agenda.ts';

/** An order of a shift; its picking and the time at the door are known to nobody beforehand. */
export interface DarkOrder {
  readonly at: number;
  readonly waySeconds: Float64Array;
  readonly pickSeconds: number;
  readonly doorSeconds: number;
}

/** An order that a courier is away with. */
interface Trip {
  readonly order: DarkOrder;
  /** When the courier is expected back: travel as known, the door at its mean. */
  readonly backAt: number;
}

/** A store as whoever decides sees it. */
export interface DarkStore {
  readonly storeIx: number;
  readonly toPick: readonly DarkOrder[];
  readonly picking: readonly DarkOrder[];
  readonly picked: readonly DarkOrder[];
  readonly away: readonly Trip[];
}

/** Which store an order goes to. */
export type DarkPolicy = (order: DarkOrder, stores: readonly DarkStore[]) => number;

/** A shift to play: every policy meets the same orders under one seed. */
export interface ShiftAsk {
  readonly city: City;
  readonly ordersPerSecond: number;
  readonly hours: number;
  /** Orders before this moment fill the city and are not counted, hours. */
  readonly warmHours: number;
  readonly seed: number;
}

/** What customers got. */
export interface ShiftFigures {
  readonly latePercent: number;
  readonly meanMinutes: number;
}

/** From the order to the door. */
const lateSeconds = 30 * 60;

/** Draws the orders of a shift: Poisson arrivals, customers at random, exponential times, as their source draws them. */
function ordersOf({ city, ordersPerSecond, hours, seed }: ShiftAsk): readonly DarkOrder[] {
  const unit = seededUnit(seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - unit());
  const orders: DarkOrder[] = [];
  for (let at = 0; ;) {
    at += exponential(1 / ordersPerSecond);
    if (at > hours * 3600) return orders;
    const customer = Math.floor(unit() * city.waySeconds.length);
    orders.push({
      at,
      waySeconds: city.waySeconds[customer] as Float64Array,
      pickSeconds: exponential(city.pickSecondsMean),
      doorSeconds: exponential(city.doorSecondsMean),
    });
  }
}

type Working = {
  -readonly [Name in keyof DarkStore]: DarkStore[Name] extends readonly (infer One)[]
    ? One[]
    : DarkStore[Name];
} & { freePickers: number; freeCouriers: number };

/** Plays a shift: each store picks, and sends couriers, first come first served; a courier takes one order. */
export function playShift(ask: ShiftAsk, policy: DarkPolicy): ShiftFigures {
  const { city } = ask;
  const agenda = openAgenda();
  const stores = city.stores.map(({ couriers, pickers }, storeIx): Working => ({
    storeIx,
    toPick: [],
    picking: [],
    picked: [],
    away: [],
    freePickers: pickers,
    freeCouriers: couriers,
  }));
  let [late, count, seconds] = [0, 0, 0];

  const send = (store: Working, now: number): void => {
    while (store.freeCouriers > 0) {
      const order = store.picked.shift();
      if (order === undefined) return;
      store.freeCouriers--;
      const way = order.waySeconds[store.storeIx] as number;
      const trip: Trip = { order, backAt: now + 2 * way + city.doorSecondsMean };
      store.away.push(trip);
      if (order.at > ask.warmHours * 3600) {
        const took = now + way - order.at;
        count++;
        seconds += took;
        if (took > lateSeconds) late++;
      }
      agenda.add(now + 2 * way + order.doorSeconds, (backAt) => {
        store.away.splice(store.away.indexOf(trip), 1);
        store.freeCouriers++;
        send(store, backAt);
      });
    }
  };

  const pick = (store: Working, now: number): void => {
    while (store.freePickers > 0) {
      const order = store.toPick.shift();
      if (order === undefined) return;
      store.freePickers--;
      store.picking.push(order);
      agenda.add(now + order.pickSeconds, (doneAt) => {
        store.picking.splice(store.picking.indexOf(order), 1);
        store.freePickers++;
        store.picked.push(order);
        pick(store, doneAt);
        send(store, doneAt);
      });
    }
  };

  for (const order of ordersOf(ask)) {
    agenda.runUntil(order.at);
    const store = stores[policy(order, stores)] as Working;
    store.toPick.push(order);
    pick(store, order.at);
  }
  agenda.runUntil(Infinity);
  return { latePercent: (100 * late) / count, meanMinutes: seconds / count / 60 };
}
