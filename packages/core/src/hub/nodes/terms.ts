import type { NodeId } from '../../words/index.ts';
import { afterWorkingTime } from '../../promise/index.ts';
import type { NodeProfile } from '../../network/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { HubParts } from '../run/parts.ts';

const minuteMs = 60_000;
/** When the node has left the network meanwhile. */
const acceptMinutesUsual = 30;

/** The node's profile as the board has it now. */
export const profileOf = (parts: HubParts, nodeId: NodeId): NodeProfile | undefined =>
  parts.board.network.nodes[parts.board.network.nodeIxOf(nodeId) ?? -1];

/** When an offer that is made now ends: by the clock, or by the hours in which the node is open. */
export function offerEndsAt(parts: HubParts, nodeId: NodeId, at: number): number {
  const profile = profileOf(parts, nodeId);
  const answerMs = (profile?.acceptMinutesMax ?? acceptMinutesUsual) * minuteMs;
  return profile?.terms?.acceptInWorkingTime === true
    ? afterWorkingTime(profile, at, answerMs)
    : at + answerMs;
}

/** When the node is reminded of an offer that it has not answered; undefined = never. */
export function remindAt(parts: HubParts, nodeId: NodeId, at: number): number | undefined {
  const profile = profileOf(parts, nodeId);
  const percent = profile?.terms?.remindPercent;
  if (!profile || percent === undefined) return undefined;
  const waitMs = Math.floor((profile.acceptMinutesMax * minuteMs * percent) / 100);
  return profile.terms?.acceptInWorkingTime === true
    ? afterWorkingTime(profile, at, waitMs)
    : at + waitMs;
}

/** When work that is taken now must have begun; undefined = no limit was agreed. */
export function beginUntilAt(parts: HubParts, work: Fulfilment, at: number): number | undefined {
  const agreed = profileOf(parts, work.nodeId)?.terms?.beginMinutesMax;
  const minutes = work.competition?.leaseMinutes ?? agreed;
  return minutes === undefined ? undefined : Math.max(at, work.releaseAt) + minutes * minuteMs;
}
