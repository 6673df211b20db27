import type { TransparencyTier } from '../customer.ts';

/** Who may ask something of the hub. `admin` stands for the staff and the systems of the retailer. */
export const principalKinds = [
  'anonymous',
  'tracking_link',
  'consumer',
  'vip',
  'enterprise',
  'node_operator',
  'carrier',
  '3pl',
  'analyst',
  'admin',
] as const;

/** One kind of those who may ask. */
export type PrincipalKind = (typeof principalKinds)[number];

/** By what a thing belongs to somebody: the codes under which others know the owner. */
export type Tie = 'customers' | 'nodes' | 'services' | 'orders';

/** Codes by what they name: customers of the shop, nodes, carrier services, orders. */
export type Ties = Readonly<Record<Tie, readonly string[]>>;

/** Belongs to nobody. */
export const noTies: Ties = { customers: [], nodes: [], services: [], orders: [] };

/** Who asks. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** Names who it is in the log: a key, the subject of a token, a link. */
  readonly id: string;
  /** What is theirs. Only the tie of their kind counts (`tieOf`). */
  readonly owns: Ties;
  /** Never sees more than this tier, whatever its kind may; absent = as its kind. */
  readonly tierMax?: TransparencyTier;
}

/** By which tie a kind owns something; undefined: it owns nothing, it may see all or none. */
export const tieOf: Readonly<Record<PrincipalKind, Tie | undefined>> = {
  anonymous: undefined,
  tracking_link: 'orders',
  consumer: 'customers',
  vip: 'customers',
  enterprise: 'customers',
  node_operator: 'nodes',
  carrier: 'services',
  '3pl': 'nodes',
  analyst: undefined,
  admin: undefined,
};
