import { accept, fulfilmentId, nodeId, refuse } from '../../words/index.ts';
import type { FulfilmentId, NodeId, OrderId, Outcome } from '../../words/index.ts';
import type { Competition } from '../../strategy/decide/index.ts';
import type { Fulfilment, FulfilmentState } from './fulfilment.ts';

/** A node that could do the work, as far as competing looks at it. */
export interface Competitor {
  readonly nodeId: NodeId;
  /** What the work would cost from there, minor units. */
  readonly costMinor: number;
  readonly tags: readonly string[];
}

/**
 * The nodes besides the planned one that see an offer: the cheapest ones whose cost is close to the plan's, within
 * the group that competes. A planned node outside the group has no rivals.
 *
 * @returns cheapest first, equal ones by id; at most `nodesMax − 1`
 */
export function rivalsOf(
  planned: Competitor,
  others: readonly Competitor[],
  competition: Competition | undefined,
): readonly Competitor[] {
  if (!competition || !isInGroup(planned, competition)) return [];
  const limitMinor = planned.costMinor + competition.extraCostMaxMinor;
  return others
    .filter(
      (other) =>
        other.nodeId !== planned.nodeId &&
        other.costMinor <= limitMinor &&
        isInGroup(other, competition),
    )
    .sort((a, b) => a.costMinor - b.costMinor || (a.nodeId < b.nodeId ? -1 : 1))
    .slice(0, competition.nodesMax - 1);
}

const isInGroup = ({ tags }: Competitor, { nodeTags }: Competition): boolean =>
  nodeTags.length === 0 || nodeTags.some((tag) => tags.includes(tag));

/**
 * Work as one of several nodes is offered it. `open` until somebody claims; then `claimed` for the winner and `lost`
 * for the others; `ended` when it ran out, was cancelled, or went to other nodes.
 */
export interface WorkOffer {
  readonly offerId: string;
  readonly orderId: OrderId;
  /** The work that holds the goods while nobody has claimed: that of the planned node. */
  readonly fulfilmentId: FulfilmentId;
  readonly epoch: number;
  readonly nodeId: NodeId;
  readonly state: 'open' | 'claimed' | 'lost' | 'ended';
  readonly lines: Fulfilment['lines'];
  readonly costMinor: number;
  readonly offeredAt: number;
  readonly endsAt: number;
  readonly leaseMinutes: number;
}

/**
 * The id of the offer that a node sees of a work: `off_<order>.<epoch>.<parcel>-<round>@<node>`. Work that was taken
 * back into waiting (a hold) may be offered again: then it is another round.
 */
const offerIdOf = (work: Fulfilment, node: NodeId): string =>
  `off_${work.fulfilmentId.slice(4)}-${String(work.competition?.round ?? 0)}@${node}`;

/** What the id of an offer names; undefined for a text that is none. */
export function offerNamed(offerId: string):
  | {
      readonly fulfilmentId: FulfilmentId;
      readonly round: number;
      readonly nodeId: NodeId;
    }
  | undefined {
  const [, work, round, node] = /^off_([^@]+)-(\d{1,9})@(.+)$/.exec(offerId) ?? [];
  if (work === undefined || round === undefined || node === undefined) return undefined;
  return { fulfilmentId: fulfilmentId(`ful_${work}`), round: Number(round), nodeId: nodeId(node) };
}

/** The offers of a work, one per node that sees it, as the work stands. None when it was offered to one node. */
export function offersOf(work: Fulfilment): readonly WorkOffer[] {
  const { competition } = work;
  if (!competition) return [];
  const { offeredAt, endsAt, leaseMinutes } = competition;
  return competition.nodes.map(({ nodeId: node, costMinor }) => ({
    offerId: offerIdOf(work, node),
    orderId: work.orderId,
    fulfilmentId: work.fulfilmentId,
    epoch: work.epoch,
    nodeId: node,
    state: offerState(work, node),
    lines: work.lines,
    costMinor,
    offeredAt,
    endsAt,
    leaseMinutes,
  }));
}

function offerState(work: Fulfilment, node: NodeId): WorkOffer['state'] {
  if (work.state === 'offered') return 'open';
  const winner = winnerOf(work);
  if (winner === undefined) return 'ended';
  return winner === node ? 'claimed' : 'lost';
}

/** States in which nobody has the work: it ran out, was taken back, or waits to be offered again. */
const isOver: ReadonlySet<FulfilmentState> = new Set([
  'scheduled',
  'rejected',
  'expired',
  'cancelled',
]);

/** Work that goes on at the planned node was claimed by it, whether it said so or just began. */
const winnerOf = (work: Fulfilment): NodeId | undefined =>
  work.competition?.claimedBy ?? (isOver.has(work.state) ? undefined : work.nodeId);

/** Why a claim changes nothing. */
export type ClaimRefusal =
  /** Another node was faster. */
  | { readonly reason: 'already-claimed'; readonly offerId: string }
  /** The offer ran out or the work was taken back. */
  | { readonly reason: 'offer-over'; readonly offerId: string; readonly state: WorkOffer['state'] };

/** Whether the node may take the work that was offered to it and others: only while nobody has, in that round. */
export function claimOf(
  work: Fulfilment,
  claim: { readonly nodeId: NodeId; readonly round: number },
): Outcome<WorkOffer, ClaimRefusal> {
  const offer = offersOf(work).find((one) => one.nodeId === claim.nodeId);
  const offerId = offer?.offerId ?? offerIdOf(work, claim.nodeId);
  if (!offer || work.competition?.round !== claim.round)
    return refuse({ reason: 'offer-over', offerId, state: 'ended' });
  if (offer.state === 'open') return accept(offer);
  return offer.state === 'lost'
    ? refuse({ reason: 'already-claimed', offerId })
    : refuse({ reason: 'offer-over', offerId, state: offer.state });
}
