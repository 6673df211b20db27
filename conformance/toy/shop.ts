import { cannot, pause } from '../contract/index.ts';
import type { Answer, Done, OrderAsk, System, Want, Work } from '../contract/index.ts';
import { ToyBooks } from './books.ts';
import type { Mistake, ToyOrder } from './books.ts';
import { toyTelling } from './telling.ts';

const yes: Done = { done: true, why: '' };
const no = (why: string): Done => ({ done: false, why });
/** Others come in between. */
const others = (): Promise<void> => pause(1);

/** A shop in memory, with mistakes planted: shows which cases notice them. Without any it is right. */
export function toyShop(...planted: readonly Mistake[]): System {
  const books = new ToyBooks(new Set(planted));
  const carts = new Map<string, ToyOrder>();
  const answers = new Map<string, Answer>();
  const failed = new Set<string>();
  const quoted = new Set<string>();
  const telling = toyTelling(books);
  const named = (name: string): ToyOrder | undefined =>
    [...books.orders.values()].find((order) => order.name === name);

  function drop(cart: string): void {
    const held = carts.get(cart);
    if (!held) return;
    for (const { item, units } of held.works.flatMap(({ wants }) => wants))
      books.free(held, item, units);
    carts.delete(cart);
  }

  /** What it says before it looks at any shelf. */
  function atOnce(ask: OrderAsk): Answer | undefined {
    if (ask.wants.some(({ item }) => !books.items.has(item)))
      return { kind: 'refused', text: 'unknown item' };
    if (ask.externalId === undefined || books.has('knows no names')) return undefined;
    const known = named(ask.externalId);
    return known && { kind: 'known', orderId: known.id, text: known.id };
  }

  async function make(ask: OrderAsk): Promise<Answer> {
    const answer = atOnce(ask);
    if (answer) return answer;
    if (ask.cart !== undefined && !books.has('keeps the cart beside the order')) drop(ask.cart);
    const missing = books.missing(ask.wants);
    if (books.has('checks then acts')) await others();
    const believed = books.has('believes the quote') && quoted.has(JSON.stringify(ask.wants));
    const order = newOrder(ask);
    if (missing.length > 0 && ask.mayWait !== true && !believed)
      return { kind: 'short', orderId: undefined, missing, text: 'short' };
    books.orders.set(order.id, order);
    if (ask.mayWait === true) order.waiting = missing.map((want) => ({ ...want }));
    await take(order, ask.wants);
    telling.tell(order.id, 'placed');
    return { kind: 'sold', orderId: order.id, text: order.id };
  }

  /** Reserves what does not wait. */
  async function take(order: ToyOrder, wants: readonly Want[]): Promise<void> {
    if (books.has('forgets an allocation') && books.orders.size % 50 === 0) return;
    const waiting = (item: string): number =>
      order.waiting.find((want) => want.item === item)?.units ?? 0;
    const now = books
      .needs(wants)
      .map(({ item, units }) => ({ item, units: units - waiting(item) }));
    if (!books.has('loses updates')) {
      books.reserve(order, now);
      return;
    }
    const before = new Map([...books.shelves].map(([key, { reserved }]) => [key, reserved]));
    await others();
    books.reserve(order, now);
    for (const { item, spot, units } of unitsOf(order))
      books.shelf(item, spot).reserved = (before.get(`${item} ${spot}`) ?? 0) + units;
  }

  const newOrder = (ask: OrderAsk): ToyOrder => ({
    id: `o${String(books.next())}`,
    name: ask.externalId,
    lines: ask.wants.map(({ item, units }) => ({ item, units, cancelled: 0 })),
    works: [],
    waiting: [],
  });

  const unitsOf = (order: ToyOrder) =>
    order.works.flatMap(({ spot, wants }) => wants.map((want) => ({ spot, ...want })));

  function orderOf(id: string): ToyOrder {
    const order = books.orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  }

  function cancelPart(order: ToyOrder, { item, units }: Want): Done {
    const line = order.lines.find((one) => one.item === item);
    const waiting = order.waiting.find((one) => one.item === item)?.units ?? 0;
    const unsent = order.works
      .filter(({ state }) => state !== 'left' && state !== 'ended')
      .flatMap(({ wants }) => wants);
    const there = unsent.reduce(
      (sum, want) => sum + (want.item === item ? want.units : 0),
      waiting,
    );
    if (!line) return no('no such line');
    if (units > there && !books.has('frees what was sent')) {
      if (books.has('frees again')) books.shelf(item, 'near').reserved -= units;
      return no('not so many left');
    }
    const freed = books.free(order, item, units);
    if (books.has('makes waiting goods real') && waiting > 0)
      books.shelf(item, 'near').onHand += waiting;
    order.waiting = order.waiting.filter((one) => one.item !== item || freed === units);
    line.cancelled += units;
    telling.tell(order.id, 'cancelled');
    return yes;
  }

  function serveWaiting(item: string): void {
    for (const order of books.orders.values()) {
      const want = order.waiting.find((one) => one.item === item);
      if (!want || books.sellableAll(item) < want.units) continue;
      order.waiting = order.waiting.filter((one) => one !== want);
      books.reserve(order, [want]);
    }
  }

  const liveWork = ({ workId, orderId }: Work) =>
    orderOf(orderId).works.find((one) => one.workId === workId);

  const shop: System = {
    name: 'toy',
    doors: 1,
    lagMs: 50,
    order: async (ask, sending = {}) => {
      await others();
      const key = books.has('knows no keys') ? undefined : sending.key;
      const known = key === undefined ? undefined : answers.get(key);
      if (known) return known;
      const answer = await make(ask);
      if (key !== undefined) answers.set(key, answer);
      if (
        books.has('waits for itself') &&
        new Set(ask.wants.map(({ item }) => item)).size < ask.wants.length
      )
        return { kind: 'failed', text: 'lock time-out' };
      return sending.cutAfterMs === undefined ? answer : { kind: 'failed', text: 'cut' };
    },
    orders: (asks) => Promise.all(asks.map((ask) => shop.order(ask))),
    quote: async ({ wants }) => {
      const fits = books.missing(wants).length === 0;
      if (fits) quoted.add(JSON.stringify(wants));
      return fits || books.has('quotes what it cannot sell');
    },
    hold: async (ask) => {
      await others();
      if (books.missing(ask.wants).length > 0) return undefined;
      const cart = newOrder(ask);
      books.reserve(cart, ask.wants);
      carts.set(cart.id, cart);
      return cart.id;
    },
    dropCart: async (cart) => drop(cart),
    seen: async (id) => structuredClone(orderOf(id)),
    ordersNamed: async (name) =>
      [...books.orders.values()].filter((order) => order.name === name).length,
    cancel: async (id, part) => {
      await others();
      const order = orderOf(id);
      const rest = [
        ...unitsOf({
          ...order,
          works: order.works.filter(({ state }) => state === 'open' || state === 'taken'),
        }),
        ...order.waiting,
      ];
      if (part) return part.map((want) => cancelPart(order, want))[0] ?? yes;
      if (rest.length === 0 && books.has('frees again')) {
        for (const { item, units } of order.lines) books.shelf(item, 'near').reserved -= units;
        return yes;
      }
      for (const want of books.needs(rest)) cancelPart(order, want);
      return rest.length > 0 ? yes : no('nothing left');
    },
    change: async (id, { item, units }) => {
      const order = orderOf(id);
      const line = order.lines.find((one) => one.item === item);
      const now = line ? line.units - line.cancelled : 0;
      if (books.has('reserves again at an edit')) books.shelf(item, 'near').reserved += units;
      telling.tell(id, 'changed');
      if (units < now) return cancelPart(order, { item, units: now - units });
      if (books.missing([{ item, units: units - now }]).length > 0) return no('not enough');
      if (line) line.units += units - now;
      else order.lines.push({ item, units, cancelled: 0 });
      if (units > now && !books.has('does not reserve what is added'))
        books.reserve(order, [{ item, units: units - now }]);
      return yes;
    },
    deliver: async ({ externalId, ask }) => {
      await others();
      if (failed.has(externalId)) return { kind: 'known', orderId: undefined, text: '' };
      const answer = await make({ ...ask, externalId });
      if (answer.kind === 'sold')
        return { kind: 'made', orderId: answer.orderId, text: answer.text };
      if (answer.kind === 'known')
        return { kind: 'known', orderId: answer.orderId, text: answer.text };
      if (books.has('remembers what failed')) failed.add(externalId);
      return { kind: 'failed', orderId: undefined, text: answer.text };
    },
    makeItem: async (item, parts) => {
      books.items.set(item, parts);
    },
    count: async (rows) => {
      const unknown = rows.find(({ item }) => !books.items.has(item));
      if (unknown)
        return books.has('drops rows without a word') ? yes : no(`unknown ${unknown.item}`);
      for (const { item, spot, units, keptBack } of rows) {
        const shelf = books.shelf(item, spot);
        shelf.onHand = books.has('counts away what is reserved') ? units - shelf.reserved : units;
        shelf.keptBack = keptBack ?? shelf.keptBack;
      }
      return yes;
    },
    receive: async ({ item, spot, units }) => {
      const { onHand } = books.shelf(item, spot);
      if (books.has('loses updates')) {
        await others();
        books.shelf(item, spot).onHand = onHand + units;
      } else books.shelf(item, spot).onHand += units;
      serveWaiting(item);
      return yes;
    },
    shelves: async (item) =>
      (['near', 'far'] as const).map((spot) => {
        const { onHand, reserved } = books.shelf(item, spot);
        return { spot, onHand, reserved, sellable: books.sellable(item, spot) };
      }),
    differences: async (rows) =>
      books.has('compares nothing')
        ? 0
        : rows.filter(({ item, spot, units, reserved }) => {
            const shelf = books.shelf(item, spot);
            return shelf.onHand !== units || shelf.reserved !== reserved;
          }).length,
    accept: async (work) => {
      const live = liveWork(work);
      if (live?.state !== 'open') return no('not open');
      live.state = 'taken';
      return yes;
    },
    reject: async () => no('the toy never gives work back'),
    short: () => cannot('the toy finds everything'),
    claim: async (work) => {
      await others();
      const live = liveWork(work);
      if (live?.state !== 'open' && !books.has('gives work to all')) return no('somebody has it');
      if (live) live.state = 'taken';
      return yes;
    },
    replan: async (id) => {
      if (books.has('ships once more')) books.reserve(orderOf(id), orderOf(id).lines);
      return yes;
    },
    scan: async (work, step) => {
      await others();
      const live = liveWork(work);
      if (step !== 'left' || !live) return yes;
      if (live.state === 'left' && !books.has('takes off with each scan')) return yes;
      for (const { item, units } of live.wants) {
        books.shelf(item, live.spot).onHand -= units;
        if (live.state !== 'left') books.shelf(item, live.spot).reserved -= units;
      }
      live.state = 'left';
      if (books.has('forgets who waits')) orderOf(work.orderId).waiting = [];
      return yes;
    },
    refund: async (id, { item, units }) => {
      if (books.has('restocks with the money')) books.shelf(item, 'near').onHand += units;
      const key = `refund ${id}`;
      if (failed.has(key)) return no('paid already');
      failed.add(key);
      return yes;
    },
    ...telling.desk,
  };
  return shop;
}
