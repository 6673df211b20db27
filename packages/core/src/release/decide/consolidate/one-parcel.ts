import type { FulfilmentId } from '../../../words/index.ts';
import type { Fulfilment } from '../fulfilment.ts';

const unbegun: ReadonlySet<Fulfilment['state']> = new Set(['scheduled', 'offered', 'accepted']);
const gone: ReadonlySet<Fulfilment['state']> = new Set(['cancelled', 'expired', 'rejected']);

/** Whether two works that nobody has begun can leave as one parcel: one node hands both to one carrier at one moment. */
export const isOneParcel = (one: Fulfilment, other: Fulfilment): boolean =>
  unbegun.has(one.state) && unbegun.has(other.state) && isSameHandOver(one, other);

const isSameHandOver = (one: Fulfilment, other: Fulfilment): boolean =>
  one.nodeId === other.nodeId &&
  one.serviceId === other.serviceId &&
  one.expected.handOverAt === other.expected.handOverAt;

/**
 * The works of other orders that a change parts from this one: it is not done any more, or it leaves at another moment or
 * with another carrier before anybody has begun. What was packed together stays together.
 *
 * @returns their ids; empty when all stays as it is
 */
export function partedFrom(before: Fulfilment, after: Fulfilment): readonly FulfilmentId[] {
  const { packWith = [] } = after;
  const leaves =
    gone.has(after.state) || (unbegun.has(before.state) && !isSameHandOver(before, after));
  return leaves ? packWith : [];
}

/** The work without some of those that it shares a parcel with. */
export function packedWithout(work: Fulfilment, parted: readonly FulfilmentId[]): Fulfilment {
  const { packWith = [], ...rest } = work;
  const left = packWith.filter((id) => !parted.includes(id));
  return left.length > 0 ? { ...rest, packWith: left } : rest;
}
