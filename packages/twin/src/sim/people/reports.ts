import { anItem } from '@ordermesh/testkit';
import type { HubOutcome } from '@ordermesh/core/hub';
import type { NodeProfile } from '@ordermesh/core/network';
import type { NodeId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { post } from '../faults/post.ts';
import { insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

/** What nodes have told of what they can do, which must not be overtaken by what they told before. */
export interface Reported {
  /** Units that a node could make, by the newest report of its own clock, by node. */
  readonly canMake: ReadonlyMap<NodeId, MadeReport>;
  /** Reports that the hub has answered. */
  readonly taken: () => number;
  /** Of these: others, made later, were there before. */
  readonly stale: () => number;
}

interface MadeReport {
  readonly madeAt: number;
  readonly units: number;
}

interface Reporter {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly profile: NodeProfile;
  /** How far its clock is off, ms. */
  readonly skewMs: number;
  readonly told: Told;
}

interface Told {
  readonly canMake: Map<NodeId, MadeReport>;
  /** When the newest report that the hub has was made, by node and kind. */
  readonly newestAt: Map<string, number>;
  taken: number;
  stale: number;
}

const minuteMs = 60_000;

/** What nodes make when it is wanted: they have none on the shelf, and report how many they could make. */
export const madeToOrder = anItem('MADE');

/**
 * Nodes report what they can do: units that they can make (a stock feed), orders per slot (their profile), and that they
 * take nothing more until a moment (a pause). Some reports come hours late, twice and out of order, some are lies, and the clock
 * of a node may be wrong. Late profiles count as the newest, since a profile has no time of its own.
 */
export function report(mesh: Mesh, chance: Chance): Reported {
  const told: Told = { canMake: new Map(), newestAt: new Map(), taken: 0, stale: 0 };
  const { mix, furniture } = mesh;
  // A net of their own: what all others draw from chance stays as it is.
  const own = { ...mesh, post: post(mesh.clock, chance.fork('net'), mix) };
  const skewOf = (from: Chance): number => (2 * from.unit() - 1) * mix.skewMsMax;
  const reporters = furniture.network.nodes.map((profile): Reporter => {
    const from = chance.fork(profile.nodeId);
    return { mesh: own, chance: from, profile, skewMs: skewOf(from), told };
  });
  if (mix.reports > 0)
    insist(own, {
      ...{ from: 'nodes', chance },
      handle: (hub) => hub.putItems([madeToOrder]),
      answered: () => {
        reporters.forEach(think);
      },
    });
  return { canMake: told.canMake, taken: () => told.taken, stale: () => told.stale };
}

function think(reporter: Reporter): void {
  const { mesh, chance } = reporter;
  mesh.clock.after(chance.between(3, 15) * minuteMs, () => {
    if (mesh.isHealed()) {
      tellTruth(reporter);
      return;
    }
    const mood = chance.unit();
    if (chance.unit() < mesh.mix.reports) {
      if (mood < 0.5) tellUnits(reporter);
      else if (mood < 0.85) tellSlots(reporter);
      else tellFull(reporter);
    }
    think(reporter);
  });
}

/** In the end a node says what is so, and takes a last rest that ends by itself. */
function tellTruth(reporter: Reporter): void {
  const { mesh, profile } = reporter;
  send(reporter, {
    kind: 'slots',
    handle: (hub) => hub.putNode(profile),
    again: true,
  });
  // Staff opens all nodes when the faults are over; after that this one says that it is full for a while.
  if (profile.nodeId === 'st_a')
    mesh.clock.after(15 * minuteMs, () => {
      tellFull(reporter);
    });
}

type Handle = Parameters<typeof insist<HubOutcome<unknown>>>[1]['handle'];

interface Report {
  readonly kind: 'units' | 'slots' | 'full';
  readonly handle: Handle;
  /** Sent again until the hub says yes: what came in between is for it to judge. */
  readonly again: boolean;
  readonly answered?: (outcome: HubOutcome<unknown>) => void;
}

/** Sends a report now or hours later, until the hub has answered. */
function send({ mesh, chance, profile, skewMs, told }: Reporter, one: Report): void {
  const madeAt = mesh.clock.now() + skewMs;
  const of = `${profile.nodeId} ${one.kind}`;
  const isOver = mesh.isHealed() || chance.unit() < 0.4;
  const lateMs = isOver ? 0 : chance.unit() ** 2 * mesh.mix.reportLateMsMax;
  const go = (): void => {
    insist<HubOutcome<unknown>>(mesh, {
      ...{ from: profile.nodeId, chance, handle: one.handle },
      answered: (outcome) => {
        one.answered?.(outcome);
        if (!outcome.ok && one.again) {
          mesh.clock.after(minuteMs, go);
          return;
        }
        const newestAt = told.newestAt.get(of) ?? 0;
        told.taken += 1;
        if (madeAt < newestAt) told.stale += 1;
        told.newestAt.set(of, Math.max(newestAt, madeAt));
      },
    });
  };
  mesh.clock.after(lateMs, go);
}

/** So many units it could make; a liar says any number. */
function tellUnits(reporter: Reporter): void {
  const { mesh, chance, profile, skewMs, told } = reporter;
  const isLie = chance.unit() < mesh.mix.reportLies;
  const units = isLie ? chance.below(100_000) : chance.between(5, 40);
  const madeAt = Math.round(mesh.clock.now() + skewMs);
  const { nodeId } = profile;
  if ((told.canMake.get(nodeId)?.madeAt ?? 0) < madeAt) told.canMake.set(nodeId, { madeAt, units });
  const rows = [{ itemId: madeToOrder.itemId, onHandUnits: units }];
  send(reporter, {
    ...{ kind: 'units', again: true },
    handle: (hub) => hub.takeFeed(nodeId, { madeAt, isComplete: false, rows }),
  });
}

/** So many orders per slot; a liar says ten times as many, or next to none. */
function tellSlots(reporter: Reporter): void {
  const { mesh, chance, profile } = reporter;
  const { slots } = profile;
  const isLie = chance.unit() < mesh.mix.reportLies;
  const share = isLie ? chance.pick([0.05, 10]) : 0.5 + chance.unit() / 2;
  const ordersMax = Math.max(1, Math.round(slots.ordersMax * share));
  send(reporter, {
    ...{ kind: 'slots', again: false },
    // When all is well again nobody lies any more, and what was late is no longer sent as it was.
    handle: (hub) =>
      hub.putNode(mesh.isHealed() ? profile : { ...profile, slots: { ...slots, ordersMax } }),
  });
}

/** How far clocks of processes and nodes may be apart in all, ms. */
const clocksApartMs = 20 * minuteMs;

/** It takes nothing more until then; when it is told too late, that is over. */
function tellFull(reporter: Reporter): void {
  const { mesh, chance, profile, skewMs } = reporter;
  const { clock } = mesh;
  const untilAt =
    Math.round(clock.now() + (mesh.isHealed() ? 0 : skewMs)) + chance.between(5, 30) * minuteMs;
  let sentAt = Infinity;
  send(reporter, {
    ...{ kind: 'full', again: false },
    handle: (hub) => {
      sentAt = Math.min(sentAt, clock.now());
      const to = {
        state: 'draining',
        reason: 'no hands left',
        by: profile.nodeId,
        untilAt,
      } as const;
      return hub.switchNode(profile.nodeId, to);
    },
    answered: ({ ok }) => {
      if (ok && untilAt + clocksApartMs < sentAt)
        mesh.broken('a report of a time that is over changes nothing', profile.nodeId);
    },
  });
}
