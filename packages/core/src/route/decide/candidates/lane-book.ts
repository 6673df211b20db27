import type { LaneWindow } from '../../../promise/decide/index.ts';
import type { CompiledRule, CompiledSoftRule, LaneFacts } from '../../../strategy/decide/index.ts';
import type { Network } from '../../../network/decide/index.ts';
import type { ObjectiveWeights } from '../../../strategy/decide/index.ts';
import type { Allowance, Asked } from './asked.ts';
import type { NetworkColumns } from './columns.ts';

/** A lane is a node and one of its services, to the place of this order. Why a lane may be closed: */
const laneUnknown = 0;
export const laneOpen = 1;
/** The service never collects. */
const laneNoCollection = 2;
/** A hard rule excludes it; the rule is in `closedBy`. */
export const laneRuled = 3;
/** It arrives after what the try allows; the hours are in `closedBy`. */
export const laneLate = 4;

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
  readonly laneHardRules: readonly CompiledRule[];
  readonly softRules: readonly CompiledSoftRule[];
  /** The most that soft rules could take off a parcel; ≤ 0. */
  readonly bonusMinor: number;
  readonly latestEndAt: number;
  readonly lateAfterAt: number;
  readonly facts: LaneFacts;
  count: number;
  readonly columns: LaneColumns;
  readonly windows: (LaneWindow | undefined)[];
}

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
  /** Costs of the node's slot, whoever travels. */
  readonly capacityMinor: Float64Array;
  /** No parcel of this lane costs less than this, even without waiting. */
  readonly floorMinor: Float64Array;
  /** Waiting for the whole order costs at least this. */
  readonly waitFloorMinor: Float64Array;
}

const hourMs = 3_600_000;

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
const scratchWindows: (LaneWindow | undefined)[] = [];

/** An empty book for one try. It takes the scratch memory: the book before it is closed. */
export function openBook(asked: Asked, allowance: Allowance): LaneBook {
  const { strategy, question, context, columns } = asked;
  if (scratch.node.length < columns.serviceAt.length)
    scratch = columnsFor(columns.serviceAt.length);
  const promised = question.promisedWindow?.endAt ?? Infinity;
  const { toleranceHours, ignoredRuleIds } = allowance;
  const firstNode = context.network.nodes[0];
  if (firstNode === undefined) throw new Error('Invariant broken: a network has nodes');
  return {
    asked,
    allowance,
    network: context.network,
    networkColumns: columns,
    weights: strategy.weights,
    laneHardRules: strategy.hardRules.filter(
      (rule) => rule.perLane && !ignoredRuleIds.includes(rule.ruleId),
    ),
    softRules: strategy.softRules,
    bonusMinor: strategy.softRules.reduce((sum, rule) => sum + Math.min(0, rule.perParcelMinor), 0),
    latestEndAt: promised + (toleranceHours ?? Infinity) * hourMs,
    lateAfterAt: promised,
    facts: { node: firstNode, service: undefined, distanceKm: 0, loadPercent: 0, leadHours: 0 },
    count: 0,
    columns: scratch,
    windows: scratchWindows,
  };
}

/** Km that goods travel from the node: none when the customer collects. */
export const travelKm = ({ pickup, distancesKm }: Asked, nodeIx: number): number =>
  pickup ? 0 : (distancesKm[nodeIx] as number);

/** Points the facts that rules look at to a node. */
export function faceNode(book: LaneBook, nodeIx: number): LaneFacts {
  const { facts, asked } = book;
  const node = asked.context.network.nodes[nodeIx];
  if (node !== undefined) facts.node = node;
  facts.service = undefined;
  facts.distanceKm = asked.distancesKm[nodeIx] as number;
  facts.loadPercent = asked.question.slice.loadPercent[nodeIx] as number;
  facts.leadHours = 0;
  return facts;
}

/** Writes the lanes that leave a node for this order into the book; their windows stay unknown. */
export function addLanes(
  {
    asked,
    book,
    serviceFlags,
    temperatures,
  }: {
    readonly asked: Asked;
    readonly book: LaneBook;
    readonly serviceFlags: Uint8Array;
    readonly temperatures: number;
  },
  nodeIx: number,
): void {
  const { firstService, serviceAt, serviceTemperatures } = asked.columns;
  const classes = (asked.columns.temperatures[nodeIx] as number) & temperatures;
  const distanceKm = travelKm(asked, nodeIx);
  const end = firstService[nodeIx + 1] as number;
  for (let at = firstService[nodeIx] as number; at < end; at++) {
    const serviceIx = serviceAt[at] as number;
    if (serviceFlags[serviceIx] !== 1) continue;
    if (((serviceTemperatures[serviceIx] as number) & classes) === 0) continue;
    const zone = asked.columns.zoneOf(serviceIx, distanceKm);
    if (zone >= 0) addLane(book, [nodeIx, serviceIx, zone]);
  }
}

function addLane(
  book: LaneBook,
  [nodeIx, serviceIx, zone]: readonly [nodeIx: number, serviceIx: number, zone: number],
): void {
  const { columns, networkColumns, weights, asked, count: lane } = book;
  const { slice, at } = asked.question;
  const zoneIx = (networkColumns.firstZone[serviceIx] as number) + zone;
  const load = (slice.loadPercent[nodeIx] as number) / 100;
  const capacity = roundMinor(weights.fullSlotMinor * load * load);
  const percent = weights.costPercent / 100;
  const freight = (networkColumns.freightFloorMinor[zoneIx] as number) * percent;
  const handling = (networkColumns.handlingFloorMinor[nodeIx] as number) * percent;
  const hours =
    ((slice.startAt[nodeIx] as number) - at) / hourMs +
    (networkColumns.transitHoursMin[zoneIx] as number);
  columns.node[lane] = nodeIx;
  columns.service[lane] = serviceIx;
  columns.zone[lane] = zone;
  columns.state[lane] = laneUnknown;
  columns.temperatures[lane] = networkColumns.serviceTemperatures[serviceIx] as number;
  columns.weightGramsMax[lane] = networkColumns.serviceWeightGramsMax[serviceIx] as number;
  columns.capacityMinor[lane] = capacity;
  columns.floorMinor[lane] =
    Math.floor(freight) + Math.floor(handling) + capacity + book.bonusMinor;
  columns.waitFloorMinor[lane] = Math.max(0, Math.floor(weights.perHourMinor * hours));
  book.count = lane + 1;
}

/** Whether the lane may be used in this try; asks for its window the first time. */
export function openLane(book: LaneBook, lane: number): boolean {
  const state = book.columns.state[lane] as number;
  return state === laneUnknown ? settleLane(book, lane) === laneOpen : state === laneOpen;
}

const ask = { serviceIx: 0, zone: 0, confidencePercent: 0 };

function settleLane(book: LaneBook, lane: number): number {
  const { columns, asked, windows } = book;
  const nodeIx = columns.node[lane] as number;
  ask.serviceIx = columns.service[lane] as number;
  ask.zone = columns.zone[lane] as number;
  ask.confidencePercent = asked.strategy.promiseConfidencePercent;
  const startAt = asked.question.slice.startAt[nodeIx] as number;
  const window = asked.context.laneClock.deliveryWindow(nodeIx, startAt, ask);
  windows[lane] = window;
  if (window === undefined) return close(book, lane, [laneNoCollection, 0]);
  const hours = (window.endAt - asked.question.at) / hourMs;
  columns.hours[lane] = hours;
  columns.endAt[lane] = window.endAt;
  columns.metres[lane] = Math.round((asked.distancesKm[nodeIx] as number) * 1000);
  columns.latenessMinor[lane] =
    window.endAt > book.lateAfterAt
      ? roundMinor(
          ((window.endAt - book.lateAfterAt) / hourMs) *
            asked.strategy.weights.perLateHourMinor[asked.question.tier],
        )
      : 0;
  return judgeByRules(book, lane);
}

function judgeByRules(book: LaneBook, lane: number): number {
  const { columns, laneHardRules, softRules } = book;
  let rulesMinor = 0;
  if (laneHardRules.length + softRules.length > 0) {
    const facts = faceNode(book, columns.node[lane] as number);
    facts.service = book.asked.context.network.services[columns.service[lane] as number];
    facts.leadHours = columns.hours[lane] as number;
    for (const rule of laneHardRules)
      if (rule.holds(facts)) return close(book, lane, [laneRuled, rule.ruleIx]);
    for (const rule of softRules) if (rule.holds(facts)) rulesMinor += rule.perParcelMinor;
  }
  const endAt = columns.endAt[lane] as number;
  if (endAt > book.latestEndAt)
    return close(book, lane, [laneLate, Math.ceil((endAt - book.lateAfterAt) / hourMs)]);
  columns.rulesMinor[lane] = rulesMinor;
  columns.state[lane] = laneOpen;
  return laneOpen;
}

function close(
  book: LaneBook,
  lane: number,
  [because, closedBy]: readonly [number, number],
): number {
  book.columns.state[lane] = because;
  book.columns.closedBy[lane] = closedBy;
  return because;
}
