import type { InputFault, ItemId, NodeId } from '../../words/index.ts';
import type { HubParts } from '../run/parts.ts';
import type { TransferAsk } from './desk.ts';

/** What is wrong with a wish to move goods. */
export function transferFaults(parts: HubParts, ask: TransferAsk): readonly InputFault[] {
  const unknown = (field: string, nodeId: NodeId): readonly InputFault[] =>
    parts.board.network.nodeIxOf(nodeId) === undefined
      ? [{ field, reason: 'unknown-node', remedy: `No node ${nodeId} in the network.` }]
      : [];
  const same =
    ask.fromNodeId === ask.toNodeId
      ? [{ field: '/to', reason: 'same-node', remedy: 'Send another node than the source.' }]
      : [];
  return [
    ...unknown('/from', ask.fromNodeId),
    ...unknown('/to', ask.toNodeId),
    ...same,
    ...ask.lines.flatMap((line, ix) => lineFaults(parts, ask, { line, ix })),
  ];
}

function lineFaults(
  parts: HubParts,
  { fromNodeId, lines }: TransferAsk,
  {
    line: { itemId, lot, units },
    ix,
  }: { readonly line: TransferAsk['lines'][number]; readonly ix: number },
): readonly InputFault[] {
  const at = `/lines/${String(ix)}`;
  const isSame = (one: { readonly itemId: ItemId; readonly lot: string }): boolean =>
    one.itemId === itemId && one.lot === lot;
  const { board } = parts;
  const hasLots = board.stock.lotsOf(fromNodeId, itemId).length > 0;
  return [
    ...(board.items.has(itemId)
      ? []
      : [{ field: `${at}/item`, reason: 'unknown-item', remedy: `No item ${itemId}.` }]),
    ...(lines.findIndex(isSame) < ix
      ? [{ field: at, reason: 'duplicate', remedy: 'Send each item and lot once.' }]
      : []),
    ...(hasLots && lot === ''
      ? [
          {
            field: `${at}/lot`,
            reason: 'missing',
            remedy: 'Its stock there is kept by lot: name it.',
          },
        ]
      : []),
    ...(Number.isSafeInteger(units) && units > 0
      ? []
      : [{ field: `${at}/units`, reason: 'out-of-range', remedy: 'Send at least 1 unit.' }]),
  ];
}
