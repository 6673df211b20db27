import type { Network } from '../../../../network/decide/index.ts';
import type { LaneFacts } from '../../../../strategy/decide/index.ts';
import type { ItemId } from '../../../../words/index.ts';
import { reasonCode } from '../../candidates/survey.ts';
import type { RouteAnswer, RouteContext, RouteLine, RouteQuestion } from '../../question.ts';
import type { Asking, Lever } from './lever.ts';

/** How far values are turned: percent up (three times as much again), percent down (almost nothing). */
const [percentUpMax, percentDownMax] = [300, 99];
/** Orders of more lines are not tried at every percent. */
const scannedLinesMax = 6;
/** Half of the equator. */
const kmMax = 20_000;
/** Places of other nodes whose stock is raised, nearest first. */
const stockPlacesMax = 400;

/** Everything about a decision that may be turned, for each thing that a counterfactual is asked of. */
export function leversOf(asking: Asking, answer: RouteAnswer): readonly Lever[] {
  return [
    ...freightLevers(asking, answer),
    ...stockLessLevers(asking, answer),
    ...stockMoreLevers(asking, answer),
    ...loadLevers(asking, answer),
    ...scaleLevers(asking, 'weight'),
    ...distanceLevers(asking, answer),
    ...scaleLevers(asking, 'value'),
    ...dutyLevers(asking, answer),
  ];
}

/** Parcels of the plan by one lane cost more to move. Strategies that go by priorities do not add costs up: none there. */
function freightLevers({ question, context }: Asking, { plan }: RouteAnswer): readonly Lever[] {
  if (context.strategy.document.mode === 'lexicographic') return [];
  const lanes = new Map(plan.parcels.map((one) => [`${one.nodeId} ${one.serviceId}`, one]));
  return [...lanes.values()].map(({ nodeId, serviceId, costItems }): Lever => {
    const dearer = (minor: number): RouteContext => ({
      ...context,
      strategy: {
        ...context.strategy,
        forOrder: (order) => {
          const own = context.strategy.forOrder(order);
          const surcharge = {
            ruleIx: own.softRules.length,
            ruleId: 'freight',
            perLane: true,
            holds: ({ node, service }: LaneFacts) =>
              node.nodeId === nodeId && service?.serviceId === serviceId,
            perParcelMinor: minor,
          };
          return { ...own, softRules: [...own.softRules, surcharge] };
        },
      },
    });
    return {
      dimension: 'freight',
      nodeId,
      serviceId,
      unit: 'minor',
      stepsMax: 10 * Math.max(1, plan.totalMinor),
      monotone: true,
      valueAt: (steps) => costItems.freightMinor + steps,
      askAfter: (steps) => ({ question, context: dearer(steps) }),
    };
  });
}

/** A node of the plan has fewer units of an item. */
function stockLessLevers(asking: Asking, { plan }: RouteAnswer): readonly Lever[] {
  const { network } = asking.context;
  const places = new Map(
    plan.parcels.flatMap(({ nodeId, lines }) =>
      lines.map(({ itemId }) => [`${nodeId} ${itemId}`, { nodeId, itemId }] as const),
    ),
  );
  return [...places.values()].map(({ nodeId, itemId }) => {
    const nodeIx = network.nodeIxOf(nodeId) ?? -1;
    const has = unitsAt(asking.question, nodeIx, itemId);
    return stockLever(asking, { dimension: 'stock-less', nodeIx, itemId }, [has, has, -1]);
  });
}

/** Another node, out for nothing but stock or not able to send all of an item, has more of it. */
function stockMoreLevers(asking: Asking, { trace }: RouteAnswer): readonly Lever[] {
  const { question, context } = asking;
  const distances = context.network.distancesKm(question.shipTo);
  const nearest = [...trace.eliminated.keys()]
    .filter((nodeIx) => {
      const code = trace.eliminated[nodeIx];
      return code === reasonCode.candidate || code === reasonCode['no-stock'];
    })
    .sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
  const needed = new Map<ItemId, number>();
  for (const { itemId, quantityUnits } of question.lines)
    needed.set(itemId, (needed.get(itemId) ?? 0) + quantityUnits);
  const levers: Lever[] = [];
  for (const nodeIx of nearest)
    for (const [itemId, units] of needed) {
      const has = unitsAt(question, nodeIx, itemId);
      if (has >= units || levers.length === stockPlacesMax) continue;
      const lever = { dimension: 'stock-more', nodeIx, itemId } as const;
      levers.push(stockLever(asking, lever, [has, units - has, 1]));
    }
  return levers;
}

const unitsAt = ({ slice, lines }: RouteQuestion, nodeIx: number, itemId: ItemId): number =>
  slice.atpUnits[nodeIx * lines.length + lines.findIndex((line) => line.itemId === itemId)] ?? 0;

function stockLever(
  { question, context }: Asking,
  at: {
    readonly dimension: 'stock-less' | 'stock-more';
    readonly nodeIx: number;
    readonly itemId: ItemId;
  },
  [has, stepsMax, sign]: readonly [has: number, stepsMax: number, sign: 1 | -1],
): Lever {
  const { lines, slice } = question;
  const valueAt = (steps: number): number => has + sign * steps;
  return {
    dimension: at.dimension,
    ...nodeOf(context, at.nodeIx),
    itemId: at.itemId,
    unit: 'units',
    stepsMax,
    monotone: true,
    valueAt,
    askAfter: (steps) => {
      const atpUnits = slice.atpUnits.slice();
      lines.forEach(({ itemId }, column) => {
        if (itemId === at.itemId) atpUnits[at.nodeIx * lines.length + column] = valueAt(steps);
      });
      return { question: { ...question, slice: { ...slice, atpUnits } }, context };
    },
  };
}

const nodeOf = ({ network }: RouteContext, nodeIx: number): Pick<Lever, 'nodeId'> => {
  const node = network.nodes[nodeIx];
  return node ? { nodeId: node.nodeId } : {};
};

const chosenNodes = ({ context }: Asking, { plan }: RouteAnswer): readonly number[] => [
  ...new Set(plan.parcels.map(({ nodeId }) => context.network.nodeIxOf(nodeId) ?? -1)),
];

/** The slot of a node of the plan is fuller, up to 100 %. */
function loadLevers(asking: Asking, answer: RouteAnswer): readonly Lever[] {
  const { question, context } = asking;
  const { slice } = question;
  return chosenNodes(asking, answer).map((nodeIx) => {
    const load = slice.loadPercent[nodeIx] ?? 0;
    return {
      dimension: 'load',
      ...nodeOf(context, nodeIx),
      unit: 'percent',
      stepsMax: 100 - load,
      monotone: false,
      valueAt: (steps) => load + steps,
      askAfter: (steps) => {
        const loadPercent = slice.loadPercent.slice();
        loadPercent[nodeIx] = load + steps;
        return { question: { ...question, slice: { ...slice, loadPercent } }, context };
      },
    };
  });
}

/**
 * The whole order is heavier or lighter, dearer or cheaper, percent by percent. Rates go in bands, so that every percent is
 * tried; for orders of many lines, whose decisions take longer, the search leaps.
 */
function scaleLevers(
  { question, context }: Asking,
  dimension: 'weight' | 'value',
): readonly Lever[] {
  const field = dimension === 'weight' ? 'weightGrams' : 'valueMinor';
  const scaled = (percent: number): readonly RouteLine[] =>
    question.lines.map((line) => ({ ...line, [field]: Math.round((line[field] * percent) / 100) }));
  const sum = (lines: readonly RouteLine[]): number =>
    lines.reduce((total, line) => total + line[field], 0);
  if (sum(question.lines) === 0) return [];
  return ([1, -1] as const).map((sign) => ({
    dimension,
    unit: dimension === 'weight' ? 'grams' : 'minor',
    stepsMax: sign > 0 ? percentUpMax : percentDownMax,
    monotone: question.lines.length > scannedLinesMax,
    valueAt: (steps) => sum(scaled(100 + sign * steps)),
    askAfter: (steps) => ({
      question: { ...question, lines: scaled(100 + sign * steps) },
      context,
    }),
  }));
}

/** A node of the plan lies further away. Nothing travels to a customer who collects: none there. */
function distanceLevers(asking: Asking, answer: RouteAnswer): readonly Lever[] {
  const { question, context } = asking;
  if (question.serviceLevel === 'pickup') return [];
  return chosenNodes(asking, answer).map((nodeIx) => {
    const km = context.network.distancesKm(question.shipTo)[nodeIx] ?? 0;
    let further = 0;
    const network = changedNetwork(context.network, {
      distancesKm: (to) => {
        const distances = context.network.distancesKm(to).slice();
        distances[nodeIx] = km + further;
        return distances;
      },
    });
    return {
      dimension: 'distance',
      ...nodeOf(context, nodeIx),
      unit: 'km',
      stepsMax: kmMax,
      monotone: true,
      valueAt: (steps) => km + steps,
      askAfter: (steps) => {
        further = steps;
        return { question, context: { ...context, network } };
      },
    };
  });
}

/** Duty is higher or lower everywhere, percent by percent of what it is; none where no candidate is abroad. */
function dutyLevers({ question, context }: Asking, { trace }: RouteAnswer): readonly Lever[] {
  const { network } = context;
  const { country } = question.shipTo;
  const isDue =
    network.document.dutyRates.length > 0 &&
    question.incoterm !== 'dap' &&
    trace.eliminated.some((code, nodeIx) => code === 0 && network.crossesBorder(nodeIx, country));
  if (!isDue) return [];
  let percent = 100;
  const changed = changedNetwork(network, {
    dutyMinor: (...asked) => (network.dutyMinor(...asked) * percent) / 100,
  });
  return ([1, -1] as const).map((sign) => ({
    dimension: 'duty',
    unit: 'percent',
    stepsMax: sign > 0 ? percentUpMax : 100,
    monotone: false,
    valueAt: (steps) => 100 + sign * steps,
    askAfter: (steps) => {
      percent = 100 + sign * steps;
      return { question, context: { ...context, network: changed } };
    },
  }));
}

/** The same network, but for what is changed. */
const changedNetwork = (network: Network, changed: Partial<Network>): Network => ({
  document: network.document,
  nodes: network.nodes,
  services: network.services,
  nodeIxOf: (id) => network.nodeIxOf(id),
  serviceIxOf: (id) => network.serviceIxOf(id),
  servicesAt: (nodeIx) => network.servicesAt(nodeIx),
  distancesKm: (to) => network.distancesKm(to),
  zoneOf: (serviceIx, km) => network.zoneOf(serviceIx, km),
  freightMinor: (serviceIx, zone, grams) => network.freightMinor(serviceIx, zone, grams),
  carbonGrams: (serviceIx, km, grams) => network.carbonGrams(serviceIx, km, grams),
  crossesBorder: (nodeIx, country) => network.crossesBorder(nodeIx, country),
  borderOf: (country) => network.borderOf(country),
  minorPerMillion: (currency) => network.minorPerMillion(currency),
  sellerOn: (channel) => network.sellerOn(channel),
  dutyMinor: (nodeIx, country, goods) => network.dutyMinor(nodeIx, country, goods),
  ...changed,
});
