import {
  dayChecks,
  dayFigures,
  demandOf,
  liveThrough,
  nodesAround,
  referenceWorld,
  restore,
  strike,
} from '@ordermesh/twin';
import type { OrderDraft, Scenario } from '@ordermesh/twin';

const hourMs = 3_600_000;
/** 08:00 in Shanghai on a Monday. */
const startAt = Date.parse('2026-03-02T00:00:00Z');
const ordersPerHour = 400;
const ordersOfTheDay = 6000;

/**
 * A working day on the reference network: 225 nodes, 480 items, customers of 76 cities. At 14:00 a storm strikes the
 * seven stores nearest to the centre of Shanghai for three hours. Then two days more, so that parcels arrive.
 */
export const scenario: Scenario = {
  name: 'reference-day',
  title: 'A day on the reference network, with a storm over Shanghai',
  run: async ({ seed, limit, onProgress }) => {
    const world = referenceWorld(seed);
    const total = Math.min(limit ?? ordersOfTheDay, ordersOfTheDay);
    const shanghai = world.cities[0] ?? { latitude: 31.22, longitude: 121.44 };
    const struck = nodesAround(world.network.nodes, shanghai, 7).map(({ nodeId }) => nodeId);
    let moved = 0;
    const report = await liveThrough({
      seed,
      startAt,
      untilAt: startAt + 84 * hourMs,
      furniture: {
        network: world.network,
        items: world.catalogue.map(({ profile }) => profile),
        stock: world.stock,
      },
      orders: ordersFrom(world, { seed, total }),
      disturbances: [
        {
          at: startAt + 6 * hourMs,
          act: async (hub) => {
            moved = await strike(hub, struck, 'storm over Shanghai');
          },
        },
        { at: startAt + 9 * hourMs, act: (hub) => restore(hub, struck, 'the storm is over') },
      ],
      onProgress: (done) => {
        if (done % 50 === 0 || done === total) onProgress(done, total);
      },
    });
    const { figures } = report;
    const onTime = figures.deliveredInWindow / Math.max(1, figures.delivered);
    return {
      figures: [...dayFigures(report), ['orders moved by the storm', String(moved)]],
      tables: [],
      checks: [
        ...dayChecks(report),
        {
          what: 'at least 97 % of the orders found a node at once',
          holds: figures.ordersRouted >= 0.97 * figures.ordersAccepted,
          numbers: `${String(figures.ordersRouted)} of ${String(figures.ordersAccepted)}`,
        },
        {
          what: 'at least 85 % arrived in the promised window, rejections, short picks and the storm included',
          holds: figures.delivered === 0 || onTime >= 0.85,
          numbers: `${String(figures.deliveredInWindow)} of ${String(figures.delivered)}`,
        },
      ],
      notes: [],
      resultHash: report.logHash,
      elapsedMs: report.elapsedMs,
      json: { figures, actors: report.actors, moved },
    };
  },
};

function* ordersFrom(
  world: ReturnType<typeof referenceWorld>,
  ask: { readonly seed: number; readonly total: number },
): Iterable<{ readonly at: number; readonly draft: OrderDraft }> {
  const demand = demandOf(world, ask.seed);
  let at = startAt;
  for (let ix = 0; ix < ask.total; ix += 1) {
    at += demand.pauseMs(at, ordersPerHour);
    yield { at, draft: demand.order(at) };
  }
}
