import type { NodeId } from '../../../words/index.ts';
import type { RouteContext } from '../question.ts';
import type { Sentence } from './wording.ts';

/** The name that people know the node by. */
export function nameOf({ network }: RouteContext, nodeId: NodeId): string {
  return network.nodes[network.nodeIxOf(nodeId) ?? -1]?.name ?? nodeId;
}

/** Words as a list in both languages. */
export const joined = (words: readonly string[]): Sentence => ({
  en: words.join(' and '),
  zh: words.join('、'),
});
