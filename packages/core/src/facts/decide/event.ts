/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object whose values are not known yet. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** The five event types of EPCIS 2.0. */
export type EventType =
  | 'ObjectEvent'
  | 'AggregationEvent'
  | 'AssociationEvent'
  | 'TransactionEvent'
  | 'TransformationEvent';

/** What happened to the link between the objects: made, seen, ended. */
export type EventAction = 'ADD' | 'OBSERVE' | 'DELETE';

/** A decimal of EPCIS, in the unit that `uom` names (none: pieces). */
export type Decimal = number;

/** So many of one class (or lot) of goods. */
export interface QuantityElement {
  /** Canonical URI of the class or lot. */
  readonly epcClass: string;
  /** Absent means: some, the count is not known. */
  readonly quantity?: Decimal;
  /** UN/ECE Recommendation 20 code, e.g. `KGM`; absent for pieces. */
  readonly uom?: string;
}

/** A business document that the event belongs to, e.g. `{ type: 'po', bizTransaction: 'urn:…:SO-10100' }`. */
export interface BizTransaction {
  readonly type?: string;
  readonly bizTransaction: string;
}

/** Extension fields carry the prefix of their namespace, e.g. `om:attemptOutcome`. */
interface Extended {
  readonly [extension: `${string}:${string}`]: Json | undefined;
}

/** One reading, or the summary of readings, of a sensor. */
export interface SensorReport extends Extended {
  /** Bare GS1 measurement type, e.g. `Temperature`, or a URI. */
  readonly type?: string;
  /** `ALARM_CONDITION` or `ERROR_CONDITION`. */
  readonly exception?: string;
  readonly value?: Decimal;
  readonly minValue?: Decimal;
  readonly maxValue?: Decimal;
  readonly meanValue?: Decimal;
  readonly uom?: string;
  readonly [field: string]: Json | undefined;
}

/** Readings with what is common to them (device, time, rules). */
export interface SensorElement extends Extended {
  readonly sensorMetadata?: JsonObject;
  readonly sensorReport: readonly SensorReport[];
}

/** The statement that a recorded event is wrong. */
export interface ErrorDeclaration extends Extended {
  readonly declarationTime: string;
  readonly reason?: string;
  readonly correctiveEventIDs?: readonly string[];
}

/**
 * One EPCIS 2.0 event in canonical form: vocabulary words of CBV are bare, other vocabulary is full URIs;
 * GS1 keys are canonical Digital Links; times are UTC with milliseconds; empty lists are gone; extension
 * prefixes are declared in the event's own `@context`. It is valid EPCIS JSON-LD by itself.
 *
 * @see EPCIS 2.0 §7, CBV 2.0
 */
export interface EpcisEvent extends Extended {
  readonly '@context'?: readonly (string | Readonly<Record<string, string>>)[];
  readonly type: EventType;
  readonly eventID?: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly eventTime: string;
  readonly recordTime?: string;
  /** Offset of the place where it happened, e.g. `+08:00`. */
  readonly eventTimeZoneOffset: string;
  readonly certificationInfo?: readonly string[];
  readonly action?: EventAction;
  readonly parentID?: string;
  readonly epcList?: readonly string[];
  readonly childEPCs?: readonly string[];
  readonly inputEPCList?: readonly string[];
  readonly outputEPCList?: readonly string[];
  readonly quantityList?: readonly QuantityElement[];
  readonly childQuantityList?: readonly QuantityElement[];
  readonly inputQuantityList?: readonly QuantityElement[];
  readonly outputQuantityList?: readonly QuantityElement[];
  readonly transformationID?: string;
  readonly bizStep?: string;
  readonly disposition?: string;
  readonly persistentDisposition?: {
    readonly set?: readonly string[];
    readonly unset?: readonly string[];
  };
  readonly readPoint?: { readonly id: string } & Extended;
  readonly bizLocation?: { readonly id: string } & Extended;
  readonly bizTransactionList?: readonly BizTransaction[];
  readonly sourceList?: readonly { readonly type: string; readonly source: string }[];
  readonly destinationList?: readonly { readonly type: string; readonly destination: string }[];
  readonly sensorElementList?: readonly SensorElement[];
  readonly ilmd?: JsonObject;
  readonly errorDeclaration?: ErrorDeclaration;
}

/**
 * What an event means in the fulfilment of an order. `other` is kept and shown, and moves nothing.
 *
 * Allocation, promise and routing are decisions and never appear here.
 */
export type FactKind =
  | 'kitted'
  | 'pick_started'
  | 'picked'
  | 'unpicked'
  | 'mispick_seen'
  | 'packed'
  | 'unpacked'
  | 'tag_fitted'
  | 'staged'
  | 'ready_for_pickup'
  | 'loaded'
  | 'unloaded'
  | 'departed'
  | 'custody_changed'
  | 'arrived'
  | 'transported'
  | 'out_for_delivery'
  | 'attempt_failed'
  | 'delivered'
  | 'damaged'
  | 'temperature_logged'
  | 'temperature_excursion'
  | 'judged'
  | 'return_handed_in'
  | 'return_received'
  | 'return_inspected'
  | 'counted'
  | 'shipping_voided'
  | 'sold'
  | 'other';

/**
 * A fact as the house keeps it. Its identity is (hash, hasErrorDeclaration): the hash leaves out the error
 * declaration, the event id and the record time, so a correction has the hash of what it corrects.
 */
export interface StoredFact {
  /** Event Hash ID, `ni:///sha-256;<64 hex>?ver=CBV2.0`. */
  readonly hash: string;
  readonly hasErrorDeclaration: boolean;
  /** The sender's event id; the hash when the sender gave none. */
  readonly eventId: string;
  readonly kind: FactKind;
  /** Ids of the customer orders (`po` documents) that the event names; may be empty. */
  readonly orderKeys: readonly string[];
  /** The node where it happened, without bin or dock; absent on the road. */
  readonly nodeUri?: string;
  /** When it happened, epoch ms UTC. */
  readonly at: number;
  /** When this hub wrote it down, epoch ms UTC. */
  readonly recordedAt: number;
  readonly epcis: EpcisEvent;
}
