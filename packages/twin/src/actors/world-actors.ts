import type { Env, Hub, LoggedEvent } from '@ordermesh/core/hub';
import { fulfilmentId, nodeId } from '@ordermesh/core/words';
import type { OrderId, Place } from '@ordermesh/core/words';
import type { NetworkDocument } from '@ordermesh/core/network';
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
  readonly stepped?: (job: Job, step: string) => void;
}

/** Wakes the people of a world: from now on every offer is answered. */
export function worldActors(world: ActorWorld, habits: ActorHabits = ordinaryHabits): WorldActors {
  const { hub, env, track } = world;
  const chance = seededChance(`actors/${String(world.seed)}`);
  const nodes = new Map(world.network.nodes.map((node) => [node.nodeId, node]));
  const services = new Map(world.network.carrierServices.map((service) => [service.serviceId, service]));
  const units = new Map(world.items.map((item) => [item.itemId, item.unit]));
  const places = new Map<OrderId, Place>();
  const jobs = new Map<string, Job>();
  const counts = { accepted: 0, rejected: 0, shortPicks: 0, fenced: 0 };
  const scanner = scannerOf(world, habits.scanner);
  const workplace: Workplace = {
    env,
    chance,
    scanner,
    track,
    names: worldNames({ ...world, firstParcel: parseInt(env.randomHex().slice(0, 7), 16) }),
    unitOf: (itemId) => units.get(itemId) ?? 'each',
    reportShort,
    stepped: (job, step) => {
      if (step === 'delivered') {
        jobs.delete(job.work.fulfilmentId);
        places.delete(job.work.orderId);
      }
      world.stepped?.(job, step);
    },
  };

  function offered(event: LoggedEvent): void {
    const { fulfilmentId: id, nodeId: at, epoch, dueAt } = event.body;
    const node = typeof at === 'string' ? nodes.get(nodeId(at)) : undefined;
    if (!node || typeof id !== 'string' || typeof epoch !== 'number') return;
    const patienceMs = typeof dueAt === 'number' ? Math.max(1000, dueAt - env.now()) : 60_000;
    const rejects = chance.unit() < habits.rejectChance * (node.kind === 'store' ? 1 : 0.1);
    env.after(patienceMs * (0.02 + 0.3 * chance.unit()), () => {
      track(answer({ id, epoch, rejects }));
    });
  }

  async function answer(offer: { readonly id: string; readonly epoch: number; readonly rejects: boolean }): Promise<void> {
    const reason = offer.rejects ? chance.pick(['not-found', 'damaged', 'too-busy']) : '';
    const act = offer.rejects ? ({ act: 'reject', reason } as const) : ({ act: 'accept' } as const);
    const outcome = await hub.nodeAct(fulfilmentId(offer.id), offer.epoch, act);
    if (!outcome.ok) counts.fenced += 1;
    else if (offer.rejects) counts.rejected += 1;
    else await begin(outcome.value);
  }

  async function begin(work: Fulfilment): Promise<void> {
    counts.accepted += 1;
    const shipTo = places.get(work.orderId) ?? (await lookUp(work.orderId));
    const node = nodes.get(work.nodeId);
    const service = services.get(work.serviceId);
    if (!shipTo || !node || !service) return;
    const job: Job = {
      work,
      node,
      service,
      shipTo,
      units: new Map(work.lines.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits])),
      gone: false,
    };
    jobs.set(work.fulfilmentId, job);
    workplace.stepped(job, 'accepted');
    workOff(workplace, job);
  }

  async function lookUp(orderId: OrderId): Promise<Place | undefined> {
    const view = await hub.order(orderId);
    return view.ok ? view.value.record.order.shipTo : undefined;
  }

  async function reportShort(job: Job, lineNo: number): Promise<void> {
    const missingUnits = Math.min(job.units.get(lineNo) ?? 0, 1);
    if (missingUnits === 0) return;
    const { fulfilmentId: id, epoch } = job.work;
    const outcome = await hub.nodeAct(id, epoch, { act: 'short', lines: [{ lineNo, missingUnits }] });
    if (outcome.ok) counts.shortPicks += 1;
    else {
      counts.fenced += 1;
      job.gone = true;
    }
  }

  /** Units that were given back, taken back or cancelled are not worked on any more. */
  function takenBack(event: LoggedEvent): void {
    const { fulfilmentId: id, lines } = event.body;
    const job = typeof id === 'string' ? jobs.get(id) : undefined;
    if (!job || !Array.isArray(lines)) return;
    for (const [lineNo, freed] of lines as readonly (readonly [number, number])[])
      job.units.set(lineNo, Math.max(0, (job.units.get(lineNo) ?? 0) - freed));
    if ([...job.units.values()].every((left) => left === 0)) {
      job.gone = true;
      jobs.delete(job.work.fulfilmentId);
    }
  }

  const leave = hub.subscribe((event) => {
    if (event.type === 'dev.ordermesh.node.offered.v1') offered(event);
    else if (takingBack.has(event.type)) takenBack(event);
  });

  return {
    noteOrder: (orderId, shipTo) => places.set(orderId, shipTo),
    stop: () => {
      leave();
      scanner.flush();
    },
    figures: () => ({
      ...counts,
      scansSent: scanner.figures().sent,
      scansRefused: scanner.figures().refused,
    }),
  };
}

const takingBack = new Set(
  ['rejected', 'short_picked', 'work_taken_back', 'work_cancelled'].map(
    (verb) => `dev.ordermesh.node.${verb}.v1`,
  ),
);
