import { minuteMs } from '../../words/index.ts';
import type { Consolidation } from '../consolidate/consolidate.ts';
import type { HubRefusal } from '../outcome.ts';
import { StoreFailure } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { RoutingTry } from './desk.ts';
import { placeAccepted } from './place-accepted.ts';
import { pauseAfterMs, triedCase } from './routing-case.ts';
import type { DeadReason, RoutingCase, RoutingDocument } from './routing-case.ts';

/** Whoever has begun is not disturbed for so long, ms; a router that dies meanwhile delays its orders by that. */
const leaseMs = minuteMs / 2;
/** When the store does not answer, that is no fault of the order, ms. */
const awayMs = 2_000;
const errorCharactersMax = 500;

const done: RoutingTry = { outcome: 'done' };
const later = (afterMs: number): RoutingTry => ({ outcome: 'later', afterMs });

/**
 * One try to place an order that waits. A first try from the bus is not written down: it succeeds nearly always. Each
 * further one is, before it begins, so that an order of which routers die is known to have been tried; and each failure
 * is, with the pause after it. After `routingTriesMax` tries the order is a dead letter.
 */
export async function tryRouting(
  parts: HubParts,
  waiting: RoutingCase,
  how: { readonly isFirst: boolean; readonly together: Consolidation },
): Promise<RoutingTry> {
  const { document } = waiting;
  const at = parts.env.now();
  if (document.notBeforeAt > at) return later(document.notBeforeAt - at);
  const { tries } = document;
  if (tries >= parts.rules.routingTriesMax) return die(parts, waiting, 'never-ended');
  if (how.isFirst) return attempt(parts, waiting, { ...how, counted: 0 });
  const claimed = triedCase(waiting, begun(document, at + leaseMs));
  if (!(await write(parts, claimed))) return later(awayMs);
  return attempt(parts, claimed, { ...how, counted: 1 });
}

const begun = (document: RoutingDocument, notBeforeAt: number): RoutingDocument => ({
  ...document,
  tries: document.tries + 1,
  triesEver: document.triesEver + 1,
  notBeforeAt,
});

async function attempt(
  parts: HubParts,
  waiting: RoutingCase,
  how: { readonly counted: 0 | 1; readonly together: Consolidation },
): Promise<RoutingTry> {
  try {
    const placing = await placeAccepted(parts, waiting);
    if (placing.outcome === 'overtaken') return later(awayMs);
    if (placing.outcome === 'refused')
      return await failed(parts, waiting, { text: textOf(placing.refusal), counted: how.counted });
    if (placing.order) await how.together.look(placing.order);
    return done;
  } catch (failure) {
    if (isStoreAway(failure)) return giveBack(parts, waiting, how.counted);
    return failed(parts, waiting, { text: String(failure), counted: how.counted });
  }
}

const textOf = (refusal: HubRefusal): string => JSON.stringify(refusal);

const isStoreAway = (failure: unknown): boolean =>
  failure instanceof StoreFailure && (failure.retryable || !failure.isFateKnown);

/** The store was away: the try does not count. When that cannot be written either, the lease runs out. */
async function giveBack(
  parts: HubParts,
  waiting: RoutingCase,
  counted: 0 | 1,
): Promise<RoutingTry> {
  const { document } = waiting;
  const notBeforeAt = parts.env.now() + awayMs;
  const { tries, triesEver } = document;
  const back = { ...document, notBeforeAt, tries: tries - 1, triesEver: triesEver - 1 };
  if (counted === 1) await write(parts, triedCase(waiting, back)).catch(() => false);
  return later(awayMs);
}

async function failed(
  parts: HubParts,
  waiting: RoutingCase,
  { text, counted }: { readonly text: string; readonly counted: 0 | 1 },
): Promise<RoutingTry> {
  const at = parts.env.now();
  const document = counted === 1 ? waiting.document : begun(waiting.document, 0);
  const lastError = { at, text: text.slice(0, errorCharactersMax) };
  if (document.tries >= parts.rules.routingTriesMax)
    return die(parts, { ...waiting, document: { ...document, lastError } }, 'failed');
  const pauseMs = pauseAfterMs(document.tries);
  await write(parts, triedCase(waiting, { ...document, lastError, notBeforeAt: at + pauseMs }));
  return later(pauseMs);
}

async function die(parts: HubParts, waiting: RoutingCase, reason: DeadReason): Promise<RoutingTry> {
  const dead = { at: parts.env.now(), reason };
  await write(parts, triedCase(waiting, { ...waiting.document, dead }));
  return done;
}

/** @returns false when somebody else has written it meanwhile */
async function write(parts: HubParts, record: RoutingCase): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    unit.casesChanged.push(record);
    if (record.state === 'dead') tellDead(unit, record);
    return unit;
  });
  return result?.ok === true;
}

function tellDead(
  unit: Parameters<typeof tell>[0],
  { caseId, orderId, version, document }: RoutingCase,
): void {
  tell(unit, {
    type: 'order.routing_failed',
    id: `${caseId}.${String(version)}`,
    orderId,
    subject: `order/${orderId}`,
    body: { deadLetterId: caseId, tries: document.tries, reason: document.dead?.reason ?? null },
  });
}
