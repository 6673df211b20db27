import type { ItemId, NodeId } from '../../words/index.ts';
import { isPartNo } from '../../intake/decide/index.ts';
import { orderFactsOf } from './candidates/asked.ts';
import type { Allowance, Asked } from './candidates/asked.ts';
import type { Candidates } from './candidates/candidates.ts';
import { columnsOf, temperatureBit } from './candidates/columns.ts';
import type {
  NearestChange,
  RouteAnswer,
  RouteLine,
  RouteQuestion,
  RouteRefusal,
  RouteTrace,
} from './question.ts';
import { reasonCode } from './candidates/survey.ts';

/** Decides again with one thing changed. */
export type Retry = (asked: Asked, allowance: Allowance) => RouteAnswer | undefined;

/** Rules that are tried one by one as a change. */
const liftedRulesMax = 8;
/** As many parcels as a strategy may ever allow. */
const parcelsMost = 16;

/** Explains that nothing fits: why, what is missing, and the smallest change found that would help. */
export function refusalOf(candidates: Candidates, retry: Retry): RouteRefusal {
  const { survey, nodes } = candidates;
  const { asked, book } = survey;
  const trace: RouteTrace = {
    ...survey.trace,
    candidateCount: nodes.length,
    runnerUp: undefined,
    marginMinor: -1,
    tieBreaker: 'none',
    fallbackStep: book.allowance.step,
    scenarioId: asked.strategy.scenarioId,
    gapMinor: 0,
    method: 'exact',
  };
  const supply = supplyOf(asked, trace, book.allowance);
  const refused: Refused = { asked, allowance: book.allowance, trace, supply, retry };
  const nearest = nearestChange(refused);
  return { reason: reasonOf(refused, nearest), shortLines: supply.shortLines, nearest, trace };
}

interface Supply {
  /** Nodes that pass every test up to stock. */
  readonly suppliers: number;
  readonly shortLines: RouteRefusal['shortLines'];
  readonly reducible: readonly { readonly lineNo: number; readonly availableUnits: number }[];
}

interface Refused {
  readonly asked: Asked;
  readonly allowance: Allowance;
  readonly trace: RouteTrace;
  readonly supply: Supply;
  readonly retry: Retry;
}

/** What all nodes that could deliver have of each line, when lines of one item are served by line number. */
function supplyOf(asked: Asked, trace: RouteTrace, allowance: Allowance): Supply {
  const { lines } = asked.question;
  const suppliers = [...trace.eliminated.keys()].filter((nodeIx) => {
    const code = trace.eliminated[nodeIx] as number;
    const isRefused = code === reasonCode['border-refused'];
    return code === reasonCode.candidate || (code >= reasonCode['no-stock'] && !isRefused);
  });
  const shortLines: RouteRefusal['shortLines'][number][] = [];
  const reducible: { lineNo: number; availableUnits: number }[] = [];
  const linesByItem = new Map<ItemId, number>();
  for (const { itemId } of lines) linesByItem.set(itemId, (linesByItem.get(itemId) ?? 0) + 1);
  const used = new Map<ItemId, number>();
  const columns = [...lines.keys()].sort((a, b) => lineNoAt(lines, a) - lineNoAt(lines, b));
  for (const column of columns) {
    const line = lines[column] as RouteLine;
    const { lineNo, itemId } = line;
    const held = unitsAt(asked, suppliers, column);
    const mayJoin = allowance.split.lineSplit === 'when_short' || linesByItem.get(itemId) !== 1;
    const left = (mayJoin ? held.sum : held.most) - (used.get(itemId) ?? 0);
    const units = Math.min(line.quantityUnits, Math.max(0, left));
    used.set(itemId, (used.get(itemId) ?? 0) + units);
    if (units === line.quantityUnits) continue;
    shortLines.push({ lineNo, itemId, missingUnits: line.quantityUnits - units });
    reducible.push({ lineNo, availableUnits: units });
  }
  return { suppliers: suppliers.length, shortLines, reducible };
}

const lineNoAt = (lines: readonly RouteLine[], column: number): number =>
  lines[column]?.lineNo ?? 0;

/** What the suppliers have of a line's item, together and at most. */
function unitsAt(
  { question, columns }: Asked,
  suppliers: readonly number[],
  column: number,
): { readonly sum: number; readonly most: number } {
  const bit = temperatureBit((question.lines[column] as RouteLine).temperatureClass);
  let [sum, most] = [0, 0];
  for (const nodeIx of suppliers) {
    if (((columns.temperatures[nodeIx] as number) & bit) === 0) continue;
    const atp = question.slice.atpUnits[nodeIx * question.lines.length + column] as number;
    sum += atp;
    most = Math.max(most, atp);
  }
  return { sum, most };
}

function reasonOf(
  { trace, supply }: Refused,
  nearest: NearestChange | undefined,
): RouteRefusal['reason'] {
  const tooLate = trace.eliminated.includes(reasonCode['too-late']);
  if (supply.suppliers === 0) return 'no-candidate';
  if (supply.shortLines.length > 0) return 'insufficient-stock';
  if (nearest?.change === 'later-promise') return 'too-late';
  if (trace.candidateCount > 0) return 'split-limit';
  return tooLate ? 'too-late' : 'no-candidate';
}

/** One change at a time, the most natural first; each is proven by deciding again. */
function nearestChange(refused: Refused): NearestChange | undefined {
  const attempts = [
    allowParcels,
    reduceLines,
    laterPromise,
    liftRule,
    shipInstead,
    pickUpElsewhere,
    waitForSupply,
  ];
  for (const attempt of attempts) {
    const change = attempt(refused);
    if (change !== undefined) return change;
  }
  return undefined;
}

function allowParcels({ asked, allowance, retry }: Refused): NearestChange | undefined {
  const split = { parcelsMax: parcelsMost, partValueMinMinor: 0, lineSplit: 'when_short' } as const;
  const answer = retry(asked, { ...allowance, split });
  return answer && { change: 'allow-parcels', parcels: answer.plan.parcels.length };
}

function reduceLines({ asked, allowance, supply, retry }: Refused): NearestChange | undefined {
  const isFree = ({ lineNo, together }: RouteLine): boolean =>
    together === undefined && !isPartNo(lineNo);
  if (supply.reducible.length === 0 || !asked.question.lines.every(isFree)) return undefined;
  const available = new Map(supply.reducible.map((line) => [line.lineNo, line.availableUnits]));
  const lines: RouteLine[] = [];
  const kept: number[] = [];
  for (const [column, line] of asked.question.lines.entries()) {
    const units = available.get(line.lineNo) ?? line.quantityUnits;
    if (units === 0) continue;
    const part = (whole: number): number => Math.round((whole * units) / line.quantityUnits);
    const [weightGrams, valueMinor] = [part(line.weightGrams), part(line.valueMinor)];
    lines.push({ ...line, quantityUnits: units, weightGrams, valueMinor });
    kept.push(column);
  }
  if (lines.length === 0) return undefined;
  const question = withLines(asked.question, lines, kept);
  if (retry({ ...asked, question }, allowance) === undefined) return undefined;
  return { change: 'reduce-lines', lines: supply.reducible };
}

/** The question about fewer lines; its slice keeps the columns of those lines. */
function withLines(
  question: RouteQuestion,
  lines: readonly RouteLine[],
  kept: readonly number[],
): RouteQuestion {
  const { slice } = question;
  const width = question.lines.length;
  const atpUnits = new Int32Array(slice.nodeState.length * kept.length);
  for (let at = 0; at < atpUnits.length; at++) {
    const column = kept[at % kept.length] as number;
    atpUnits[at] = slice.atpUnits[Math.floor(at / kept.length) * width + column] as number;
  }
  return { ...question, lines, slice: { ...slice, atpUnits } };
}

function laterPromise({ asked, allowance, retry }: Refused): NearestChange | undefined {
  if (allowance.toleranceHours === undefined) return undefined;
  const answer = retry(asked, { ...allowance, toleranceHours: undefined });
  return answer && { change: 'later-promise', endAt: answer.plan.window.endAt };
}

function liftRule({ asked, allowance, retry }: Refused): NearestChange | undefined {
  for (const { ruleId } of asked.strategy.hardRules.slice(0, liftedRulesMax)) {
    const ignoredRuleIds = [...allowance.ignoredRuleIds, ruleId];
    if (retry(asked, { ...allowance, ignoredRuleIds }) !== undefined)
      return { change: 'lift-rule', ruleId };
  }
  return undefined;
}

function shipInstead({ asked, allowance, retry }: Refused): NearestChange | undefined {
  if (!asked.pickup) return undefined;
  const nodeId = firstNode(
    retry(reAsked(asked, { serviceLevel: 'standard', pickupNodeId: undefined }), allowance),
  );
  return nodeId && { change: 'ship-instead-of-pickup', nodeId };
}

function pickUpElsewhere({ asked, allowance, retry }: Refused): NearestChange | undefined {
  if (!asked.pickup) return undefined;
  const split = { ...allowance.split, parcelsMax: 1 };
  const nodeId = firstNode(
    retry(reAsked(asked, { pickupNodeId: undefined }), { ...allowance, split }),
  );
  return nodeId && { change: 'pickup-elsewhere', nodeId };
}

function waitForSupply({ supply }: Refused): NearestChange | undefined {
  const [first] = supply.shortLines;
  return first && { change: 'wait-for-supply', itemId: first.itemId };
}

const firstNode = (answer: RouteAnswer | undefined): NodeId | undefined =>
  answer?.plan.parcels[0]?.nodeId;

function reAsked(
  asked: Asked,
  change: Partial<Pick<RouteQuestion, 'serviceLevel' | 'pickupNodeId'>>,
): Asked {
  const question = { ...asked.question, ...change };
  return {
    ...asked,
    question,
    columns: columnsOf(asked.context.network),
    strategy: asked.context.strategy.forOrder(orderFactsOf(question)),
    pickup: question.serviceLevel === 'pickup',
  };
}
