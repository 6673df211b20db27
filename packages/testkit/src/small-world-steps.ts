import type { HubOutcome, PlacedOrder } from '@ordermesh/core/hub';

import { aDraft } from './small-world.ts';
import type { SmallWorld } from './small-world.ts';

/** What an outcome holds. @throws Error with the refusal when it does not hold */
export function held<T>(outcome: HubOutcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** Places the usual draft, changed, and tells what became of it. */
export const placed = async (
  { hub }: SmallWorld,
  change: Readonly<Record<string, unknown>> = {},
): Promise<PlacedOrder> => held(await hub.placeOrder(aDraft(change), { principal: 'shop' }));

/** Lets time pass minute by minute; timers fire and their work finishes. */
export async function pass({ hub, clock }: SmallWorld, passedMs: number): Promise<void> {
  const end = clock.now() + passedMs;
  while (clock.now() < end) {
    clock.advance(Math.min(60_000, end - clock.now()));
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    await hub.settled();
  }
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}
