import { explanations } from '../explain/explain.ts';
import type { Explaining } from '../explain/explain.ts';
import type { HubParts } from '../run/parts.ts';
import { replayDesk } from './replays.ts';
import type { ReplayDesk } from './replays.ts';
import { reviewDesk } from './review-desk.ts';
import type { ReviewDesk } from './review-desk.ts';

/** Stored decisions: why, why not otherwise, whether they would be made again, and what people think of them. */
export interface DecisionDesk extends Explaining, ReplayDesk, ReviewDesk {}

/** @see DecisionDesk */
export const decisionDesk = (parts: HubParts): DecisionDesk => ({
  ...explanations(parts),
  ...replayDesk(parts),
  ...reviewDesk(parts),
});
