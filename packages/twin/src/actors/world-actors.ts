import type { Env, Hub, LoggedEvent } from '@ordermesh/core/hub';
import { fulfilmentId, nodeId } from '@ordermesh/core/words';
import type { FulfilmentId, NodeId, OrderId, Place, ServiceId } from '@ordermesh/core/words';
import type { CarrierService, NetworkDocument, NodeProfile } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { Fulfilment } from '@ordermesh/core/release';
import { seededChance } from '../chance.ts';
import { worldNames } from './names.ts';
import { workOff } from './node-work.ts';
import type { Job, Workplace } from './node-work.ts';
import { scannerOf } from './scanner.ts';
import type { ScannerHabit } from './scanner.ts';

/** The people of a world: they answer offers, pick, pack, carry and deliver, and sometimes cannot. */
export interface WorldActors {
  /** Tells where an order goes, so that nobody has to look it up. */
  noteOrder(orderId: OrderId, shipTo: Place): void;
  /** Nobody starts anything new. */
  stop(): void;
  readonly figures: () => ActorFigures;
}

/** What the people did so far. */
export interface ActorFigures {
  readonly accepted: number;
  readonly rejected: number;
  readonly shortPicks: number;
  /** Acts that the hub refused: the work was taken away in the meantime. */
  readonly fenced: number;
  readonly scansSent: number;
  readonly scansRefused: number;
}

/** How the people behave. */
export interface ActorHabits {
  /** The chance that a store rejects an offer; others reject a tenth as often. */
  readonly rejectChance: number;
  readonly scanner: ScannerHabit;
}

/** Ordinary people on an ordinary day. */
export const ordinaryHabits: ActorHabits = {
  rejectChance: 0.015,
  scanner: { everyMs: 20_000, eventsMax: 100 },
};

/** What the people work in. */
export interface ActorWorld {
  readonly hub: Hub;
  readonly env: Env;
  readonly track: (work: Promise<unknown>) => void;
  readonly network: NetworkDocument;
  readonly items: readonly ItemProfile[];
  readonly host: string;
  readonly seed: number;
}

/** Wakes the people of a world: from now on every offer is answered. */
export function worldActors(world: ActorWorld, habits: ActorHabits = ordinaryHabits): WorldActors {
  const crew = crewOf(world, habits);
  const leave = world.hub.subscribe((event) => {
    if (event.type === 'dev.ordermesh.node.offered.v1') offered(crew, event);
    else if (takingBack.has(event.type)) takenBack(crew, event);
  });
  return {
    noteOrder: (orderId, shipTo) => crew.places.set(orderId, shipTo),
    stop: () => {
      leave();
      crew.workplace.scanner.flush();
    },
    figures: () => {
      const { sent, refused } = crew.workplace.scanner.figures();
      return { ...crew.counts, scansSent: sent, scansRefused: refused };
    },
  };
}

/** Events by which a node loses units of its work. */
const takingBack = new Set(
  ['rejected', 'short_picked', 'work_taken_back', 'work_cancelled'].map(
    (verb) => `dev.ordermesh.node.${verb}.v1`,
  ),
);

/** The people and what they know. */
interface Crew {
  readonly world: ActorWorld;
  readonly rejectChance: number;
  readonly nodes: ReadonlyMap<NodeId, NodeProfile>;
  readonly services: ReadonlyMap<ServiceId, CarrierService>;
  readonly places: Map<OrderId, Place>;
  readonly jobs: Map<FulfilmentId, Job>;
  readonly counts: { accepted: number; rejected: number; shortPicks: number; fenced: number };
  readonly workplace: Workplace;
}

function crewOf(world: ActorWorld, habits: ActorHabits): Crew {
  const { env, network, track } = world;
  const units = new Map(world.items.map((item) => [item.itemId, item.unit]));
  const workplace: Workplace = {
    env,
    track,
    chance: seededChance(`actors/${String(world.seed)}`),
    scanner: scannerOf(world, habits.scanner),
    names: worldNames({ ...world, firstParcel: parseInt(env.randomHex().slice(0, 7), 16) }),
    unitOf: (itemId) => units.get(itemId) ?? 'each',
    reportShort: (job, lineNo) => reportShort(crew, job, lineNo),
    stepped: (job, step) => {
      if (step !== 'delivered') return;
      crew.jobs.delete(job.work.fulfilmentId);
      crew.places.delete(job.work.orderId);
    },
  };
  const crew: Crew = {
    world,
    workplace,
    rejectChance: habits.rejectChance,
    nodes: new Map(network.nodes.map((node) => [node.nodeId, node])),
    services: new Map(network.carrierServices.map((service) => [service.serviceId, service])),
    places: new Map(),
    jobs: new Map(),
    counts: { accepted: 0, rejected: 0, shortPicks: 0, fenced: 0 },
  };
  return crew;
}

interface Offer {
  readonly id: FulfilmentId;
  readonly epoch: number;
  readonly rejects: boolean;
}

function offered(crew: Crew, event: LoggedEvent): void {
  const { env, track } = crew.world;
  const { chance } = crew.workplace;
  const { fulfilmentId: id, nodeId: at, epoch, dueAt } = event.body;
  const node = typeof at === 'string' ? crew.nodes.get(nodeId(at)) : undefined;
  if (!node || typeof id !== 'string' || typeof epoch !== 'number') return;
  const patienceMs = typeof dueAt === 'number' ? Math.max(1000, dueAt - env.now()) : 60_000;
  const rejects = chance.unit() < crew.rejectChance * (node.kind === 'store' ? 1 : 0.1);
  env.after(patienceMs * (0.01 + 0.12 * chance.unit()), () => {
    track(answer(crew, { id: fulfilmentId(id), epoch, rejects }));
  });
}

async function answer(crew: Crew, { id, epoch, rejects }: Offer): Promise<void> {
  const { hub } = crew.world;
  const outcome = rejects
    ? await hub.nodeAct(id, epoch, { act: 'reject', reason: crew.workplace.chance.pick(reasons) })
    : await hub.nodeAct(id, epoch, { act: 'accept' });
  if (!outcome.ok) crew.counts.fenced += 1;
  else if (rejects) crew.counts.rejected += 1;
  else await begin(crew, outcome.value);
}

const reasons = ['not-found', 'damaged', 'too-busy'] as const;

async function begin(crew: Crew, work: Fulfilment): Promise<void> {
  crew.counts.accepted += 1;
  const shipTo = crew.places.get(work.orderId) ?? (await lookUp(crew, work.orderId));
  const node = crew.nodes.get(work.nodeId);
  const service = crew.services.get(work.serviceId);
  if (!shipTo || !node || !service) return;
  const job: Job = {
    work,
    node,
    service,
    shipTo,
    units: new Map(work.lines.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits])),
    gone: false,
  };
  crew.jobs.set(work.fulfilmentId, job);
  workOff(crew.workplace, job);
}

async function lookUp(crew: Crew, orderId: OrderId): Promise<Place | undefined> {
  const view = await crew.world.hub.order(orderId);
  return view.ok ? view.value.record.order.shipTo : undefined;
}

async function reportShort(crew: Crew, job: Job, lineNo: number): Promise<void> {
  const missingUnits = Math.min(job.units.get(lineNo) ?? 0, 1);
  if (missingUnits === 0) return;
  const { fulfilmentId: id, epoch } = job.work;
  const lines = [{ lineNo, missingUnits }];
  const outcome = await crew.world.hub.nodeAct(id, epoch, { act: 'short', lines });
  if (outcome.ok) crew.counts.shortPicks += 1;
  else {
    crew.counts.fenced += 1;
    job.gone = true;
  }
}

/** Units that were given back, taken back or cancelled are not worked on any more. */
function takenBack(crew: Crew, event: LoggedEvent): void {
  const { fulfilmentId: id, lines } = event.body;
  const job = typeof id === 'string' ? crew.jobs.get(fulfilmentId(id)) : undefined;
  if (!job || !Array.isArray(lines)) return;
  for (const [lineNo, freed] of lines as readonly (readonly [number, number])[])
    job.units.set(lineNo, Math.max(0, (job.units.get(lineNo) ?? 0) - freed));
  if ([...job.units.values()].some((left) => left > 0)) return;
  job.gone = true;
  crew.jobs.delete(job.work.fulfilmentId);
}
