import { balanceMilliOf, dutyMinorOf, opportunityMilliOf } from '../../candidates/bundle.ts';
import type { Candidates } from '../../candidates/candidates.ts';
import type { Survey } from '../../candidates/survey.ts';
import { openLanes } from './open-lanes.ts';

/** Rounding half up can lower each of five items of a parcel, and its price, by half a minor unit at most. */
const roundingLoss = (opportunityPercent: number): number => (opportunityPercent === 0 ? 5 : 6) / 2;
/** How much of the freight is counted by weight instead of per parcel; the best of the bounds counts. */
const weightShares = [0, 0.5, 0.8, 1] as const;

/**
 * A cost that no plan within the limits can go below.
 *
 * Freight of every lane is bounded from below by a straight line a + b · grams under its rate card, so that
 * a plan costs at least its parcels times the cheapest fixed part (a, handling per order, slot, lateness,
 * soft rules), plus for every element its cheapest own part (b · grams, handling per line and unit, time,
 * duty, stock balance, price) over all lanes that could carry it. Carbon counts as 0. The number of parcels is
 * at least what the heaviest lane needs, and two when no node has everything.
 *
 * @returns minor units, rounded up
 */
export function lowerBoundMinor(candidates: Candidates): number {
  const lanes = openLanes(candidates);
  let best = -Infinity;
  for (const weightShare of weightShares)
    best = Math.max(best, boundWith(candidates, lanes, weightShare));
  return Math.ceil(best - 1e-6);
}

function boundWith(candidates: Candidates, lanes: readonly number[], weightShare: number): number {
  const { survey } = candidates;
  const { book, elements } = survey;
  const own = new Float64Array(elements.count).fill(Infinity);
  let fixedMinor = Infinity;
  let gramsMax = 0;
  let node = -1;
  let goods: NodeGoods | undefined;
  for (const lane of lanes) {
    const line = freightLine(survey, lane, weightShare);
    fixedMinor = Math.min(fixedMinor, line.fixedMinor + laneFixed(survey, lane));
    gramsMax = Math.max(gramsMax, book.columns.weightGramsMax[lane] as number);
    const nodeIx = book.columns.node[lane] as number;
    if (nodeIx !== node || goods === undefined) goods = goodsAt(survey, nodeIx);
    node = nodeIx;
    lowerOwn({ survey, own, goods }, lane, line.perGramMinor);
  }
  const { parcelsMax } = book.allowance.split;
  const { perExtraParcelMinor } = survey.asked.strategy.weights;
  const whole = candidates.nodes.some((nodeIx) => (survey.wholeLane[nodeIx] as number) >= 0);
  const parcelsMin = Math.max(
    whole ? 1 : 2,
    Math.ceil(elements.weightTotalGrams / Math.max(1, gramsMax)),
  );
  const perParcel = fixedMinor - roundingLoss(book.opportunityPercent) + perExtraParcelMinor;
  const parcels = perParcel >= 0 ? parcelsMin : Math.max(parcelsMin, parcelsMax);
  return own.reduce((sum, one) => sum + one, 0) + parcels * perParcel - perExtraParcelMinor;
}

interface FreightLine {
  readonly fixedMinor: number;
  readonly perGramMinor: number;
}

/** The straight line under the rate card, with a share of its steepest slope through zero. */
function freightLine({ book, asked }: Survey, lane: number, weightShare: number): FreightLine {
  const service = asked.context.network.services[book.columns.service[lane] as number];
  const rates = service?.rateMinor[book.columns.zone[lane] as number] ?? [];
  const money = asked.strategy.weights.costPercent / 100;
  const points = rates.map((rate, band) => ({
    grams: Math.min(service?.bandWeightGramsMax[band] ?? 0, service?.weightGramsMax ?? 0),
    rate,
  }));
  const [last] = points.slice(-1);
  if (service !== undefined && last !== undefined && service.weightGramsMax > last.grams) {
    const extraKg = Math.max(0, Math.floor((service.weightGramsMax - last.grams) / 1000) - 1);
    points.push({
      grams: service.weightGramsMax,
      rate: last.rate + service.perExtraKgMinor * extraKg,
    });
  }
  const steepest = Math.min(...points.map(({ grams, rate }) => rate / Math.max(1, grams)));
  const slope = weightShare * steepest;
  const fixed = Math.min(...points.map(({ grams, rate }) => rate - slope * grams));
  return { fixedMinor: fixed * money, perGramMinor: slope * money };
}

function laneFixed({ book, asked }: Survey, lane: number): number {
  const { columns } = book;
  const node = asked.context.network.nodes[columns.node[lane] as number];
  const handling = (node?.handlingCostPerOrderMinor ?? 0) * asked.strategy.weights.costPercent;
  return (
    handling / 100 +
    (columns.capacityMinor[lane] as number) +
    (columns.latenessMinor[lane] as number) +
    (columns.rulesMinor[lane] as number)
  );
}

interface NodeGoods {
  /** Own cost of each element at this node that no lane changes; Infinity where it is not sent from here. */
  readonly ownMinor: Float64Array;
}

function goodsAt(survey: Survey, nodeIx: number): NodeGoods {
  const { elements, offered, asked, book } = survey;
  const { weights } = asked.strategy;
  const node = asked.context.network.nodes[nodeIx];
  const perLine = (node?.handlingCostPerLineMinor ?? 0) * (weights.costPercent / 100);
  const perUnit = ((node?.handlingCostPerUnitMicros ?? 0) / 1e6) * (weights.costPercent / 100);
  // A parcel of little value may pay none: then duty is no part of a bound.
  const mayBeFree = asked.dutyFreeMinor >= 0;
  const ownMinor = new Float64Array(elements.count);
  for (let element = 0; element < elements.count; element++) {
    const units = offered[nodeIx * elements.count + element] as number;
    const quantity = elements.quantityUnits[element] as number;
    const sent = units === quantity || (elements.cut[element] === true && units > 0);
    ownMinor[element] = sent
      ? perLine +
        perUnit * (elements.pieces[element] as number) +
        (mayBeFree ? 0 : (dutyMinorOf(survey, nodeIx, element) * weights.dutyPercent) / 100) +
        balanceMilliOf(survey, nodeIx, element) / 1000 +
        (opportunityMilliOf(survey, nodeIx, element) * book.opportunityPercent) / 100_000
      : Infinity;
  }
  return { ownMinor };
}

interface OwnCosts {
  readonly survey: Survey;
  readonly own: Float64Array;
  readonly goods: NodeGoods;
}

function lowerOwn({ survey, own, goods }: OwnCosts, lane: number, perGramMinor: number): void {
  const { elements, book, asked } = survey;
  const hourly =
    (asked.strategy.weights.perHourMinor * (book.columns.hours[lane] as number)) /
    elements.shareTotal;
  const classes = book.columns.temperatures[lane] as number;
  for (let element = 0; element < elements.count; element++) {
    const bits = elements.temperature[element] as number;
    if ((classes & bits) !== bits) continue;
    const minor =
      (goods.ownMinor[element] as number) +
      perGramMinor * (elements.weightGrams[element] as number) +
      hourly * (elements.share[element] as number);
    if (minor < (own[element] as number)) own[element] = minor;
  }
}
