import { aDraft } from '@ordermesh/testkit';
import type { Chance } from '../../chance.ts';
import { isThere } from '../faults/fault-mix.ts';
import type { Mesh } from '../mesh.ts';
import { basketOf } from './regrets.ts';

/** Where customers live when they come in waves: Shanghai, Wuhan, and Hefei between the two. */
const cities = [
  {},
  { latitude: 30.6, longitude: 114.3, subdivision: 'CN-HB', postcode: '430000' },
  { latitude: 31.82, longitude: 117.23, subdivision: 'CN-AH', postcode: '230000' },
];

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
