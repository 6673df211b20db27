import { saleMoves, soldAtTill } from '../nodes/shelf/sale.ts';
import { holdersYield } from '../stock/short/holders-yield.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { Arriving } from './arriving.ts';
import type { FactNames } from './fact-names.ts';

/**
 * Keeps facts whose order is not known (yet). A sale over the counter is booked off the shelf in the same unit; whoever
 * lost goods by it finds others before this resolves.
 */
export async function keepUnlinked(
  parts: HubParts,
  names: FactNames,
  group: readonly Arriving[],
): Promise<void> {
  await Promise.all(
    group.map(async ({ fact, record }) => {
      const stockMoves = saleMoves(names, fact);
      const result = await parts.commit(() => {
        const unit = emptyUnit(parts.env.now());
        unit.facts.push({ ...record, orderId: undefined });
        tell(unit, {
          type: `fact.${fact.kind}`,
          id: fact.hasErrorDeclaration ? `${fact.hash}&err` : fact.hash,
          subject: 'fact',
          stockMoves,
          body: { hash: fact.hash, kind: fact.kind, at: fact.at },
        });
        return unit;
      });
      if (result?.ok) for (const shelf of stockMoves) await holdersYield(parts, shelf, soldAtTill);
    }),
  );
}
