import { createHash } from 'node:crypto';
import { createHub } from '@ordermesh/core/hub';
import type { Hub, HubFigures, Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import { worldActors } from '../actors/world-actors.ts';
import type { ActorFigures, ActorHabits, WorldActors } from '../actors/world-actors.ts';
import { virtualTime } from '../clock/virtual-time.ts';
import type { VirtualTime } from '../clock/virtual-time.ts';
import type { OrderDraft } from '../flow/draft.ts';
import { furnish } from './furnish.ts';
import type { Furniture } from './furnish.ts';
import { checkBooks } from './invariants.ts';
import type { BooksChecked } from './invariants.ts';

/** Something that happens to the network during a day, e.g. a storm. */
export interface Disturbance {
  readonly at: number;
  readonly act: (hub: Hub) => Promise<unknown>;
}

/** Name of the twin's hub in the log. */
export const dayOrigin = 'twin';

/** A day to be lived through in virtual time. */
export interface Day {
  readonly seed: number;
  readonly startAt: number;
  /** When the run ends at the latest, epoch ms UTC. */
  readonly untilAt: number;
  readonly furniture: Furniture;
  /** Orders by the moment they arrive. */
  readonly orders: Iterable<{ readonly at: number; readonly draft: OrderDraft }>;
  readonly disturbances?: readonly Disturbance[];
  readonly habits?: ActorHabits;
  /** Default: a new store in memory. Must write `dayOrigin` as the origin of its events. */
  readonly store?: Store;
  readonly onProgress?: (done: number, at: number) => void;
}

/** What became of a day. */
export interface DayReport {
  readonly figures: HubFigures;
  readonly actors: ActorFigures;
  readonly refused: number;
  readonly books: BooksChecked;
  readonly elapsedMs: number;
  /** SHA-256 over every event of the log, in order: equal for equal seeds. */
  readonly logHash: string;
}

/** Lives through a day: orders come, people work, things go wrong; then the books are checked. */
export async function liveThrough(day: Day): Promise<DayReport> {
  const startedMs = performance.now();
  const time = virtualTime({ seed: day.seed, startAt: day.startAt });
  const store = day.store ?? memoryStore({ origin: dayOrigin });
  const hub = await createHub({
    store,
    env: time.env,
    origin: dayOrigin,
    currency: day.furniture.network.currency,
    lookEveryMs: 15_000,
  });
  const digest = createHash('sha256');
  hub.subscribe((event) => digest.update(`${event.type} ${event.id} ${String(event.at)}\n`));
  await furnish(hub, day.furniture);
  const actors = worldActors(
    {
      hub,
      env: time.env,
      track: time.track,
      ...day.furniture,
      host: 'hub.ordermesh.local',
      seed: day.seed,
    },
    day.habits,
  );
  for (const { at, act } of day.disturbances ?? [])
    time.env.after(at - day.startAt, () => {
      time.track(act(hub));
    });
  const refused = await playOrders(day, { hub, time, actors });
  await time.runUntil(day.untilAt);
  actors.stop();
  // The looks of the hub at its log go on in virtual time until it is stopped.
  time.track(hub.stop());
  await time.runUntil(day.untilAt + 60_000);
  const books = await checkBooks(store);
  return {
    figures: hub.figures(),
    actors: actors.figures(),
    refused,
    books,
    elapsedMs: performance.now() - startedMs,
    logHash: digest.digest('hex'),
  };
}

async function playOrders(
  day: Day,
  stage: {
    readonly hub: Hub;
    readonly time: VirtualTime;
    readonly actors: WorldActors;
  },
): Promise<number> {
  const { hub, time, actors } = stage;
  let [done, refused] = [0, 0];
  for (const { at, draft } of day.orders) {
    if (at > day.untilAt) break;
    await time.runUntil(at);
    const placing = hub.placeOrder(draft, { principal: 'twin' }).then((outcome) => {
      if (!outcome.ok) {
        refused += 1;
        time.env.log('warn', 'order refused', { refusal: outcome.refusal });
        return;
      }
      actors.noteOrder(outcome.value.record.order.orderId, outcome.value.record.order.shipTo);
    });
    time.track(placing);
    done += 1;
    day.onProgress?.(done, at);
  }
  return refused;
}
