import { minuteMs } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { decodeAnswer, decodeQuestion } from '../../route/index.ts';
import { routeContextOf } from '../board/path-board.ts';
import { knowNetworks } from '../explain/explain.ts';
import type { CaseRecord, DecisionRecord, LoggedEvent, OrderRecord } from '../ports/records.ts';
import { reassigned } from '../reassign/carry-out.ts';
import { nextCase } from '../run/next-case.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit } from '../run/unit-draft.ts';
import { hindsightOf } from './hindsight.ts';
import { reviewCase } from './review.ts';
import type { ReviewDocument, ReviewReason } from './review.ts';

/** How often the log is looked through for decisions that people should see. */
const everyMs = 5 * minuteMs;
const eventsPerPage = 1000;
/** Pages of one look: under load the queue may fall behind, the orders may not. */
const pagesMax = 20;
/** The least sure choices of a page go into the queue; a peak must not bury the rest. */
const unsureMax = 20;
const cursorId = 'rvc_log';

/** Looks through the log from time to time, beside everything else: no timer waits for it. */
export interface ReviewWatch {
  look(): void;
  /** Resolves when nothing is being looked through. */
  settled(): Promise<void>;
}

/** Opens the watch; its first look is due after a pause, so that a start is not slowed. */
export function reviewWatch(parts: HubParts): ReviewWatch {
  let nextAt = parts.env.now() + everyMs;
  let sweeping: Promise<unknown> = Promise.resolve();
  return {
    look: () => {
      const at = parts.env.now();
      if (at < nextAt) return;
      nextAt = at + everyMs;
      sweeping = sweepReviews(parts).catch((failure: unknown) => {
        parts.env.log('warn', 'looking for reviews failed; it is tried again', {
          failure: String(failure),
        });
      });
    },
    settled: async () => {
      await sweeping;
    },
  };
}

/**
 * Queues reviews of what the log tells since the last sweep. Reviews and the place in the log are committed together, under
 * the version of that place: several hubs queue nothing twice.
 *
 * @returns how many reviews were queued
 */
export async function sweepReviews(parts: HubParts): Promise<number> {
  let queued = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const swept = await sweepPage(parts);
    if (swept === undefined) return queued;
    queued += swept.queued;
    if (swept.isLast) return queued;
  }
  return queued;
}

async function sweepPage(
  parts: HubParts,
): Promise<{ readonly queued: number; readonly isLast: boolean } | undefined> {
  const { store, env } = parts;
  const [cursor] = await store.cases([cursorId]);
  const from = (cursor?.document as { readonly sequence: number } | undefined)?.sequence ?? 0;
  const { events, watermark } = await store.events(from, eventsPerPage);
  const found = await reviewsIn(parts, events);
  const known = new Set(
    (await store.cases(found.map(({ caseId }) => caseId))).map((one) => one.caseId),
  );
  const fresh = found.filter(({ caseId }) => !known.has(caseId));
  const at = env.now();
  const place = nextCase(cursor, at, {
    caseId: cursorId,
    kind: 'review_cursor',
    state: 'open',
    document: { sequence: watermark },
  });
  const done = await parts.commit(() => {
    const unit = emptyUnit(at);
    unit.casesAdded.push(...fresh, ...(cursor ? [] : [place]));
    if (cursor) unit.casesChanged.push(place);
    return unit;
  });
  if (done?.ok !== true) return undefined;
  return { queued: fresh.length, isLast: events.length < eventsPerPage };
}

/** What an event gives reason for. */
interface Found {
  readonly reason: ReviewReason;
  readonly orderId: OrderId;
  readonly openedAt: number;
  readonly document: ReviewDocument;
}

async function reviewsIn(
  parts: HubParts,
  events: readonly LoggedEvent[],
): Promise<readonly CaseRecord[]> {
  const unsure = events.flatMap((event) => unsureIn(event, parts.rules.reviewUpToPercent));
  const leastSure = [...unsure]
    .sort((a, b) => (a.document.stillBestPercent ?? 0) - (b.document.stillBestPercent ?? 0))
    .slice(0, unsureMax);
  const works = await worksOf(parts, events);
  const others: Found[] = [];
  for (const event of events) {
    others.push(...movedByHand(event), ...badTurn(event, works));
    others.push(...(await lateDelivery(parts, event)));
  }
  const all = [...leastSure, ...others].filter(({ document }) => document.decisionId !== '');
  const cases = new Map<string, CaseRecord>();
  for (const found of all) {
    const decision = await parts.store.decision(found.document.decisionId);
    const one = reviewCase(found, firstNode(decision), found.document);
    if (!cases.has(one.caseId)) cases.set(one.caseId, one);
  }
  return [...cases.values()];
}

function firstNode(decision: DecisionRecord | undefined) {
  const answer = decision && decodeAnswer(decision.answer);
  return answer?.ok === true ? answer.value.plan.parcels[0]?.nodeId : undefined;
}

const isType = (event: LoggedEvent, type: string): boolean =>
  event.type === `dev.ordermesh.${type}.v1`;

const textIn = ({ body }: LoggedEvent, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

function unsureIn(event: LoggedEvent, upToPercent: number): readonly Found[] {
  const { stillBestPercent } = event.body;
  const { orderId, at } = event;
  if (orderId === undefined || typeof stillBestPercent !== 'number') return [];
  if (stillBestPercent > upToPercent) return [];
  const document = {
    decisionId: textIn(event, 'decisionId'),
    because: 'nearly a draw',
    stillBestPercent,
  };
  return [{ reason: 'low-confidence', orderId, openedAt: at, document }];
}

function movedByHand(event: LoggedEvent): readonly Found[] {
  const { orderId, at, body } = event;
  if (orderId === undefined || !isType(event, 'order.moved_by_hand')) return [];
  const moved = body['moved'] as NonNullable<ReviewDocument['moved']>;
  const because = textIn(event, 'because');
  return (body['decisionIds'] as readonly string[]).map((decisionId) => ({
    reason: 'overridden',
    orderId,
    openedAt: at,
    document: { decisionId, because, moved },
  }));
}

/** Work that did not stay where it was decided: not found, rejected, not answered, taken back from a stricken node. */
const badTurns = ['node.short_picked', 'node.rejected', 'node.work_taken_back'];

async function worksOf(
  { store }: HubParts,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<string, Fulfilment>> {
  const orders = events.flatMap((event) =>
    event.orderId !== undefined && badTurns.some((type) => isType(event, type))
      ? [event.orderId]
      : [],
  );
  const works = orders.length === 0 ? [] : await store.fulfilments([...new Set(orders)]);
  return new Map(works.map((work) => [work.fulfilmentId as string, work]));
}

function badTurn(event: LoggedEvent, works: ReadonlyMap<string, Fulfilment>): readonly Found[] {
  const { orderId, at } = event;
  if (orderId === undefined || !badTurns.some((type) => isType(event, type))) return [];
  const work = works.get(textIn(event, 'fulfilmentId'));
  if (!work) return [];
  const because = textIn(event, 'because');
  if (because === reassigned) return [];
  const document = { decisionId: work.decisionId, because };
  return [{ reason: 'regretted', orderId, openedAt: at, document }];
}

/** An order that came after what was promised first; judged by the decision that its last work came from. */
async function lateDelivery(parts: HubParts, event: LoggedEvent): Promise<readonly Found[]> {
  const { orderId } = event;
  if (orderId === undefined || !isLastDelivery(event)) return [];
  const deliveredAt = Number(event.body['at']);
  const promisedEndAt = promisedEndOf(await parts.store.order(orderId));
  if (deliveredAt <= promisedEndAt) return [];
  const document = await lateDocument(parts, orderId, { deliveredAt, promisedEndAt });
  return document ? [{ reason: 'regretted', orderId, openedAt: event.at, document }] : [];
}

const isLastDelivery = (event: LoggedEvent): boolean =>
  isType(event, 'fact.delivered') && textIn(event, 'status') === 'delivered';

function promisedEndOf(order: OrderRecord | undefined): number {
  const promise = order?.promise;
  return promise === undefined ? Infinity : (promise.firstWindow ?? promise.window).endAt;
}

async function lateDocument(
  parts: HubParts,
  orderId: OrderId,
  came: { readonly deliveredAt: number; readonly promisedEndAt: number },
): Promise<ReviewDocument | undefined> {
  const works = await parts.store.fulfilments([orderId]);
  const last = works.filter(({ state }) => state === 'delivered').at(-1);
  const record = last && (await parts.store.decision(last.decisionId));
  if (!record) return undefined;
  await knowNetworks(parts, [record]);
  const [question, answer] = [decodeQuestion(record.question), decodeAnswer(record.answer)];
  if (!answer.ok) return undefined;
  const context = routeContextOf(parts.board, question);
  const hindsight = hindsightOf({ question, answer: answer.value }, context, came);
  const { stillBestPercent } = answer.value.trace;
  return {
    decisionId: record.decisionId,
    because: 'late',
    hindsight,
    ...(stillBestPercent !== undefined && { stillBestPercent }),
  };
}
