import type { EpcisEvent, SensorElement } from '../event.ts';
import { eventOf, extra, quantitiesOf } from './event.ts';
import type { Goods, Happening } from './event.ts';

/** A picker began: a tote (or cart) was taken for the order. */
export const pickStartedFact = (happening: Happening & { readonly toteUri: string }): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: [happening.toteUri],
    bizStep: 'picking',
    disposition: 'in_progress',
  });

const pickOf = (
  happening: Happening & { readonly goods: Goods; readonly toteUri?: string },
  action: 'ADD' | 'DELETE',
): EpcisEvent =>
  eventOf(happening, {
    type: 'TransactionEvent',
    action,
    ...(happening.toteUri === undefined ? {} : { parentID: happening.toteUri }),
    quantityList: quantitiesOf(happening.goods),
    bizStep: 'picking',
    disposition: 'in_progress',
  });

/** Goods were taken from a bin for the order; needs at least one order key. */
export const pickedFact = (
  happening: Happening & { readonly goods: Goods; readonly toteUri?: string },
): EpcisEvent => pickOf(happening, 'ADD');

/** Picked goods were put back, or a wrong item was taken out of the order. */
export const unpickedFact = (
  happening: Happening & { readonly goods: Goods; readonly toteUri?: string },
): EpcisEvent => pickOf(happening, 'DELETE');

/** Somebody or something saw that wrong goods were picked. `expectedUri`: the class that belongs there. */
export const mispickSeenFact = (
  happening: Happening & {
    readonly goods: Goods;
    readonly mismatch: 'class' | 'quantity' | 'instance';
    readonly expectedUri?: string;
  },
): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    quantityList: quantitiesOf(happening.goods),
    bizStep: 'inspecting',
    disposition: `mismatch_${happening.mismatch}`,
    ...extra('om:expectedClass', happening.expectedUri),
  });

/** Goods (or smaller parcels) went into a parcel. `weightGrams`: as the scale showed it. */
export const packedFact = (
  happening: Happening & {
    readonly parcelUri: string;
    readonly goods: Goods;
    readonly childUris?: readonly string[];
    readonly weightGrams?: number;
    readonly isClosed?: boolean;
  },
): EpcisEvent =>
  eventOf(happening, {
    type: 'AggregationEvent',
    action: 'ADD',
    parentID: happening.parcelUri,
    ...(happening.childUris === undefined ? {} : { childEPCs: happening.childUris }),
    ...(happening.goods.length === 0 ? {} : { childQuantityList: quantitiesOf(happening.goods) }),
    bizStep: 'packing',
    disposition: happening.isClosed === true ? 'container_closed' : 'in_progress',
    ...(happening.weightGrams === undefined
      ? {}
      : { sensorElementList: [mass(happening.weightGrams)] }),
  });

const mass = (grams: number): SensorElement => ({
  sensorReport: [{ type: 'Mass', value: grams / 1000, uom: 'KGM' }],
});

/** A parcel was opened: goods came out, or everything when `goods` is empty. */
export const unpackedFact = (
  happening: Happening & { readonly parcelUri: string; readonly goods: Goods },
): EpcisEvent =>
  eventOf(happening, {
    type: 'AggregationEvent',
    action: 'DELETE',
    parentID: happening.parcelUri,
    ...(happening.goods.length === 0 ? {} : { childQuantityList: quantitiesOf(happening.goods) }),
    bizStep: 'unpacking',
    disposition: 'in_progress',
  });

const stagingOf = (
  happening: Happening & { readonly parcelUris: readonly string[] },
  handover: string | undefined,
): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: happening.parcelUris,
    bizStep: 'staging_outbound',
    disposition: 'in_progress',
    ...extra('om:handover', handover),
  });

/** Parcels wait at a dock for the carrier. */
export const stagedFact = (
  happening: Happening & { readonly parcelUris: readonly string[] },
): EpcisEvent => stagingOf(happening, undefined);

/** Parcels wait for the customer at a counter, shelf or locker. */
export const readyForPickupFact = (
  happening: Happening & { readonly parcelUris: readonly string[] },
): EpcisEvent => stagingOf(happening, 'customer_pickup');

/** So many were counted at a place; a count that differs from the books is a mismatch. */
export const countedFact = (
  happening: Happening & { readonly goods: Goods; readonly isMismatch: boolean },
): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    quantityList: quantitiesOf(happening.goods),
    bizStep: 'cycle_counting',
    disposition: happening.isMismatch ? 'mismatch_quantity' : 'sellable_accessible',
  });

/** Goods were sold over the counter: they have left the shelf with somebody who walked in. */
export const soldFact = (happening: Happening & { readonly goods: Goods }): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    quantityList: quantitiesOf(happening.goods),
    bizStep: 'retail_selling',
    disposition: 'retail_sold',
  });

/** Goods were found damaged: items by quantity, or whole parcels. */
export const damagedFact = (
  happening: Happening & { readonly goods?: Goods; readonly parcelUris?: readonly string[] },
): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...(happening.parcelUris === undefined ? {} : { epcList: happening.parcelUris }),
    ...(happening.goods === undefined ? {} : { quantityList: quantitiesOf(happening.goods) }),
    bizStep: 'inspecting',
    disposition: 'damaged',
  });

/** Parts became kits. */
export const kittedFact = (
  happening: Happening & { readonly consumed: Goods; readonly produced: Goods },
): EpcisEvent =>
  eventOf(happening, {
    type: 'TransformationEvent',
    inputQuantityList: quantitiesOf(happening.consumed),
    outputQuantityList: quantitiesOf(happening.produced),
    bizStep: 'assembling',
    disposition: 'active',
  });
