import type { PathBoard } from '../../path.ts';
import type { Reservation } from '../../reserve/index.ts';
import type { RouteQuestion } from '../../route/index.ts';

/** Units held at a node. */
export type Holding = Pick<Reservation, 'nodeId' | 'itemId' | 'lot' | 'units'>;

/** The board as the owner of holdings sees it: what is held for it is available to it. */
export function ownedBoard(board: PathBoard, held: readonly Holding[]): PathBoard {
  return {
    item: (id) => board.item(id),
    placeOf: (country, postcode) => board.placeOf(country, postcode),
    routeContext: (question) => board.routeContext(question),
    slotOrdersMax: (nodeId) => board.slotOrdersMax(nodeId),
    laneWindow: (order, leg, from) => board.laneWindow(order, leg, from),
    routeQuestion: (ask, lines) => {
      const question = board.routeQuestion(ask, lines);
      giveBackOwn(question, held, board);
      return question;
    },
    lotsOf: (nodeId, id) =>
      board.lotsOf(nodeId, id).map((offer) => ({
        lot: offer.lot,
        availableUnits:
          offer.availableUnits +
          held
            .filter((own) => own.nodeId === nodeId && own.itemId === id && own.lot === offer.lot)
            .reduce((sum, own) => sum + own.units, 0),
      })),
  };
}

function giveBackOwn(question: RouteQuestion, held: readonly Holding[], board: PathBoard): void {
  const { network } = board.routeContext(question);
  const { atpUnits } = question.slice;
  for (const own of held) {
    const nodeIx = network.nodeIxOf(own.nodeId);
    if (nodeIx === undefined) continue;
    question.lines.forEach((line, lineIx) => {
      if (line.itemId !== own.itemId) return;
      const at = nodeIx * question.lines.length + lineIx;
      atpUnits[at] = (atpUnits[at] ?? 0) + own.units;
    });
  }
}
