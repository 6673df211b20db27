import { ensure } from '../../../words/index.ts';
import type { OrderSeen } from '../../../promise/decide/index.ts';
import type { OrderFacts, OrderStrategy, SplitLimits } from '../../../strategy/decide/index.ts';
import { columnsOf } from './columns.ts';
import type { NetworkColumns } from './columns.ts';
import type { RouteContext, RouteLine, RouteQuestion } from '../question.ts';

/** A question made ready: what every try at it shares. */
export interface Asked {
  readonly question: RouteQuestion;
  readonly context: RouteContext;
  readonly columns: NetworkColumns;
  readonly strategy: OrderStrategy;
  /** From every node to the place of delivery, km. */
  readonly distancesKm: Float64Array;
  /** Minor units of the network's currency for one million of the order's; a currency without rate counts as the network's. */
  readonly minorPerMillion: number;
  /** Duty is none for parcels worth at most this, in the order's currency; −1 = always due. */
  readonly dutyFreeMinor: number;
  /** The customer collects: goods do not travel, so zone, freight and carbon are those of 0 km. */
  readonly pickup: boolean;
  /** What models of the promise may look at. */
  readonly seen: OrderSeen;
}

/** What one try allows: the strategy itself, a fallback, or a change that is being weighed. */
export interface Allowance {
  /** 0 = the strategy, n = fallback n. */
  readonly step: number;
  readonly split: SplitLimits;
  /** Hours after the promised window that a parcel may still arrive; undefined = any. */
  readonly toleranceHours: number | undefined;
  readonly ignoredRuleIds: readonly string[];
}

/**
 * Checks that question and context belong together and computes what all tries share.
 *
 * @throws Error when the question was asked of another network or strategy version
 */
export function prepare(question: RouteQuestion, context: RouteContext): Asked {
  const { network, strategy } = context;
  ensure(question.lines.length > 0, 'a routed order has lines');
  ensure(
    question.networkVersion === network.document.version,
    `the question asks network ${question.networkVersion}, the context has ${network.document.version}`,
  );
  ensure(
    question.strategy.version === strategy.document.version &&
      question.strategy.strategyId === strategy.document.strategyId,
    'the question and the context name the same strategy version',
  );
  const distancesKm = network.distancesKm(question.shipTo);
  return {
    question,
    context,
    columns: columnsOf(network),
    strategy: strategy.forOrder(orderFactsOf(question)),
    distancesKm,
    ...borderOf(question, network),
    pickup: question.serviceLevel === 'pickup',
    seen: orderSeenOf(question, distancesKm),
  };
}

/**
 * What models of the promise may look at when the question is decided, and what they learn from when it is read again.
 *
 * @param distancesKm from every node of the question's network to the place of delivery
 */
export const orderSeenOf = (
  { lines, shipTo, serviceLevel, slice }: RouteQuestion,
  distancesKm: Float64Array,
): OrderSeen => ({
  lines,
  shipTo,
  loadPercentAt: (nodeIx) => (slice.startAt[nodeIx] === 0 ? undefined : slice.loadPercent[nodeIx]),
  distanceKmAt: (nodeIx) => (serviceLevel === 'pickup' ? undefined : distancesKm[nodeIx]),
});

function borderOf(
  { currency, shipTo }: RouteQuestion,
  network: RouteContext['network'],
): Pick<Asked, 'minorPerMillion' | 'dutyFreeMinor'> {
  const minorPerMillion = network.minorPerMillion(currency) ?? 1_000_000;
  const border = network.borderOf(shipTo.country);
  return {
    minorPerMillion,
    dutyFreeMinor: border ? (border.dutyFreeMinor * 1_000_000) / minorPerMillion : -1,
  };
}

/** The tries in order: the strategy itself, then its fallbacks. */
export function allowancesOf({ strategy, question }: Asked): readonly Allowance[] {
  const tolerance = (hours: number | undefined): number | undefined =>
    question.keepsPromise === true ? 0 : hours;
  const inAtMost =
    (parcels: number) =>
    ({ split, ...rest }: Allowance): Allowance => ({
      ...rest,
      split: { ...split, parcelsMax: Math.min(split.parcelsMax, parcels) },
    });
  const tries: readonly Allowance[] = [
    {
      step: 0,
      split: strategy.split,
      toleranceHours: tolerance(strategy.promiseToleranceHours),
      ignoredRuleIds: [],
    },
    ...strategy.fallbacks.map((fallback, at) => ({
      step: at + 1,
      split: fallback.split ?? strategy.split,
      toleranceHours: tolerance(fallback.promiseToleranceHours),
      ignoredRuleIds: fallback.ignoreRuleIds,
    })),
  ];
  const parcels = question.shipComplete === true ? 1 : question.forced?.parcelsMax;
  return parcels === undefined ? tries : tries.map(inAtMost(parcels));
}

const coldness = { ambient: 0, chilled: 1, frozen: 2 } as const;

/** What of a question tells its order to rules. */
type OrderAsked = Pick<
  RouteQuestion,
  | 'at'
  | 'lines'
  | 'shipTo'
  | 'channel'
  | 'tier'
  | 'serviceLevel'
  | 'currency'
  | 'gift'
  | 'incoterm'
  | 'sellingEntity'
>;

/** What rules see of the order that a question is about. */
export function orderFactsOf(question: OrderAsked): OrderFacts {
  const { lines, shipTo } = question;
  let [valueMinor, weightGrams] = [0, 0];
  let coldest: RouteLine['temperatureClass'] = 'ambient';
  for (const line of lines) {
    valueMinor += line.valueMinor;
    weightGrams += line.weightGrams;
    if (coldness[line.temperatureClass] > coldness[coldest]) coldest = line.temperatureClass;
  }
  return {
    channel: question.channel,
    tier: question.tier,
    serviceLevel: question.serviceLevel,
    country: shipTo.country,
    subdivision: shipTo.subdivision,
    postcode: shipTo.postcode,
    currency: question.currency,
    valueMinor,
    weightGrams,
    lineCount: lines.length,
    temperatureClass: coldest,
    gift: question.gift === true ? 'yes' : 'no',
    incoterm: question.incoterm ?? '',
    entity: question.sellingEntity ?? '',
    hourOfDay: localHour(question.at, shipTo.longitude),
  };
}

/** The hour by the sun: 15 degrees of longitude are one hour. */
function localHour(at: number, longitude: number): number {
  const hours = Math.floor(at / 3_600_000 + longitude / 15);
  return ((hours % 24) + 24) % 24;
}
