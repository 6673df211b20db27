import { thingOf } from '../../../words/index.ts';
import type { EpcisEvent, Json } from '../event.ts';
import { ends, eventOf, extra, quantitiesOf } from './event.ts';
import type { Goods, Happening } from './event.ts';

/** Parcels (or pallets, totes) that a fact is about: at least one. */
export interface WithParcels {
  readonly parcelUris: readonly string[];
}

const loadingOf = (
  happening: Happening & WithParcels & { readonly vehicleUri: string },
  action: 'ADD' | 'DELETE',
): EpcisEvent =>
  eventOf(happening, {
    type: 'AggregationEvent',
    action,
    parentID: happening.vehicleUri,
    childEPCs: happening.parcelUris,
    bizStep: action === 'ADD' ? 'loading' : 'unloading',
    disposition: 'in_progress',
  });

/** Parcels went onto a vehicle. */
export const loadedFact = (
  happening: Happening & WithParcels & { readonly vehicleUri: string },
): EpcisEvent => loadingOf(happening, 'ADD');

/** Parcels came off a vehicle. */
export const unloadedFact = (
  happening: Happening & WithParcels & { readonly vehicleUri: string },
): EpcisEvent => loadingOf(happening, 'DELETE');

const seen = (happening: Happening & WithParcels) =>
  ({ type: 'ObjectEvent', action: 'OBSERVE', epcList: happening.parcelUris }) as const;

/** Who holds the goods before and after, and where they go from and to. */
export interface HandOver {
  readonly fromPartyUri?: string;
  readonly toPartyUri?: string;
  readonly fromUri?: string;
  readonly toUri?: string;
  readonly vehicleUri?: string;
}

function lists({
  fromPartyUri,
  toPartyUri,
  fromUri,
  toUri,
  vehicleUri,
}: HandOver): Partial<EpcisEvent> {
  const sourceList = ends('source', { partyUri: fromPartyUri, locationUri: fromUri });
  const destinationList = ends('destination', { partyUri: toPartyUri, locationUri: toUri });
  return {
    ...(sourceList === undefined ? {} : { sourceList }),
    ...(destinationList === undefined ? {} : { destinationList }),
    ...extra('om:vehicle', vehicleUri),
  };
}

/** Parcels left a node. The node is where they left from: give `placeUri` (its gate or dock), not `nodeUri`. */
export const departedFact = (happening: Happening & WithParcels & HandOver): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'departing',
    disposition: 'in_transit',
    ...lists(happening),
  });

/** Parcels left the last node for the customer's door. */
export const outForDeliveryFact = (happening: Happening & WithParcels & HandOver): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'departing',
    disposition: 'in_transit',
    ...lists(happening),
    ...extra('om:leg', 'last-mile'),
  });

/** A carrier took parcels over from somebody. */
export const custodyChangedFact = (
  happening: Happening & WithParcels & HandOver & { readonly toPartyUri: string },
): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'accepting',
    disposition: 'in_transit',
    ...lists(happening),
  });

/** Parcels came to a hub or node. */
export const arrivedFact = (happening: Happening & WithParcels): EpcisEvent =>
  eventOf(happening, { ...seen(happening), bizStep: 'arriving', disposition: 'in_progress' });

/** Parcels were seen on the road. */
export const transportedFact = (happening: Happening & WithParcels): EpcisEvent =>
  eventOf(happening, { ...seen(happening), bizStep: 'transporting', disposition: 'in_transit' });

/** A delivery was tried and failed, e.g. `consignee_not_home`. */
export const attemptFailedFact = (
  happening: Happening & WithParcels & { readonly outcome: string },
): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'transporting',
    disposition: 'in_transit',
    ...extra('om:attemptOutcome', happening.outcome),
  });

/**
 * The consignee took the goods: at the door (`placeUri` a `geo:` URI) or at the counter (`placeUri` in the
 * node). `consigneeUri` is a private URI of kind `consignee` or `ship-to`, or the party of a B2B customer.
 */
export const deliveredFact = (
  happening: Happening &
    WithParcels & {
      readonly consigneeUri: string;
      readonly fromPartyUri?: string;
      readonly proofUri?: string;
    },
): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'accepting',
    disposition: 'in_progress',
    ...lists({
      toPartyUri: happening.consigneeUri,
      ...(happening.fromPartyUri === undefined ? {} : { fromPartyUri: happening.fromPartyUri }),
    }),
    ...extra('om:proof', happening.proofUri),
    ...extra('om:handover', isPrivateConsignee(happening.consigneeUri) ? undefined : 'consignee'),
  });

const isPrivateConsignee = (uri: string): boolean =>
  ['consignee', 'ship-to'].includes(thingOf(uri).kind);

/**
 * A temperature reading, °C; with an alarm it is an excursion and names the rule it broke. `coldAnswer`: what was judged
 * and decided about it where the goods are (see execute's `ColdReport`).
 */
export const temperatureFact = (
  happening: Happening &
    WithParcels & {
      readonly celsius: number;
      readonly deviceUri?: string;
      readonly brokenRuleUri?: string;
      readonly coldAnswer?: Json;
    },
): EpcisEvent => {
  const { celsius, deviceUri, brokenRuleUri } = happening;
  const metadata = {
    ...(deviceUri === undefined ? {} : { deviceID: deviceUri }),
    ...(brokenRuleUri === undefined ? {} : { bizRules: brokenRuleUri }),
  };
  return eventOf(happening, {
    ...seen(happening),
    bizStep: 'sensor_reporting',
    disposition: 'in_transit',
    sensorElementList: [
      {
        ...(Object.keys(metadata).length === 0 ? {} : { sensorMetadata: metadata }),
        sensorReport: [
          {
            type: 'Temperature',
            value: celsius,
            uom: 'CEL',
            ...(brokenRuleUri === undefined ? {} : { exception: 'ALARM_CONDITION' }),
          },
        ],
      },
    ],
    ...extra('om:coldAnswer', happening.coldAnswer),
  });
};

/** A verdict on the quality of parcels after an excursion or an inspection. */
export const judgedFact = (
  happening: Happening & WithParcels & { readonly isConformant: boolean },
): EpcisEvent =>
  eventOf(happening, {
    ...seen(happening),
    bizStep: 'inspecting',
    disposition: happening.isConformant ? 'conformant' : 'non_conformant',
  });

/** The departure did not happen after all: the parcels are still here. */
export const shippingVoidedFact = (happening: Happening & WithParcels): EpcisEvent =>
  eventOf(happening, { ...seen(happening), bizStep: 'void_shipping', disposition: 'in_progress' });

const returnSteps = {
  handed_in: 'accepting',
  received: 'receiving',
  inspected: 'inspecting',
} as const;

/** A step of a return; needs a return key. `disposition` is the verdict of an inspection. */
export const returnedFact = (
  happening: Happening & {
    readonly step: 'handed_in' | 'received' | 'inspected';
    readonly goods: Goods;
    readonly disposition?: 'conformant' | 'damaged' | 'non_sellable_other';
    readonly fromPartyUri?: string;
    readonly toPartyUri?: string;
  },
): EpcisEvent =>
  eventOf(happening, {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    quantityList: quantitiesOf(happening.goods),
    bizStep: returnSteps[happening.step],
    disposition: happening.disposition ?? 'returned',
    ...lists({
      ...(happening.fromPartyUri === undefined ? {} : { fromPartyUri: happening.fromPartyUri }),
      ...(happening.toPartyUri === undefined ? {} : { toPartyUri: happening.toPartyUri }),
    }),
  });
