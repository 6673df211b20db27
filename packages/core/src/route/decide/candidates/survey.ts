import type { Allowance, Asked } from './asked.ts';
import { elementsOf } from './elements.ts';
import { abilityBit } from './columns.ts';
import type { NodeServices } from './columns.ts';
import type { Elements } from './elements.ts';
import { openBook } from './lane-book.ts';
import type { LaneBook } from './lane-book.ts';
import { eliminationReasons } from '../question.ts';
import type { EliminationReason, RouteTrace } from '../question.ts';

/** The code that traces store for a reason. */
export const reasonCode = Object.fromEntries(
  eliminationReasons.map((reason, code) => [reason, code]),
) as Readonly<Record<EliminationReason, number>>;

/** Why a node is out, what it had, what was needed. */
export type Fault = readonly [reason: EliminationReason, had: number, needed: number];

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
  /** How many elements the node could send whole. */
  readonly wholeElements: Int32Array;
  /** Cheapest lane that takes the whole order from this node; −1 = none. */
  readonly wholeLane: Int32Array;
  /** The least floor of the node's lanes; filled for candidates. */
  readonly nodeFloorMinor: Float64Array;
  /** Bits of all temperature classes of the order. */
  readonly temperatures: number;
  /** The bits of what a node must be able to do. */
  readonly ability: number;
  services: NodeServices;
  /** Why a node may not be asked at all: 0 = it may, 1 = not asked, 2 + n = excluded by entry n. */
  readonly standing: Int32Array;
  readonly hardRules: LaneBook['laneHardRules'];
}

let nodeScratch = scratchFor(256);
let offeredScratch = new Int32Array(1024);

function scratchFor(
  nodes: number,
): Pick<
  Survey,
  'firstLane' | 'endLane' | 'wholeElements' | 'wholeLane' | 'standing' | 'nodeFloorMinor'
> {
  return {
    wholeElements: new Int32Array(nodes),
    firstLane: new Int32Array(nodes),
    endLane: new Int32Array(nodes),
    wholeLane: new Int32Array(nodes),
    standing: new Int32Array(nodes),
    nodeFloorMinor: new Float64Array(nodes),
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
    ability: abilityBit(asked.question.serviceLevel, asked.question.giftWrap === true),
    services: asked.columns.servicesFor(asked.question.serviceLevel, asked.question.shipTo.country),
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

/**
 * Columns of many traces share one block of memory: asking the engine for a block of its own costs more than the
 * rest of a trace. A block lives as long as one of its traces does.
 */
const blockBytes = 1 << 18;
let block = new ArrayBuffer(blockBytes);
let blockUsed = 0;

function traceColumns(nodes: number): TraceColumns {
  const bytes = Math.ceil((nodes * 17) / 8) * 8;
  if (blockUsed + bytes > block.byteLength) {
    block = new ArrayBuffer(Math.max(blockBytes, bytes));
    blockUsed = 0;
  }
  const from = blockUsed;
  blockUsed += bytes;
  return {
    wholeOrderMinor: new Float64Array(block, from, nodes).fill(-1),
    had: new Int32Array(block, from + nodes * 8, nodes),
    needed: new Int32Array(block, from + nodes * 12, nodes),
    eliminated: new Uint8Array(block, from + nodes * 16, nodes),
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
export function eliminate({ trace }: Survey, nodeIx: number, [reason, had, needed]: Fault): number {
  const code = reasonCode[reason];
  trace.eliminated[nodeIx] = code;
  trace.had[nodeIx] = Math.min(had, 0x7fffffff);
  trace.needed[nodeIx] = Math.min(needed, 0x7fffffff);
  return code;
}
