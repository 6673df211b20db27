import type { PathBoard } from '../../path.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { BoardSlice, RouteQuestion } from '../../route/index.ts';
import { isQuota } from '../../stock/index.ts';
import type { PlaceClaim } from '../../stock/index.ts';
import type { Board } from './board.ts';

/** Units held at a node. */
export type Holding = Pick<Reservation, 'nodeId' | 'itemId' | 'lot' | 'units'>;

/** The board as the owner of holdings sees it: stock that is held for it, and places its works have, are available to it. */
export function ownedBoard(
  board: PathBoard,
  held: readonly Holding[],
  works: readonly Fulfilment[] = [],
): PathBoard {
  const heldAt = (nodeId: string, itemId: string): readonly Holding[] =>
    held.filter((own) => own.nodeId === nodeId && own.itemId === itemId);
  return {
    ...board,
    mostAvailable: (id) =>
      board.mostAvailable(id) +
      held.reduce((most, own) => (own.itemId === id ? Math.max(most, own.units) : most), 0),
    without: (taken) => boardWithout(ownedBoard(board, held), taken),
    routeQuestion: (ask, lines) => {
      const ownWorks = [...(ask.ownWorks ?? []), ...works];
      const question = board.routeQuestion({ ...ask, ownWorks }, lines);
      giveBackOwn(question, held, board);
      return question;
    },
    claimOf: (ask, nodeId, id) => {
      const claim = board.claimOf(ask, nodeId, id);
      return claim && giveBackQuotas(claim, heldAt(nodeId, id));
    },
    lotsOf: (ask, nodeId, id) =>
      board.lotsOf(ask, nodeId, id).map((offer) => ({
        lot: offer.lot,
        availableUnits:
          offer.availableUnits +
          heldAt(nodeId, id)
            .filter(({ lot }) => lot === offer.lot)
            .reduce((sum, own) => sum + own.units, 0),
      })),
  };
}

/** The board when units are taken that it does not know of yet. */
export const boardWithout = (board: PathBoard, taken: readonly Holding[]): PathBoard =>
  ownedBoard(
    board,
    taken.map((held) => ({ ...held, units: -held.units })),
  );

function giveBackQuotas(claim: PlaceClaim, held: readonly Holding[]): PlaceClaim {
  const quotas = claim.quotas.map(({ lot, units }) => ({
    lot,
    units: held.reduce((sum, own) => (own.lot === lot ? sum + own.units : sum), units),
  }));
  return { ...claim, quotas, ownUnits: quotas.reduce((sum, { units }) => sum + units, 0) };
}

function giveBackOwn(question: RouteQuestion, held: readonly Holding[], board: PathBoard): void {
  const { network } = board.routeContext(question);
  const { atpUnits } = question.slice;
  for (const own of held.filter((one) => !isQuota(one))) {
    const nodeIx = network.nodeIxOf(own.nodeId);
    if (nodeIx === undefined) continue;
    question.lines.forEach((line, lineIx) => {
      if (line.itemId !== own.itemId) return;
      const at = nodeIx * question.lines.length + lineIx;
      atpUnits[at] = Math.max(0, (atpUnits[at] ?? 0) + own.units);
    });
  }
}

/** What the slots of nodes look like to an order that has places in them. */
export interface OwnPlaces {
  readonly slice: BoardSlice;
  /** Nodes at which it has the place that is looked at: keeping it takes none from others. */
  readonly keptAt: readonly number[];
}

/**
 * Gives an order the places of its works back: the node starts it in the place that it has, unless it could start earlier in
 * a slot that is no fuller; the slot is as full as it is without it, and its parcel is not among those that the carrier takes
 * that day. Counted otherwise, every node looked dearer to an order that is there than to one that is not, and it moved for ever.
 */
export function givePlaces(
  { network, nodes }: Pick<Board, 'network' | 'nodes'>,
  slice: BoardSlice,
  { works, at }: { readonly works: readonly Fulfilment[]; readonly at: number },
): OwnPlaces {
  const keptAt: number[] = [];
  for (const work of works) {
    const nodeIx = network.nodeIxOf(work.nodeId);
    if (nodeIx === undefined) continue;
    giveCarrierPlace(slice, nodeIx, work);
    const own = works.filter((one) => one.nodeId === work.nodeId && one.slotAt === work.slotAt);
    const { ordersMax = 0 } = network.nodes[nodeIx]?.slots ?? {};
    const place: OwnPlace = {
      slotAt: work.slotAt,
      startAt: Math.max(work.releaseAt, at),
      loadPercent: nodes.loadBeside(nodeIx, work.slotAt, { orders: own.length, ordersMax }),
    };
    if (keepsPlace(slice, nodeIx, place)) keptAt.push(nodeIx);
  }
  return { slice, keptAt };
}

/** A place in a slot as its owner sees it. */
interface OwnPlace {
  readonly slotAt: number;
  readonly startAt: number;
  /** Of the slot, without the owner. */
  readonly loadPercent: number;
}

/** @returns whether the order starts in the slot in which it has its place */
function keepsPlace(
  { startAt, slotAt, loadPercent }: BoardSlice,
  nodeIx: number,
  place: OwnPlace,
): boolean {
  const otherAt = startAt[nodeIx] ?? 0;
  const isEarlier = otherAt !== 0 && otherAt < place.startAt;
  const isSameSlot = slotAt[nodeIx] === place.slotAt;
  const isFuller = (loadPercent[nodeIx] ?? 0) > place.loadPercent;
  if (isEarlier && !isSameSlot && !isFuller) return false;
  startAt[nodeIx] = isEarlier && isSameSlot ? otherAt : place.startAt;
  slotAt[nodeIx] = place.slotAt;
  loadPercent[nodeIx] = place.loadPercent;
  return true;
}

/** Its parcel is among those that the carrier takes from there on that day already. */
function giveCarrierPlace(
  { carriers = [] }: BoardSlice,
  nodeIx: number,
  { carrierAt }: Fulfilment,
): void {
  const at = carriers.findIndex((one) => one.nodeIx === nodeIx && one.placeAt === carrierAt);
  const load = carriers[at];
  if (load === undefined) return;
  const { later: _later, ...own } = load;
  carriers[at] = { ...own, parcelsUsed: Math.max(0, own.parcelsUsed - 1), missedPercent: 0 };
}
