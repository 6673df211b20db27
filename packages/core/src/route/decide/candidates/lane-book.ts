import { ensure, hourMs } from '../../../words/index.ts';
import type { LaneAsk } from '../../../promise/decide/index.ts';
import { promiseTermsFor } from '../../../strategy/decide/index.ts';
import type {
  CompiledRule,
  CompiledSoftRule,
  LaneFacts,
  ObjectiveWeights,
} from '../../../strategy/decide/index.ts';
import type { Network } from '../../../network/decide/index.ts';
import type { CarrierLoad } from '../question.ts';
import type { Allowance, Asked } from './asked.ts';
import type { NetworkColumns, NodeServices } from './columns.ts';
import { crewMinor, placeMinor } from './place-cost.ts';

/** A lane is a node and one of its services, to the place of this order; nobody has asked yet whether it is open. */
export const laneUnknown = 0;

/**
 * The lanes of one try, as columns. Windows are asked for only when a lane could matter: most lanes are
 * beaten before that. The columns are scratch memory of the module; nothing of them leaves a decision.
 */
export interface LaneBook {
  readonly asked: Asked;
  readonly allowance: Allowance;
  readonly network: Network;
  readonly networkColumns: NetworkColumns;
  readonly weights: ObjectiveWeights;
  /** How sure windows shall be; pointed to the lane that is asked. */
  readonly ask: Writable<LaneAsk>;
  /** Weight of the slice's prices; 0 where it has none. */
  readonly opportunityPercent: number;
  /** Whether duty, stock balance or prices depend on which goods a node sends. */
  readonly weighsGoods: boolean;
  readonly laneHardRules: readonly CompiledRule[];
  readonly softRules: readonly CompiledSoftRule[];
  /** The most that soft rules could take off a parcel; ≤ 0. */
  readonly bonusMinor: number;
  readonly latestEndAt: number;
  readonly lateAfterAt: number;
  /** When a forced plan must have arrived; Infinity where none is forced. */
  readonly arriveByAt: number;
  readonly facts: LaneFacts;
  readonly columns: LaneColumns;
  /** When work starts for lanes whose service takes no more parcels on the day of the node's slot. */
  readonly later: Map<number, { readonly slotAt: number; readonly startAt: number }>;
  /** Lanes whose service takes no more parcels as far as one looks, with its load. */
  readonly full: Map<number, CarrierLoad>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface LaneColumns {
  readonly node: Int32Array;
  readonly service: Int32Array;
  readonly zone: Int32Array;
  readonly state: Uint8Array;
  readonly closedBy: Int32Array;
  readonly temperatures: Uint8Array;
  readonly weightGramsMax: Float64Array;
  /** From the question to the end of the window. */
  readonly hours: Float64Array;
  readonly endAt: Float64Array;
  /** Metres that the parcel travels, for ties. */
  readonly metres: Float64Array;
  readonly latenessMinor: Float64Array;
  readonly rulesMinor: Float64Array;
  /** Costs of the place in the node's slot, and of the courier's time where the node's own couriers travel. */
  readonly capacityMinor: Float64Array;
  /** No parcel of this lane costs less than this, even without waiting. */
  readonly floorMinor: Float64Array;
  /** Waiting for the whole order costs at least this. */
  readonly waitFloorMinor: Float64Array;
}

/** Rounds half up: every cost item of every parcel is rounded so, once. */
export const roundMinor = (minor: number): number => Math.floor(minor + 0.5);

const columnsFor = (lanes: number): LaneColumns => ({
  node: new Int32Array(lanes),
  service: new Int32Array(lanes),
  zone: new Int32Array(lanes),
  state: new Uint8Array(lanes),
  closedBy: new Int32Array(lanes),
  temperatures: new Uint8Array(lanes),
  weightGramsMax: new Float64Array(lanes),
  hours: new Float64Array(lanes),
  endAt: new Float64Array(lanes),
  metres: new Float64Array(lanes),
  latenessMinor: new Float64Array(lanes),
  rulesMinor: new Float64Array(lanes),
  capacityMinor: new Float64Array(lanes),
  floorMinor: new Float64Array(lanes),
  waitFloorMinor: new Float64Array(lanes),
});

let scratch = columnsFor(1024);

/** An empty book for one try. It takes the scratch memory: the book before it is closed. */
export function openBook(asked: Asked, allowance: Allowance): LaneBook {
  const { strategy, question, context, columns } = asked;
  if (scratch.node.length < columns.lanesMax) scratch = columnsFor(columns.lanesMax);
  const { ignoredRuleIds } = allowance;
  const firstNode = context.network.nodes[0];
  const { weights } = strategy;
  const opportunityPercent =
    question.slice.priceMilli === undefined ? 0 : (weights.opportunityPercent ?? 0);
  ensure(firstNode !== undefined, 'a network has nodes');
  return {
    asked,
    allowance,
    network: context.network,
    networkColumns: columns,
    weights,
    ask: {
      serviceIx: 0,
      zone: 0,
      ...promiseTermsFor(strategy, question.tier),
      order: asked.seen,
    },
    opportunityPercent,
    weighsGoods:
      weights.stockBalanceMinor !== 0 || weights.dutyPercent !== 0 || opportunityPercent !== 0,
    laneHardRules: strategy.hardRules.filter(
      (rule) => rule.perLane && !ignoredRuleIds.includes(rule.ruleId),
    ),
    softRules: strategy.softRules,
    bonusMinor: strategy.softRules.reduce((sum, rule) => sum + Math.min(0, rule.perParcelMinor), 0),
    ...timesOf(question, allowance),
    facts: { node: firstNode, service: undefined, distanceKm: 0, loadPercent: 0, leadHours: 0 },
    columns: scratch,
    later: new Map(),
    full: new Map(),
  };
}

function timesOf(
  { promisedWindow, forced }: Asked['question'],
  { toleranceHours }: Allowance,
): Pick<LaneBook, 'latestEndAt' | 'lateAfterAt' | 'arriveByAt'> {
  const lateAfterAt = promisedWindow?.endAt ?? Infinity;
  const arriveByAt = forced?.arriveByAt ?? Infinity;
  const latestEndAt = Math.min(lateAfterAt + (toleranceHours ?? Infinity) * hourMs, arriveByAt);
  return { latestEndAt, lateAfterAt, arriveByAt };
}

/** Km that goods travel from the node: none when the customer collects. */
export const travelKm = ({ pickup, distancesKm }: Asked, nodeIx: number): number =>
  pickup ? 0 : (distancesKm[nodeIx] as number);

/** Points the facts that rules look at to a node; service and lead time are those of the lane asked last. */
export function faceNode(book: LaneBook, nodeIx: number): LaneFacts {
  const { facts, asked } = book;
  facts.node = book.network.nodes[nodeIx] ?? facts.node;
  facts.distanceKm = asked.distancesKm[nodeIx] as number;
  facts.loadPercent = asked.question.slice.loadPercent[nodeIx] as number;
  return facts;
}

/** What `addLanes` looks at and writes besides the book. */
interface LaneSource {
  readonly asked: Asked;
  readonly book: LaneBook;
  readonly services: NodeServices;
  /** Bits of all temperature classes of the order. */
  readonly temperatures: number;
  readonly firstLane: Int32Array;
  readonly endLane: Int32Array;
  /** Nodes with 0 are still in the running. */
  readonly trace: { readonly eliminated: Uint8Array };
}

/**
 * Writes the lanes that leave each node still in the running into the book; their windows stay unknown. One
 * loop with every column at hand: it is run for every lane of the network, by every decision.
 */
export function addLanes(source: LaneSource): void {
  const { asked, book, services, firstLane, endLane } = source;
  const { eliminated } = source.trace;
  const { networkColumns, weights, bonusMinor } = book;
  const { node, service, zone, state, temperatures, weightGramsMax } = book.columns;
  const { capacityMinor, floorMinor, waitFloorMinor } = book.columns;
  const { startAt } = asked.question.slice;
  const { first, serviceAt } = services;
  const { firstZone, zoneKmMax, zoneFromKm, freightFloorMinor } = networkColumns;
  const { serviceTemperatures, serviceWeightGramsMax, crewMinutes } = networkColumns;
  const leastLeadMs = asked.context.laneClock.leastLeadMs(book.ask);
  const percent = weights.costPercent / 100;
  let lane = 0;
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++) {
    firstLane[nodeIx] = lane;
    endLane[nodeIx] = lane;
    if (eliminated[nodeIx] !== 0) continue;
    const classes = (networkColumns.temperatures[nodeIx] as number) & source.temperatures;
    const distanceKm = travelKm(asked, nodeIx);
    const place = placeMinor(asked.question.slice, nodeIx, weights);
    const crew = crewMinor(asked.question.slice, nodeIx, weights);
    const handling = (networkColumns.handlingFloorMinor[nodeIx] as number) * percent;
    const nodeFloor = Math.floor(handling) + bonusMinor;
    const startMs = (startAt[nodeIx] as number) - asked.question.at;
    const end = first[nodeIx + 1] as number;
    for (let at = first[nodeIx] as number; at < end; at++) {
      const serviceIx = serviceAt[at] as number;
      const laneClasses = serviceTemperatures[serviceIx] as number;
      if ((laneClasses & classes) === 0) continue;
      const zoneEnd = firstZone[serviceIx + 1] as number;
      if (distanceKm > (zoneKmMax[zoneEnd - 1] as number)) continue;
      const zoneFrom = firstZone[serviceIx] as number;
      let zoneIx = zoneFrom + (zoneFromKm[serviceIx]?.[Math.floor(distanceKm)] as number);
      while (distanceKm > (zoneKmMax[zoneIx] as number)) zoneIx++;
      const freight = (freightFloorMinor[zoneIx] as number) * percent;
      const leadMs = (leastLeadMs[serviceIx] as Float64Array)[zoneIx - zoneFrom] as number;
      const capacity = roundMinor(place + crew * (crewMinutes[zoneIx] as number));
      node[lane] = nodeIx;
      service[lane] = serviceIx;
      zone[lane] = zoneIx - zoneFrom;
      state[lane] = laneUnknown;
      temperatures[lane] = laneClasses;
      weightGramsMax[lane] = serviceWeightGramsMax[serviceIx] as number;
      capacityMinor[lane] = capacity;
      floorMinor[lane] = Math.floor(freight) + nodeFloor + capacity;
      waitFloorMinor[lane] = Math.max(
        0,
        Math.floor((weights.perHourMinor * (startMs + leadMs)) / hourMs),
      );
      lane++;
    }
    endLane[nodeIx] = lane;
  }
}
