import type { HubParts } from '../run/parts.ts';
import { retryAfterCoolDown } from './cool-down.ts';

/** What becomes due at nodes besides offers: cool-downs that are over. */
export async function watchNodes(parts: HubParts, limit: number): Promise<void> {
  await retryAfterCoolDown(parts, limit);
}
