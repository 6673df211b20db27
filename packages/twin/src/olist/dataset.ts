import { join } from 'node:path';
import { distanceKm, itemId, unitVector } from '@ordermesh/core/words';
import type { ItemId } from '@ordermesh/core/words';
import { readColumns } from './table.ts';

/** One real order, in the house's words. Instants are epoch ms UTC. */
export interface OlistOrder {
  readonly olistId: string;
  readonly placedAt: number;
  /** When the real seller handed it to the carrier; undefined when it never happened. */
  readonly carrierAt: number | undefined;
  readonly deliveredAt: number | undefined;
  /** The day Olist had promised; end of that day. */
  readonly estimatedAt: number;
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 3166-2, e.g. `BR-SP`. */
  readonly subdivision: string;
  readonly postcode: string;
  /** Distance from the real seller, km; undefined when there were several or the place is unknown. */
  readonly sellerKm: number | undefined;
  /** Freight really charged for the whole order, centavos. */
  readonly freightMinor: number;
  readonly lines: readonly OlistLine[];
}

/** All pieces of one SKU in an order. */
interface OlistLine {
  readonly skuIx: number;
  readonly units: number;
  /** Centavos, whole line. */
  readonly priceMinor: number;
}

/** A stock keeping unit of the benchmark: a product category and a weight class. */
export interface OlistSku {
  readonly itemId: ItemId;
  readonly name: string;
  /** Median chargeable weight of its real products, grams. */
  readonly weightGrams: number;
}

/** A real seller with a known place. */
export interface OlistSeller {
  readonly city: string;
  readonly state: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Pieces sold in the sample. */
  readonly sold: number;
}

/** What one freight charge was paid for; the raw material of the rate card. */
export interface FreightPaid {
  readonly km: number;
  readonly weightGrams: number;
  readonly freightMinor: number;
}

/** The real orders, oldest first, with what is needed to build a network for them. */
export interface OlistDataset {
  readonly orders: readonly OlistOrder[];
  readonly skus: readonly OlistSku[];
  /** Best seller first. */
  readonly sellers: readonly OlistSeller[];
  readonly freight: readonly FreightPaid[];
}

/**
 * Reads the data set: 19,110 orders in about a second.
 *
 * SKU = one of the 36 most sold categories (or `other`) × 3 weight classes (≤ 0.5 kg, ≤ 2 kg, more); chargeable
 * weight = the larger of the weight and, above 5 kg, length × height × width / 6000.
 *
 * @throws DatasetMissing when a file is not there
 */
export function readOlist(folder: string): OlistDataset {
  const products = readProducts(folder);
  const sellers = readSellers(folder);
  const pieces = readPieces(folder);
  const catalogue = skusOf(pieces.map(({ productId }) => products.get(productId)));
  const piecesOf = groupBy(pieces, ({ olistId }) => olistId);
  const orders = readColumns(join(folder, 'orders.csv.gz'), orderColumns)
    .map((row) => orderOf(row, piecesOf.get(row[0] ?? '') ?? [], { products, sellers, catalogue }))
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => a.placedAt - b.placedAt || (a.olistId < b.olistId ? -1 : 1));
  return {
    orders,
    skus: catalogue.skus,
    sellers: rankedSellers(pieces, sellers),
    freight: freightPaid(orders, piecesOf, products),
  };
}

interface Product {
  readonly category: string;
  readonly weightGrams: number;
  readonly weightKnown: boolean;
}
interface Piece {
  readonly olistId: string;
  readonly productId: string;
  readonly sellerId: string;
  readonly priceMinor: number;
  readonly freightMinor: number;
}
type SellerPlace = Omit<OlistSeller, 'sold'>;

function readProducts(folder: string): ReadonlyMap<string, Product> {
  const rows = readColumns(join(folder, 'products.csv.gz'), [
    'product_id',
    'product_category_name',
    'product_weight_g',
    'product_length_cm',
    'product_height_cm',
    'product_width_cm',
  ]);
  return new Map(
    rows.map(([id = '', category = '', grams = '', ...sides]) => {
      const volumeKg = sides.reduce((product, side) => product * Number(side), 1) / 6000;
      const kg = Math.max(Number(grams) / 1000 || 0.7, volumeKg > 5 ? volumeKg : 0, 0.05);
      return [
        id,
        {
          category: category || 'none',
          weightGrams: Math.round(kg * 1000),
          weightKnown: Number(grams) > 0,
        },
      ];
    }),
  );
}

function readSellers(folder: string): ReadonlyMap<string, SellerPlace> {
  const rows = readColumns(join(folder, 'sellers.csv.gz'), [
    'seller_id',
    'seller_city',
    'seller_state',
    'seller_lat',
    'seller_lng',
  ]);
  return new Map(
    rows
      .filter(([, , , latitude]) => latitude !== '')
      .map(([id = '', city = '', state = '', latitude = '', longitude = '']) => [
        id,
        { city, state, latitude: Number(latitude), longitude: Number(longitude) },
      ]),
  );
}

const readPieces = (folder: string): readonly Piece[] =>
  readColumns(join(folder, 'order_items.csv.gz'), [
    'order_id',
    'product_id',
    'seller_id',
    'price',
    'freight_value',
  ]).map(([olistId = '', productId = '', sellerId = '', price = '', freight = '']) => ({
    olistId,
    productId,
    sellerId,
    priceMinor: Math.round(Number(price) * 100),
    freightMinor: Math.round(Number(freight) * 100),
  }));

interface Catalogue {
  readonly skus: readonly OlistSku[];
  readonly ixOf: (product: Product | undefined) => number;
}

const classOf = (grams: number): 'light' | 'medium' | 'heavy' =>
  grams <= 500 ? 'light' : grams <= 2000 ? 'medium' : 'heavy';

function skusOf(sold: readonly (Product | undefined)[]): Catalogue {
  const known = sold.filter((product) => product !== undefined);
  const counts = [...groupBy(known, ({ category }) => category)].map(([category, all]) => ({
    category,
    count: all.length,
  }));
  counts.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  const kept = new Set(counts.slice(0, 36).map(({ category }) => category));
  const keyOf = ({ category, weightGrams }: Product): string =>
    `${kept.has(category) ? category : 'other'}-${classOf(weightGrams)}`;
  const skus = [...groupBy(known, keyOf)].map(([key, all]) => ({
    itemId: itemId(key),
    name: key.replaceAll('_', ' ').replace('-', ', '),
    weightGrams: median(all.map(({ weightGrams }) => weightGrams)),
  }));
  const ixOf = new Map(skus.map((sku, ix) => [String(sku.itemId), ix]));
  return { skus, ixOf: (product) => (product ? (ixOf.get(keyOf(product)) ?? -1) : -1) };
}

const orderColumns = [
  'order_id',
  'order_purchase_timestamp',
  'order_delivered_carrier_date',
  'order_delivered_customer_date',
  'order_estimated_delivery_date',
  'customer_zip_code_prefix',
  'customer_state',
  'customer_lat',
  'customer_lng',
];

type OrderRow = [string, string, string, string, string, string, string];

function orderOf(
  row: readonly string[],
  pieces: readonly Piece[],
  known: {
    readonly products: ReadonlyMap<string, Product>;
    readonly sellers: ReadonlyMap<string, SellerPlace>;
    readonly catalogue: Catalogue;
  },
): OlistOrder {
  const [olistId, placed, carrier, delivered, estimated, zip, state] = row as OrderRow;
  const [latitude, longitude] = [Number(row[7]), Number(row[8])];
  const perSku = groupBy(pieces, ({ productId }) =>
    known.catalogue.ixOf(known.products.get(productId)),
  );
  const sellerIds = new Set(pieces.map(({ sellerId }) => sellerId));
  const seller = sellerIds.size === 1 ? known.sellers.get(pieces[0]?.sellerId ?? '') : undefined;
  return {
    olistId,
    placedAt: instantOf(placed) ?? 0,
    carrierAt: instantOf(carrier),
    deliveredAt: instantOf(delivered),
    estimatedAt: (instantOf(estimated) ?? 0) + 86_399_000,
    latitude,
    longitude,
    subdivision: `BR-${state}`,
    postcode: `${zip}000`,
    sellerKm: seller && kmBetween(seller, { latitude, longitude }),
    freightMinor: pieces.reduce((sum, { freightMinor }) => sum + freightMinor, 0),
    lines: [...perSku]
      .filter(([skuIx]) => skuIx >= 0)
      .map(([skuIx, all]) => ({
        skuIx,
        units: all.length,
        priceMinor: all.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
      })),
  };
}

/** Olist writes wall time of Brasília without a zone; read as UTC−3 all year, so differences are true to an hour. */
export const instantOf = (text: string | undefined): number | undefined =>
  text ? Date.parse(`${text.replace(' ', 'T')}-03:00`) : undefined;

const kmBetween = (
  a: { readonly latitude: number; readonly longitude: number },
  b: { readonly latitude: number; readonly longitude: number },
): number => distanceKm(unitVector(a.latitude, a.longitude), unitVector(b.latitude, b.longitude));

function rankedSellers(
  pieces: readonly Piece[],
  places: ReadonlyMap<string, SellerPlace>,
): readonly OlistSeller[] {
  const ranked = [...groupBy(pieces, ({ sellerId }) => sellerId)].flatMap(([sellerId, all]) => {
    const place = places.get(sellerId);
    return place ? [{ sellerId, seller: { ...place, sold: all.length } }] : [];
  });
  ranked.sort((a, b) => b.seller.sold - a.seller.sold || (a.sellerId < b.sellerId ? -1 : 1));
  return ranked.map(({ seller }) => seller);
}

/** Only orders of one piece: their freight was paid for one known weight and distance. */
function freightPaid(
  orders: readonly OlistOrder[],
  piecesOf: ReadonlyMap<string, readonly Piece[]>,
  products: ReadonlyMap<string, Product>,
): readonly FreightPaid[] {
  return orders.flatMap(({ olistId, sellerKm }) => {
    const [piece, second] = piecesOf.get(olistId) ?? [];
    const product = products.get(piece?.productId ?? '');
    if (!piece || second || !product?.weightKnown || sellerKm === undefined) return [];
    return [{ km: sellerKm, weightGrams: product.weightGrams, freightMinor: piece.freightMinor }];
  });
}

/** The upper median; 0 of nothing. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Groups in the order of first appearance. */
export function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
