import { ensure } from '../../words/index.ts';
import { bundleOf } from './candidates/bundle.ts';
import type { ChosenParcel } from './candidates/bundle.ts';
import { carbonGrams, parcelItems } from './candidates/parcel-cost.ts';
import { customsOf, intercompanyOf } from './border.ts';
import { startOf, windowOf } from './candidates/open-lane.ts';
import type { CostItems, PlannedParcel, RouteLine, RoutePlan } from './question.ts';
import type { Choice } from './search/choice.ts';
import type { Survey } from './candidates/survey.ts';

/** The items of a cost, in the order in which they are shown. */
export const costItemNames = [
  'freightMinor',
  'handlingMinor',
  'timeMinor',
  'latenessMinor',
  'splitMinor',
  'dutyMinor',
  'carbonMinor',
  'capacityMinor',
  'stockBalanceMinor',
  'rulesMinor',
  'opportunityMinor',
] as const satisfies readonly (keyof CostItems)[];

/** Sum of all items. */
export const itemsTotal = (items: CostItems): number =>
  costItemNames.reduce((sum, name) => sum + (items[name] ?? 0), 0);

/**
 * Writes a choice out: parcels by node id, units dealt back to the lines by line number, every cost item,
 * and from when until when the parcels arrive.
 */
export function writePlan(survey: Survey, choice: Choice): RoutePlan {
  const dealt = new Map<RouteLine, number>();
  const parcels = [...choice.parcels]
    .sort((a, b) => inPlanOrder(survey, a, b))
    .map((parcel, at) => writeParcel(survey, parcel, { extra: at > 0, dealt }));
  const costItems = {} as Record<keyof CostItems, number>;
  for (const name of costItemNames)
    if (parcels[0]?.costItems[name] !== undefined)
      costItems[name] = parcels.reduce((sum, parcel) => sum + (parcel.costItems[name] ?? 0), 0);
  return {
    parcels,
    totalMinor: choice.totalMinor,
    costItems,
    window: {
      startAt: Math.min(...parcels.map(({ window }) => window.startAt)),
      endAt: Math.max(...parcels.map(({ window }) => window.endAt)),
    },
    confidencePercent: leastSure(survey, parcels),
  };
}

/** The confidence that the strategy states, or that of the least sure parcel where dates go by cost. */
const leastSure = ({ book }: Survey, parcels: readonly PlannedParcel[]): number =>
  Math.min(
    ...parcels.map(({ confidencePercent = book.ask.confidencePercent }) => confidencePercent),
  );

function inPlanOrder({ book, asked }: Survey, a: ChosenParcel, b: ChosenParcel): number {
  const { node, service } = book.columns;
  const { rank, serviceRank } = asked.columns;
  const byNode =
    (rank[node[a.lane] as number] as number) - (rank[node[b.lane] as number] as number);
  if (byNode !== 0) return byNode;
  const byService =
    (serviceRank[service[a.lane] as number] as number) -
    (serviceRank[service[b.lane] as number] as number);
  return byService === 0 ? (a.elements[0] as number) - (b.elements[0] as number) : byService;
}

interface Dealing {
  /** Whether the parcel pays the split penalty. */
  readonly extra: boolean;
  /** Units of each line that earlier parcels carry. */
  readonly dealt: Map<RouteLine, number>;
}

function writeParcel(
  survey: Survey,
  parcel: ChosenParcel,
  { extra, dealt }: Dealing,
): PlannedParcel {
  const { book, asked } = survey;
  const { node, service } = book.columns;
  const nodeIx = node[parcel.lane] as number;
  const { network } = asked.context;
  const profile = network.nodes[nodeIx];
  const carrier = network.services[service[parcel.lane] as number];
  ensure(profile !== undefined && carrier !== undefined, 'a lane has a node and a service');
  const window = windowOf(book, parcel.lane);
  const start = startOf(book, parcel.lane);
  const bundle = bundleOf(survey, parcel);
  const splitMinor = extra ? asked.strategy.weights.perExtraParcelMinor : 0;
  const costItems = { ...parcelItems(book, parcel.lane, bundle), splitMinor };
  return {
    nodeId: profile.nodeId,
    serviceId: carrier.serviceId,
    lines: dealLines(survey, parcel, dealt),
    weightGrams: bundle.weightGrams,
    distanceKm: asked.distancesKm[nodeIx] as number,
    carbonGrams: Math.round(carbonGrams(book, parcel.lane, bundle.weightGrams)),
    slotAt: start.slotAt,
    startAt: start.startAt,
    collectedAt: window.collectedAt,
    window: { startAt: window.startAt, endAt: window.endAt },
    ...sureOf(window),
    costItems,
    costMinor: itemsTotal(costItems),
    ...customsOf(survey, nodeIx, parcel),
    ...intercompanyOf(asked, profile),
  };
}

const none = {};

/** How sure a window is, where cost chose its end. */
const sureOf = ({
  confidencePercent,
}: ReturnType<typeof windowOf>): Pick<PlannedParcel, 'confidencePercent'> =>
  confidencePercent === undefined ? none : { confidencePercent };

/** What units of an element of several items take of each of its lines. */
const setShares = (
  { lines, quantityUnits }: Survey['elements'],
  element: number,
  units: number,
): PlannedParcel['lines'] =>
  (lines[element] ?? []).map(({ lineNo, itemId, quantityUnits: whole }) => ({
    lineNo,
    itemId,
    quantityUnits: (whole * units) / (quantityUnits[element] as number),
  }));

/** Units of an element go to its lines by line number, as far as parcels before have not served them. */
function dealLines(
  { elements }: Survey,
  parcel: ChosenParcel,
  dealt: Map<RouteLine, number>,
): PlannedParcel['lines'] {
  const shares: PlannedParcel['lines'][number][] = [];
  for (const [at, element] of parcel.elements.entries()) {
    if (elements.goods !== undefined && elements.lines[element]?.[0]?.together !== undefined) {
      shares.push(...setShares(elements, element, parcel.units[at] as number));
      continue;
    }
    let left = parcel.units[at] as number;
    for (const line of elements.lines[element] ?? []) {
      const served = dealt.get(line) ?? 0;
      const quantityUnits = Math.min(left, line.quantityUnits - served);
      if (quantityUnits === 0) continue;
      dealt.set(line, served + quantityUnits);
      left -= quantityUnits;
      shares.push({ lineNo: line.lineNo, itemId: line.itemId, quantityUnits });
    }
  }
  return shares.sort((a, b) => a.lineNo - b.lineNo);
}
