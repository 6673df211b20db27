import type { Hub, PlacedOrder } from '@ordermesh/core/hub';
import { ensure, itemId, nodeId } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import type { Fulfilment } from '@ordermesh/core/release';
import type { PrincipalKind } from '@ordermesh/core/parties';
import { principalKinds } from '@ordermesh/core/parties';
import { demoKey } from '../../keys/index.ts';
import type { ApiKey } from '../../keys/index.ts';
import { createLink } from '../../links/index.ts';
import { mattersOf, offersTo } from './access-things.ts';
import { apiWorld } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';
import { keyOfKind } from './key-of-kind.ts';

/**
 * Names of things in paths, queries and bodies, by the name of the parameter; `operation.parameter` where an operation
 * asks about another sort of thing under the same name.
 */
export type Names = Readonly<Record<string, string>>;

/** A hub with things of two owners, and one caller of every kind who owns the first owner’s. */
export interface AccessWorld {
  readonly api: ApiWorld;
  readonly stop: () => Promise<void>;
  /** The bearer text of a kind; null: none. */
  readonly callers: Readonly<Record<PrincipalKind, string | null>>;
  readonly mine: Names;
  readonly others: Names;
  /** What only the other owner’s things hold. */
  readonly secrets: readonly string[];
  /** The other owner’s node and item: no secret to the highest tier, which sees the network. */
  readonly places: readonly string[];
  /** What names or reaches a person, of either owner. */
  readonly persons: readonly string[];
}

const shipTo = (name: string, phone: string) => ({
  latitude: 31.23,
  longitude: 121.47,
  country: 'CN',
  subdivision: 'CN-SH',
  postcode: '200001',
  recipient: { name, phone, address_lines: [`${name}’s lane`] },
});

const line = (item: string) => ({
  item,
  quantity: 4,
  price: { amount_minor: 4_000, currency: 'CNY' },
});
/** An order of the first owner. */
export const mineDraft = {
  customer_id: 'c_mine',
  external_ids: [{ system: 'shop', id: 'mine-1' }],
  ship_to: shipTo('Mia Mine', '+86-111'),
  lines: [line('OAT')],
};
/** An order of the other owner, and one that waits at a counter. */
export const othersDraft = {
  customer_id: 'c_other',
  external_ids: [{ system: 'shop', id: 'other-1' }],
  ship_to: shipTo('Olga Other', '+86-222'),
  lines: [line('TEA')],
};

/** See above; collected at the other owner's store. */
export const othersPickup = {
  ...othersDraft,
  external_ids: [{ system: 'shop', id: 'other-2' }],
  service_level: 'pickup',
  pickup_node: 'st_b',
};

/**
 * What happened before anybody asks: OAT is only at st_a, TEA only at st_b, so each owner's orders are at one node; FIG
 * is at st_a and dc_w, PLUM at st_b and dc_w, so that there is somebody to compete with.
 */
interface Told {
  readonly backend: Parameters<typeof createLink>[0] & { readonly hub: Hub };
  /** The order of `mineDraft`, arrived. */
  readonly mine: { readonly orderId: OrderId; readonly work: Fulfilment };
  /** The order of `othersDraft`, arrived. */
  readonly gone: { readonly orderId: OrderId };
  /** The order of `othersPickup`. */
  readonly others: PlacedOrder;
  /** Lets time pass, in milliseconds. */
  readonly pass: (ms: number) => Promise<void>;
}

/** A world in which these orders are, with one caller of every kind. */
export async function accessWorld(told: Told): Promise<AccessWorld> {
  const { backend, mine, gone, others } = told;
  const keys = [demoKey];
  const api = await apiWorld(backend, {}, keys);
  const [me, them] = [
    { customer: 'c_mine', node: 'st_a', item: 'FIG', arrivedId: mine.orderId },
    { customer: 'c_other', node: 'st_b', item: 'PLUM', arrivedId: gone.orderId },
  ];
  const [myMatters, theirMatters] = [await mattersOf(api, me), await mattersOf(api, them)];
  const [myOffer = '', theirOffer = ''] = await offersTo(api, [me, them], told.pass);
  const callers = await tokens(backend, mine.orderId, keys);
  const [work] = others.fulfilments;
  return {
    api,
    callers,
    stop: async () => {
      await api.http.close();
      await backend.hub.stop();
    },
    mine: {
      ...myMatters,
      offer_id: myOffer,
      order_id: mine.orderId,
      fulfilment_id: mine.work.fulfilmentId,
      decision_id: mine.work.decisionId,
      case_id: await returned(api, mine.orderId, 'st_a'),
      transfer_id: await moved(backend, 'st_a', 'OAT'),
      node: 'st_a',
      item: 'OAT',
      customer_id: 'c_mine',
    },
    others: {
      ...theirMatters,
      offer_id: theirOffer,
      order_id: others.record.order.orderId,
      fulfilment_id: work?.fulfilmentId ?? '',
      decision_id: work?.decisionId ?? '',
      case_id: await returned(api, gone.orderId, 'st_b'),
      transfer_id: await moved(backend, 'dc_w', 'MUG'),
      node: 'st_b',
      item: 'TEA',
      customer_id: 'c_other',
    },
    secrets: [
      ...[gone.orderId, others.record.order.orderId, theirOffer, ...Object.values(theirMatters)],
      ...['c_other', 'other-1', 'other-2', 'Olga Other', '+86-222'],
    ],
    places: ['st_b', 'TEA', 'PLUM'],
    persons: ['Mia Mine', 'Olga Other', '+86-111', '+86-222', '31.23', '121.47'],
  };
}

/** One key for every kind that has keys, and a link to the order. */
async function tokens(
  backend: Parameters<typeof createLink>[0],
  order: Parameters<typeof createLink>[1]['orderId'],
  keys: ApiKey[],
): Promise<Record<PrincipalKind, string | null>> {
  const link = await createLink(backend, { orderId: order, tier: 'basic', days: 1 });
  ensure(link.ok, 'an order has a link');
  const { token } = link.value;
  const textOf = (kind: PrincipalKind): string | null => {
    if (kind === 'anonymous') return null;
    if (kind === 'tracking_link') return token;
    const { text, record } = keyOfKind(kind);
    keys.push(record);
    return text;
  };
  return Object.fromEntries(principalKinds.map((kind) => [kind, textOf(kind)])) as Record<
    PrincipalKind,
    string | null
  >;
}

/** Asks for a return of one unit to a node. @returns its id */
async function returned(api: ApiWorld, order: string, node: string): Promise<string> {
  const lines = [{ line_no: 1, units: 1, reason: 'too small', condition: 'unopened' }];
  const url = `/v1/orders/${order}/returns`;
  const opened = await api.send({ url, body: { method: 'send', node, lines } });
  return String(opened.at('/record/case_id'));
}

/** Asks for goods of a node to be moved to a node of the same owner. @returns the id */
async function moved({ hub, now }: Told['backend'], from: string, item: string): Promise<string> {
  const asked = await hub.requestTransfer({
    fromNodeId: nodeId(from),
    toNodeId: nodeId(from === 'st_a' ? 'dc_w' : 'st_b'),
    expectedAt: now() + 86_400_000,
    reason: 'balance',
    by: 'test',
    lines: [{ itemId: itemId(item), lot: '', units: 1 }],
  });
  ensure(asked.ok, 'goods may be moved');
  return asked.value.transferId;
}
