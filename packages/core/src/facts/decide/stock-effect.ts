import type { FactKind, StoredFact } from './event.ts';
import { containersIn, itemsIn, looseItems } from './items.ts';
import type { ItemUnits } from './items.ts';

/**
 * What a fact does to the goods on hand at a node. Quantities are those that the fact names itself; goods in
 * parcels are named by their parcel, and the hub knows from the packing facts what is inside.
 */
export type StockEffect =
  /** Goods left the node. Apply the first such fact for each parcel; later ones are the journey. */
  | (Effect & {
      readonly effect: 'left';
      readonly parcelUris: readonly string[];
      readonly items: readonly ItemUnits[];
    })
  /** The shipping did not happen after all: what left is back on hand. */
  | (Effect & { readonly effect: 'stayed'; readonly parcelUris: readonly string[] })
  /** So many were found at a place of the node: an absolute count, not a change. */
  | (Effect & {
      readonly effect: 'counted';
      readonly placeUri: string;
      readonly items: readonly ItemUnits[];
    })
  /** Goods at the node can no longer be sold. */
  | (Effect & {
      readonly effect: 'spoilt';
      readonly parcelUris: readonly string[];
      readonly items: readonly ItemUnits[];
    })
  /** Returned goods came in; they are sold again only when an inspection found them conformant. */
  | (Effect & {
      readonly effect: 'came_back';
      readonly parcelUris: readonly string[];
      readonly items: readonly ItemUnits[];
      readonly isSellable: boolean;
    })
  /** Parts became kits. */
  | (Effect & {
      readonly effect: 'kitted';
      readonly consumed: readonly ItemUnits[];
      readonly produced: readonly ItemUnits[];
    });

interface Effect {
  readonly nodeUri: string;
  /** The fact is an error declaration: what the original fact did must be undone. */
  readonly isUndone: boolean;
}

/**
 * The effect of one fact on stock, judged on the fact alone.
 *
 * Goods leave at departure (departing, shipping, consigning), when a carrier accepts them at the node, or when
 * a customer accepts them at the counter. Picking and packing move goods inside the node and change nothing
 * on hand. A return counts when the node receives it, as sellable only when it was inspected conformant.
 *
 * @returns undefined when the fact changes no stock, or did not happen at a node (e.g. at the customer's door)
 */
export function stockEffectOf(fact: StoredFact): StockEffect | undefined {
  if (fact.nodeUri === undefined) return undefined;
  const base = { nodeUri: fact.nodeUri, isUndone: fact.hasErrorDeclaration };
  return effects[fact.kind]?.(fact, base);
}

type Judge = (fact: StoredFact, base: Effect) => StockEffect | undefined;

const named = ({
  epcis,
}: StoredFact): { parcelUris: readonly string[]; items: readonly ItemUnits[] } => ({
  parcelUris: containersIn(epcis.epcList),
  items: looseItems(epcis),
});

const left: Judge = (fact, base) => ({ effect: 'left', ...base, ...named(fact) });

const inspected: Judge = (fact, base) =>
  fact.epcis.disposition === 'conformant' || fact.epcis.disposition === 'sellable_accessible'
    ? { effect: 'came_back', ...base, ...named(fact), isSellable: true }
    : undefined;

const effects: Partial<Readonly<Record<FactKind, Judge>>> = {
  departed: left,
  out_for_delivery: left,
  custody_changed: left,
  delivered: left,
  shipping_voided: (fact, base) => ({
    effect: 'stayed',
    ...base,
    parcelUris: named(fact).parcelUris,
  }),
  counted: (fact, base) => ({
    effect: 'counted',
    ...base,
    placeUri: fact.epcis.readPoint?.id ?? base.nodeUri,
    items: looseItems(fact.epcis),
  }),
  damaged: (fact, base) => ({ effect: 'spoilt', ...base, ...named(fact) }),
  return_received: (fact, base) => ({
    effect: 'came_back',
    ...base,
    ...named(fact),
    isSellable: false,
  }),
  return_inspected: inspected,
  kitted: ({ epcis }, base) => ({
    effect: 'kitted',
    ...base,
    consumed: itemsIn(epcis.inputQuantityList, epcis.inputEPCList),
    produced: itemsIn(epcis.outputQuantityList, epcis.outputEPCList),
  }),
};
