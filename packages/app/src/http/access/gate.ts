import { decideAccess } from '@ordermesh/core/parties';
import type { AccessResource, Principal, TransparencyTier } from '@ordermesh/core/parties';
import { reachesTier } from '@ordermesh/core/parties';
import { AppFailure } from '../../errors/index.ts';
import type { RouteDefinition } from '../route.ts';
import type { Caller } from './caller.ts';
import type { OwnerAsk, Permit } from './route-access.ts';

/** What everybody hears of things that are not theirs, and of things that are not there: word for word the same. */
const nothingHere = 'There is nothing under this name that you may see.';

/**
 * Refuses callers whose kind may never do it, before anything is read.
 *
 * @throws AppFailure `not-for-this-kind` (403)
 */
export function refuseKind({ principal }: Caller, { access }: RouteDefinition): void {
  const asked = decideAccess(principal, access.action, 'list');
  if (!asked.ok) throw notForThisKind(principal);
}

/**
 * Decides about a request whose values are read.
 *
 * @throws AppFailure `not-found` (404) for what is another’s as for what is missing
 */
export async function permitOf(
  { access }: RouteDefinition,
  ask: OwnerAsk<unknown, unknown, unknown>,
  { principal }: Caller,
): Promise<Permit> {
  const anybody = decideAccess(principal, access.action, 'list');
  if (!anybody.ok) throw notForThisKind(principal);
  if (anybody.value.reach === 'any') return { ...anybody.value, owns: undefined };
  // An operation that names no owner is nobody's: callers with things of their own have no business there.
  const resource: AccessResource = access.of === undefined ? [] : await access.of(ask);
  const decided = decideAccess(principal, access.action, resource);
  if (!decided.ok) throw new AppFailure('not-found', { why: nothingHere });
  return { ...decided.value, owns: principal.owns };
}

const notForThisKind = ({ kind }: Principal): AppFailure =>
  new AppFailure('not-for-this-kind', { why: `Callers of the kind "${kind}" may not do this.` });

/** The tier that was asked for. @throws AppFailure `not-for-this-kind` when it is above what the caller sees */
export function tierWithin(asked: TransparencyTier, { tier }: Permit): TransparencyTier {
  if (reachesTier(tier, asked)) return asked;
  throw new AppFailure('not-for-this-kind', {
    why: `You see the tier "${tier}" here, not "${asked}".`,
    try: [`Ask for ${tier}.`],
  });
}

/**
 * The node whose things are listed: the one that was asked for, or the only one of the caller.
 *
 * @throws AppFailure `request-invalid` when the caller has several and named none
 */
export function nodeWithin(asked: string | undefined, { owns }: Permit): string | undefined {
  if (owns === undefined || asked !== undefined) return asked;
  const [only, ...more] = owns.nodes;
  if (only !== undefined && more.length === 0) return only;
  throw new AppFailure('request-invalid', {
    errors: [{ pointer: 'node', code: 'missing', why: `Name one of ${owns.nodes.join(', ')}.` }],
  });
}
