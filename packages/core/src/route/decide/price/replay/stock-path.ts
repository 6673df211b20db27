import type { NodeId } from '../../../../words/index.ts';
import type { RouteAnswer, RouteQuestion } from '../../question.ts';
import { itemUnits } from './taken.ts';

/** A decision of the past. */
export interface PastDecision {
  readonly question: RouteQuestion;
  /** Undefined: it found no plan. */
  readonly answer: RouteAnswer | undefined;
}

/** What became otherwise with the stock of an item since the decision before, by node index; not by these decisions. */
export interface StockChange {
  readonly itemId: string;
  readonly units: Int32Array;
}

/** How stock went in a span of the past. */
export interface StockPath {
  /** Units of every replayed item by node index when it was asked for first. */
  readonly start: ReadonlyMap<string, Int32Array>;
  /** What is to be added before each decision. */
  readonly changes: readonly (readonly StockChange[])[];
}

/**
 * Finds from what decisions saw how stock went besides what they took: goods that came, cancellations, carts, counts.
 * Nothing else keeps it, and with it the same days can be lived again otherwise.
 *
 * @param items those that are replayed; every decision about one of them is among the decisions
 */
export function stockPath(
  decisions: readonly PastDecision[],
  items: ReadonlySet<string>,
  nodeIxOf: (nodeId: NodeId) => number,
): StockPath {
  const start = new Map<string, Int32Array>();
  const expected = new Map<string, Int32Array>();
  const changes = decisions.map(({ question, answer }) => {
    const found: StockChange[] = [];
    for (const [itemId, line] of linesOf(question)) {
      if (!items.has(itemId)) continue;
      const seen = unitsSeen(question, line);
      const before = expected.get(itemId);
      if (before === undefined) start.set(itemId, seen.slice());
      else if (before.some((units, nodeIx) => units !== seen[nodeIx]))
        found.push({ itemId, units: seen.map((units, nodeIx) => units - (before[nodeIx] ?? 0)) });
      expected.set(itemId, seen);
    }
    for (const { itemId, nodeId, units } of answer ? itemUnits(answer.plan) : []) {
      const [left, nodeIx] = [expected.get(itemId), nodeIxOf(nodeId)];
      if (left && nodeIx >= 0) left[nodeIx] = (left[nodeIx] ?? 0) - units;
    }
    return found;
  });
  return { start, changes };
}

/** Items of a question, each with a line that asks for it. */
const linesOf = ({ lines }: RouteQuestion): ReadonlyMap<string, number> =>
  new Map(lines.map(({ itemId }, line) => [itemId, line]));

function unitsSeen({ slice, lines }: RouteQuestion, line: number): Int32Array {
  const { nodeState, atpUnits } = slice;
  return Int32Array.from(nodeState, (_, nodeIx) => atpUnits[nodeIx * lines.length + line] ?? 0);
}
