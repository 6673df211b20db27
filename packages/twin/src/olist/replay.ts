import { createHash } from 'node:crypto';
import { createHub } from '@ordermesh/core/hub';
import type { Hub, PlacedOrder, Store } from '@ordermesh/core/hub';
import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { memoryStore } from '@ordermesh/testkit';
import { virtualTime } from '../clock/virtual-time.ts';
import type { VirtualTime } from '../clock/virtual-time.ts';
import { furnish, held } from '../run/furnish.ts';
import { checkBooks } from '../run/invariants.ts';
import type { BooksChecked } from '../run/invariants.ts';
import { baselinePolicies, baselineRun } from './baselines.ts';
import { readOlist } from './dataset.ts';
import type { OlistDataset, OlistOrder } from './dataset.ts';
import { draftOf, realScans } from './execution.ts';
import { olistNetwork, trainingOrders } from './network.ts';
import type { OlistNetwork } from './network.ts';
import { unfilledMinor } from './rate-card.ts';
import { cycleOrders, replayStock } from './stock-plan.ts';
import type { CycleStock } from './stock-plan.ts';
import { policyTally, promiseTally } from './tally.ts';
import type { PolicyResult, PromiseResult } from './tally.ts';

/** Name of the replay's hub in the log; a store given from outside must write it as origin. */
export const replayOrigin = 'olist';

/** How to replay. */
export interface OlistAsk {
  readonly folder: string;
  readonly seed: number;
  /** Only the first so many orders; absent = all. */
  readonly limit?: number;
  /** Default: a new store in memory. */
  readonly store?: Store;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the replay measured. Money in centavos. */
export interface OlistReport {
  readonly orders: number;
  /** Orders after the warm-up; only these count below. */
  readonly judged: number;
  readonly hub: PolicyResult;
  readonly baselines: readonly PolicyResult[];
  /** What Olist's customers really paid for freight, per judged order: other sellers, other stock; for orientation. */
  readonly realFreightPerOrderMinor: number;
  readonly promise: PromiseResult;
  readonly decisionMicrosP50: number;
  readonly decisionMicrosP99: number;
  /** Placed, accepted by the node and executed by facts, per second of wall time. */
  readonly ordersPerSecond: number;
  readonly factsCaptured: number;
  readonly books: BooksChecked;
  readonly elapsedMs: number;
  /** SHA-256 over every decision: equal for equal seeds and limits. */
  readonly resultHash: string;
}

/**
 * Replays the real orders in time order through a hub in virtual time: placed when they were bought, accepted by the
 * node, departed and delivered when the real parcel did. Cycles of 2,400 orders are restocked from the past only; the
 * first two are warm-up. Policies of other systems walk the same orders on the same stock for comparison.
 *
 * @throws DatasetMissing when the files are not in the folder
 */
export async function runOlist(ask: OlistAsk): Promise<OlistReport> {
  const { onProgress = (): void => undefined } = ask;
  const dataset = readOlist(ask.folder);
  const network = olistNetwork(dataset);
  const plan = replayStock(dataset, network, ask.seed);
  const orders = dataset.orders.slice(0, ask.limit);
  const startAt = orders[0]?.placedAt ?? 0;
  const warmUp = orders.length >= 2 * trainingOrders ? trainingOrders : orders.length >> 2;
  const time = virtualTime({ seed: ask.seed, startAt: startAt - 3_600_000 });
  const store = ask.store ?? memoryStore({ origin: replayOrigin });
  const replay = openReplay({ dataset, network, plan, time, warmUp });
  const startedMs = performance.now();
  const hub = await openHub(store, time, network);
  for (const [ix, order] of orders.entries()) {
    await time.runUntil(order.placedAt);
    if (ix % cycleOrders === 0) await replay.restock(hub, ix / cycleOrders);
    time.track(replay.place(hub, order, ix));
    if (ix % 100 === 0) onProgress(ix, orders.length);
  }
  await time.runUntil(time.env.now() + 120 * 86_400_000);
  const elapsedMs = performance.now() - startedMs;
  onProgress(orders.length, orders.length);
  const figures = hub.figures();
  time.track(hub.stop());
  await time.runUntil(time.env.now() + 86_400_000);
  return {
    orders: orders.length,
    judged: orders.length - warmUp,
    ...replay.results(),
    realFreightPerOrderMinor: meanFreight(orders.slice(warmUp)),
    decisionMicrosP50: figures.decisionMicrosP50,
    decisionMicrosP99: figures.decisionMicrosP99,
    ordersPerSecond: orders.length / (elapsedMs / 1000),
    factsCaptured: figures.factsCaptured,
    books: await checkBooks(store),
    elapsedMs,
  };
}

const meanFreight = (orders: readonly OlistOrder[]): number =>
  orders.reduce((sum, { freightMinor }) => sum + freightMinor, 0) / Math.max(1, orders.length);

async function openHub(store: Store, time: VirtualTime, network: OlistNetwork): Promise<Hub> {
  const hub = await createHub({
    store,
    env: time.env,
    origin: replayOrigin,
    currency: network.document.currency,
    lookEveryMs: 6 * 3_600_000,
  });
  await furnish(hub, { network: network.document, items: network.items, stock: [] });
  held(
    await hub.publishStrategy(
      cheapestFreight(),
      'freight alone, as the policies it is compared with',
    ),
    'strategy',
  );
  return hub;
}

/** Freight decides and nothing else, so that the comparison is about routing only. */
function cheapestFreight(): unknown {
  const standard = standardStrategy('cheapest', 'BRL');
  if (!standard) throw new Error('Invariant broken: the standard strategy knows BRL');
  return strategyJson({
    ...standard,
    name: 'Freight alone',
    weights: {
      costPercent: 100,
      dutyPercent: 0,
      perHourMinor: 0,
      perLateHourMinor: { standard: 0, plus: 0, vip: 0, enterprise: 0 },
      perExtraParcelMinor: 0,
      perKgCarbonMinor: 0,
      stockBalanceMinor: 0,
      fullSlotMinor: 0,
    },
    hardRules: [],
    scenarios: [],
    fallbacks: [],
    split: { parcelsMax: 8, partValueMinMinor: 0, lineSplit: 'never' },
  });
}

interface ReplayParts {
  readonly dataset: OlistDataset;
  readonly network: OlistNetwork;
  readonly plan: (cycle: number) => CycleStock;
  readonly time: VirtualTime;
  readonly warmUp: number;
}

interface Replay {
  restock(hub: Hub, cycle: number): Promise<void>;
  place(hub: Hub, order: OlistOrder, ix: number): Promise<void>;
  results(): Pick<OlistReport, 'hub' | 'baselines' | 'promise' | 'resultHash'>;
}

function openReplay(parts: ReplayParts): Replay {
  const { dataset, network, time } = parts;
  const digest = createHash('sha256');
  const mine = policyTally('ordermesh');
  const promises = promiseTally();
  const others = Object.entries(baselinePolicies).map(([name, policy]) => ({
    run: baselineRun(dataset, network, policy),
    tally: policyTally(name),
  }));
  return {
    restock: async (hub, cycle) => {
      const stock = parts.plan(cycle);
      for (const { run } of others) run.restock(stock.units);
      held(await hub.setStock(countsOf(hub, parts, stock), `cycle ${String(cycle)}`), 'stock');
    },
    place: async (hub, order, ix) => {
      const judged = ix >= parts.warmUp;
      for (const { run, tally } of others) {
        const cost = run.order(order);
        if (judged) tally.add(cost);
      }
      const placed = held(
        await hub.placeOrder(draftOf(order, dataset.skus), { principal: 'olist' }),
        'order',
      );
      digest.update(fingerprint(order, placed));
      if (judged) judge(parts, { order, placed, mine, promises });
      for (const { fulfilmentId, epoch } of placed.fulfilments)
        held(await hub.nodeAct(fulfilmentId, epoch, { act: 'accept' }), 'acceptance');
      for (const { at, scan } of realScans(order, placed, network.document))
        time.env.after(at - time.env.now(), () => time.track(hub.captureFacts(scan(at))));
    },
    results: () => ({
      hub: mine.result(),
      baselines: others.map(({ tally }) => tally.result()),
      promise: promises.result(),
      resultHash: digest.digest('hex'),
    }),
  };
}

/** Stock as the plan wants it, on top of what is still held for orders that have not left yet. */
function countsOf(
  hub: Hub,
  { dataset, network }: ReplayParts,
  stock: CycleStock,
): Parameters<Hub['setStock']>[0] {
  return network.document.nodes.flatMap(({ nodeId }, nodeIx) =>
    dataset.skus.flatMap(({ itemId }, skuIx) => {
      const planned = stock.units[nodeIx * dataset.skus.length + skuIx] ?? 0;
      const was = hub.position(nodeId, itemId);
      const onHandUnits = planned + (was?.reservedUnits ?? 0);
      return onHandUnits === (was?.onHandUnits ?? 0) ? [] : [{ nodeId, itemId, onHandUnits }];
    }),
  );
}

function judge(
  { dataset, network }: ReplayParts,
  told: {
    readonly order: OlistOrder;
    readonly placed: PlacedOrder;
    readonly mine: ReturnType<typeof policyTally>;
    readonly promises: ReturnType<typeof promiseTally>;
  },
): void {
  const { order, placed } = told;
  const parcels = placed.plan?.parcels ?? [];
  const km = parcels.reduce((sum, { distanceKm }) => sum + distanceKm, 0);
  const grams = order.lines.map(
    ({ skuIx, units }) => units * (dataset.skus[skuIx]?.weightGrams ?? 0),
  );
  told.mine.add({
    filled: placed.plan !== undefined,
    costMinor: placed.plan?.costItems.freightMinor ?? unfilledMinor(network.card, grams),
    parcels: parcels.length,
    km,
  });
  if (placed.plan)
    told.promises.add(order, {
      endAt: placed.plan.window.endAt,
      km: Math.max(...parcels.map(({ distanceKm }) => distanceKm)),
    });
}

function fingerprint(order: OlistOrder, placed: PlacedOrder): string {
  const nodes =
    placed.plan?.parcels.map(({ nodeId, costMinor }) => `${nodeId}:${String(costMinor)}`) ?? [];
  return `${order.olistId} ${nodes.join(',')} ${String(placed.plan?.window.endAt ?? 0)}\n`;
}
