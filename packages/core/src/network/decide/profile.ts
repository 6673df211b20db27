import type { CurrencyCode, NodeId, Place, ServiceId } from '../../words/index.ts';
import type { TemperatureClass } from '../../parties/decide/index.ts';
import type { WorkTerms } from './terms.ts';

/** What a node is; a locker only hands over, a vendor ships for the retailer. */
export type NodeKind = 'store' | 'dark_store' | 'dc' | '3pl' | 'vendor' | 'locker';

/** All node kinds. */
export const nodeKinds = ['store', 'dark_store', 'dc', '3pl', 'vendor', 'locker'] as const;

/** What the customer asked to be done with the goods. */
export type ServiceLevel = 'standard' | 'express' | 'same_day' | 'within_hour' | 'pickup';

/** All service levels, least hurried first. */
export const serviceLevels = ['standard', 'express', 'same_day', 'within_hour', 'pickup'] as const;

/** What a node can do for an order. */
export type NodeAbility = 'ship' | 'pickup' | 'returns' | 'gift_wrap';

/** All node abilities. */
export const nodeAbilities = ['ship', 'pickup', 'returns', 'gift_wrap'] as const;

/** Transport mode of a carrier service, for carbon. @see UK DESNZ 2025 freight factors */
export type TransportMode =
  | 'bike'
  | 'van_electric'
  | 'van_diesel'
  | 'hgv_rigid'
  | 'hgv_articulated'
  | 'hgv_refrigerated'
  | 'rail'
  | 'ship'
  | 'air_short'
  | 'air_long';

/** All transport modes. */
export const transportModes = [
  'bike',
  'van_electric',
  'van_diesel',
  'hgv_rigid',
  'hgv_articulated',
  'hgv_refrigerated',
  'rail',
  'ship',
  'air_short',
  'air_long',
] as const;

/**
 * A distribution by its quantiles: `values[i]` is not exceeded with probability `levels[i]`.
 * Both ascend; at least one point; linear between points, constant outside.
 */
export interface QuantileCurve {
  /** Probabilities, 0 < level < 1, ascending. */
  readonly levels: readonly number[];
  /** Integers in the unit that the field's name says, ascending. */
  readonly values: readonly number[];
}

/** Hours in which somebody works, in local wall time of the node. */
export interface WorkingCalendar {
  /** Seven entries, Monday first: half-open spans of minutes of the day, ascending, e.g. `[[540, 1260]]`; `[]` = closed. */
  readonly weekly: readonly (readonly (readonly [fromMinute: number, toMinute: number])[])[];
  /** Local dates `YYYY-MM-DD` on which nobody works, set by hand. */
  readonly closedDates: readonly string[];
  /** Dates with hours of their own; they count before closed dates and holidays. */
  readonly specialDates?: readonly SpecialDate[];
  /**
   * The list of public holidays on which nobody works: a country, or country and region, e.g. `CN`, `DE-BY`. Only its
   * name; what the list says stands in `holidayDates` and is written by whoever publishes the network.
   */
  readonly holidays?: string;
  /** What the list named in `holidays` says, ascending; kept apart from `closedDates`, so that both can be renewed. */
  readonly holidayDates?: readonly HolidayDate[];
}

/** A local date with other hours than its weekday has, e.g. half a day before a feast. */
export interface SpecialDate {
  readonly date: string;
  /** As in `weekly`; `[]` = closed. */
  readonly spans: readonly (readonly [fromMinute: number, toMinute: number])[];
  /** Why, for people. */
  readonly note?: string;
}

/** A public holiday. */
export interface HolidayDate {
  readonly date: string;
  readonly name: string;
}

/** How many orders a node can start per slot. */
export interface SlotCapacity {
  /** 15 … 1440 minutes; slots start at local midnight and repeat. */
  readonly lengthMinutes: number;
  readonly ordersMax: number;
}

/** What a node can do, when, how much and at what cost: the node's own promise to the network. */
export interface NodeProfile {
  readonly nodeId: NodeId;
  readonly kind: NodeKind;
  readonly name: string;
  /** GS1 Global Location Number, 13 digits, when the user has one. */
  readonly gln?: string;
  readonly place: Place;
  /** IANA time zone. */
  readonly timeZone: string;
  readonly tags: readonly string[];
  readonly abilities: readonly NodeAbility[];
  readonly temperatureClasses: readonly TemperatureClass[];
  readonly calendar: WorkingCalendar;
  /** Orders that come later on the local day start on the next working day; absent = until closing. */
  readonly cutOffMinute?: number;
  readonly slots: SlotCapacity;
  /** From start of work to ready for the carrier, minutes of working time. */
  readonly handlingMinutes: QuantileCurve;
  readonly handlingCostPerOrderMinor: number;
  readonly handlingCostPerLineMinor: number;
  readonly handlingCostPerUnitMicros?: number;
  /** Services that collect here, best known first; an unknown id is refused at publish. */
  readonly carrierServices: readonly ServiceId[];
  /** The legal entity that it belongs to; `''` or absent = the retailer itself, as one. */
  readonly entity?: string;
  /** What wrapping one parcel as a present costs; for nodes that can (`gift_wrap`). */
  readonly giftWrapCostMinor?: number;
  /** How long the node may take to answer an offer, minutes. */
  readonly acceptMinutesMax: number;
  /** What was agreed about the work besides; absent = nothing. */
  readonly terms?: WorkTerms;
}

/** When a carrier collects from a node. */
export type Collection =
  | { readonly kind: 'on_demand' }
  | {
      readonly kind: 'scheduled';
      /** Minutes of the node's local day, ascending. */
      readonly timesMinute: readonly number[];
      /** Seven flags, Monday first. */
      readonly weekdays: readonly boolean[];
    };

/** One service of a carrier: where it goes, what it costs, how long it takes. */
export interface CarrierService {
  readonly serviceId: ServiceId;
  readonly name: string;
  readonly mode: TransportMode;
  readonly serviceLevels: readonly ServiceLevel[];
  /** ISO 3166-1 alpha-2 codes it delivers to. */
  readonly countries: readonly string[];
  readonly temperatureClasses: readonly TemperatureClass[];
  /** Upper distance of each zone, km, ascending; beyond the last one the service does not go. */
  readonly zoneKmMax: readonly number[];
  /** Upper weight of each band, grams, ascending; beyond the last one `perExtraKgMinor` is added. */
  readonly bandWeightGramsMax: readonly number[];
  /** Freight of a parcel: `[zone][band]`, minor units of the network's currency. */
  readonly rateMinor: readonly (readonly number[])[];
  readonly perExtraKgMinor: number;
  /** Heaviest parcel, grams; heavier ones do not travel with this service. */
  readonly weightGramsMax: number;
  readonly collection: Collection;
  /** Per zone: from collection to the door, hours for scheduled services, minutes for on-demand ones. */
  readonly transit: readonly { readonly hours?: QuantileCurve; readonly minutes?: QuantileCurve }[];
  /** Parcels that it takes from one node on one local day; absent = any number. A node may have agreed on another. */
  readonly parcelsPerDayMax?: number;
  /** Days on which it delivers, in the destination's zone. */
  readonly deliveryCalendar: WorkingCalendar;
}

/** Duty on goods that cross a border, in basis points (1/100 %) of the goods' value. */
export interface DutyRate {
  readonly toCountry: string;
  /** Applies to goods of this origin; absent = any. */
  readonly originCountry?: string;
  /** Leading digits of the HS code; the longest match wins; empty = all goods. */
  readonly hsPrefix: string;
  readonly rateBasisPoints: number;
}

/** Countries between which goods pass without duty and import tax, e.g. the customs union of the EU. */
export interface CustomsUnion {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
}

/** What a country asks of a parcel from abroad besides its duty rates. Amounts in the network's currency. */
export interface BorderRule {
  readonly country: string;
  /** No duty on parcels worth at most this (de minimis). */
  readonly dutyFreeMinor: number;
  /** No import tax on parcels worth at most this. */
  readonly taxFreeMinor: number;
  /** VAT or sales tax at import, on value and duty, basis points. */
  readonly importTaxBasisPoints: number;
}

/** Rates at which other currencies count, of one day; a new day is a new version of the network. */
export interface ExchangeRates {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly rates: readonly {
    readonly currency: CurrencyCode;
    /** Minor units of the network's currency for one million minor units of this one. */
    readonly minorPerMillion: number;
  }[];
}

/** A legal entity of the group: it sells on some channels, and nodes belong to it. */
export interface GroupEntity {
  readonly entityId: string;
  readonly name: string;
  readonly country: string;
  /** Channels on which it is the seller. */
  readonly channels: readonly string[];
}

/** A version of a model. */
export interface ModelReference {
  readonly modelId: string;
  readonly version: number;
}

/** Models that serve in place of the curves; absent = the curves of nodes and services count. */
export interface ServingModels {
  /** Says how long nodes work; in place of `handlingMinutes`. */
  readonly handling?: ModelReference;
  /** Says how long carriers take; in place of `transit`. */
  readonly transit?: ModelReference;
}

/** The whole network at one version: everything slow-moving that decisions look at. */
export interface NetworkDocument {
  readonly version: number;
  /** Currency of all costs in this document and of strategy weights. */
  readonly currency: CurrencyCode;
  readonly nodes: readonly NodeProfile[];
  readonly carrierServices: readonly CarrierService[];
  readonly dutyRates: readonly DutyRate[];
  readonly customsUnions?: readonly CustomsUnion[];
  readonly borders?: readonly BorderRule[];
  /** Absent: orders of any currency are taken, and their values counted as if in the network's. */
  readonly exchangeRates?: ExchangeRates;
  readonly legalEntities?: readonly GroupEntity[];
  /** Part of the network, so that one version of it has one window for every reader. */
  readonly promiseModels?: ServingModels;
}
