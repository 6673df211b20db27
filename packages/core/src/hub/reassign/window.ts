import { startFromAt, walkOpenLines } from '../../path.ts';
import type { OpenLines, PathBoard } from '../../path.ts';
import { excludedAt } from '../../release/index.ts';
import type { PendingOrder, PendingWindow } from '../../release/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import type { HubParts } from '../run/parts.ts';
import type { HeldLine, MovableOrder } from './movable.ts';

/** Ways of dividing an order of more lines are not looked at: it moves as a whole. */
const dividedLinesMax = 3;

/** Ways looked at before a look ends with what it has found. */
const stepsMax = 100_000;

/** Orders whose costs are asked at a stretch; then others have their turn. */
const ordersPerTurn = 8;

/**
 * What the orders would cost from every node that could still keep their promise, each with its own goods and those of
 * the others as if they were free: the question of `reassignUnpicked`. Costs are those that routing counts.
 */
export async function pendingWindow(
  parts: HubParts,
  orders: readonly MovableOrder[],
  gainMinMinor: number,
): Promise<PendingWindow> {
  const { board, env } = parts;
  const items = [...new Set(orders.flatMap(({ lines }) => lines.map(({ line }) => line.itemId)))];
  const held = orders.flatMap(heldUnits);
  const pending: PendingOrder[] = [];
  for (const [ix, order] of orders.entries()) {
    if (ix > 0 && ix % ordersPerTurn === 0) await env.turn();
    const wanted = new Set<string>(order.lines.map(({ line }) => line.itemId));
    const reach = held.filter(({ itemId }) => wanted.has(itemId));
    pending.push(pendingOf(parts, order, { reach, items }));
  }
  const { nodes } = board.network;
  const leftUnits = new Int32Array(nodes.length * items.length);
  board.stock.lookAt(env.now());
  board.stock.copyAtp(
    items.map((item) => board.stock.itemIxOf(item)),
    leftUnits,
  );
  return {
    nodeCount: nodes.length,
    itemCount: items.length,
    leftUnits,
    orders: pending,
    gainMinMinor,
    stepsMax,
  };
}

/** Units that the works of an order hold. */
const heldUnits = ({ state, lines }: MovableOrder): readonly Holding[] =>
  state.reservations.filter(
    (one) =>
      one.state === 'live' && lines.some(({ work }) => work.fulfilmentId === one.fulfilmentId),
  );

function pendingOf(
  parts: HubParts,
  order: MovableOrder,
  among: { readonly reach: readonly Holding[]; readonly items: readonly string[] },
): PendingOrder {
  const { lines, orderId } = order;
  const { network } = parts.board;
  const sets = 1 << lines.length;
  const nodeCount = network.nodes.length;
  const nodes = lines.map(({ work }) => network.nodeIxOf(work.nodeId) ?? nodeCount);
  const parcelMinor = new Float64Array((nodeCount + 1) * sets).fill(Infinity);
  for (let node = 0; node <= nodeCount; node++) parcelMinor[node * sets] = 0;
  const works = [...new Set(lines.map(({ work }) => work))];
  const board = ownedBoard(parts.pathBoard, among.reach, works);
  for (const set of setsOf(lines.length)) {
    const chosen = lines.filter((_, line) => (set >> line) & 1);
    const ask = askOf(order, chosen, { at: parts.env.now(), board });
    fromEachNode(board, ask).forEach((minor, node) => {
      if (minor >= 0) parcelMinor[node * sets + set] = minor;
    });
  }
  // Where a work is now it may stay, whatever the board says.
  for (const work of works) {
    const set = lines.reduce((sum, held, ix) => (held.work === work ? sum | (1 << ix) : sum), 0);
    const cell = (network.nodeIxOf(work.nodeId) ?? nodeCount) * sets + set;
    if (parcelMinor[cell] === Infinity) parcelMinor[cell] = work.costMinor;
  }
  return {
    orderId,
    isMovable: true,
    // Nodes from which it would come later than promised have no cost at all.
    promisedEndAt: 0,
    arrivesAt: new Float64Array(nodeCount),
    items: lines.map(({ line }) => among.items.indexOf(line.itemId)),
    units: lines.map(({ line }) => line.quantityUnits),
    nodes,
    parcelMinor,
  };
}

/** Sets of lines that may travel in one parcel: all sets of a few lines, of many only all together. */
function setsOf(lines: number): readonly number[] {
  const all = (1 << lines) - 1;
  return lines > dividedLinesMax ? [all] : Array.from({ length: all }, (_, ix) => ix + 1);
}

/** What the whole of it costs from each node, by node index; below zero where the node cannot send it in time. */
function fromEachNode(board: PathBoard, ask: OpenLines): Float64Array {
  const { answer } = walkOpenLines(board, ask);
  return (answer.ok ? answer.value.trace : answer.refusal.trace).wholeOrderMinor;
}

/** Lines of an order as if they looked for a node now, within what was promised. */
export function askOf(
  { state: { record } }: Pick<MovableOrder, 'state'>,
  lines: readonly HeldLine[],
  { at, board }: { readonly at: number; readonly board: PathBoard },
): OpenLines {
  const units = new Map<number, number>();
  for (const { line } of lines)
    units.set(line.lineNo, (units.get(line.lineNo) ?? 0) + line.quantityUnits);
  const { order, holds, excludedNodes } = record;
  return {
    order,
    at,
    open: [...units].map(([lineNo, sum]) => ({ lineNo, units: sum })),
    promisedWindow: record.promise?.window ?? order.promisedWindow,
    keepsPromise: true,
    excluded: excludedAt(excludedNodes, at).map(({ nodeId, because }) => ({ nodeId, because })),
    epoch: record.epoch + 1,
    startFromAt: startFromAt({ ...order, holds }, at, board),
  };
}
