import type { Env, Hub, Store } from '@ordermesh/core/hub';

/** What a process of the hub runs to tell subscribers. Whoever has it gives it: the twin knows no application. */
export interface WebhookRole {
  /** Delivers until the process dies, as `ordermesh serve` does. */
  readonly run: (life: TellingLife) => void;
  /** What subscribers ask of a process. */
  readonly desk: (parts: Pick<TellingLife, 'hub' | 'store'> & Pick<Env, 'now'>) => SubscriberDesk;
}

/** One life of a process that tells subscribers. */
export interface TellingLife {
  readonly hub: Hub;
  readonly store: Store;
  readonly env: Env;
  /** Unique per life. */
  readonly origin: string;
  readonly send: SendTold;
}

/** Sends a message once; what goes wrong is in the answer. */
export type SendTold = (message: ToldMessage) => Promise<ToldAnswer>;

/** One message to one endpoint. */
export interface ToldMessage {
  readonly url: string;
  readonly messageId: string;
  readonly body: string;
  /** With which it is sent: the id, the time and the signatures. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, as `sendOverHttp` would say it; times in ms. */
export interface ToldAnswer {
  readonly ok: boolean;
  readonly at: number;
  /** 0 when none came. */
  readonly status: number;
  readonly elapsedMs: number;
  readonly error: string;
  /** Retry-After; 0 when absent. */
  readonly askedMs: number;
}

/** What somebody wants to be told; what is empty does not narrow. */
export interface SubscriberWish {
  readonly url: string;
  readonly types: readonly string[];
  readonly nodeIds: readonly string[];
  readonly payload: 'thin' | 'full';
}

/** What subscribers ask; each answers whether it was done. */
export interface SubscriberDesk {
  /** The same id again is the same subscription. @returns the key (`whsec_…`) to verify with; undefined when not done */
  subscribe(subscriptionId: string, wish: SubscriberWish): Promise<string | undefined>;
  /** Messages are signed with another key, once for each name of a request. @returns it; undefined when not done */
  rotate(
    subscriptionId: string,
    how: { readonly overlapHours: number; readonly askedAs: string },
  ): Promise<string | undefined>;
  pause(subscriptionId: string): Promise<boolean>;
  resume(subscriptionId: string): Promise<boolean>;
  replay(subscriptionId: string, afterSequence: number): Promise<boolean>;
}
