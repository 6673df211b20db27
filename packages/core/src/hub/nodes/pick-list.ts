import type { NodeId } from '../../words/index.ts';
import { pickGroups } from '../../release/index.ts';
import type { Fulfilment, PickGroup } from '../../release/index.ts';
import { nodeAct } from '../orders/orders.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import type { TakenTote } from './desk.ts';

/** What is released to a node and not begun, as walks. */
export async function pickList(
  parts: HubParts,
  nodeId: NodeId,
  ordersMax: number,
): Promise<readonly PickGroup[]> {
  const works: Fulfilment[] = [];
  let after: string | undefined;
  do {
    const states = ['offered', 'accepted'] as const;
    const page = await parts.store.fulfilmentList({ nodeId, states }, { limit: 200, after });
    works.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return pickGroups(works, ordersMax);
}

/** The node takes several works in one go; each is judged alone, so that one that was fenced does not stop the walk. */
export const takeGroup = (
  parts: HubParts,
  totes: readonly TakenTote[],
): Promise<readonly HubOutcome<Fulfilment>[]> =>
  Promise.all(totes.map((tote) => nodeAct(parts, { ...tote, act: { act: 'accept' } })));
