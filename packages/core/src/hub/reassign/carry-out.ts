import { walkOpenLines } from '../../path.ts';
import type { Assigned, PathBoard } from '../../path.ts';
import { withoutUnits } from '../../release/index.ts';
import type { Fulfilment, Reassignment } from '../../release/index.ts';
import type { RoutePlan } from '../../route/index.ts';
import type { NodeId } from '../../words/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import type { Holding } from '../board/owned-board.ts';
import { heldBy } from '../changes/replan.ts';
import { freeUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { writeReroute } from '../orders/write-order.ts';
import type { HubParts } from '../run/parts.ts';
import { tell } from '../run/unit-draft.ts';
import { watchPromise } from '../watch/watch-promise.ts';
import { changeTogether } from './change-together.ts';
import { movableOrder } from './movable.ts';
import type { MovableOrder } from './movable.ts';
import type { HeldLine } from './pending-order.ts';
import { askOf } from './window.ts';
import type { Reassigned, WeighedPlan } from './explain-move.ts';

/** An order of an exchange as it was looked at, and the node that each of its lines shall go to. */
export interface Mover {
  readonly order: MovableOrder;
  readonly toNodes: readonly NodeId[];
}

/** From when on an exchange is worth it. */
export interface CarryTerms {
  readonly gainMinMinor: number;
  /** Counted with the worth of goods in one pool in place of the prices on the sheet; absent = by the sheet. */
  readonly pooled?: PooledGain;
}

/** What an exchange was found to save. */
export interface PooledGain {
  /** In all, with what the goods are worth to everybody else. */
  readonly savesMinor: number;
  /** Of it what the plans themselves save, without the worth of goods: that part is counted anew at the commit. */
  readonly plansMinor: number;
  /** Orders of which work may begin before it have their nodes for good. */
  readonly untilAt: number;
}

/** What an exchange did. */
export interface CarriedOut {
  readonly orders: number;
  /** As routing counts it at the moment of the commit, all orders together. */
  readonly savesMinor: number;
}

/**
 * Carries an exchange out, if it still holds: every order is as it was looked at, routing finds a plan on the nodes meant
 * for it that keeps its promise, and all of them together save at least the least gain on the board of this moment. A gain
 * that was found in a pool of goods is counted anew as far as plans go; what the goods are worth stays as it was found.
 * Nothing is written otherwise. A node that accepts in the same moment and this exchange meet in the store: whoever
 * comes second finds another version and changes nothing.
 */
export async function carryOut(
  parts: HubParts,
  movers: readonly Mover[],
  terms: CarryTerms,
): Promise<CarriedOut | undefined> {
  let savesMinor = 0;
  const done = await changeTogether(
    parts,
    movers.map(({ order }) => order.orderId),
    (changes) => {
      const moves = plannedMoves(parts, movers, changes);
      if (moves === undefined) return false;
      savesMinor = savedBy(moves, terms.pooled);
      if (savesMinor < terms.gainMinMinor) return false;
      if (terms.pooled && !moves.every((move, ix) => goesAsMeant(move, movers[ix]))) return false;
      const together = movers.map(({ order }) => order.orderId);
      const because = terms.pooled ? 'settled-when-due' : sheetReason(together);
      const untilAt = terms.pooled?.untilAt;
      return moves.every((move) =>
        writeMove(parts, move, { because, savesMinor, together, untilAt }),
      );
    },
  );
  return done && { orders: done.length, savesMinor };
}

const sheetReason = (together: readonly string[]): Reassigned['because'] =>
  together.length > 1 ? 'exchange' : 'goods-came-free';

function savedBy(moves: readonly Move[], pooled: PooledGain | undefined): number {
  const sum = (of: (plan: RoutePlan) => number): number =>
    moves.reduce((all, { stay, go }) => all + of(stay) - of(go), 0);
  if (pooled === undefined) return sum(({ totalMinor }) => totalMinor);
  const worthMinor = pooled.savesMinor - pooled.plansMinor;
  return Math.round(worthMinor + sum(plainMinor));
}

/** What a plan costs without the worth of its goods on the sheet. */
const plainMinor = ({ totalMinor, costItems }: RoutePlan): number =>
  totalMinor - (costItems.opportunityMinor ?? 0);

/** Each line that moves is sent by the node meant for it: routing might divide the order otherwise between these nodes. */
const goesAsMeant = ({ works, go }: Move, mover: Mover | undefined): boolean =>
  mover?.order.lines.every(
    ({ work, line }, ix) =>
      !works.some(({ fulfilmentId }) => fulfilmentId === work.fulfilmentId) ||
      go.parcels.some(
        ({ nodeId, lines }) =>
          nodeId === mover.toNodes[ix] && lines.some(({ lineNo }) => lineNo === line.lineNo),
      ),
  ) === true;

/** An order's works that move, what they would cost where they are, and where they go. */
export interface Move {
  readonly change: OrderChange;
  readonly works: readonly Fulfilment[];
  readonly stay: RoutePlan;
  readonly assigned: Assigned;
  readonly go: RoutePlan;
}

/** Undefined as soon as one of the orders is not as it was, or finds no plan. */
function plannedMoves(
  parts: HubParts,
  movers: readonly Mover[],
  changes: readonly OrderChange[],
): readonly Move[] | undefined {
  const seen = movers.map((mover, ix) => asItIs(mover, changes[ix]));
  const moving = seen.map((mover) => (mover ? movingWorks(mover) : []));
  const freed = changes.flatMap((change, ix) => heldBy(change, moving[ix] ?? []));
  const taken: Holding[] = [];
  const moves: Move[] = [];
  for (const [ix, mover] of seen.entries()) {
    const [change, works] = [changes[ix], moving[ix] ?? []];
    if (!mover || !change || works.length === 0) return undefined;
    const board = ownedBoard(parts.pathBoard, [...freed, ...taken], works);
    const move = moveOf(parts.pathBoard, mover, { change, works, board });
    if (!move) return undefined;
    taken.push(...(move.assigned.held?.reservations ?? []).map(asTaken));
    moves.push(move);
  }
  return moves;
}

const asTaken = (held: Holding): Holding => ({ ...held, units: -held.units });

/** The mover with the order as it is now; undefined when it holds other goods than it was seen with, or may not move any more. */
function asItIs({ order, toNodes }: Mover, change: OrderChange | undefined): Mover | undefined {
  const now = change && movableOrder(change.before);
  const isAsSeen =
    now?.lines.length === order.lines.length &&
    now.lines.every((one, ix) => isSameLine(one, order.lines[ix]));
  return isAsSeen ? { order: now, toNodes } : undefined;
}

const isSameLine = (a: HeldLine, b: HeldLine | undefined): boolean =>
  a.work.fulfilmentId === b?.work.fulfilmentId &&
  a.line.lineNo === b.line.lineNo &&
  a.line.quantityUnits === b.line.quantityUnits;

/** Works of which a line goes elsewhere, and those at its new node: they become one parcel. */
function movingWorks({ order: { lines }, toNodes }: Mover): readonly Fulfilment[] {
  const targets = new Set(
    lines.flatMap(({ work }, ix) => {
      const to = toNodes[ix];
      return to === undefined || to === work.nodeId ? [] : [to];
    }),
  );
  const moves = (work: Fulfilment): boolean =>
    targets.has(work.nodeId) ||
    lines.some((line, ix) => line.work === work && toNodes[ix] !== work.nodeId);
  return [...new Set(lines.map(({ work }) => work))].filter(moves);
}

function moveOf(
  plain: PathBoard,
  { order, toNodes }: Mover,
  at: {
    readonly change: OrderChange;
    readonly works: readonly Fulfilment[];
    readonly board: PathBoard;
  },
): Move | undefined {
  const { change, works, board } = at;
  const lines = order.lines.filter(({ work }) => works.includes(work));
  const targets = order.lines.flatMap(({ work }, ix) =>
    works.includes(work) ? (toNodes[ix] ?? []) : [],
  );
  const ask = askOf({ state: change.before }, lines, { at: change.unit.at, board });
  const here = ownedBoard(plain, heldBy(change, works), works);
  const stay = walkOpenLines(here, {
    ...ask,
    keepsPromise: false,
    onlyNodeIds: unique(works.map(({ nodeId }) => nodeId)),
  });
  const assigned = walkOpenLines(board, { ...ask, onlyNodeIds: unique(targets) });
  if (!stay.answer.ok || !assigned.answer.ok) return undefined;
  return {
    change,
    works,
    stay: stay.answer.value.plan,
    assigned,
    go: assigned.answer.value.plan,
  };
}

const unique = (nodes: readonly NodeId[]): readonly NodeId[] => [...new Set(nodes)].sort();

/** Why orders change nodes, all that do, and what all of them save. */
type Exchange = Pick<Reassigned, 'because' | 'savesMinor' | 'together'> & {
  /** Orders of which work may begin before it have their nodes for good; absent = none. */
  readonly untilAt?: number | undefined;
};

/** Takes the old work back and writes the new. @returns false when the promise would not be kept after all */
export function writeMove(parts: HubParts, move: Move, exchange: Exchange): boolean {
  const { untilAt = -Infinity } = exchange;
  const { change, works, assigned } = move;
  for (const work of works) {
    const all = work.lines.map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
    const left = withoutUnits(work, all, 'cancelled');
    if (!left.ok) return false;
    freeUnits(
      change,
      { after: left.value.fulfilment, freed: left.value.freed },
      { type: 'node.work_taken_back', because: reassigned, reroute: false },
    );
  }
  tellMoved(move, exchange);
  const { promise } = change.record;
  change.record = writeReroute(change.unit, change.before, {
    record: change.record,
    assigned: works.some(({ releaseAt }) => releaseAt <= untilAt) ? forGood(assigned) : assigned,
  });
  watchPromise(change, parts.pathBoard, 're-assigned');
  return change.record.promise === promise;
}

/** Futures are drawn anew at each look: without this, work went to and fro with them until a node took it. */
const forGood = ({ fulfilments, ...assigned }: Assigned): Assigned => ({
  ...assigned,
  ...(fulfilments && {
    fulfilments: fulfilments.map((work) => ({ ...work, isSettled: true as const })),
  }),
});

/** Why work was taken back: nothing went wrong, another node does it for less. */
export const reassigned = 'reassigned';

function tellMoved(
  { change, works, stay, assigned, go }: Move,
  { because, savesMinor, together }: Exchange,
): void {
  const { order, epoch, promise } = change.record;
  const { orderId } = order;
  tell(change.unit, {
    type: 'order.reassigned',
    id: `${orderId}.reassigned.${String(epoch + 1)}`,
    orderId,
    subject: `order/${orderId}`,
    causationId: assigned.decisionId,
    body: {
      decisionId: assigned.decisionId,
      decisionIdsBefore: [...new Set(works.map((work) => work.decisionId))],
      because,
      together,
      savesMinor,
      ownSavesMinor: stay.totalMinor - go.totalMinor,
      before: planBody(stay),
      after: planBody(go),
      promisedWindow: promise?.window ?? null,
    },
  });
}

/** A plan as events tell it. */
export const planBody = ({ parcels, totalMinor, costItems, window }: RoutePlan): WeighedPlan => ({
  parcels: parcels.map(({ nodeId, serviceId, costMinor }) => ({ nodeId, serviceId, costMinor })),
  totalMinor,
  costItems,
  window,
});

/** The exchange in the words of the board. @param nodeIds by node index */
export const moversOf = (
  { orders }: Reassignment,
  byId: ReadonlyMap<string, MovableOrder>,
  nodeIds: readonly NodeId[],
): readonly Mover[] =>
  orders.flatMap(({ orderId, toNodes }) => {
    const order = byId.get(orderId);
    const to = toNodes.flatMap((node) => nodeIds[node] ?? []);
    return order && to.length === toNodes.length ? [{ order, toNodes: to }] : [];
  });
