import type { Candidates } from '../../candidates/candidates.ts';
import { openLane } from '../../candidates/open-lane.ts';

/** Lanes of the candidates that may be used in this try, node by node; asks for their windows. */
export function openLanes({ survey, nodes }: Candidates): number[] {
  const lanes: number[] = [];
  for (const nodeIx of nodes) {
    const end = survey.endLane[nodeIx] as number;
    for (let lane = survey.firstLane[nodeIx] as number; lane < end; lane++)
      if (openLane(survey.book, lane)) lanes.push(lane);
  }
  return lanes;
}
