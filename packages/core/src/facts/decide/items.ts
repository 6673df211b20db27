import { itemClassOf, thingOf } from '../../words/index.ts';
import type { EpcisEvent, QuantityElement } from './event.ts';

/** So many units of one item, as an event tells it. */
export interface ItemUnits {
  /** The item's class without lot and serial number: Digital Link of the GTIN, or private SKU. */
  readonly itemUri: string;
  /** Batch or lot; empty when the event names none. */
  readonly lot: string;
  /** `each`: pieces. `gram`: weight goods. Other units of measure are left out: no order line counts in them. */
  readonly unit: 'each' | 'gram';
  /** Integer ≥ 0, eaches or grams. */
  readonly units: number;
}

/** Grams in one unit of measure. @see UN/ECE Recommendation 20 */
const gramsIn: Readonly<Record<string, number>> = {
  GRM: 1,
  KGM: 1000,
  TNE: 1_000_000,
  LBR: 453.592_37,
};

function measured({ epcClass, quantity, uom }: QuantityElement): ItemUnits[] {
  const itemUri = itemClassOf(epcClass);
  if (itemUri === undefined || quantity === undefined) return [];
  const lot = thingOf(epcClass).lot ?? '';
  if (uom === undefined || uom === 'EA' || uom === 'C62')
    return [{ itemUri, lot, unit: 'each', units: quantity }];
  const grams = gramsIn[uom];
  return grams === undefined
    ? []
    : [{ itemUri, lot, unit: 'gram', units: Math.round(quantity * grams) }];
}

/** Items by quantity and by serial number (one each) of one pair of lists. */
export function itemsIn(
  quantities: readonly QuantityElement[] | undefined,
  instances: readonly string[] | undefined,
): readonly ItemUnits[] {
  const single = (instances ?? []).flatMap((uri) => {
    const itemUri = itemClassOf(uri);
    return itemUri === undefined
      ? []
      : [{ itemUri, lot: thingOf(uri).lot ?? '', unit: 'each' as const, units: 1 }];
  });
  return [...(quantities ?? []).flatMap(measured), ...single];
}

/** The items that an event names beside parcels: what it moves loose, counts or judges. */
export const looseItems = (event: EpcisEvent): readonly ItemUnits[] =>
  itemsIn(event.quantityList, event.epcList);

/** The items that a packing event puts into (or takes out of) its parent. */
export const packedItems = (event: EpcisEvent): readonly ItemUnits[] =>
  itemsIn(event.childQuantityList, event.childEPCs);

/** The containers among what an event names: parcels, totes, pallets, vehicles; never items. */
export const containersIn = (uris: readonly string[] | undefined): readonly string[] =>
  (uris ?? []).filter((uri) => itemClassOf(uri) === undefined);
