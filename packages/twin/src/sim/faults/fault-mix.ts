import type { Chance } from '../../chance.ts';

/**
 * Which faults a schedule knows, and how often they strike: each seed draws its own (swarm testing: a fault that is
 * always there hides others). Chances are per occasion, 0 … 1; times in ms.
 *
 * @see Groce et al., Swarm Testing, ISSTA 2012
 */
export interface FaultMix {
  /** A message (or its answer) does not arrive. */
  readonly loss: number;
  /** It arrives twice, the second time later. */
  readonly duplicate: number;
  /** It takes up to so long, so messages overtake each other. */
  readonly delayMsMax: number;
  /** Per minute: one direction of one link is cut for a while. */
  readonly partition: number;
  /** The store does not take a batch, and says so. */
  readonly storeRefuses: number;
  /** The store has taken a batch, and the answer is lost. */
  readonly answerLost: number;
  /** The store takes up to so long. */
  readonly storeDelayMsMax: number;
  /** The process dies before a commit reaches the store. */
  readonly crashBeforeCommit: number;
  /** The process dies after the store has committed. */
  readonly crashAfterCommit: number;
  /** The process dies when it is about to answer. */
  readonly crashAtSend: number;
  /** Clocks of the processes are wrong by up to so much, either way. */
  readonly skewMsMax: number;
  /** Clocks run faster or slower by up to this share. */
  readonly driftMax: number;
  /** Per minute: the clock of one process jumps by up to `skewMsMax`. */
  readonly jump: number;
  /** Per minute: a node that works is declared stricken, and goes on working. */
  readonly falseDeath: number;
  /** Per minute: a node takes no new work for a while. */
  readonly drain: number;
  /** Chance that a node is slow by a factor of six. */
  readonly slowNode: number;
  /** A scan of picking or packing never happens. */
  readonly scanLost: number;
  /** A scan is told again later. */
  readonly scanTwice: number;
  /** A scan is told up to so much later. */
  readonly scanLateMsMax: number;
  /** Something is sent that no hub can understand. */
  readonly poison: number;
  /** A node finds fewer goods than the books say. */
  readonly shelfShort: number;
  /** Chance that a node never answers an offer, also when all else is well again. */
  readonly deafNode: number;
  /** Customers come within this share of the time instead of all of it. */
  readonly rush: number;
  /** Share of orders without a number of the shop: only the key tells them apart. */
  readonly keyOnly: number;
  /** Share of customers who hold a cart before they order, or leave it. */
  readonly cart: number;
  /** Per sale at the till: another one is told that never was, and withdrawn. */
  readonly misrung: number;
  /** Share of starts in which a process comes up as a newer version, which writes what this one does not know. */
  readonly newer: number;
  /** Share of customers who send a unit back. */
  readonly sentBack: number;
  /** Chance that a planner who thinks of it holds places of a slot. */
  readonly placesHeld: number;
  /** Above a half new orders are accepted only, and a router places them; above three quarters two do. */
  readonly routers: number;
  /** Per minute: the bus forgets all work that it holds. */
  readonly busForgets: number;
  /** Share of accepted orders whose placing the store cannot take before all is well again. */
  readonly rowsRefused: number;
  /** Above a half customers live in three cities and come in waves, less is far away, and batches are decided together. */
  readonly waves: number;
  /** Above a half a demand forecast and prices are published, and orders that are begun next are weighed in one pool. */
  readonly forecast: number;
  /** Above a half there are subscribers, who are told what happens over webhooks. */
  readonly subscribers: number;
  /** Per message: the endpoint of a subscriber fails, in one of several ways. */
  readonly endpointFails: number;
  /** Per minute: an endpoint is dead for up to an hour, says that it is gone, or is cut off. */
  readonly endpointDead: number;
  /** Chance that a node that thinks of it reports what it can do. */
  readonly reports: number;
  /** A report is told up to so much later. */
  readonly reportLateMsMax: number;
  /** Share of reports that are lies. */
  readonly reportLies: number;
  /** Share of orders of key customers, whose orders go before others. */
  readonly keyCustomers: number;
  /** Share of works of several units that a node sends in two parcels. */
  readonly twoParcels: number;
  /** Share of customers who buy much, and cancel what is left once a part of it has gone. */
  readonly regrets: number;
  /** Share of customers who want another thing for one that came. */
  readonly exchanges: number;
  /** Share of customers who claim that goods are broken, missing, wrong or lost. */
  readonly claims: number;
  /** Share of customers who come to flash sales: all in one second, for one item. */
  readonly flashSales: number;
}

/** No fault at all. */
export const calm: FaultMix = {
  loss: 0,
  duplicate: 0,
  delayMsMax: 200,
  partition: 0,
  storeRefuses: 0,
  answerLost: 0,
  storeDelayMsMax: 5,
  crashBeforeCommit: 0,
  crashAfterCommit: 0,
  crashAtSend: 0,
  skewMsMax: 0,
  driftMax: 0,
  jump: 0,
  falseDeath: 0,
  drain: 0,
  slowNode: 0,
  scanLost: 0,
  scanTwice: 0,
  scanLateMsMax: 1000,
  poison: 0,
  shelfShort: 0,
  deafNode: 0,
  rush: 0,
  keyOnly: 0,
  cart: 0,
  misrung: 0,
  newer: 0,
  sentBack: 0,
  placesHeld: 0,
  routers: 0,
  busForgets: 0,
  rowsRefused: 0,
  waves: 0,
  forecast: 0,
  subscribers: 0,
  endpointFails: 0,
  endpointDead: 0,
  reports: 0,
  reportLateMsMax: 0,
  reportLies: 0,
  keyCustomers: 0,
  twoParcels: 0,
  regrets: 0,
  exchanges: 0,
  claims: 0,
  flashSales: 0,
};

/** Names of the faults that can be left out of a mix. */
export type FaultName = keyof FaultMix;

/** How much of each fault there is at most. */
const most: FaultMix = {
  loss: 0.25,
  duplicate: 0.3,
  delayMsMax: 90_000,
  partition: 0.05,
  storeRefuses: 0.08,
  answerLost: 0.05,
  storeDelayMsMax: 4000,
  crashBeforeCommit: 0.01,
  crashAfterCommit: 0.01,
  crashAtSend: 0.01,
  skewMsMax: 180_000,
  driftMax: 0.02,
  jump: 0.03,
  falseDeath: 0.02,
  drain: 0.01,
  slowNode: 0.4,
  scanLost: 0.15,
  scanTwice: 0.3,
  scanLateMsMax: 1_800_000,
  poison: 0.05,
  shelfShort: 0.08,
  deafNode: 0.3,
  rush: 0.97,
  keyOnly: 0.5,
  cart: 0.5,
  misrung: 0.5,
  newer: 0.7,
  sentBack: 0.6,
  placesHeld: 1,
  routers: 1,
  busForgets: 0.05,
  rowsRefused: 0.2,
  waves: 1,
  forecast: 1,
  subscribers: 1,
  endpointFails: 0.4,
  endpointDead: 0.05,
  reports: 0.6,
  reportLateMsMax: 5_400_000,
  reportLies: 0.5,
  keyCustomers: 0.5,
  twoParcels: 0.8,
  regrets: 0.5,
  exchanges: 0.6,
  claims: 0.5,
  flashSales: 0.9,
};

/** Draws a mix: each fault is there with even chance, then with a strength of its own. */
export function drawMix(chance: Chance, without: ReadonlySet<string>): FaultMix {
  const mix: Record<FaultName, number> = { ...calm };
  for (const name of Object.keys(most) as FaultName[]) {
    const [isDrawn, strength] = [chance.unit() < 0.5, chance.unit()];
    if (isDrawn && !without.has(name))
      mix[name] = name.endsWith('MsMax')
        ? Math.round(strength * most[name])
        : strength * most[name];
  }
  return mix;
}

/** Whether what a mix has above a half is there. @see FaultMix.waves */
export const isThere = (strength: number): boolean => strength > 0.5;

/** The faults of a mix in words, for people and for the shrunk command. */
export const mixText = (mix: FaultMix): string =>
  (Object.keys(mix) as FaultName[])
    .filter((name) => mix[name] !== calm[name])
    .map((name) => `${name} ${mix[name] < 1 ? mix[name].toFixed(3) : String(mix[name])}`)
    .join(', ');
