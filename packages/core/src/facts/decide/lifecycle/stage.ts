import type { FactKind } from '../event.ts';

/** How far a quantity of an order line is. `accepted`, `allocated` and `cancelled` are decisions, not facts. */
export type Stage =
  | 'accepted'
  | 'allocated'
  | 'picking'
  | 'picked'
  | 'packed'
  | 'staged'
  | 'loaded'
  | 'departed'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivery_attempted'
  | 'ready_for_pickup'
  | 'delivered'
  | 'returned'
  | 'cancelled';

/** The status of a whole order as the advanced tier sees it. */
export type AdvancedStatus = Stage | 'partially_returned';

/** The status of a whole order as the basic tier sees it. */
export type BasicStatus =
  'confirmed' | 'ready' | 'shipped' | 'delivered' | 'returned' | 'cancelled';

const order: readonly Stage[] = [
  'accepted',
  'allocated',
  'picking',
  'picked',
  'packed',
  'staged',
  'loaded',
  'departed',
  'in_transit',
  'out_for_delivery',
  'delivery_attempted',
  'ready_for_pickup',
  'delivered',
  'returned',
  'cancelled',
];
const ranks: ReadonlyMap<string, number> = new Map(order.map((stage, at) => [stage, at]));

/** How advanced a stage is: a larger number is further. */
export const stageRank = (stage: Stage): number => ranks.get(stage) ?? 0;

/** All stages, least advanced first. */
export const stages: readonly Stage[] = order;

/** The basic tier's word for an advanced status. */
export function basicStatusOf(status: AdvancedStatus): BasicStatus {
  if (status === 'partially_returned') return 'delivered';
  if (status === 'returned' || status === 'cancelled' || status === 'delivered') return status;
  if (status === 'ready_for_pickup') return 'ready';
  return stageRank(status) >= stageRank('departed') ? 'shipped' : 'confirmed';
}

/** The stage that a fact proves for goods about which nothing else is known. */
export const provenStage: Partial<Readonly<Record<FactKind, Stage>>> = {
  packed: 'packed',
  staged: 'staged',
  ready_for_pickup: 'ready_for_pickup',
  loaded: 'loaded',
  departed: 'departed',
  custody_changed: 'departed',
  arrived: 'in_transit',
  unloaded: 'in_transit',
  transported: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  attempt_failed: 'delivery_attempted',
  delivered: 'delivered',
};

/** What is known of a parcel before the next fact. */
export interface ParcelPlace {
  readonly stage: Stage | undefined;
  readonly nodeUri: string | undefined;
}

/**
 * Where a parcel is after a fact. A later step that would be a step before departure (loading at a
 * cross-dock, staging at a hub) is part of the journey; leaving the same node twice is one departure; what is
 * delivered stays so (returns are counted apart) unless the shipping is voided.
 *
 * @returns undefined when the fact does not move the parcel
 */
export function stageAfter(
  before: ParcelPlace,
  fact: { readonly kind: FactKind; readonly nodeUri: string | undefined },
): Stage | undefined {
  const proven = provenStage[fact.kind];
  if (proven === undefined || before.stage === 'delivered') return undefined;
  if (before.stage === undefined) return proven;
  if (!hasLeft(before.stage))
    return fact.kind === 'unloaded' ? unloadedAtHome(before.stage) : proven;
  const isSameDeparture = before.stage === 'departed' && fact.nodeUri === before.nodeUri;
  if (proven === 'departed' && isSameDeparture) return 'departed';
  return stageRank(proven) <= stageRank('departed') ? 'in_transit' : proven;
}

/** Goods ready for pick-up may wait at the node they never left, or at one they came to. */
const hasLeft = (stage: Stage): boolean =>
  stageRank(stage) >= stageRank('departed') && stage !== 'ready_for_pickup';

/** Taken off the vehicle again before it left. */
const unloadedAtHome = (stage: Stage): Stage | undefined =>
  stage === 'loaded' ? 'staged' : undefined;
