import type { HubOutcome, PlacedOrder, RequestMeta } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import { aDraft } from '@ordermesh/testkit';
import type { Chance } from '../../chance.ts';
import { isThere } from '../faults/fault-mix.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import { draftOf, saleDraft } from './drafts.ts';
import type { Draft } from './drafts.ts';

/** What the customers know: what they were told, which must stay true. */
export interface Customers {
  /** Orders that were acknowledged, by id, with the external number that the shop gave. */
  readonly acknowledged: ReadonlyMap<OrderId, Acknowledged>;
  /** Attempts that were answered or given up. */
  readonly attempts: () => number;
}

/** An order as its customer was told of it. */
export interface Acknowledged {
  readonly externalId: string;
  readonly priceMinor: number;
  readonly taxMinor: number;
}

interface Shop {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly acknowledged: Map<OrderId, Acknowledged>;
  readonly byExternal: Map<string, OrderId>;
  attempts: number;
}

/** Lets `count` customers come until a moment; some click twice, some cancel, some change their mind. */
export function customersOf(
  mesh: Mesh,
  chance: Chance,
  flow: { readonly count: number; readonly untilAt: number },
): Customers {
  const shop: Shop = { mesh, chance, acknowledged: new Map(), byExternal: new Map(), attempts: 0 };
  const spanMs = flow.untilAt - mesh.clock.now();
  const all = Array.from({ length: flow.count }, (_, ix) => `S-${String(ix)}`);
  const numbers = all.slice(Math.floor(flow.count * mesh.mix.flashSales));
  comeToSales(shop, all.slice(0, flow.count - numbers.length), spanMs);
  const alone = isThere(mesh.mix.waves)
    ? Math.ceil(numbers.length * (1 - waves.share))
    : numbers.length;
  for (const number of numbers.slice(0, alone))
    mesh.clock.after(chance.unit() * spanMs * (1 - mesh.mix.rush), () => {
      buy(shop, number);
    });
  comeInWaves(shop, numbers.slice(alone), spanMs);
  return { acknowledged: shop.acknowledged, attempts: () => shop.attempts };
}

/** How many customers a flash sale has. */
const perSale = 12;

/** All want the same in the same second, and each asks for it alone. */
function comeToSales(shop: Shop, numbers: readonly string[], spanMs: number): void {
  const { mesh, chance } = shop;
  numbers.forEach((number, ix) => {
    const sale = chance.fork(`sale ${String(Math.floor(ix / perSale))}`);
    const [{ itemId }, at] = [sale.pick(mesh.furniture.items), sale.unit() * spanMs];
    mesh.clock.after(at + chance.fork(`rush of ${number}`).unit() * 1000, () => {
      submit(shop, number, { draft: saleDraft(shop, number, itemId), key: number });
    });
  });
}

/** Share of customers who come in waves, where there are any, and how many waves there are. */
const waves = { share: 0.7, count: 3 };

/** A marketplace brings its customers together: what has gathered is sent in one request. */
function comeInWaves(shop: Shop, numbers: readonly string[], spanMs: number): void {
  const { mesh, chance } = shop;
  const perWave = Math.ceil(numbers.length / waves.count);
  for (let wave = 0; wave < waves.count; wave += 1) {
    const some = numbers.slice(wave * perWave, (wave + 1) * perWave);
    const at = ((wave + 1) / waves.count) * spanMs * (1 - mesh.mix.rush);
    if (some.length === 0) continue;
    mesh.clock.after(at, () => {
      const drafts = some.map((number) => draftOf(shop, number));
      insist<readonly HubOutcome<PlacedOrder>[]>(mesh, {
        ...{ from: 'shop', chance, triesMax: 12 },
        handle: (hub) =>
          Promise.all(
            drafts.map((draft, ix) => hub.placeOrder(draft, metaOf(draft, some[ix] ?? ''))),
          ),
        answered: (outcomes) => {
          outcomes.forEach((outcome, ix) => {
            shop.attempts += 1;
            told(shop, some[ix] ?? '', outcome);
          });
        },
      });
    });
  }
}

function buy(shop: Shop, number: string): void {
  const { mesh, chance } = shop;
  const drawn = draftOf(shop, number);
  const habit = chance.fork(number);
  const isKeyOnly = habit.unit() < mesh.mix.keyOnly;
  const draft = isKeyOnly ? { ...drawn, external_ids: [] } : drawn;
  const holdsCart = habit.unit() < mesh.mix.cart;
  if (holdsCart) cartFirst(shop, number, { draft, habit });
  else submit(shop, number, { draft, key: number });
  // A queue that was down for a while sends the same request again, long after it was answered.
  if (isKeyOnly && !holdsCart && habit.unit() < 0.5)
    mesh.clock.after(habit.between(2, 60) * 60_000, () => {
      submit(shop, number, { draft, key: number });
    });
  if (holdsCart) return;
  // Impatient people click again; a marketplace sends its notice twice; a buggy shop changes the body under its key.
  const mood = chance.unit();
  if (mood < 0.15)
    mesh.clock.after(chance.unit() * 3000, () => {
      submit(shop, number, { draft, key: isKeyOnly || mood < 0.08 ? number : `${number}-again` });
    });
  else if (mood < 0.2)
    mesh.clock.after(60_000, () => {
      changeUnderKey(shop, number, draft);
    });
  if (chance.unit() < mesh.mix.poison) poison(shop);
}

interface Submission {
  readonly draft: Draft;
  readonly key: string;
}

function submit(shop: Shop, number: string, { draft, key }: Submission): void {
  const { mesh, chance } = shop;
  insist<HubOutcome<PlacedOrder>>(mesh, {
    from: 'shop',
    chance,
    triesMax: 12,
    handle: (hub) => hub.placeOrder(draft, metaOf(draft, key)),
    answered: (outcome) => {
      shop.attempts += 1;
      told(shop, number, outcome);
    },
  });
}

/** Holds the goods first; then orders them, or leaves. */
function cartFirst(
  shop: Shop,
  number: string,
  { draft, habit }: { readonly draft: Draft; readonly habit: Chance },
): void {
  const { mesh } = shop;
  const { external_ids: _none, backorder: _neither, ...goods } = draft;
  const order = (more: object): void => {
    submit(shop, number, { draft: { ...draft, ...more }, key: number });
  };
  ask(mesh, {
    from: 'shop',
    chance: habit,
    handle: (hub) =>
      hub.reserveCart({ ...goods, ttl_seconds: habit.between(60, 1800) }, { principal: 'shop' }),
    answered: (held) => {
      if (!held.ok) order({});
      else if (habit.unit() < 0.7)
        mesh.clock.after(habit.unit() * 900_000, () => {
          order({ cart_id: held.value.cartId });
          watchCart(shop, number, held.value.cartId);
        });
    },
    silence: () => {
      order({});
    },
  });
}

/** Far from the end of its time even by a clock that is off: what a cart held is the order's, or was let go. */
function watchCart({ mesh, byExternal }: Shop, number: string, cart: string): void {
  const { database, clock } = mesh;
  clock.after(120_000, () => {
    if (!byExternal.has(number)) return;
    for (const id of database.reservationsOfCart.get(cart) ?? []) {
      const held = database.reservations.get(id);
      if (held?.state === 'live' && (held.expiresAt ?? 0) - clock.now() > 900_000)
        mesh.broken('an order takes over what its cart held', `${number}: ${id}`);
    }
  });
}

const metaOf = (draft: Draft, key: string): RequestMeta => ({
  principal: 'shop',
  idempotency: { key, bodyHash: bodyHashOf(draft) },
});

/** The hub is told a text in place of a hash: all it does with it is compare. */
const bodyHashOf = (draft: Draft): string => JSON.stringify(draft);

function told(shop: Shop, number: string, outcome: HubOutcome<PlacedOrder>): void {
  const { mesh } = shop;
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.reason === 'external-id-known') {
      sameOrder(shop, number, refusal.orderId);
      return;
    }
    if (refusal.reason === 'contended' && shop.byExternal.has(number))
      mesh.broken('who sends again is told the same', `${number}: ${JSON.stringify(refusal)}`);
    if (refusal.reason !== 'busy' && refusal.reason !== 'contended')
      mesh.broken('an order that is right is taken', `${number}: ${JSON.stringify(refusal)}`);
    return;
  }
  const { order } = outcome.value.record;
  sameOrder(shop, number, order.orderId);
  if (shop.acknowledged.has(order.orderId)) return;
  shop.acknowledged.set(order.orderId, {
    externalId: number,
    priceMinor: order.lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
    taxMinor: order.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0),
  });
  laterThoughts(shop, order.orderId);
}

/** One number of the shop is one order of the hub, however often it is told. */
function sameOrder(shop: Shop, number: string, orderId: OrderId): void {
  const known = shop.byExternal.get(number);
  if (known !== undefined && known !== orderId)
    shop.mesh.broken('one external order is one order', `${number}: ${known} and ${orderId}`);
  shop.byExternal.set(number, orderId);
}

function changeUnderKey(shop: Shop, number: string, draft: Draft): void {
  const { mesh, chance } = shop;
  if (!shop.byExternal.has(number)) return;
  const other = { ...draft, channel: 'other' };
  insist<HubOutcome<PlacedOrder>>(mesh, {
    from: 'shop',
    chance,
    triesMax: 6,
    handle: (hub) =>
      hub.placeOrder(other, {
        principal: 'shop',
        idempotency: { key: number, bodyHash: bodyHashOf(other) },
      }),
    answered: (outcome) => {
      if (
        outcome.ok ||
        !['key-reused', 'external-id-known', 'busy'].includes(outcome.refusal.reason)
      )
        mesh.broken(
          'the same key with another body is refused',
          `${number}: ${outcome.ok ? 'taken' : outcome.refusal.reason}`,
        );
    },
  });
}

function laterThoughts(shop: Shop, orderId: OrderId): void {
  const { mesh, chance } = shop;
  const mood = chance.unit();
  if (mood > 0.25) return;
  mesh.clock.after(chance.exponential(20 * 60_000), () => {
    const lines = mood < 0.1 ? [{ lineNo: 1, units: 1 }] : undefined;
    insist(mesh, {
      from: 'shop',
      chance,
      triesMax: 1,
      handle: (hub) =>
        hub.cancelOrder(orderId, { reason: 'changed my mind', ...(lines ? { lines } : {}) }),
      answered: () => undefined,
    });
  });
}

/** What no hub can understand is refused, and what comes after it flows. */
function poison(shop: Shop): void {
  const { mesh, chance } = shop;
  const junk = chance.pick<unknown>([
    null,
    { lines: 'none' },
    { ...aDraft(), lines: [{ item: 'NOBODY-KNOWS', quantity: 1 }] },
    { ...aDraft(), lines: [{ item: 'OAT', quantity: -1 }] },
  ]);
  insist<HubOutcome<PlacedOrder>>(mesh, {
    from: 'shop',
    chance,
    triesMax: 4,
    handle: (hub) => hub.placeOrder(junk, { principal: 'shop' }),
    answered: (outcome) => {
      if (outcome.ok) mesh.broken('what no hub understands is refused', JSON.stringify(junk));
    },
  });
}
