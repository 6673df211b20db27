import type { FactKind } from './event.ts';

/**
 * What a foreign status code speaks of. `physical`: goods moved. `administrative`: papers, labels, bookings,
 * claims. `prediction`: what somebody expects. Only `physical` may ever move a status.
 */
export type ForeignNature = 'physical' | 'administrative' | 'prediction';

/** Systems whose codes the house knows. */
export type ForeignSystem = 'amazon' | 'shopify' | 'ups' | 'easypost' | 'dcsa';

/** A foreign code, classed. */
export interface ForeignStatus {
  readonly nature: ForeignNature;
  /** What the code proves; present exactly when it is physical. */
  readonly kind?: FactKind;
  /** False when the table does not know the code; such a code is never physical. */
  readonly isKnown: boolean;
}

/**
 * Classes a status code of a carrier or marketplace.
 *
 * @param system who speaks, e.g. `amazon`; any text, because connectors may know more systems than this table
 * @param code the code as sent; Amazon codes are upper case, Shopify and EasyPost lower case
 * @param classifier DCSA only: `ACT` happened, `PLN` planned, `EST` estimated; absent means estimated
 * @returns an unknown code is administrative: it is shown and moves nothing
 * @see Amazon External Fulfillment 2024-09-11 (status, subStatus, PackageStatus); Shopify fulfillment event
 *   status; UPS Track status type; EasyPost tracker status; DCSA Track and Trace 2.2
 */
export function classifyForeignStatus(
  system: string,
  code: string,
  classifier?: 'ACT' | 'PLN' | 'EST',
): ForeignStatus {
  const table = Object.hasOwn(tables, system) ? tables[system as ForeignSystem] : undefined;
  const found = table?.get(code);
  if (found === undefined) return { nature: 'administrative', isKnown: false };
  if (found === 'administrative' || found === 'prediction') return { nature: found, isKnown: true };
  if (system === 'dcsa' && classifier !== 'ACT') return { nature: 'prediction', isKnown: true };
  return { nature: 'physical', kind: found, isKnown: true };
}

type Meaning = FactKind | 'administrative' | 'prediction';

const table = (
  administrative: string,
  physical: Readonly<Record<string, FactKind>>,
  predictions = '',
): ReadonlyMap<string, Meaning> =>
  new Map<string, Meaning>([
    ...administrative.split(' ').map((code) => [code, 'administrative'] as const),
    ...predictions
      .split(' ')
      .filter(Boolean)
      .map((code) => [code, 'prediction'] as const),
    ...Object.entries(physical),
  ]);

const tables: Readonly<Record<ForeignSystem, ReadonlyMap<string, Meaning>>> = {
  amazon: table(
    'CREATED ACCEPTED CONFIRMED PACKAGE_CREATED PICKUP_SLOT_RETRIEVED INVOICE_GENERATED SHIPLABEL_GENERATED ' +
      'CANCELLED PENDING PROCESSING COMPLETE PENDING_SCHEDULE PENDING_PICKUP PENDING_DROP_OFF LABEL_CANCELED ' +
      'UNDELIVERABLE LOST UNSHIPPED CARRIER_NOTIFIED_TO_PICK_UP_FROM_CUSTOMER',
    {
      SHIPPED: 'departed',
      IN_TRANSIT: 'transported',
      PICKED_UP: 'custody_changed',
      DROPPED_OFF: 'custody_changed',
      AT_ORIGIN_FC: 'arrived',
      AT_DESTINATION_FC: 'arrived',
      OUT_FOR_DELIVERY: 'out_for_delivery',
      NOT_DELIVERED: 'attempt_failed',
      DELIVERED: 'delivered',
      DAMAGED: 'damaged',
    },
  ),
  shopify: table(
    'label_printed label_purchased confirmed failure',
    {
      carrier_picked_up: 'custody_changed',
      in_transit: 'transported',
      out_for_delivery: 'out_for_delivery',
      attempted_delivery: 'attempt_failed',
      ready_for_pickup: 'ready_for_pickup',
      delivered: 'delivered',
    },
    'delayed',
  ),
  ups: table('M MP MV DD X NA', {
    P: 'custody_changed',
    I: 'transported',
    W: 'arrived',
    O: 'out_for_delivery',
    D: 'delivered',
  }),
  easypost: table('unknown pre_transit return_to_sender failure cancelled error', {
    in_transit: 'transported',
    out_for_delivery: 'out_for_delivery',
    available_for_pickup: 'ready_for_pickup',
    delivered: 'delivered',
  }),
  dcsa: table('CUSS CUSI CUSR RECE CONF ISSU APPR SUBM SURR REJE PENA DRFT HOLD RELS', {
    LOAD: 'loaded',
    DISC: 'unloaded',
    GTIN: 'arrived',
    GTOT: 'departed',
    ARRI: 'arrived',
    DEPA: 'departed',
    STUF: 'packed',
    STRP: 'unpacked',
    PICK: 'custody_changed',
    DROP: 'custody_changed',
  }),
};
