import { OrdermeshError } from '@ordermesh/sdk';
import type { Fulfilment, IngestResult, OrderDraft, OrderView, PlacedOrder } from '@ordermesh/sdk';
import type { Answer, Delivered, OrderAsk, OrderSeen, Want, Work } from '../../contract/index.ts';
import type { OrderDesk } from '../../contract/system.ts';
import { doneOf, isRefusal } from './asking.ts';
import type { Asking } from './asking.ts';
import { spotOf } from './world.ts';

const shopSystem = 'conformance';

/** Orders over our API. */
export const orderDesk = (asking: Asking): OrderDesk => ({
  order: (ask, sending) =>
    answerOf(ask, () =>
      asking
        .through(sending)
        .orders.place(
          draftOf(asking, ask),
          sending?.key === undefined ? {} : { idempotencyKey: sending.key },
        ),
    ),
  orders: async (asks, sending) => {
    const drafts = asks.map((ask) => draftOf(asking, ask));
    const results = await asking.through(sending).orders.placeMany(drafts);
    return results.map(({ order, problem, status }, ix) => {
      const ask = asks[ix] ?? { wants: [] };
      return order ? placedAnswer(ask, order) : problemAnswer(status, problem ?? {});
    });
  },
  quote: async (ask, sending) => {
    const answer = await answerOf(ask, () =>
      asking.through(sending).orders.place(draftOf(asking, ask), { dryRun: true }),
    );
    if (answer.kind === 'failed') throw new Error(answer.text);
    return answer.kind === 'sold';
  },
  hold: async (ask, sending) => {
    try {
      const cart = { ...draftOf(asking, ask), ttl_seconds: 600 };
      return (await asking.through(sending).promises.reserve(cart)).cart_id;
    } catch (failure) {
      if (!isRefusal(failure)) throw failure;
      return undefined;
    }
  },
  dropCart: async (cart) => {
    await asking.through().promises.release(cart);
  },
  seen: async (orderId) => seenOf(await asking.through().orders.get(orderId)),
  ordersNamed: async (externalId) => {
    const after = new Date(asking.openedAt - 60_000).toISOString();
    let found = 0;
    const all = asking.through().orders.list({ 'accepted_at[gte]': after, limit: 200 });
    for await (const order of all)
      if (order.external_ids.some(({ id }) => id === externalId)) found += 1;
    return found;
  },
  cancel: (orderId, part, sending) =>
    doneOf(async () => {
      const client = asking.through(sending);
      const lines =
        part &&
        linesOf(seenOf(await client.orders.get(orderId)), part).map(({ line, units }) => ({
          line_no: line,
          units,
        }));
      await client.orders.cancel(orderId, { reason: 'conformance', ...(lines && { lines }) });
    }),
  change: (orderId, { item, units, priceMinor }, sending) =>
    doneOf(async () => {
      const client = asking.through(sending);
      const { order } = await client.orders.get(orderId);
      const line = order.lines.find((row) => row.item === item);
      const price = priceMinor === undefined ? {} : { price: { amount_minor: priceMinor * units } };
      const wish = line ? { line_no: line.line_no } : { item };
      await client.orders.change(orderId, { lines: [{ ...wish, quantity: units, ...price }] });
    }),
  deliver: async ({ source, externalId, version, ask }, sending) => {
    const row = { external_id: externalId, version, order: draftOf(asking, ask) };
    const { results } = await asking.through(sending).ingest.orders({ source, rows: [row] });
    const [result] = results;
    if (!result) throw new Error('a batch of one row has no result');
    return {
      kind: deliveredKinds[result.outcome],
      orderId: result.order_id ?? undefined,
      text: JSON.stringify(result),
    };
  },
});

const deliveredKinds: Readonly<Record<IngestResult['outcome'], Delivered['kind']>> = {
  created: 'made',
  updated: 'known',
  cancelled: 'known',
  remembered: 'known',
  unchanged: 'known',
  older: 'known',
  failed: 'failed',
  parked: 'failed',
  again: 'again',
};

const draftOf = ({ currency }: Asking, ask: OrderAsk): OrderDraft => ({
  channel: ask.channel ?? 'webshop',
  currency,
  ship_to: {
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
    latitude: 31.23,
    longitude: 121.47,
  },
  lines: ask.wants.map(({ item, units }) => ({
    item,
    quantity: units,
    price: { amount_minor: 1_000 * units },
  })),
  ...(ask.externalId !== undefined && {
    external_ids: [{ system: shopSystem, id: ask.externalId }],
  }),
  ...(ask.cart !== undefined && { cart_id: ask.cart }),
  ...(ask.mayWait === true && { backorder: 'partial' as const }),
});

async function answerOf(ask: OrderAsk, place: () => Promise<PlacedOrder>): Promise<Answer> {
  try {
    return placedAnswer(ask, await place());
  } catch (failure) {
    if (failure instanceof OrdermeshError) return problemAnswer(failure.status, failure.problem);
    return { kind: 'failed', text: String(failure) };
  }
}

function placedAnswer(ask: OrderAsk, placed: PlacedOrder): Answer {
  const { order, unroutable } = placed;
  const text = JSON.stringify(placed);
  if (order.state === 'open') return { kind: 'sold', orderId: order.order_id, text };
  const missing = (unroutable?.short_lines ?? []).map(({ item, missing_units: units }) => ({
    item,
    units,
  }));
  if (order.state === 'unroutable')
    return { kind: 'short', orderId: order.order_id, missing, text };
  return { kind: 'failed', text: `${JSON.stringify(ask)} became ${order.state}` };
}

function problemAnswer(status: number, problem: Readonly<Record<string, unknown>>): Answer {
  const text = JSON.stringify({ status, ...problem });
  const known = problem['order_id'];
  if (problem['code'] === 'OM3002' && typeof known === 'string')
    return { kind: 'known', orderId: known, text };
  return { kind: status >= 400 && status < 500 ? 'refused' : 'failed', text };
}

const workStates: Readonly<Record<Fulfilment['state'], Work['state']>> = {
  scheduled: 'open',
  offered: 'open',
  accepted: 'taken',
  in_progress: 'taken',
  ready: 'taken',
  shipped: 'left',
  delivered: 'left',
  undelivered: 'left',
  rejected: 'ended',
  expired: 'ended',
  cancelled: 'ended',
};

const seenOf = ({ order, fulfilments }: OrderView): OrderSeen & { readonly lineNos: number[] } => ({
  lineNos: order.lines.map(({ line_no: line }) => line),
  lines: order.lines.map(({ item, quantity, cancelled_quantity: cancelled }) => ({
    item,
    units: quantity,
    cancelled,
  })),
  works: fulfilments.map((work) => ({
    workId: work.fulfilment_id,
    orderId: work.order_id,
    spot: spotOf(work.node),
    turn: work.epoch,
    state: workStates[work.state],
    wants: work.lines.map(({ item, quantity }) => ({ item, units: quantity })),
  })),
  waiting: order.waits.map(({ item, units }) => ({ item, units })),
});

/** Goods by the lines of an order; a good that is on several lines is taken from the first that has it. */
function linesOf(
  seen: ReturnType<typeof seenOf>,
  part: readonly Want[],
): readonly { readonly line: number; readonly units: number }[] {
  return part.map(({ item, units }) => {
    const ix = seen.lines.findIndex((line) => line.item === item);
    return { line: seen.lineNos[ix] ?? 0, units };
  });
}
