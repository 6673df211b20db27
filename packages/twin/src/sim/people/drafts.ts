import { aDraft } from '@ordermesh/testkit';
import type { Chance } from '../../chance.ts';
import { isThere } from '../faults/fault-mix.ts';
import type { Mesh } from '../mesh.ts';

/** Where customers live when they come in waves: Shanghai, Wuhan, and Hefei between the two. */
const cities = [
  {},
  { latitude: 30.6, longitude: 114.3, subdivision: 'CN-HB', postcode: '430000' },
  { latitude: 31.82, longitude: 117.23, subdivision: 'CN-AH', postcode: '230000' },
];

/** How many times the usual somebody buys who may come to regret it; 1 = the usual. */
const basketOf = (
  { mesh, chance }: { readonly mesh: Mesh; readonly chance: Chance },
  number: string,
): number => (chance.fork(`basket of ${number}`).unit() < mesh.mix.regrets ? 4 : 1);

/** What a customer sends. */
export type Draft = ReturnType<typeof aDraft>;

/** What a customer wants, and where; `number` is that of the shop. */
export function draftOf(
  { mesh, chance }: { readonly mesh: Mesh; readonly chance: Chance },
  number: string,
): Draft {
  const items = mesh.furniture.items.map(({ itemId }) => itemId);
  const first = chance.pick(items);
  const second = chance.pick(items);
  const baskets = basketOf({ mesh, chance }, number);
  const line = (item: string): object => ({
    item,
    quantity: chance.between(1, 3) * baskets,
    price: { amount_minor: 1200, currency: 'CNY' },
    tax: { amount_minor: 156, currency: 'CNY' },
  });
  const draft = aDraft();
  const city = isThere(mesh.mix.waves) ? chance.fork(`home of ${number}`).pick(cities) : {};
  const isKey = chance.fork(`tier of ${number}`).unit() < mesh.mix.keyCustomers;
  return aDraft({
    ...(isKey && { tier: 'vip' }),
    ship_to: { ...(draft['ship_to'] as object), ...city },
    external_ids: [{ system: 'shop', id: number }],
    backorder: chance.pick(['no', 'no', 'partial', 'complete']),
    lines: chance.unit() < 0.6 || first === second ? [line(first)] : [line(first), line(second)],
  });
}

/** What somebody wants in a flash sale: some of the one item, soon and from nowhere else. */
export function saleDraft(
  { mesh, chance }: { readonly mesh: Mesh; readonly chance: Chance },
  number: string,
  itemId: string,
): Draft {
  const quantity = chance.fork(`sale of ${number}`).between(1, 4);
  const [price, tax] = [
    { amount_minor: 1000 * quantity, currency: mesh.furniture.network.currency },
    { amount_minor: 130 * quantity, currency: mesh.furniture.network.currency },
  ];
  return aDraft({
    external_ids: [{ system: 'shop', id: number }],
    backorder: 'no',
    lines: [{ item: itemId, quantity, price, tax }],
  });
}
