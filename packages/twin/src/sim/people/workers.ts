import { pickedFact } from '@ordermesh/core/facts';
import type { HubOutcome } from '@ordermesh/core/hub';
import type { Fulfilment } from '@ordermesh/core/release';
import type { ItemId, NodeId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { ask } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import { goodsOf, happening, tillSale } from './floor.ts';
import type { Floor, Job } from './floor.ts';
import { pack } from './parcels.ts';
import { scannerAt } from './scans.ts';
import type { OpenScans } from './scans.ts';

/** The people of one node, with the carrier that comes to it. */
export interface Crew {
  readonly nodeId: NodeId;
  /** Items of which it once found fewer than it should take: only a count tells what the books should say. */
  readonly foundFewer: ReadonlySet<string>;
}

/** Lets the people of a node work: they look for work, take it, pick from the real shelf, pack and hand over. */
export function crewAt(
  mesh: Mesh,
  chance: Chance,
  at: { readonly nodeId: NodeId; readonly open: OpenScans },
): Crew {
  const floor: Floor = {
    mesh,
    chance,
    nodeId: at.nodeId,
    jobs: new Map(),
    scanner: scannerAt(mesh, chance, { from: at.nodeId, open: at.open }),
    pace: chance.unit() < mesh.mix.slowNode ? 6 : 1,
    isDeaf: at.nodeId.startsWith('st_') && chance.fork('ears').unit() < mesh.mix.deafNode,
    foundFewer: new Set(),
  };
  look(floor);
  if (at.nodeId.startsWith('st_')) tillSale(floor);
  return { nodeId: at.nodeId, foundFewer: floor.foundFewer };
}

const open: readonly Fulfilment['state'][] = ['offered', 'accepted', 'in_progress', 'ready'];

/** Looks for work every few minutes, for as long as the run lasts. */
function look(floor: Floor): void {
  const { mesh, chance, nodeId } = floor;
  ask(mesh, {
    from: nodeId,
    chance,
    handle: (_hub, store) =>
      store.fulfilmentList({ nodeId, states: open }, { limit: 200, after: undefined }),
    answered: ({ rows }) => {
      seen(floor, rows);
    },
    silence: () => undefined,
  });
  mesh.clock.after(chance.between(60_000, 240_000), () => {
    look(floor);
  });
}

function seen(floor: Floor, works: readonly Fulfilment[]): void {
  const listed = new Set(works.map(({ fulfilmentId }) => fulfilmentId));
  for (const [id, job] of floor.jobs)
    if (!listed.has(job.work.fulfilmentId) && job.stage === 'waiting') floor.jobs.delete(id);
  for (const work of works) {
    const job = floor.jobs.get(work.fulfilmentId);
    if (work.state === 'offered') {
      if (!job) answerOffer(floor, work);
    } else if (!job) begin(floor, work);
    else if (job.stage === 'dropped') floor.jobs.delete(work.fulfilmentId);
    else if (job.stage === 'gone') sendRest(floor, job, work);
  }
}

/** Takes the offer, gives it back, or overlooks it. */
function answerOffer(floor: Floor, work: Fulfilment): void {
  const { mesh, chance } = floor;
  const mood = mesh.isHealed() ? 0 : chance.unit();
  if (mood > 0.95 || floor.isDeaf) return;
  ask<HubOutcome<Fulfilment>>(mesh, {
    from: floor.nodeId,
    chance,
    handle: (hub) =>
      mood > 0.88
        ? hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'reject', reason: 'too-busy' })
        : hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }),
    answered: (outcome) => {
      if (outcome.ok && outcome.value.state === 'accepted') begin(floor, outcome.value);
    },
    silence: () => undefined,
  });
}

function begin(floor: Floor, work: Fulfilment): void {
  if (floor.jobs.has(work.fulfilmentId)) return;
  const job: Job = {
    work,
    wanted: new Map(work.lines.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits])),
    taken: new Map(),
    stage: 'waiting',
  };
  floor.jobs.set(work.fulfilmentId, job);
  const minutes = floor.mesh.isHealed() ? 1 : floor.chance.between(2, 12) * floor.pace;
  floor.mesh.clock.after(minutes * 60_000, () => {
    goToShelf(floor, job, 0);
  });
}

/** Before walking to the shelf the device asks whether the work is still there; with no link it goes on. */
function goToShelf(floor: Floor, job: Job, tries: number): void {
  const { mesh, chance } = floor;
  if (job.stage !== 'waiting') return;
  ask(mesh, {
    from: floor.nodeId,
    chance,
    handle: (_hub, store) => store.fulfilments([job.work.orderId]),
    answered: (works) => {
      const now = works.find(({ fulfilmentId }) => fulfilmentId === job.work.fulfilmentId);
      if (job.stage !== 'waiting') return;
      const isMine =
        now?.epoch === job.work.epoch && ['accepted', 'in_progress', 'ready'].includes(now.state);
      if (!isMine) {
        job.stage = 'dropped';
        floor.jobs.delete(job.work.fulfilmentId);
        return;
      }
      for (const { lineNo, quantityUnits } of now.lines) job.wanted.set(lineNo, quantityUnits);
      pick(floor, job);
    },
    silence: () => {
      if (tries >= 2) pick(floor, job);
      else
        mesh.clock.after(20_000, () => {
          goToShelf(floor, job, tries + 1);
        });
    },
  });
}

/** Takes what is there; what is not there is told. */
function pick(floor: Floor, job: Job): void {
  if (job.stage !== 'waiting') return;
  job.stage = 'picking';
  const missing = job.work.lines.flatMap(({ lineNo, itemId }) => {
    const missingUnits = takeLine(floor, job, { itemId, units: job.wanted.get(lineNo) ?? 0 });
    return missingUnits > 0 ? [{ lineNo, missingUnits }] : [];
  });
  const goods = goodsOf(floor, job.taken);
  if (goods.length > 0) floor.scanner.tell(pickedFact({ ...happening(floor, job), goods }), true);
  if (missing.length > 0) tellMissing(floor, job, missing);
  pack(floor, job);
}

/** @returns units that were not there */
function takeLine(
  floor: Floor,
  job: Job,
  { itemId, units }: { readonly itemId: ItemId; readonly units: number },
): number {
  const { mesh, chance, nodeId } = floor;
  if (units === 0) return 0;
  if (chance.unit() < mesh.mix.shelfShort && !mesh.isHealed()) vanish(floor, itemId);
  const found = mesh.truth.take(nodeId, itemId, units);
  job.taken.set(itemId, (job.taken.get(itemId) ?? 0) + found);
  if (found < units) floor.foundFewer.add(itemId);
  return units - found;
}

/** The hub still waits for units that did not leave with the parcel: once more they are told as missing. */
function sendRest(floor: Floor, job: Job, work: Fulfilment): void {
  const missing = work.lines.flatMap(({ lineNo, itemId, quantityUnits }) => {
    const units = quantityUnits - (job.taken.get(itemId) ?? 0);
    return units > 0 ? [{ lineNo, missingUnits: units }] : [];
  });
  if (!floor.mesh.isHealed()) return;
  if (missing.length > 0) tellMissing(floor, job, missing);
  else doRest(floor, job, work);
}

/**
 * All of it left, and the work is still on the list: scans name the order and not the work, so the parcel was counted
 * for another work of this node with the same goods. Once the hub knows of as many parcels as went, the one that is
 * left on the list is still to be done, whatever its number.
 */
function doRest(floor: Floor, job: Job, { orderId, fulfilmentId }: Fulfilment): void {
  ask(floor.mesh, {
    from: floor.nodeId,
    chance: floor.chance,
    handle: (_hub, store) => store.fulfilments([orderId]),
    answered: (works) => {
      const here = works.filter(({ nodeId }) => nodeId === floor.nodeId);
      const known = here.filter(({ state }) => state === 'shipped' || state === 'delivered').length;
      const gone = [...floor.jobs.values()].filter(
        (one) => one.stage === 'gone' && one.work.orderId === orderId,
      ).length;
      const now = here.find((one) => one.fulfilmentId === fulfilmentId);
      if (known < gone || !now || !open.includes(now.state)) return;
      if (floor.jobs.get(fulfilmentId) !== job) return;
      floor.jobs.set(`${fulfilmentId} for another`, job);
      floor.jobs.delete(fulfilmentId);
      begin(floor, now);
    },
    silence: () => undefined,
  });
}

/** A unit is not there any more, and nobody knows why. */
function vanish({ mesh, nodeId, foundFewer }: Floor, itemId: ItemId): void {
  if (mesh.truth.vanish(nodeId, itemId, 1) > 0) foundFewer.add(itemId);
}

type Missing = readonly { readonly lineNo: number; readonly missingUnits: number }[];

/** Told once: sent again without having heard it could be booked off twice. */
function tellMissing(floor: Floor, job: Job, lines: Missing): void {
  const { mesh, chance } = floor;
  const { fulfilmentId, epoch } = job.work;
  ask<HubOutcome<Fulfilment>>(mesh, {
    from: floor.nodeId,
    chance,
    handle: (hub) => hub.nodeAct(fulfilmentId, epoch, { act: 'short', lines }),
    answered: () => undefined,
    silence: () => undefined,
  });
}
