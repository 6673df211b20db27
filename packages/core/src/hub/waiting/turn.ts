import { customerTiers } from '../../parties/index.ts';
import type { CustomerTier } from '../../parties/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';

/** Orders as they are served: better tiers first, then who bought earlier, then by id. */
export function inTurn(cases: readonly CaseRecord[]): readonly OrderId[] {
  const ranked = cases.map((one) => {
    const { tier, placedAt } = one.document as {
      readonly tier: CustomerTier;
      readonly placedAt: number;
    };
    return { orderId: one.orderId as OrderId, rank: customerTiers.indexOf(tier), placedAt };
  });
  ranked.sort(
    (a, b) => b.rank - a.rank || a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1),
  );
  return [...new Set(ranked.map(({ orderId }) => orderId))];
}

/** Everybody who waits, for the item if one is named. */
export async function waitingCases(
  parts: HubParts,
  of: { readonly key?: string },
): Promise<readonly CaseRecord[]> {
  const all: CaseRecord[] = [];
  let after: string | undefined;
  do {
    const page = await parts.store.caseList(
      { kind: 'wait', state: 'waiting', ...of },
      { limit: 200, after },
    );
    all.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return all;
}
