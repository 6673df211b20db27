import type { NodeId, Place, ServiceId } from '../../words/index.ts';
import type { BorderRule, CarrierService, NetworkDocument, NodeProfile } from './profile.ts';

/** Node states that change by the minute. */
export const nodeOpen = 0;
/** No new work; work in hand is finished. */
export const nodeDraining = 1;
/** Cannot work at all. */
export const nodeStricken = 2;

/**
 * A network document compiled for decisions: dense indices, unit vectors, calendars as tables. Immutable;
 * memo tables inside are a cache of pure functions and never change an answer.
 */
export interface Network {
  readonly document: NetworkDocument;
  readonly nodes: readonly NodeProfile[];
  readonly services: readonly CarrierService[];
  nodeIxOf(nodeId: NodeId): number | undefined;
  serviceIxOf(serviceId: ServiceId): number | undefined;
  /** Services that collect at the node, as indices into `services`. */
  servicesAt(nodeIx: number): readonly number[];
  /** Distances from every node to the place, km, rounded to 1 m; cached per place. Do not write to it. */
  distancesKm(to: Place): Float64Array;
  /** Zone of the service for a distance, or −1 when it does not go that far. */
  zoneOf(serviceIx: number, distanceKm: number): number;
  /** Freight of a parcel, minor units, or −1 when it is too heavy. */
  freightMinor(serviceIx: number, zone: number, weightGrams: number): number;
  /** Grams CO2e of moving a parcel. */
  carbonGrams(serviceIx: number, distanceKm: number, weightGrams: number): number;
  /** Whether goods from there enter the country over a customs border. */
  crossesBorder(nodeIx: number, toCountry: string): boolean;
  /** What the country asks of parcels from abroad besides duty; undefined = nothing. */
  borderOf(country: string): BorderRule | undefined;
  /** Minor units of the network's currency for one million of the other; undefined when no rate is known. */
  minorPerMillion(currency: string): number | undefined;
  /** The legal entity that sells on the channel; `''` when none is named. */
  sellerOn(channel: string): string;
  /** Duty, minor units of the value's currency, as if no parcel were free of it. */
  dutyMinor(nodeIx: number, toCountry: string, goods: DutiableGoods): number;
}

/** What customs look at. */
export interface DutiableGoods {
  readonly hsCode: string | undefined;
  readonly originCountry: string | undefined;
  readonly valueMinor: number;
}

/** Capacity of one node slot. */
export interface SlotUse {
  readonly nodeId: NodeId;
  /** Start of the slot, epoch ms UTC. */
  readonly slotAt: number;
  readonly ordersUsed: number;
}

/** Orders that take (positive) or free (negative) places in a slot. */
export interface SlotMove {
  readonly nodeId: NodeId;
  readonly slotAt: number;
  readonly orders: number;
  /** The limit in force; a taking move that would exceed it is refused. */
  readonly ordersMax: number;
}
