import type { CaseRecord, Env } from '@ordermesh/core/hub';
import { deliverAgain, disable, progressNow, subscriptionNow } from './deliver.ts';
import type { WebhookParts } from './deliver.ts';
import { deliverNew } from './deliver-new.ts';
import { sealAgain } from './seal-again.ts';
import { newStanding } from './standing.ts';
import type { Standing } from './standing.ts';
import { subscriptionIn, deliveryIn, isForgettable, progressCase } from './subscription.ts';
import type { Delivery, Subscription } from './subscription.ts';

/** Delivers what happens to whoever subscribed, until it is stopped. */
export interface WebhookWorker {
  /** Looks once at what is new and what is due, and begins to send; a slow endpoint keeps nobody waiting. */
  look(): Promise<void>;
  /** Resolves when nothing that was begun is still being sent. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** How a worker works. */
export interface WorkerHow {
  /** Name of this process, unique per start. */
  readonly origin: string;
  readonly fail: (failure: unknown) => void;
}

const dueMax = 500;
/** How many deliveries of one endpoint are tried again at once. */
const retriesAtOnce = 8;
const pageRows = 200;

/** What the worker is doing now, per subscription. */
interface Doing {
  readonly parts: WebhookParts;
  readonly how: WorkerHow;
  readonly running: Set<Promise<void>>;
  readonly sendingNew: Set<string>;
  readonly retrying: Map<string, number>;
  readonly standings: Map<string, Standing>;
  isStopped: boolean;
  /** Keys were sealed with the newest secret, once after the start. */
  hasSealed: boolean;
}

/** A worker that looks when it is told to; see `runWebhooks` for one that looks by itself. */
export function webhookWorker(parts: WebhookParts, how: WorkerHow): WebhookWorker {
  const doing: Doing = {
    parts,
    how,
    running: new Set(),
    sendingNew: new Set(),
    retrying: new Map(),
    standings: new Map(),
    isStopped: false,
    hasSealed: false,
  };
  const idle = async (): Promise<void> => {
    while (doing.running.size > 0) await Promise.all(doing.running);
  };
  return {
    look: async () => {
      if (doing.isStopped) return;
      const active = await activeOnes(parts);
      if (!doing.hasSealed) {
        doing.hasSealed = true;
        for (const subscription of active) await sealAgain(parts, subscription).catch(how.fail);
      }
      for (const subscription of active) sendNew(doing, subscription);
      const due = await parts.store.casesDue(['webhook_delivery'], parts.now(), dueMax);
      const over = due.filter((record) => isForgettable(deliveryIn(record), parts.now()));
      if (over.length > 0) await parts.store.forgetCases(over);
      for (const line of linesOf(due.filter((record) => !over.includes(record))))
        retry(doing, line);
    },
    idle,
    stop: async () => {
      doing.isStopped = true;
      await idle();
      await Promise.all([...doing.standings.keys()].map((id) => letGo(parts, id, how.origin)));
    },
  };
}

/** Hands a subscription back, so that another process need not wait for the lease to run out. */
async function letGo(parts: WebhookParts, id: string, owner: string): Promise<void> {
  const progress = await progressNow(parts.store, id);
  if (progress?.owner !== owner) return;
  const free = { ...progress, owner: '', leaseUntilAt: 0, version: progress.version + 1 };
  await parts.hub.keepCases({ changed: [progressCase(free, 0)] });
}

/** How a worker looks by itself. */
export interface RunHow extends WorkerHow, Pick<Env, 'after'> {
  /** How often it looks for what is due, ms; default 1,000. */
  readonly lookEveryMs?: number;
  /** Several events within so long are one look, ms; default 20. */
  readonly wakeMs?: number;
}

/** Looks by itself: soon after something happened, and every second for what is due. */
export function runWebhooks(parts: WebhookParts, how: RunHow): WebhookWorker {
  const { lookEveryMs = usualLookEveryMs, wakeMs = usualWakeMs } = how;
  const worker = webhookWorker(parts, how);
  let forget = (): void => undefined;
  let isLooking = false;
  let isWoken = false;
  let isStopped = false;
  const lookIn = (waitMs: number): void => {
    forget();
    if (!isStopped) forget = how.after(waitMs, look);
  };
  const look = (): void => {
    if (isLooking) return;
    [isLooking, isWoken] = [true, false];
    worker
      .look()
      .catch(how.fail)
      .finally(() => {
        isLooking = false;
        lookIn(lookEveryMs);
      });
  };
  const unsubscribe = parts.hub.subscribe(() => {
    // A further event does not put off the look that the first one asked for.
    if (isLooking || isWoken) return;
    isWoken = true;
    lookIn(wakeMs);
  });
  lookIn(0);
  return {
    ...worker,
    stop: async () => {
      isStopped = true;
      forget();
      unsubscribe();
      await worker.stop();
    },
  };
}

/** How often a running worker looks for what is due. */
const usualLookEveryMs = 1_000;
/** Several events of one moment are one look. */
const usualWakeMs = 20;

async function activeOnes({ store }: WebhookParts): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  let after: string | undefined;
  do {
    const page = await store.caseList(
      { kind: 'webhook', state: 'active' },
      { limit: pageRows, after },
    );
    found.push(...page.rows.map((record) => subscriptionIn(record)));
    after = page.next;
  } while (after !== undefined);
  return found;
}

function sendNew(doing: Doing, { subscriptionId }: Subscription): void {
  if (doing.sendingNew.has(subscriptionId)) return;
  doing.sendingNew.add(subscriptionId);
  const standing = standingOf(doing, subscriptionId);
  begin(doing, async () => {
    try {
      await deliverNew(doing.parts, subscriptionId, {
        standing,
        owner: doing.how.origin,
        isStopped: () => doing.isStopped,
      });
    } finally {
      doing.sendingNew.delete(subscriptionId);
    }
  });
}

/** Due deliveries of one endpoint and order are one line: they go one after the other, oldest first. */
function linesOf(due: readonly CaseRecord[]): readonly (readonly Delivery[])[] {
  const lines = new Map<string, Delivery[]>();
  for (const delivery of due.map((record) => deliveryIn(record))) {
    const { subscriptionId, orderId, deliveryId } = delivery;
    const of = `${subscriptionId} ${orderId ?? deliveryId}`;
    lines.set(of, [...(lines.get(of) ?? []), delivery]);
  }
  return [...lines.values()].map((line) => line.sort((a, b) => a.sequence - b.sequence));
}

function retry(doing: Doing, line: readonly Delivery[]): void {
  const subscriptionId = line[0]?.subscriptionId ?? '';
  const atOnce = doing.retrying.get(subscriptionId) ?? 0;
  if (atOnce >= retriesAtOnce) return;
  doing.retrying.set(subscriptionId, atOnce + 1);
  begin(doing, async () => {
    try {
      for (const delivery of line) if (!doing.isStopped) await retryOne(doing, delivery);
    } finally {
      doing.retrying.set(subscriptionId, (doing.retrying.get(subscriptionId) ?? 1) - 1);
    }
  });
}

async function retryOne(doing: Doing, delivery: Delivery): Promise<void> {
  const { parts } = doing;
  const { subscriptionId } = delivery;
  const subscription = await subscriptionNow(parts.store, subscriptionId);
  const retried = await deliverAgain(parts, delivery, subscription);
  if (retried.outcome !== 'sent' || subscription === undefined) return;
  const standing = standingOf(doing, subscriptionId);
  standing.count(retried.sent);
  if (retried.sent.status === 410) await disable(parts, subscription, 'gone');
  else if (retried.delivery.state === 'dead' && (await isDown(doing, delivery)))
    await disable(parts, subscription, 'failed-for-days');
}

/** Whether nothing at all has reached the endpoint since a delivery was first tried. */
async function isDown(doing: Doing, { subscriptionId, openedAt }: Delivery): Promise<boolean> {
  const progress = await progressNow(doing.parts.store, subscriptionId);
  const succeededAt = Math.max(
    progress?.succeededAt ?? 0,
    standingOf(doing, subscriptionId).succeededAt(),
  );
  return succeededAt < openedAt;
}

function standingOf({ standings }: Doing, subscriptionId: string): Standing {
  const known = standings.get(subscriptionId);
  if (known !== undefined) return known;
  const standing = newStanding();
  standings.set(subscriptionId, standing);
  return standing;
}

function begin(doing: Doing, work: () => Promise<void>): void {
  const running = work().catch(doing.how.fail);
  doing.running.add(running);
  void running.then(() => doing.running.delete(running));
}
