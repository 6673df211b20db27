import { looseItems } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import type { StockMove } from '../../../stock/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { GoodsGone } from '../../stock/short/holders-yield.ts';

/** What a sale over the counter (or its correction) does to the shelf; nothing for every other fact. */
export function saleMoves(names: FactNames, fact: StoredFact): readonly StockMove[] {
  const nodeId = names.nodeOf(fact.nodeUri);
  if (fact.kind !== 'sold' || nodeId === undefined) return [];
  const sign = fact.hasErrorDeclaration ? 1 : -1;
  return looseItems(fact.epcis).flatMap(({ itemUri, lot, units }) => {
    const itemId = names.itemOf(itemUri);
    if (itemId === undefined || units === 0) return [];
    const onHandUnits = sign * units;
    const guard = sign < 0 ? 'leaving' : 'physical';
    return [{ nodeId, itemId, lot, onHandUnits, reservedUnits: 0, safetyUnits: 0, guard }];
  });
}

/** They were bought over the counter. */
export const soldAtTill: GoodsGone = { type: 'node.sold_at_till', because: 'sold-at-till' };
