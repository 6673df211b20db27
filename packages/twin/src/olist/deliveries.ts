import { join } from 'node:path';
import { distanceKm, unitVector } from '@ordermesh/core/words';
import { groupBy, instantOf } from './dataset.ts';
import { readColumns } from './table.ts';

/** A real order as a promise sees it: what was known when it was placed, and when things happened. Epoch ms UTC. */
export interface OlistDelivery {
  readonly olistId: string;
  readonly placedAt: number;
  /** When the seller handed it to the carrier; undefined when it never happened. */
  readonly carrierAt: number | undefined;
  readonly deliveredAt: number | undefined;
  /** Midnight at which the day begins that Olist had promised. */
  readonly estimatedDayAt: number;
  /** Cancelled or not available: nobody waits for it any more. */
  readonly isVoid: boolean;
  readonly latitude: number;
  readonly longitude: number;
  /** Two letters, e.g. `SP`. */
  readonly state: string;
  /** First five digits of the postcode, and the first two of them. */
  readonly postcode: string;
  readonly region: string;
  readonly sellerId: string;
  readonly sellerState: string;
  readonly sellerLatitude: number | undefined;
  readonly sellerLongitude: number | undefined;
  /** From seller to customer, km; undefined where the seller's place is not known. */
  readonly distanceKm: number | undefined;
  readonly pieces: number;
  readonly sellers: number;
  readonly weightGrams: number;
  /** Centavos. */
  readonly freightMinor: number;
}

/**
 * Reads the orders that hold goods, oldest first, with every timestamp that a promise can be judged by.
 *
 * @throws DatasetMissing when a file is not there
 */
export function readOlistDeliveries(folder: string): readonly OlistDelivery[] {
  const weights = new Map(
    readColumns(join(folder, 'products.csv.gz'), ['product_id', 'product_weight_g']).map(
      ([id = '', grams = '']) => [id, Number(grams)],
    ),
  );
  const sellers = new Map(
    readColumns(join(folder, 'sellers.csv.gz'), sellerColumns).map((row) => [row[0] ?? '', row]),
  );
  const pieces = groupBy(
    readColumns(join(folder, 'order_items.csv.gz'), [
      'order_id',
      'product_id',
      'seller_id',
      'freight_value',
    ]),
    ([olistId = '']) => olistId,
  );
  return readColumns(join(folder, 'orders.csv.gz'), orderColumns)
    .map((row) => deliveryOf(row, pieces.get(row[0] ?? '') ?? [], { weights, sellers }))
    .filter((one) => one !== undefined)
    .sort((a, b) => a.placedAt - b.placedAt || (a.olistId < b.olistId ? -1 : 1));
}

const orderColumns = [
  'order_id',
  'order_purchase_timestamp',
  'order_delivered_carrier_date',
  'order_delivered_customer_date',
  'order_estimated_delivery_date',
  'order_status',
  'customer_zip_code_prefix',
  'customer_state',
  'customer_lat',
  'customer_lng',
];
const sellerColumns = ['seller_id', 'seller_state', 'seller_lat', 'seller_lng'];

type Row = readonly string[];
type OrderRow = [string, string, string, string, string, string, string, string, string, string];

function deliveryOf(
  row: Row,
  pieces: readonly Row[],
  known: {
    readonly weights: ReadonlyMap<string, number>;
    readonly sellers: ReadonlyMap<string, Row>;
  },
): OlistDelivery | undefined {
  const [olistId, placed, carrier, delivered, estimated, status, zip, state, lat, lng] =
    row as OrderRow;
  const placedAt = instantOf(placed);
  if (pieces.length === 0 || placedAt === undefined) return undefined;
  const [latitude, longitude] = [Number(lat), Number(lng)];
  return {
    olistId,
    placedAt,
    carrierAt: instantOf(carrier),
    deliveredAt: instantOf(delivered),
    estimatedDayAt: instantOf(estimated) ?? placedAt,
    isVoid: status === 'canceled' || status === 'unavailable',
    latitude,
    longitude,
    state,
    postcode: zip.padStart(5, '0'),
    region: zip.padStart(5, '0').slice(0, 2),
    ...sellerOf(known.sellers.get(pieces[0]?.[2] ?? ''), { latitude, longitude }),
    pieces: pieces.length,
    sellers: new Set(pieces.map((piece) => piece[2])).size,
    weightGrams: pieces.reduce((sum, piece) => sum + (known.weights.get(piece[1] ?? '') ?? 0), 0),
    freightMinor: pieces.reduce((sum, piece) => sum + Math.round(Number(piece[3]) * 100), 0),
  };
}

type SellerParts = Pick<
  OlistDelivery,
  'sellerId' | 'sellerState' | 'sellerLatitude' | 'sellerLongitude' | 'distanceKm'
>;

/** Few sellers have no place; those of the second and later ones of an order do not count. */
function sellerOf(
  row: Row | undefined,
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
): SellerParts {
  const [sellerId = '', sellerState = '', lat = '', lng = ''] = row ?? [];
  if (lat === '')
    return {
      sellerId,
      sellerState,
      sellerLatitude: undefined,
      sellerLongitude: undefined,
      distanceKm: undefined,
    };
  const [sellerLatitude, sellerLongitude] = [Number(lat), Number(lng)];
  return {
    sellerId,
    sellerState,
    sellerLatitude,
    sellerLongitude,
    distanceKm: distanceKm(
      unitVector(sellerLatitude, sellerLongitude),
      unitVector(latitude, longitude),
    ),
  };
}
