import { transparencyTiers } from '../customer.ts';
import type { TransparencyTier } from '../customer.ts';
import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import { grantOf } from './grants.ts';
import type { AccessAction, Grant } from './grants.ts';
import { tieOf } from './principal.ts';
import type { Principal, Ties } from './principal.ts';

/**
 * What is asked for: the things concerned with whose they are; `missing` when one of them does not exist; `list` for
 * whatever a list holds, which the caller narrows to what is theirs where `reach` is `own`.
 */
export type AccessResource = readonly Ties[] | 'missing' | 'list';

/** What the asker may see of the answer. */
export type Sight = Omit<Grant, 'reach'>;

/** `not-for-this-kind`: nobody of this kind may, whatever it is about. `hidden`: not theirs, or not there: the same answer. */
export type AccessRefusal =
  { readonly reason: 'not-for-this-kind' } | { readonly reason: 'hidden' };

/**
 * Whether somebody may do something with something, and how much of the answer they see. The one definition for every
 * surface.
 *
 * @returns the grant, its tier never above the asker's own limit; `hidden` never tells whether the thing exists
 */
export function decideAccess(
  principal: Principal,
  action: AccessAction,
  resource: AccessResource,
): Outcome<Grant, AccessRefusal> {
  const grant = grantOf(principal.kind, action);
  if (grant === undefined) return refuse({ reason: 'not-for-this-kind' });
  if (grant.reach === 'own' && !isAllTheirs(principal, resource))
    return refuse({ reason: 'hidden' });
  return accept({ ...grant, tier: lowerTier(grant.tier, principal.tierMax ?? grant.tier) });
}

function isAllTheirs({ kind, owns }: Principal, resource: AccessResource): boolean {
  if (resource === 'list') return true;
  const tie = tieOf[kind];
  if (resource === 'missing' || tie === undefined || resource.length === 0) return false;
  return resource.every((ties) => ties[tie].some((code) => owns[tie].includes(code)));
}

/** Whether a reader of the tier sees what the other tier sees. */
export const reachesTier = (tier: TransparencyTier, needed: TransparencyTier): boolean =>
  transparencyTiers.indexOf(tier) >= transparencyTiers.indexOf(needed);

const lowerTier = (a: TransparencyTier, b: TransparencyTier): TransparencyTier =>
  reachesTier(a, b) ? b : a;
