import type { PathBoard } from '../../path.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { RouteQuestion } from '../../route/index.ts';
import { isQuota } from '../../stock/index.ts';
import type { PlaceClaim } from '../../stock/index.ts';

/** Units held at a node. */
export type Holding = Pick<Reservation, 'nodeId' | 'itemId' | 'lot' | 'units'>;

/** A place in a node's slot that is taken. */
export type Place = Pick<Fulfilment, 'nodeId' | 'slotAt' | 'releaseAt' | 'serviceId' | 'carrierAt'>;

/** The board as the owner of holdings sees it: stock that is held for it, and places it has, are available to it. */
export function ownedBoard(
  board: PathBoard,
  held: readonly Holding[],
  places: readonly Place[] = [],
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
      const question = board.routeQuestion(ask, lines);
      giveBackOwn(question, held, board);
      for (const place of places) givePlace(question, place, board);
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

/** The node starts the order in the place that it has, unless it could start even earlier. */
function givePlace(question: RouteQuestion, place: Place, board: PathBoard): void {
  const nodeIx = board.routeContext(question).network.nodeIxOf(place.nodeId);
  if (nodeIx === undefined) return;
  giveCarrierPlace(question, nodeIx, place);
  const { startAt, slotAt, slotMilli } = question.slice;
  const own = Math.max(place.releaseAt, question.at);
  const other = startAt[nodeIx] ?? 0;
  if (other !== 0 && other < own) return;
  startAt[nodeIx] = own;
  slotAt[nodeIx] = place.slotAt;
  // The place is its own already: keeping it takes none from others.
  if (slotMilli !== undefined) slotMilli[nodeIx] = 0;
}

/** Its parcel is among those that the carrier takes from there on that day already. */
function giveCarrierPlace(
  { slice: { carriers = [] } }: RouteQuestion,
  nodeIx: number,
  { carrierAt }: Place,
): void {
  const at = carriers.findIndex((one) => one.nodeIx === nodeIx && one.placeAt === carrierAt);
  const load = carriers[at];
  if (load === undefined) return;
  const { later: _later, ...own } = load;
  carriers[at] = { ...own, parcelsUsed: Math.max(0, own.parcelsUsed - 1), missedPercent: 0 };
}
