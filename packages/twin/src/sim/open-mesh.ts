import type { CommitResult, CommitUnit } from '@ordermesh/core/hub';
import { anItem, memoryDatabase } from '@ordermesh/testkit';
import type { MemoryDatabase } from '@ordermesh/testkit';
import { worldNames } from '../actors/names.ts';
import type { Chance } from '../chance.ts';
import type { Furniture } from '../run/furnish.ts';
import { smallTown } from '../story/small-town.ts';
import { drawMix, isThere } from './faults/fault-mix.ts';
import type { FaultMix, FaultName } from './faults/fault-mix.ts';
import { hubProcess } from './faults/hub-process.ts';
import type { HubProcess, ProcessOutside } from './faults/hub-process.ts';
import { kernel } from './faults/kernel.ts';
import type { Kernel } from './faults/kernel.ts';
import { post } from './faults/post.ts';
import type { Post } from './faults/post.ts';
import { workBus } from './faults/work-bus.ts';
import type { Coming, WorkBus } from './faults/work-bus.ts';
import { listenIn } from './judge/listen-in.ts';
import type { Listening } from './judge/listen-in.ts';
import { emptyTruth } from './judge/truth.ts';
import type { Truth } from './judge/truth.ts';
import { watchBooks } from './judge/watch-books.ts';
import type { BookWatch } from './judge/watch-books.ts';
import { watchCapacity } from './judge/watch-capacity.ts';
import { watchLanes } from './judge/watch-lanes.ts';
import { watchParcels } from './judge/watch-parcels.ts';
import { watchRouting } from './judge/watch-routing.ts';
import { watchSlots } from './judge/watch-slots.ts';
import type { Mesh } from './mesh.ts';
import { hasSubscribers, openSubscribers } from './webhooks/open-subscribers.ts';
import type { Subscribers, SubscribersPlace } from './webhooks/open-subscribers.ts';
import type { WebhookRole } from './webhooks/role.ts';

/** Something that must never be, with the moment it was seen. */
export interface Violation {
  readonly invariant: string;
  readonly numbers: string;
  readonly at: number;
}

/** A mesh from outside: who opens it also makes the weather, and looks at what was seen. */
export interface OpenMesh extends Mesh {
  readonly violations: readonly Violation[];
  readonly weather: { now: 'calm' | 'storm' | 'healed' };
  readonly listening: Listening;
  /** Orders that routers have placed so far. */
  readonly placedByRouters: () => number;
}

/** What of a schedule decides how its mesh is made. */
interface MeshAsk {
  readonly seed: number;
  readonly processes?: number;
  readonly without?: readonly string[];
  readonly webhooks?: WebhookRole | undefined;
}

const startAt = Date.UTC(2026, 0, 5, 2);
/** A run with more than so many violations is stopped: the first ones tell enough. */
const violationsMax = 20;

/** Makes the mesh of a seed; its processes are down. */
export function openMesh(ask: MeshAsk, chance: Chance): OpenMesh {
  const mix = drawMix(chance.fork('mix'), new Set(leftOut(ask)));
  const clock = kernel(startAt);
  const violations: Violation[] = [];
  const broken = (invariant: string, numbers: string): void => {
    if (violations.length < violationsMax) violations.push({ invariant, numbers, at: clock.now() });
  };
  const database = memoryDatabase();
  const furniture = town(mix);
  const weather: OpenMesh['weather'] = { now: 'calm' };
  const listening = listenIn({ database, broken, now: () => clock.now() });
  const routing = watchRouting(database, broken);
  const truth = emptyTruth();
  const watches = [...watchesOf(database, { broken, truth, now: () => clock.now() }), routing];
  const net = post(clock, chance.fork('post'), mix);
  const on = { clock, post: net, chance: chance.fork('bus') };
  const bus = busOf(mix, on, watchLanes(database, broken));
  const outside = {
    clock,
    mix,
    database,
    currency: furniture.network.currency,
    committed: (units: readonly CommitUnit[], results: readonly CommitResult[]) => {
      for (const watch of watches) watch.committed(units, results);
    },
    isStorm: () => weather.now === 'storm',
    lives: listening.lives,
    refusesRow: (orderId: string) => chance.fork(`row of ${orderId}`).unit() < mix.rowsRefused,
    bus,
  };
  const routers = routersIn(mix);
  const isHealed = (): boolean => weather.now === 'healed';
  const place = { clock, mix, database, isHealed, broken, chance: chance.fork('subscribers') };
  const subscribers = subscribersOf(place, ask.webhooks);
  return {
    clock,
    mix,
    database,
    furniture,
    violations,
    weather,
    listening,
    broken,
    post: net,
    bus,
    placedByRouters: routing.placed,
    truth,
    names: worldNames({ ...furniture, host: 'hub.ordermesh.local', firstParcel: ask.seed * 1000 }),
    processes: hubs({ name: 'hub', count: ask.processes ?? 2, chance }, (own) => ({
      ...{ ...outside, ...own, part: routers > 0 ? 'accepts' : 'whole' },
    })),
    routers: hubs({ name: 'router', count: routers, chance }, (own) => ({
      ...{ ...outside, ...own, part: 'routes' },
    })),
    subscribers,
    tellers: tellersOf(subscribers, outside, chance),
    isHealed,
  };
}

/** Who look at the books after every commit. */
const watchesOf = (
  database: MemoryDatabase,
  outside: Parameters<typeof watchCapacity>[1] & { readonly truth: Truth },
): readonly BookWatch[] => [
  watchBooks(database, outside.broken),
  watchSlots(database, outside.broken),
  watchCapacity(database, outside),
  watchParcels({ ...outside, database }),
];

/** Processes of one kind, each with a chance of its own. */
const hubs = (
  {
    name,
    count,
    chance,
  }: { readonly name: string; readonly count: number; readonly chance: Chance },
  outside: (own: { readonly chance: Chance }) => ProcessOutside,
): readonly HubProcess[] =>
  Array.from({ length: count }, (_, ix) =>
    hubProcess(
      `${name}-${String(ix + 1)}`,
      outside({ chance: chance.fork(`${name}-${String(ix)}`) }),
    ),
  );

/** Those who want to be told, where the mix has them and something tells. */
const subscribersOf = (
  place: SubscribersPlace,
  role: WebhookRole | undefined,
): Subscribers | undefined =>
  role && hasSubscribers(place.mix) ? openSubscribers(place, role) : undefined;

/** Faults that need what delivers webhooks. */
const ofWebhooks: readonly FaultName[] = ['subscribers', 'endpointFails', 'endpointDead'];

const leftOut = ({ without = [], webhooks }: MeshAsk): readonly string[] =>
  webhooks ? without : [...without, ...ofWebhooks];

const movesGoods = ({ events }: CommitUnit): boolean =>
  events.some(({ stockMoves, slotMoves }) => stockMoves.length + slotMoves.length > 0);

/**
 * Two processes that tell subscribers. Nearly all that they commit is what they told, so that books are added up only
 * after what moves goods: whoever sees that goods come free serves those who wait.
 */
function tellersOf(
  subscribers: Subscribers | undefined,
  outside: Omit<ProcessOutside, 'part' | 'chance'>,
  chance: Chance,
): Mesh['tellers'] {
  if (!subscribers) return [];
  return ['webhook-1', 'webhook-2'].map((name) =>
    hubProcess(name, {
      ...outside,
      ...{ chance: chance.fork(name), part: 'tells', bus: undefined },
      committed: (units, results) => {
        if (units.some(movesGoods)) outside.committed(units, results);
      },
      tells: ({ process, isAlive, ...life }) => {
        const send = subscribers.sendFrom({ process, isAlive, now: () => life.env.now() });
        subscribers.role.run({ ...life, send });
      },
    }),
  );
}

/** A quarter of all meshes has routers: each costs the time of a process, and a second commit for each order. */
const routersIn = ({ routers }: FaultMix): number => Math.max(0, Math.ceil(routers * 4) - 2);

/** Share of meshes with routers that have a bus; routers of the others look in the store. */
const busShare = 0.8;

function busOf(
  mix: FaultMix,
  on: { readonly clock: Kernel; readonly post: Post; readonly chance: Chance },
  comes: Coming,
): WorkBus | undefined {
  if (routersIn(mix) === 0 || on.chance.unit() >= busShare) return undefined;
  return workBus(on, comes);
}

/** Two stores and a DC, three items, too little for everybody. */
function town({ waves, flashSales }: FaultMix): Furniture {
  const items = ['OAT', 'TEA', 'RYE'];
  const shelf = (units: number): Record<string, number> =>
    Object.fromEntries(items.map((item) => [item, units]));
  return smallTown({
    items: items.map((item) => anItem(item)),
    stock: isThere(waves)
      ? { st_a: shelf(8), st_b: shelf(8), dc_w: shelf(14) }
      : isThere(flashSales)
        ? { st_a: shelf(9), st_b: shelf(9), dc_w: shelf(9) }
        : { st_a: shelf(12), st_b: shelf(12), dc_w: shelf(45) },
  });
}
