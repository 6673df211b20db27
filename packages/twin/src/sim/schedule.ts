import { createHash } from 'node:crypto';
import type { Hub } from '@ordermesh/core/hub';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { itemId, nodeId } from '@ordermesh/core/words';
import { memoryStore } from '@ordermesh/testkit';
import type { MemoryDatabase } from '@ordermesh/testkit';
import { seededChance } from '../chance.ts';
import type { Chance } from '../chance.ts';
import type { AtRest } from './at-rest.ts';
import type { OpenScans } from './people/scans.ts';
import { furnish, held } from '../run/furnish.ts';
import { deedsOf, toldIn, worksInParcels } from './deeds.ts';
import type { Deeds } from './deeds.ts';
import { isThere, mixText } from './faults/fault-mix.ts';
import type { FaultMix } from './faults/fault-mix.ts';
import { checkAtRest } from './judge/final-check.ts';
import { watchBoards } from './judge/watch-boards.ts';
import { everyProcess } from './mesh.ts';
import type { Mesh } from './mesh.ts';
import { openMesh } from './open-mesh.ts';
import type { OpenMesh, Violation } from './open-mesh.ts';
import { customersOf } from './people/customers.ts';
import { foresee } from './people/forecasters.ts';
import { lookThroughLetters } from './people/letters.ts';
import { planAhead } from './people/planners.ts';
import { regret } from './people/regrets.ts';
import { report } from './people/reports.ts';
import { claimGoods } from './aftercare/claims.ts';
import { swapGoods } from './aftercare/exchanges.ts';
import { sendBack } from './aftercare/returns.ts';
import { misfortune, openAll } from './people/staff.ts';
import { crewAt } from './people/workers.ts';
import type { WebhookRole } from './webhooks/role.ts';
import { subscribe } from './webhooks/subscribe.ts';

/** One run of the mesh; everything that chance decides comes from the seed. */
export interface ScheduleAsk {
  readonly seed: number;
  /** Hours under faults; then the mesh has `restHours` to come to rest. Default 4. */
  readonly hours?: number;
  /** Customers that come; default 60. */
  readonly customers?: number;
  /** Processes of the hub on one database; default 2. */
  readonly processes?: number;
  /** Faults that are left out of the mix that the seed draws. */
  readonly without?: readonly string[];
  /** What tells subscribers; absent = nobody subscribes. */
  readonly webhooks?: WebhookRole | undefined;
}

/** What became of a schedule. */
export interface ScheduleReport {
  readonly seed: number;
  readonly mix: FaultMix;
  readonly mixText: string;
  readonly violations: readonly Violation[];
  readonly acknowledged: number;
  readonly crashes: number;
  readonly did: Deeds;
  readonly steps: number;
  readonly simulatedHours: number;
  /** SHA-256 over the log and the physical truth: equal for equal seeds and code. */
  readonly hash: string;
}

/** Hours under faults, unless something else is asked. */
export const usualHours = 4;
/** Customers that come, unless something else is asked. */
export const usualCustomers = 60;

/** Bound of liveness: all that can move has moved so long after the last fault. */
export const restHours = 2;

const hourMs = 3_600_000;

/** Runs a schedule: first safety under faults, then all heals and everything must come to rest. */
export async function runSchedule(ask: ScheduleAsk): Promise<ScheduleReport> {
  const { hours = usualHours, seed } = ask;
  const chance = seededChance(`sim/${String(seed)}`);
  const mesh = openMesh(ask, chance);
  const { clock, database } = mesh;
  await open(mesh, database);
  mesh.weather.now = 'storm';
  const untilAt = clock.now() + hours * hourMs;
  const scans = { count: 0 };
  const people = letIn(mesh, chance, {
    scans,
    count: ask.customers ?? usualCustomers,
    untilAt: untilAt - hourMs / 4,
  });
  watchBoards(mesh);
  await clock.runUntil(untilAt);
  await heal(mesh);
  const store = memoryStore({ database, origin: 'check' });
  mesh.listening.atRest();
  await checkAtRest({ mesh, database, store, ...people, openScans: scans.count });
  return {
    seed,
    mix: mesh.mix,
    mixText: mixText(mesh.mix),
    violations: mesh.violations,
    acknowledged: people.customers.acknowledged.size,
    crashes: everyProcess(mesh).reduce((sum, process) => sum + process.crashes(), 0),
    did: deedsOf(database.events, {
      placedByRouters: mesh.placedByRouters(),
      handedOut: mesh.bus?.handedOut() ?? 0,
      ...toldIn(mesh),
      reports: people.reported.taken(),
      staleReports: people.reported.stale(),
      inParcels: worksInParcels(database),
    }),
    steps: clock.steps(),
    simulatedHours: hours + restHours,
    hash: hashOf(database.events, mesh),
  };
}

/** Everybody comes, each with a chance of their own. */
function letIn(
  mesh: OpenMesh,
  chance: Chance,
  {
    scans,
    ...flow
  }: { readonly scans: OpenScans; readonly count: number; readonly untilAt: number },
): Omit<AtRest, 'mesh' | 'database' | 'store' | 'openScans'> {
  const customers = customersOf(mesh, chance.fork('customers'), flow);
  const crews = mesh.furniture.network.nodes.map(({ nodeId }) =>
    crewAt(mesh, chance.fork(nodeId), { nodeId, open: scans }),
  );
  const sentBack = sendBack(mesh, chance.fork('returns'), { customers, open: scans });
  const planned = planAhead(mesh, chance.fork('planners'));
  misfortune(mesh, chance.fork('misfortune'));
  lookThroughLetters(mesh, chance.fork('letters'));
  foresee(mesh, chance.fork('forecast'));
  subscribe(mesh, chance.fork('subscribe'));
  const reported = report(mesh, chance.fork('reports'));
  regret(mesh, chance.fork('regrets'), customers);
  const { foundGood } = sentBack;
  const swapped = swapGoods(mesh, chance.fork('swaps'), { customers, open: scans, foundGood });
  const claimed = claimGoods(mesh, chance.fork('claims'), customers);
  return { customers, crews, sentBack, planned, reported, swapped, claimed };
}

/** All faults end; nodes are opened once their processes are up; then everything that can move has time to. */
async function heal(mesh: OpenMesh): Promise<void> {
  const { clock } = mesh;
  mesh.weather.now = 'healed';
  mesh.post.heal();
  mesh.subscribers?.net.heal();
  for (const process of everyProcess(mesh)) process.heal();
  await clock.runUntil(clock.now() + hourMs / 12);
  const opening = openAll(mesh);
  await clock.runUntil(clock.now() + restHours * hourMs);
  await opening;
}

/** Before the first fault the hub is furnished; the shelves hold what the books say. */
async function open(mesh: Mesh, database: MemoryDatabase): Promise<void> {
  const { clock, processes, furniture, truth } = mesh;
  for (const row of furniture.stock)
    truth.receive(nodeId(row.nodeId), itemId(row.itemId), row.onHandUnits);
  const [first] = processes;
  if (!first) throw new Error('Invariant broken: a mesh has a process');
  first.start();
  const furnishing = async (): Promise<void> => {
    const hub = first.hub();
    if (!hub) throw new Error('Invariant broken: a process on an empty database starts');
    await furnish(hub, furniture);
    await publishTerms(hub, mesh.mix, furniture.network.currency);
  };
  while (!first.hub()) await clock.runUntil(clock.now() + 1000);
  const done = furnishing();
  await clock.runUntil(clock.now() + 60_000);
  await done;
  if (database.positions.size === 0) throw new Error('Invariant broken: the town is furnished');
  for (const process of everyProcess(mesh)) process.start();
  await clock.runUntil(clock.now() + 30_000);
}

/** Where more customers than this want other things, the replacement is sent before the goods are back. */
const trustingAbove = 0.3;

/**
 * Orders that nobody has begun change nodes whenever that saves anything: the most moves that a hub can make. Where the
 * mix says so new ones of a batch exchange nodes too, and prices count.
 */
async function publishTerms(
  hub: Hub,
  { waves, forecast, exchanges }: FaultMix,
  currency: string,
): Promise<void> {
  if (exchanges > trustingAbove)
    held(await hub.publishAftercarePolicy({ exchangeShipsAt: 'at_once' }, 'trusts'), 'policy');
  const standard = standardStrategy(isThere(forecast) ? 'priced' : 'balanced', currency);
  if (!standard) throw new Error('Invariant broken: the currency of the town has a strategy');
  const { version: _first, ...terms } = strategyJson(standard);
  const document = {
    ...terms,
    reassignment: { every_seconds: 60, orders_max: 200, gain_min_minor: 1 },
    ...(isThere(waves) && { joint_batches: { from_orders: 2, steps_max: 2000 } }),
  };
  held(await hub.publishStrategy(document, 'looks again every minute'), 'strategy');
}

function hashOf(
  events: readonly { readonly type: string; readonly id: string; readonly at: number }[],
  mesh: Mesh,
): string {
  const digest = createHash('sha256');
  for (const { type, id, at } of events) digest.update(`${type} ${id} ${String(at)}\n`);
  return digest.update(mesh.truth.text()).digest('hex');
}
