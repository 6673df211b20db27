import type { HubOutcome, SlotHold } from '@ordermesh/core/hub';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

const minuteMs = 60_000;

/** What planners were told, which must stay true. */
export interface Planned {
  /** Holds that were confirmed: their places are used. */
  readonly confirmed: ReadonlySet<string>;
}

interface Planner {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly confirmed: Set<string>;
}

/**
 * Planners of a store hold places of its slots for work that no order stands for yet; some use them, some give them
 * back, some forget them.
 */
export function planAhead(mesh: Mesh, chance: Chance): Planned {
  const planner: Planner = { mesh, chance, confirmed: new Set() };
  if (mesh.mix.placesHeld > 0) think(planner);
  return planner;
}

function think(planner: Planner): void {
  const { mesh, chance } = planner;
  mesh.clock.after(chance.exponential(20 * minuteMs), () => {
    if (mesh.isHealed()) return;
    if (chance.unit() < mesh.mix.placesHeld) holdPlaces(planner);
    think(planner);
  });
}

function holdPlaces(planner: Planner): void {
  const { mesh, chance } = planner;
  const stores = mesh.furniture.network.nodes.filter(({ kind }) => kind === 'store');
  const { nodeId } = chance.pick(stores);
  const wish = {
    orders: chance.between(5, 29),
    ttlSeconds: chance.between(60, 3600),
    note: 'inventory day',
  };
  const mood = chance.unit();
  ask<HubOutcome<SlotHold>>(mesh, {
    from: nodeId,
    chance,
    handle: (hub) => hub.holdSlot(nodeId, wish),
    answered: (outcome) => {
      if (!outcome.ok || mood > 0.66) return;
      const { holdId } = outcome.value;
      mesh.clock.after(chance.unit() * wish.ttlSeconds * 1500, () => {
        end(planner, { nodeId, holdId, isUsed: mood < 0.33 });
      });
    },
    silence: () => undefined,
  });
}

/** Used or given back, and told again when nobody answers; too late it is refused, which changes nothing. */
function end(
  { mesh, chance, confirmed }: Planner,
  of: {
    readonly nodeId: string;
    readonly holdId: string;
    readonly isUsed: boolean;
  },
): void {
  insist<HubOutcome<SlotHold>>(mesh, {
    from: of.nodeId,
    chance,
    triesMax: 6,
    handle: (hub) => (of.isUsed ? hub.confirmSlot(of.holdId) : hub.releaseSlot(of.holdId)),
    answered: ({ ok }) => {
      if (ok && of.isUsed) confirmed.add(of.holdId);
    },
  });
}
