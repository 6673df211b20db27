import { startFromAt } from '../../path.ts';
import type { PathBoard, WalkedOrder } from '../../path.ts';
import { isPartNo } from '../../intake/index.ts';
import type { RoutePlan } from '../../route/index.ts';
import type { ItemId } from '../../words/index.ts';
import type { Board } from '../board/board.ts';
import { unitsOf } from '../reassign/pending-order.ts';
import type { Holder } from '../reassign/pending-order.ts';
import type { BatchEntry, JointOrder } from './joint-order.ts';

/** An order of the batch that may exchange nodes, as it was decided alone. */
export interface Contender {
  /** Its place in the batch. */
  readonly ix: number;
  readonly joint: JointOrder;
  readonly alone: RoutePlan;
  readonly holder: Holder;
}

/** Lines of one order that are looked at. */
const linesMax = 10;

/**
 * Orders of the batch that others of it stand in the way of: plain ones (routed at once, without kits, waiting, dates or
 * a window wished for) with an item that runs short at a node where the batch takes some of it.
 */
export function contenders(
  board: Board,
  batch: readonly BatchEntry[],
  at: number,
): readonly Contender[] {
  const plain = batch.flatMap(({ joint }, ix): readonly Contender[] => {
    const walked = joint?.walked();
    const made = walked && contender(walked, at);
    return made && joint ? [{ ...made, ix, joint }] : [];
  });
  const scarce = scarceItems(board, plain);
  return plain.filter(({ holder }) => holder.lines.some(({ line }) => scarce.has(line.itemId)));
}

function contender(
  { order, assigned, waiting, later }: WalkedOrder,
  at: number,
): Pick<Contender, 'alone' | 'holder'> | undefined {
  const { answer, fulfilments = [], held } = assigned;
  if (!answer.ok || !held || waiting.length > 0 || later.length > 0) return undefined;
  if (order.promisedWindow !== undefined || order.lines.some(({ delivery }) => delivery))
    return undefined;
  const lines = fulfilments.flatMap((work) => work.lines.map((line) => ({ work, line })));
  if (lines.length > linesMax || lines.some(({ line }) => isPartNo(line.lineNo))) return undefined;
  const { plan } = answer.value;
  return {
    alone: plan,
    holder: {
      orderId: order.orderId,
      lines,
      held: held.reservations,
      // Nobody is promised a later day than alone.
      ask: (chosen, board: PathBoard) => ({
        order,
        at,
        open: unitsOf(chosen),
        promisedWindow: plan.window,
        keepsPromise: true,
        excluded: [],
        epoch: 1,
        startFromAt: startFromAt(order, at, board),
      }),
    },
  };
}

/** Items of several orders of which a node that the batch takes from has less left than one of them wants. */
function scarceItems(board: Board, plain: readonly Contender[]): ReadonlySet<string> {
  const wanted = new Map<ItemId, { orders: number; unitsMax: number; nodes: Set<string> }>();
  for (const { holder } of plain)
    for (const { work, line } of holder.lines) {
      const known = wanted.get(line.itemId) ?? { orders: 0, unitsMax: 0, nodes: new Set() };
      known.orders += 1;
      known.unitsMax = Math.max(known.unitsMax, line.quantityUnits);
      known.nodes.add(work.nodeId);
      wanted.set(line.itemId, known);
    }
  const scarce = new Set<string>();
  const left = new Int32Array(board.network.nodes.length);
  for (const [item, { orders, unitsMax, nodes }] of wanted) {
    if (orders < 2) continue;
    board.stock.copyAtp([board.stock.itemIxOf(item)], left);
    const isShort = board.network.nodes.some(
      ({ nodeId }, node) => nodes.has(nodeId) && (left[node] ?? 0) < unitsMax,
    );
    if (isShort) scarce.add(item);
  }
  return scarce;
}
