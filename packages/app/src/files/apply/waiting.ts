import type { ApprovalAsk } from '@ordermesh/core/hub';
import type { FileKind } from '../kinds.ts';
import type { ImportRow } from './apply-stock.ts';
import { housed } from './housed.ts';
import type { RowResult } from './row-results.ts';

/**
 * Whether a batch waits for a second key where the house asks for four eyes: nodes do, because they are the network.
 * Counts, items, announcements, orders and signals come all day from other systems and wait for nobody.
 */
export const waitsForSecond = (kind: FileKind): boolean => kind === 'nodes';

/** What of judged rows of nodes would change something; undefined when nothing would. */
export function wishOfNodes(
  rows: readonly ImportRow[],
  results: readonly RowResult[],
): ApprovalAsk | undefined {
  const changing = new Set(
    results.flatMap(({ ix, outcome }) => (outcome === 'new' || outcome === 'changed' ? [ix] : [])),
  );
  const profiles = rows
    .filter(({ ix }) => changing.has(ix))
    .map((row) => housed(row).document as { readonly nodeId?: unknown });
  return profiles.length === 0 ? undefined : { kind: 'nodes', profiles, note: 'import' };
}
