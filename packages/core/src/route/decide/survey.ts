import type { Allowance, Asked } from './asked.ts';
import { abilityBit } from './columns.ts';
import { elementsOf } from './elements.ts';
import type { Elements } from './elements.ts';
import { addLane, faceNode, openBook, travelKm } from './lane-book.ts';
import type { LaneBook } from './lane-book.ts';
import { eliminationReasons } from './question.ts';
import type { EliminationReason, RouteTrace } from './question.ts';

/** The code that traces store for a reason. */
export const reasonCode = Object.fromEntries(
  eliminationReasons.map((reason, code) => [reason, code]),
) as Readonly<Record<EliminationReason, number>>;

type TraceColumns = Pick<RouteTrace, 'eliminated' | 'had' | 'needed' | 'wholeOrderMinor'>;

/** Who could take part in a plan, with what, over which lanes. Scratch memory, except `trace`. */
export interface Survey {
  readonly asked: Asked;
  readonly book: LaneBook;
  elements: Elements;
  /** Fresh columns that the answer keeps. */
  readonly trace: TraceColumns;
  /** Lanes of node n are `firstLane[n]` up to, not with, `endLane[n]`. */
  readonly firstLane: Int32Array;
  readonly endLane: Int32Array;
  /** Units of the element that the node could send, at most what is needed, `[node * elements + element]`. */
  offered: Int32Array;
  /** Cheapest lane that takes the whole order from this node; −1 = none. */
  readonly wholeLane: Int32Array;
  /** Bits of all temperature classes of the order. */
  readonly temperatures: number;
  readonly serviceFlags: Uint8Array;
  /** Why a node may not be asked at all: 0 = it may, 1 = not asked, 2 + n = excluded by entry n. */
  readonly standing: Int32Array;
  readonly hardRules: LaneBook['laneHardRules'];
}

let nodeScratch = scratchFor(256);
let offeredScratch = new Int32Array(1024);

function scratchFor(nodes: number): Pick<Survey, 'firstLane' | 'endLane' | 'wholeLane' | 'standing'> {
  return {
    firstLane: new Int32Array(nodes),
    endLane: new Int32Array(nodes),
    wholeLane: new Int32Array(nodes),
    standing: new Int32Array(nodes),
  };
}

/** Opens a survey over all nodes of the network; nothing is eliminated yet. */
export function openSurvey(asked: Asked, allowance: Allowance): Survey {
  const { nodeCount } = asked.columns;
  if (nodeScratch.firstLane.length < nodeCount) nodeScratch = scratchFor(nodeCount);
  const elements = elementsOf(asked.question.lines);
  const survey: Survey = {
    asked,
    book: openBook(asked, allowance),
    elements,
    trace: traceColumns(nodeCount),
    ...nodeScratch,
    offered: offeredFor(nodeCount * elements.count),
    temperatures: elements.temperature.reduce((mask, bit) => mask | bit, 0),
    serviceFlags: asked.columns.servicesFor(
      asked.question.serviceLevel,
      asked.question.shipTo.country,
    ),
    hardRules: asked.strategy.hardRules.filter(
      (rule) => !rule.perLane && !allowance.ignoredRuleIds.includes(rule.ruleId),
    ),
  };
  markStanding(survey);
  return survey;
}

function offeredFor(length: number): Int32Array {
  if (offeredScratch.length < length) offeredScratch = new Int32Array(length);
  return offeredScratch;
}

/** One buffer for all columns: four small allocations would cost more than filling them. */
function traceColumns(nodes: number): TraceColumns {
  const buffer = new ArrayBuffer(nodes * 17);
  return {
    wholeOrderMinor: new Float64Array(buffer, 0, nodes).fill(-1),
    had: new Int32Array(buffer, nodes * 8, nodes),
    needed: new Int32Array(buffer, nodes * 12, nodes),
    eliminated: new Uint8Array(buffer, nodes * 16, nodes),
  };
}

function markStanding({ asked, standing }: Survey): void {
  const { excluded, onlyNodeIds } = asked.question;
  const { network } = asked.context;
  standing.fill(onlyNodeIds === undefined ? 0 : 1);
  for (const id of onlyNodeIds ?? []) standing[network.nodeIxOf(id) ?? network.nodes.length] = 0;
  for (const [at, { nodeId }] of excluded.entries())
    standing[network.nodeIxOf(nodeId) ?? network.nodes.length] = at + 2;
}

/** Records why the node is out, with the numbers. @returns the code of the reason */
export function eliminate(
  { trace }: Survey,
  nodeIx: number,
  [reason, had, needed]: readonly [EliminationReason, number, number],
): number {
  const code = reasonCode[reason];
  trace.eliminated[nodeIx] = code;
  trace.had[nodeIx] = Math.min(had, 0x7fffffff);
  trace.needed[nodeIx] = Math.min(needed, 0x7fffffff);
  return code;
}

/**
 * Tests up to stock, in the order of `eliminationReasons`. Nodes that are not asked are tested too: whether
 * an item is scarce does not depend on whom the question is forced upon (`dropUnasked` takes them out).
 *
 * @returns 0 when all are passed
 */
export function standingFault(survey: Survey, nodeIx: number): number {
  const { asked, standing } = survey;
  const { question, columns, context } = asked;
  const state = question.slice.nodeState[nodeIx] as number;
  if (state !== 0) return eliminate(survey, nodeIx, [state === 2 ? 'stricken' : 'draining', state, 0]);
  const stands = standing[nodeIx] as number;
  if (stands > 1) return eliminate(survey, nodeIx, ['excluded', stands - 2, 0]);
  if (asked.pickup && question.pickupNodeId !== undefined) {
    const wanted = context.network.nodeIxOf(question.pickupNodeId) ?? -1;
    if (wanted !== nodeIx) return eliminate(survey, nodeIx, ['not-the-pickup-store', nodeIx, wanted]);
  }
  const abilities = columns.abilities[nodeIx] as number;
  const ability = abilityBit(question.serviceLevel);
  if ((abilities & ability) === 0)
    return eliminate(survey, nodeIx, ['no-ability', abilities, ability]);
  return profileFault(survey, nodeIx);
}

/** Eliminates the nodes that a forced question leaves out. @returns those of `passed` that are asked */
export function dropUnasked(survey: Survey, passed: readonly number[]): readonly number[] {
  if (survey.asked.question.onlyNodeIds === undefined) return passed;
  const { standing, trace } = survey;
  for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++) {
    const code = trace.eliminated[nodeIx] as number;
    if (standing[nodeIx] === 1 && (code === 0 || code > reasonCode['not-asked']))
      eliminate(survey, nodeIx, ['not-asked', 0, 0]);
  }
  return passed.filter((nodeIx) => standing[nodeIx] !== 1);
}

function profileFault(survey: Survey, nodeIx: number): number {
  const { asked, book, hardRules, temperatures } = survey;
  const classes = asked.columns.temperatures[nodeIx] as number;
  if ((classes & temperatures) === 0)
    return eliminate(survey, nodeIx, ['temperature-class', classes, temperatures]);
  if (hardRules.length > 0) {
    const facts = faceNode(book, nodeIx);
    for (const rule of hardRules)
      if (rule.holds(facts)) return eliminate(survey, nodeIx, ['hard-rule', rule.ruleIx, 0]);
  }
  if ((asked.question.slice.startAt[nodeIx] as number) === 0)
    return eliminate(survey, nodeIx, ['no-slot', 0, 1]);
  return supplyFault(survey, nodeIx);
}

/** Writes what the node offers and the lanes that leave it. */
function supplyFault(survey: Survey, nodeIx: number): number {
  const { book, firstLane, endLane } = survey;
  firstLane[nodeIx] = book.count;
  const offeredUnits = fillOffer(survey, nodeIx);
  const reached = addLanes(survey, nodeIx, offeredUnits > 0);
  endLane[nodeIx] = book.count;
  if (!reached) return eliminate(survey, nodeIx, ['no-carrier-service', 0, 1]);
  if (offeredUnits === 0) return eliminateShort(survey, nodeIx, 0);
  return 0;
}

/** Records a node that has nothing the order can use. */
export function eliminateShort(survey: Survey, nodeIx: number, hadUnits: number): number {
  const needed = survey.elements.quantityUnits.reduce((sum, units) => sum + units, 0);
  return eliminate(survey, nodeIx, ['no-stock', hadUnits, needed]);
}

/** @returns units of all elements that the node could send */
export function fillOffer({ asked, elements, offered }: Survey, nodeIx: number): number {
  const { atpUnits } = asked.question.slice;
  const lines = asked.question.lines.length;
  const classes = asked.columns.temperatures[nodeIx] as number;
  const { count, atpColumn, quantityUnits, temperature } = elements;
  let sum = 0;
  for (let element = 0; element < count; element++) {
    const atp = atpUnits[nodeIx * lines + (atpColumn[element] as number)] as number;
    const usable = (classes & (temperature[element] as number)) !== 0;
    const units = usable ? Math.min(atp, quantityUnits[element] as number) : 0;
    offered[nodeIx * count + element] = units;
    sum += units;
  }
  return sum;
}

/** @returns whether any service goes there; writes the lanes only when `wanted` */
function addLanes(survey: Survey, nodeIx: number, wanted: boolean): boolean {
  const { asked, book, serviceFlags, temperatures } = survey;
  const { firstService, serviceAt, serviceTemperatures } = asked.columns;
  const classes = (asked.columns.temperatures[nodeIx] as number) & temperatures;
  const distanceKm = travelKm(asked, nodeIx);
  const first = book.count;
  for (let at = firstService[nodeIx] as number; at < (firstService[nodeIx + 1] as number); at++) {
    const serviceIx = serviceAt[at] as number;
    if (serviceFlags[serviceIx] !== 1) continue;
    if (((serviceTemperatures[serviceIx] as number) & classes) === 0) continue;
    const zone = asked.context.network.zoneOf(serviceIx, distanceKm);
    if (zone < 0) continue;
    if (!wanted) return true;
    book.columns.node[book.count] = nodeIx;
    addLane(book, serviceIx, zone);
  }
  return book.count > first;
}
