import {
  dayChecks,
  dayFigures,
  liveThrough,
  ordinaryHabits,
  referenceWorld,
  restore,
  strike,
} from '@ordermesh/twin';
import type { OrderDraft, ReferenceWorld, Scenario } from '@ordermesh/twin';

const minuteMs = 60_000;
/** 10:00 in Shanghai. */
const startAt = Date.parse('2026-03-02T02:00:00Z');
const orders = 20;
/** The DC and two stores, taken from the reference network. */
const nodeIds: readonly string[] = ['dc_kunshan', 'st_001', 'st_002'];

/**
 * The smallest network that shows everything: one DC, two stores, twenty orders. Stores reject every third offer, and
 * at 10:30 a storm strikes the first store for two hours. The hub moves the work; nothing is lost or sold twice.
 */
export const scenario: Scenario = {
  name: 'hello-network',
  title: 'Three nodes, twenty orders, rejections and a storm',
  run: async ({ seed, limit, onProgress }) => {
    const world = smallWorld(seed);
    const total = Math.min(limit ?? orders, orders);
    const store = world.network.nodes
      .filter(({ nodeId }) => nodeId === 'st_001')
      .map(({ nodeId }) => nodeId);
    const report = await liveThrough({
      seed,
      startAt,
      untilAt: startAt + 4 * 24 * 60 * minuteMs,
      furniture: {
        network: world.network,
        items: world.catalogue.map(({ profile }) => profile),
        stock: world.stock,
      },
      orders: draftsFor(world, total),
      habits: { ...ordinaryHabits, rejectChance: 0.34 },
      disturbances: [
        { at: startAt + 30 * minuteMs, act: (hub) => strike(hub, store, 'storm') },
        { at: startAt + 150 * minuteMs, act: (hub) => restore(hub, store, 'the storm is over') },
      ],
      onProgress: (done) => onProgress(done, total),
    });
    const { figures } = report;
    return {
      figures: dayFigures(report),
      tables: [],
      checks: [
        ...dayChecks(report),
        {
          what: 'every order arrived or waits for people',
          holds: figures.delivered + report.books.waitingOrders >= total,
          numbers: `${String(figures.delivered)} delivered, ${String(report.books.waitingOrders)} waiting, of ${String(total)}`,
        },
        {
          what: 'stores rejected or the storm struck, and the work moved',
          holds: total < orders || figures.rerouted > 0,
          numbers: `${String(figures.rerouted)} re-routed`,
        },
      ],
      notes: [],
      resultHash: report.logHash,
      elapsedMs: report.elapsedMs,
      json: { figures, actors: report.actors },
    };
  },
};

function smallWorld(seed: number): ReferenceWorld {
  const world = referenceWorld(seed);
  return {
    ...world,
    network: {
      ...world.network,
      nodes: world.network.nodes.filter(({ nodeId }) => nodeIds.includes(nodeId)),
    },
    stock: world.stock.filter(({ nodeId }) => nodeIds.includes(nodeId)),
  };
}

/** One order every three minutes, of items that all three nodes list. */
function* draftsFor(
  world: ReferenceWorld,
  total: number,
): Iterable<{ readonly at: number; readonly draft: OrderDraft }> {
  const listed = world.catalogue.filter(
    ({ profile }) =>
      world.stock.filter(({ itemId, onHandUnits }) => itemId === profile.itemId && onHandUnits > 8)
        .length === nodeIds.length,
  );
  for (let ix = 0; ix < total; ix += 1) {
    const at = startAt + (1 + 3 * ix) * minuteMs;
    const item = listed[(ix * 7) % listed.length];
    if (!item) return;
    yield {
      at,
      draft: {
        external_ids: [{ system: 'webshop', id: `HELLO-${String(ix + 1)}` }],
        channel: 'webshop',
        tier: 'standard',
        service_level: ix % 4 === 0 ? 'express' : 'standard',
        currency: 'CNY',
        placed_at: new Date(at).toISOString(),
        ship_to: {
          latitude: 31.2 + 0.01 * (ix % 5),
          longitude: 121.42 + 0.01 * (ix % 7),
          country: 'CN',
          subdivision: 'CN-SH',
          postcode: '200000',
        },
        lines: [
          {
            line_no: 1,
            item: item.profile.itemId,
            quantity: 1 + (ix % 2),
            price: { amount_minor: item.priceMinor * (1 + (ix % 2)), currency: 'CNY' },
            tax: { amount_minor: 0, currency: 'CNY' },
          },
        ],
      },
    };
  }
}
