import type { Hub, Store } from '@ordermesh/core/hub';
import { keyBox, sendOverHttp, webhookDesk, webhookWorker } from '../index.ts';
import type {
  SubscriptionView,
  SubscriptionWish,
  WebhookDesk,
  WebhookParts,
  WebhookWorker,
} from '../index.ts';
import { openReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';

/** A process that delivers when it is told to look. */
export interface WebhookProcess {
  readonly desk: WebhookDesk;
  readonly worker: WebhookWorker;
  /** Looks, and waits until everything that was begun is over. */
  readonly deliver: () => Promise<void>;
}

/** A receiver, and processes on one hub and store. */
export interface WebhookWorld extends WebhookProcess {
  readonly receiver: Receiver;
  readonly failures: readonly unknown[];
  /** A further process on the same store. */
  readonly process: (origin: string) => WebhookProcess;
  /** Subscribes the receiver, to all events of these types. */
  readonly subscribe: (
    wish?: Partial<Omit<SubscriptionWish, 'filter'>> & Partial<SubscriptionWish['filter']>,
  ) => Promise<SubscriptionView>;
  /** Every delivery of a subscription that was not taken at once. */
  readonly deliveries: (id: string) => ReturnType<WebhookDesk['deliveries']>;
  readonly close: () => Promise<void>;
}

/** What it stands on. */
export interface WebhookGround {
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: { readonly now: () => number; readonly randomHex: () => string };
}

/** An attempt takes this long at most here, ms. */
const timeoutMs = 300;

/** Opens the world. */
export async function webhookWorld(
  { hub, store, clock }: WebhookGround,
  box = keyBox(''),
): Promise<WebhookWorld> {
  const receiver = await openReceiver();
  const failures: unknown[] = [];
  const now = (): number => clock.now();
  const parts: WebhookParts = {
    hub,
    store,
    now,
    chance: () => 0.5,
    box,
    send: sendOverHttp({ targets: 'any', timeoutMs, now, version: 'test' }),
  };
  const process: WebhookWorld['process'] = (origin) => {
    const worker = webhookWorker(parts, { origin, fail: (failure) => failures.push(failure) });
    const deliver = async (): Promise<void> => {
      await worker.look();
      await worker.idle();
    };
    return { desk: webhookDesk(parts), worker, deliver };
  };
  const first = process('one');
  return {
    ...first,
    receiver,
    failures,
    process,
    subscribe: async ({ url = receiver.url, note = '', payload = 'full', ...filter } = {}) => {
      const made = await first.desk.create(
        {
          url,
          note,
          payload,
          filter: { types: [], channels: [], nodeIds: [], tiers: [], ...filter },
        },
        { id: undefined, scheme: 'hmac', randomHex: clock.randomHex() },
      );
      if (!made.ok) throw new Error(made.refusal.reason);
      return made.value;
    },
    deliveries: (id) => first.desk.deliveries(id, undefined, { limit: 200, after: undefined }),
    close: async () => {
      await first.worker.stop();
      await receiver.close();
    },
  };
}
