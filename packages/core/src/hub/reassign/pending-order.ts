import { walkOpenLines } from '../../path.ts';
import type { OpenLines, PathBoard } from '../../path.ts';
import type {
  Fulfilment,
  FulfilmentLine,
  PendingOrder,
  PendingWindow,
} from '../../release/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import type { ItemId } from '../../words/index.ts';
import type { HubParts } from '../run/parts.ts';

/** One line of a work, with the work. */
export interface HeldLine {
  readonly work: Fulfilment;
  readonly line: FulfilmentLine;
}

/** An order that may change nodes: what it holds where, and how some of its lines would look for a node now. */
export interface Holder {
  readonly orderId: string;
  readonly lines: readonly HeldLine[];
  readonly held: readonly Holding[];
  readonly ask: (lines: readonly HeldLine[], board: PathBoard) => OpenLines;
}

/** Ways of dividing an order of more lines are not looked at: it moves as a whole. */
const dividedLinesMax = 3;

/** What is searched through besides the orders. */
export type SearchTerms = Pick<PendingWindow, 'gainMinMinor' | 'stepsMax'>;

/** The question of `reassignUnpicked`, order by order. */
export interface WindowDraft {
  /** What the order would cost from each node, with its own goods and those of all others as if they were free. */
  add(holder: Holder): void;
  window(terms: SearchTerms): PendingWindow;
  /** By item of the window. */
  readonly items: readonly ItemId[];
}

/** Opens the question about orders; the costs are those that routing counts. */
export function draftWindow(parts: HubParts, holders: readonly Holder[]): WindowDraft {
  const { board } = parts;
  const items = [...new Set(holders.flatMap(({ lines }) => lines.map(({ line }) => line.itemId)))];
  const held = holders.flatMap((holder) => holder.held);
  const orders: PendingOrder[] = [];
  return {
    items,
    add: (holder) => {
      const wanted = new Set<string>(holder.lines.map(({ line }) => line.itemId));
      const reach = held.filter(({ itemId }) => wanted.has(itemId));
      orders.push(pendingOf(parts, holder, { reach, items }));
    },
    window: (terms) => {
      const nodeCount = board.network.nodes.length;
      const leftUnits = new Int32Array(nodeCount * items.length);
      board.stock.lookAt(parts.env.now());
      board.stock.copyAtp(
        items.map((item) => board.stock.itemIxOf(item)),
        leftUnits,
      );
      return { nodeCount, itemCount: items.length, leftUnits, orders, ...terms };
    },
  };
}

function pendingOf(
  parts: HubParts,
  holder: Holder,
  among: { readonly reach: readonly Holding[]; readonly items: readonly string[] },
): PendingOrder {
  const { lines, orderId } = holder;
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
    fromEachNode(board, holder.ask(chosen, board)).forEach((minor, node) => {
      if (minor >= 0) parcelMinor[node * sets + set] = minor;
    });
  }
  // Where a work is now it may stay, whatever the board says.
  for (const work of works) {
    const set = lines.reduce((sum, one, ix) => (one.work === work ? sum | (1 << ix) : sum), 0);
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

/** Units of some lines by number, as a question asks for them. */
export function unitsOf(lines: readonly HeldLine[]): OpenLines['open'] {
  const units = new Map<number, number>();
  for (const { line } of lines)
    units.set(line.lineNo, (units.get(line.lineNo) ?? 0) + line.quantityUnits);
  return [...units].map(([lineNo, sum]) => ({ lineNo, units: sum }));
}
