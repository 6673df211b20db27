import { crewPriceMilli } from '@ordermesh/core/route';

import type { City } from './chicago.ts';
import type { DarkOrder, DarkPolicy, DarkStore } from './shift.ts';

/** From the nearest store. */
export const nearest: DarkPolicy = ({ waySeconds }) => {
  let best = 0;
  for (let store = 1; store < waySeconds.length; store++)
    if ((waySeconds[store] as number) < (waySeconds[best] as number)) best = store;
  return best;
};

/** From where it is there soonest, by what is expected of every queue. */
export const soonest = (city: City): DarkPolicy =>
  leastOf(city, ({ waitSeconds, waySeconds }) => waitSeconds + waySeconds);

/**
 * By the house's price: the customer's waiting, and the courier's time at its worth for those who wait behind, both in
 * seconds; the worth of an hour at the mean of all crews is an hour of waiting, as on the board's price sheet.
 */
export const byPrice = (city: City, worth: ArrayLike<number>): DarkPolicy =>
  leastOf(city, ({ storeIx, waitSeconds, crewSeconds, waySeconds }) => {
    const perSecond = crewPriceMilli((worth[storeIx] as number) * 1e6, crewSeconds / 60) / 1e6;
    return waitSeconds + waySeconds + perSecond * (2 * waySeconds + city.doorSecondsMean);
  });

/** By the worth of couriers' time, whatever the queues say: what a plan made once for the shift does. */
export const byWorth = (city: City, worth: ArrayLike<number>): DarkPolicy =>
  leastOf(
    city,
    ({ storeIx, waySeconds }) =>
      (worth[storeIx] as number) * (2 * waySeconds + city.doorSecondsMean),
  );

interface Offer {
  readonly storeIx: number;
  /** Until the courier leaves with it. */
  readonly waitSeconds: number;
  /** Of that beyond picking in an empty store: what the queue adds. */
  readonly crewSeconds: number;
  readonly waySeconds: number;
}

function leastOf(city: City, cost: (offer: Offer) => number): DarkPolicy {
  const expect = expectations(city);
  return (order, stores) => {
    let [best, least] = [0, Infinity];
    for (const store of stores) {
      const waitSeconds = expect(store, order.at);
      const offer = {
        storeIx: store.storeIx,
        waitSeconds,
        crewSeconds: Math.max(0, waitSeconds - city.pickSecondsMean),
        waySeconds: order.waySeconds[store.storeIx] as number,
      };
      const now = cost(offer);
      if (now < least) [least, best] = [now, store.storeIx];
    }
    return best;
  };
}

/** How long a new order is expected to wait at a store until a courier leaves with it, first come first served. */
function expectations(city: City): (store: DarkStore, now: number) => number {
  const { pickSecondsMean, doorSecondsMean } = city;
  return (store, now) => {
    const { couriers = 0, pickers = 0 } = city.stores[store.storeIx] ?? {};
    const courierAt = new Float64Array(couriers).fill(now);
    // A courier who is overdue comes at any moment.
    store.away.forEach(({ backAt }, ix) => (courierAt[ix] = Math.max(backAt, now + 15)));
    const leave = (readyAt: number, order?: DarkOrder): number => {
      const courier = soonestOf(courierAt);
      const leaveAt = Math.max(readyAt, courierAt[courier] as number);
      const way = order?.waySeconds[store.storeIx] ?? 0;
      courierAt[courier] = leaveAt + 2 * way + doorSecondsMean;
      return leaveAt;
    };
    const pickerAt = new Float64Array(pickers).fill(now);
    const { picking } = store;
    for (const order of store.picked) leave(now, order);
    for (const [ix, order] of picking.entries()) {
      // Exponential times: the first of n is expected after a nth of the mean, the last after all of it.
      pickerAt[ix] = now + (pickSecondsMean * (ix + 1)) / picking.length;
      leave(pickerAt[ix], order);
    }
    const pick = (): number => {
      const picker = soonestOf(pickerAt);
      return (pickerAt[picker] = (pickerAt[picker] as number) + pickSecondsMean);
    };
    for (const order of store.toPick) leave(pick(), order);
    return leave(pick()) - now;
  };
}

function soonestOf(times: Float64Array): number {
  let best = 0;
  for (let ix = 1; ix < times.length; ix++)
    if ((times[ix] as number) < (times[best] as number)) best = ix;
  return best;
}
