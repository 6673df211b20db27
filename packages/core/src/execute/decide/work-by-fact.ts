import type { FactKind } from '../../facts/decide/index.ts';
import type { Fulfilment, FulfilmentState } from '../../release/decide/index.ts';

/** What a physical fact means for the node's work. */
export interface WorkMove {
  readonly state: FulfilmentState;
  /** The goods have left the node with this fact: reservations are consumed and on hand falls. */
  readonly leavesNode: boolean;
}

/** How far the work is; a late fact never takes it back. */
const advance: readonly FulfilmentState[] = [
  'scheduled',
  'offered',
  'accepted',
  'in_progress',
  'ready',
  'shipped',
  'delivered',
];

/** The state that a fact proves. Facts that prove nothing about the work (counts, sensors) are absent. */
const provenState: Partial<Record<FactKind, FulfilmentState>> = {
  pick_started: 'in_progress',
  picked: 'in_progress',
  unpicked: 'in_progress',
  mispick_seen: 'in_progress',
  packed: 'in_progress',
  staged: 'ready',
  ready_for_pickup: 'ready',
  loaded: 'ready',
  departed: 'shipped',
  custody_changed: 'shipped',
  arrived: 'shipped',
  unloaded: 'shipped',
  transported: 'shipped',
  out_for_delivery: 'shipped',
  attempt_failed: 'shipped',
  delivered: 'delivered',
};

/**
 * The state of the work that the fact proves, if it is further than what was known: facts may come late, twice and
 * in any order, and the furthest one wins.
 *
 * @returns undefined when the fact changes nothing about this work
 */
export function workByFact(work: Fulfilment, kind: FactKind): WorkMove | undefined {
  const proven = provenState[kind];
  if (proven === undefined) return undefined;
  const was = advance.indexOf(work.state);
  const is = advance.indexOf(proven);
  if (was < 0 || is <= was) return undefined;
  const shipped = advance.indexOf('shipped');
  return { state: proven, leavesNode: was < shipped && is >= shipped };
}

/** Kinds of facts that prove that goods have left the node that had them. */
export const provesDeparture = (kind: FactKind): boolean =>
  provenState[kind] === 'shipped' || provenState[kind] === 'delivered';
