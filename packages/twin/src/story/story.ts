import { createHash } from 'node:crypto';
import { createHub } from '@ordermesh/core/hub';
import type { Hub, HubMaking, LoggedEvent, Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';
import { virtualTime } from '../clock/virtual-time.ts';
import { furnish } from '../run/furnish.ts';
import type { Furniture } from '../run/furnish.ts';
import { checkBooks } from '../run/invariants.ts';
import type { BooksChecked } from '../run/invariants.ts';
import type { Scenario, ScenarioCheck, ScenarioReport, ScenarioTable } from '../run/scenario.ts';
import type { Floor } from './floor.ts';
import { floorOf } from './open-floor.ts';
import { smallTown } from './small-town.ts';
import { trackedStore } from './tracked-store.ts';

const minuteMs = 60_000;

/** A scenario told step by step on a small network: what happens, and what must hold after each step. */
export interface StoryMaking {
  /** Name of its file. */
  readonly name: string;
  readonly title: string;
  /** What it shows and why it matters, one sentence each; printed with the result. */
  readonly about: readonly string[];
  /** Network, items, stock; default `smallTown()`. */
  readonly furniture?: Furniture;
  /** Epoch ms UTC; default Monday, 5 January 2026, 16:00 in Shanghai. */
  readonly startAt?: number;
  /** How often the hub looks at its timers, minutes of the story; default 5. */
  readonly lookEveryMinutes?: number;
  /** How much the hub commits at once and lets wait; its own usual limits when absent. */
  readonly limits?: Pick<HubMaking, 'batchUnitsMax' | 'commitsAtOnceMax' | 'waitingMax'>;
  /** What the people of the hub decided; the usual rules when absent. */
  readonly rules?: HubMaking['rules'];
  readonly tell: (stage: Stage) => Promise<void>;
}

/** Where a story is told: the hub, the people at the nodes, the clock, and the list of what must hold. */
export interface Stage extends Floor {
  readonly hub: Hub;
  readonly store: Store;
  /** Every event of the log so far, oldest first. */
  readonly events: readonly LoggedEvent[];
  readonly now: () => number;
  /** Lets time pass; whatever is due on the way happens and is finished. */
  readonly pass: (minutes: number) => Promise<void>;
  /** Something that must hold here and now; `numbers` show it to the reader. */
  readonly must: (what: string, holds: boolean, numbers: string) => void;
  readonly figure: (name: string, value: string) => void;
  readonly table: (columns: readonly string[], rows: readonly (readonly string[])[]) => void;
  /** A second hub process on the same store, for races. */
  anotherHub(origin: string): Promise<Hub>;
}

/** Name of a story's first hub in the log. */
export const storyOrigin = 'story';

/** Makes a scenario of a story. After it was told the hub is stopped and its books are checked. */
export function story(making: StoryMaking): Scenario {
  return {
    name: making.name,
    title: making.title,
    onAnyStore: true,
    run: (ask) =>
      tellStory(making, {
        seed: ask.seed,
        openStore: ask.openStore ?? ((origin) => Promise.resolve(memoryStore({ origin }))),
      }),
  };
}

interface Telling {
  readonly seed: number;
  readonly openStore: (origin: string) => Promise<Store>;
}

async function tellStory(
  making: StoryMaking,
  { seed, openStore }: Telling,
): Promise<ScenarioReport> {
  const startedMs = performance.now();
  const time = virtualTime({ seed, startAt: making.startAt ?? Date.UTC(2026, 0, 5, 8) });
  const furniture = making.furniture ?? smallTown();
  const stored = await openStore(storyOrigin);
  const store = trackedStore(stored, time.track);
  const hubs: Hub[] = [];
  const start = async (origin: string): Promise<Hub> => {
    const hub = await createHub({
      store,
      env: time.env,
      origin,
      currency: furniture.network.currency,
      lookEveryMs: (making.lookEveryMinutes ?? 5) * minuteMs,
      ...making.limits,
      ...(making.rules && { rules: making.rules }),
    });
    hubs.push(hub);
    return hub;
  };
  const hub = await start(storyOrigin);
  const events: LoggedEvent[] = [];
  hub.subscribe((event) => events.push(event));
  await furnish(hub, furniture);
  const report = openReport();
  const now = (): number => time.env.now();
  const pass = (minutes: number): Promise<void> => time.runUntil(now() + minutes * minuteMs);
  await making.tell({
    ...floorOf({ hub, store, now, furniture, pass }),
    hub,
    store,
    events,
    now,
    pass,
    must: report.must,
    figure: report.figure,
    table: report.table,
    anotherHub: start,
  });
  for (const one of hubs) time.track(one.stop());
  await pass(making.lookEveryMinutes ?? 5);
  report.books(await checkBooks(store));
  await stored.close();
  return report.close(making, { events, elapsedMs: performance.now() - startedMs });
}

function openReport() {
  const checks: ScenarioCheck[] = [];
  const figures: (readonly [string, string])[] = [];
  const tables: ScenarioTable[] = [];
  return {
    must: (what: string, holds: boolean, numbers: string): void => {
      checks.push({ what, holds, numbers });
    },
    figure: (name: string, value: string): void => {
      figures.push([name, value]);
    },
    table: (columns: readonly string[], rows: readonly (readonly string[])[]): void => {
      tables.push({ columns, rows });
    },
    books: ({ broken, orders, positions, liveReservations }: BooksChecked): void => {
      checks.push({
        what: 'the books balance: reserved = Σ live reservations, nothing oversold, every unit owned or waiting',
        holds: broken.length === 0,
        numbers: `${String(orders)} orders, ${String(positions)} positions, ${String(liveReservations)} live reservations${broken.map((one) => `; ${one.invariant} ${one.subject}: ${one.numbers}`).join('')}`,
      });
    },
    close: (
      making: StoryMaking,
      ended: { readonly events: readonly LoggedEvent[]; readonly elapsedMs: number },
    ): ScenarioReport => ({
      figures: [['events', String(ended.events.length)], ...figures],
      tables,
      checks,
      notes: making.about,
      resultHash: hashOf(ended.events),
      elapsedMs: ended.elapsedMs,
      json: { checks, figures },
    }),
  };
}

function hashOf(events: readonly LoggedEvent[]): string {
  const digest = createHash('sha256');
  for (const { type, id, at } of events) digest.update(`${type} ${id} ${String(at)}\n`);
  return digest.digest('hex');
}
