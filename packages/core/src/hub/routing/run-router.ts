import { orderId } from '../../words/index.ts';
import type { Hub } from '../hub.ts';
import type { BusEnding, HandedWork, WorkQueue } from '../ports/bus.ts';
import type { Env } from '../ports/env.ts';
import type { RoutingTry } from './desk.ts';

/** What a router works with. */
export interface RouterParts {
  readonly hub: Pick<Hub, 'routeWaiting' | 'sweepRouting' | 'subscribe'>;
  readonly env: Pick<Env, 'after'>;
  /** Absent: orders that wait are found in the store alone. */
  readonly queue?: WorkQueue;
  /** New orders wait for routers: without a bus each one wakes it. */
  readonly expectsOrders: boolean;
  /** How often the store is asked for what the bus did not bring, ms; default 1,000. */
  readonly sweepEveryMs?: number;
  readonly fail: (failure: unknown) => void;
}

/** Places accepted orders until it is stopped. */
export interface Router {
  /** Finishes what it has begun; what it leaves another router finds. */
  stop(): Promise<void>;
}

/** @see RouterParts.sweepEveryMs */
const usualSweepEveryMs = 1_000;
/** Orders that are accepted within this time are looked for together, ms. */
const wakeMs = 20;
const dueAtOnce = 200;
/** A try that could not even be begun comes again after so long, ms. */
const againMs = 2_000;

/** Takes accepted orders from the bus, and from the store what the bus has lost or has never had. */
export async function runRouter(router: RouterParts): Promise<Router> {
  const { hub, queue, fail } = router;
  const sweeping = sweepAgainAndAgain(router);
  const endTaking = await queue?.take((handed) => placeHanded(hub, handed, fail));
  return {
    stop: async () => {
      await Promise.all([endTaking?.(), sweeping.end()]);
    },
  };
}

async function placeHanded(
  hub: RouterParts['hub'],
  handed: readonly HandedWork[],
  fail: RouterParts['fail'],
): Promise<void> {
  try {
    const tries = await hub.routeWaiting(
      handed.map(({ key, handedOut }) => ({ orderId: orderId(key), handedOut })),
    );
    handed.forEach((work, ix) => {
      settle(work, tries[ix]);
    });
  } catch (failure) {
    fail(failure);
    for (const work of handed) work.later(againMs);
  }
}

function settle(work: HandedWork, tried: RoutingTry | undefined): void {
  if (tried?.outcome === 'done') work.done();
  else work.later(tried?.afterMs ?? againMs);
}

/** Without a bus an accepted order wakes it; else it only looks for what was lost. */
function sweepAgainAndAgain(router: RouterParts): { readonly end: BusEnding } {
  const { hub, env, fail, sweepEveryMs = usualSweepEveryMs } = router;
  const wakes = router.queue === undefined && router.expectsOrders;
  let forget: () => void = () => undefined;
  let sweeping: Promise<void> | undefined;
  let isEnded = false;
  const sweepIn = (waitMs: number): void => {
    forget();
    if (!isEnded) forget = env.after(waitMs, begin);
  };
  const begin = (): void => {
    sweeping ??= sweepAll(hub, () => isEnded)
      .catch(fail)
      .finally(() => {
        sweeping = undefined;
        sweepIn(sweepEveryMs);
      });
  };
  const unsubscribe = wakes
    ? hub.subscribe(({ type }) => {
        if (type.includes('.order.placed.') && !sweeping) sweepIn(wakeMs);
      })
    : undefined;
  sweepIn(0);
  return {
    end: async () => {
      isEnded = true;
      forget();
      unsubscribe?.();
      await sweeping;
    },
  };
}

async function sweepAll(hub: RouterParts['hub'], isEnded: () => boolean): Promise<void> {
  while (!isEnded() && (await hub.sweepRouting(dueAtOnce)) === dueAtOnce);
}
