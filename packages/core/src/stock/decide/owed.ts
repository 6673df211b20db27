import type { NodeId } from '../../words/index.ts';
import type { StockMove, StockPosition } from './position.ts';

type Place = Pick<StockPosition, 'nodeId' | 'itemId' | 'lot'>;

/**
 * Units that left a node before the books had them (a sale at the till whose receipt is told later) are owed to its
 * books: a position of its own, at the node's id behind this mark, that the store guards like any other. What comes in
 * next pays it first, a count ends it. So on hand less owed is always what was told, in whatever order.
 */
const owedMark = '!';

/** Where the books note what a place owes. */
export const owedPlace = ({ nodeId, itemId, lot }: Place): Place => ({
  nodeId: `${owedMark}${nodeId}` as NodeId,
  itemId,
  lot,
});

/** Names a place among all. */
export const placeKey = ({ nodeId, itemId, lot }: Place): string => `${nodeId}\n${itemId}\n${lot}`;

/** Whether a position is owed and no goods. */
export const isOwed = ({ nodeId }: Pick<Place, 'nodeId'>): boolean => nodeId.startsWith(owedMark);

/** The node that owes; of goods the node itself. */
export const nodeOfOwed = ({ nodeId }: Pick<Place, 'nodeId'>): NodeId =>
  (nodeId.startsWith(owedMark) ? nodeId.slice(owedMark.length) : nodeId) as NodeId;

/** A move as what it does to the node's goods, there or owed: one unit more owed is one that left. */
export const netMove = (move: StockMove): StockMove =>
  isOwed(move) ? { ...move, nodeId: nodeOfOwed(move), onHandUnits: -move.onHandUnits } : move;
