import { orderKnown, startKnown } from '../../promise/index.ts';
import type { HandlingCase, OrderKnown } from '../../promise/index.ts';
import { zoneNamed } from '../../words/index.ts';
import { decodeQuestion, orderSeenOf } from '../../route/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { HubParts } from '../run/parts.ts';

type KnownAt = (nodeId: Fulfilment['nodeId']) => OrderKnown | undefined;

/** What models of the promise were told of each work when it was decided, by the id of the decision. */
export type Decided = ReadonlyMap<Fulfilment['decisionId'], KnownAt>;

/**
 * Reads the stored questions of works again, with the function that decisions use: what came later is not in them.
 * Decisions that are stored no more, or asked a network that this process does not know, are absent.
 */
export async function decidedOf(
  { store, board }: HubParts,
  works: readonly Fulfilment[],
): Promise<Decided> {
  const ids = [...new Set(works.map(({ decisionId }) => decisionId))];
  const records = await Promise.all(ids.map((id) => store.decision(id)));
  const decided = new Map<Fulfilment['decisionId'], KnownAt>();
  for (const record of records) {
    const asked = record && board.networkAt(record.networkVersion)?.network;
    if (!asked) continue;
    const question = decodeQuestion(record.question);
    const seen = orderSeenOf(question, asked.distancesKm(question.shipTo));
    decided.set(record.decisionId, (nodeId) => {
      const nodeIx = asked.nodeIxOf(nodeId);
      return nodeIx === undefined ? undefined : orderKnown(seen, nodeIx);
    });
  }
  return decided;
}

/** A start of work as models see it; undefined where the network knows the node no more. */
export function startedAt(
  { board }: HubParts,
  { nodeId, releaseAt, decisionId }: Fulfilment,
  decided: Decided,
): HandlingCase | undefined {
  const node = board.network.nodes[board.network.nodeIxOf(nodeId) ?? -1];
  const zone = node && zoneNamed(node.timeZone);
  if (!node || !zone?.ok) return undefined;
  const order = decided.get(decisionId)?.(nodeId);
  return { node, ...startKnown(releaseAt, zone.value), ...(order && { order }) };
}
