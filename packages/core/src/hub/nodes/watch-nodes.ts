import { remindNodes } from './vendor/escalate.ts';
import type { HubParts } from '../run/parts.ts';
import { expireSlots } from './capacity/slot-holds.ts';
import { retryAfterCoolDown } from './cool-down.ts';
import { endPauses } from './outage/switch-node.ts';

/** What becomes due at nodes besides offers: cool-downs, switched-off times and held places that are over. */
export async function watchNodes(parts: HubParts, limit: number): Promise<void> {
  await retryAfterCoolDown(parts, limit);
  await endPauses(parts, limit);
  await expireSlots(parts, limit);
  await remindNodes(parts, limit);
}
