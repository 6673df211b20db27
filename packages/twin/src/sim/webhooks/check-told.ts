import type { CaseRecord, LoggedEvent } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Mesh } from '../mesh.ts';
import type { Subscriber } from './open-subscribers.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Longest wait of a subscriber for what has just happened, when nothing is wrong any more. */
const toldWithinMs = 5 * minuteMs;
/** How late the next attempt may be: clocks were wrong when it was set. */
const lateMsMax = 12 * minuteMs;
/** The waits between attempts as they are published, 10 % more. @see Standard Webhooks 1.0.0 */
const waitsMs = [5000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs].map((ms) => ms * 1.1);

/**
 * Whoever subscribed has got all that the subscription covers. What failed so often that its next attempt is still to
 * come is on the list of what waits, with a time as published, and the subscription is on.
 */
export function checkTold({ mesh, database }: { mesh: Mesh; database: MemoryDatabase }): void {
  for (const one of mesh.subscribers?.all ?? []) {
    const state = database.cases.get(one.subscriptionId)?.state;
    if (state !== 'active')
      mesh.broken('who goes on again is told again', `${one.subscriptionId} is ${String(state)}`);
    const untilAt = mesh.clock.now() - toldWithinMs;
    const lost = one.hearing
      .missing()
      .filter(
        (event) => event.recordedAt < untilAt && !isParked(waiting({ database }, one, event), mesh),
      );
    const [first] = lost;
    if (first)
      mesh.broken(
        'every event that a subscription covers is told',
        `${one.subscriptionId}: ${String(lost.length)} missing, first ${first.type} as ${String(first.sequence)}`,
      );
  }
}

const waiting = (
  { database }: { database: MemoryDatabase },
  { subscriptionId }: Subscriber,
  { sequence }: LoggedEvent,
): CaseRecord | undefined =>
  [...database.cases.values()].find(
    ({ kind, key, document }) =>
      kind === 'webhook_delivery' &&
      key === subscriptionId &&
      (document as { sequence: number }).sequence === sequence,
  );

/** A delivery as it is stored, as far as it is looked at. */
interface ParkedDelivery {
  readonly attempts: readonly { readonly at: number }[];
  readonly tries?: number;
}

/** It is to be sent again, at a time that is neither over nor further away than published. */
function isParked(found: CaseRecord | undefined, { clock }: Mesh): boolean {
  if (found?.state !== 'waiting' || found.dueAt === undefined) return false;
  const { attempts, tries = attempts.length } = found.document as ParkedDelivery;
  const lastAt = attempts.at(-1)?.at ?? 0;
  const waitMs = waitsMs[tries - 1] ?? Infinity;
  return found.dueAt > clock.now() - lateMsMax && found.dueAt - lastAt <= waitMs + lateMsMax;
}
