import type { NetworkDocument } from '../network/index.ts';
import { flipsFrom } from './explain/flips.ts';
import { loadStockCases } from './stock/load-cases.ts';
import { shortageWatch } from './stock/short/shortage-watch.ts';
import { trainFrom } from '../learn/index.ts';
import { settleByForecast } from '../release/index.ts';
import { standardStrategy } from '../strategy/index.ts';
import { Board } from './board/board.ts';
import { DemandBook } from './demand/book.ts';
import { consolidationOver } from './consolidate/consolidate.ts';
import { partingWatch } from './consolidate/part-orders.ts';
import type { PartingWatch } from './consolidate/part-orders.ts';
import type { Env } from './ports/env.ts';
import { commitTelling } from './waiting/coming.ts';
import { reviewWatch } from './review/sweep.ts';
import { openQueue } from './waiting/queue.ts';
import type { WaitingQueue } from './waiting/queue.ts';
import { factNames } from './capture/fact-names.ts';
import { figureBook } from './run/figures.ts';
import { followLog } from './board/follow-log.ts';
import type { Following } from './board/follow-log.ts';
import type { Hub } from './hub.ts';
import { orderStates } from './run/order-state.ts';
import { usualRules } from './run/rules.ts';
import type { OrderRules } from './run/rules.ts';
import { keyWatch } from './watch/forget-keys.ts';
import { lookAtTimers } from './watch/timers.ts';
import { commitsOver } from './run/commits.ts';
import { hubOf } from './desks.ts';
import { handingOver } from './routing/hand-over.ts';
import type { CommitLimits } from './run/commits.ts';
import { openFedLog } from './feed/fed-log.ts';
import type { FedLog } from './feed/fed-log.ts';
import { nudging } from './feed/nudging.ts';
import type { FlipFinder, HubParts, Settler, Trainer } from './run/parts.ts';
import { tellCommitted, toAll } from './run/tell-committed.ts';
import { pathBoard } from './board/path-board.ts';
import type { PlaceOf } from './board/path-board.ts';
import { publishDocument } from './keep/publish.ts';
import type { EventDraft, LoggedEvent } from './ports/records.ts';
import { modelDesk } from './models/model-desk.ts';
import { modelWatch } from './models/model-watch.ts';
import { decideTogether } from './joint/decide-together.ts';
import type { BatchEntry, Replaced } from './joint/joint-order.ts';
import { reassignWatch } from './reassign/reassign-watch.ts';
import type { Bus } from './ports/bus.ts';
import type { Store } from './ports/store.ts';

/** What a hub is made from. */
export interface HubMaking extends CommitLimits {
  readonly store: Store;
  readonly env: Env;
  /** Name of this process in the log, unique per start. */
  readonly origin: string;
  /** Host name in private URIs of facts; default `hub.ordermesh.local`. */
  readonly host?: string;
  /** Finds coordinates of a postcode; default knows none. */
  readonly placeOf?: PlaceOf;
  /** Currency of a store that has no network yet; default `CNY`. */
  readonly currency?: string;
  /** What is decided once for all orders; what is absent is as usual. */
  readonly rules?: Partial<OrderRules>;
  /** Trains models; default: here and now, so that everything else waits for it. */
  readonly train?: Trainer;
  /** Settles orders that are begun next by the forecast; default: here and now. */
  readonly settle?: Settler;
  /** Finds what would have flipped a decision; default: here and now. */
  readonly flips?: FlipFinder;
  /** How often timers and other processes' events are looked at, ms; default 200. */
  readonly lookEveryMs?: number;
  /** Its feed brings what other processes commit; without one the store is asked at every look. */
  readonly bus?: Partial<Pick<Bus, 'feed' | 'routing'>>;
  /** Whether this process acts when time brings something (offers that run out, carts, choices, watches); default true. */
  readonly hasTimers?: boolean;
}

/** What is there only once the hub has begun. */
interface Late {
  queue?: WaitingQueue;
  parting?: PartingWatch;
  looking?: Following;
  parts?: HubParts;
}

/** Starts a hub on a store: loads the board, follows the log, fires timers until `stop`. */
export async function createHub(making: HubMaking): Promise<Hub> {
  const { store, env, origin } = making;
  const board = await loadBoard(store, env, making.currency ?? 'CNY');
  const figures = figureBook();
  const listeners = new Set<(event: LoggedEvent) => void>();
  const tellAll = toAll(listeners);
  const told = tellCommitted({ figures, env, origin, tellAll, listeners });
  const late: Late = {};
  const committed: typeof told = (unit, sequences) => {
    told(unit, sequences);
    noticed(late, unit.events);
  };
  const outside = {
    ...{ store, origin, env, board, figures, committed },
    together: togetherIn(late),
    written: nudging(env, making.bus?.feed),
  };
  const { settled, ...commits } = commitsOver(outside, making);
  const rules = { ...usualRules, ...making.rules };
  board.prices.ageMsMax = rules.priceMinutesMax * 60_000;
  const parts: HubParts = {
    store,
    env,
    board,
    figures,
    pathBoard: pathBoard(board, making.placeOf ?? (() => undefined)),
    states: orderStates(store),
    rules,
    train: making.train ?? trainFrom,
    settle: making.settle ?? settleByForecast,
    flips: making.flips ?? flipsFrom,
    ...commits,
    caughtUp: async () => late.looking?.catchUp(),
    handOver: handingOver(env, making.bus?.routing),
    commit: commitTelling(commits.commit, late),
  };
  late.parts = parts;
  await ensureStrategy(parts);
  const waiting = await openQueue(parts);
  late.queue = waiting;
  const watches = watchesOf(parts, waiting, origin);
  late.parting = watches.parting;
  const demand = new DemandBook();
  const fed = await fedBy(making);
  const looking = followOver(parts, making, { fed, late, watches, demand, tellAll });
  late.looking = looking;
  return hubOf(parts, {
    names: factNames(board, making.host ?? 'hub.ordermesh.local'),
    demand,
    together: consolidationOver(parts),
    listeners,
    settled: async () => {
      await settled();
      for (const watch of Object.values(watches)) await watch.settled();
      await settled();
    },
    stopLooking: () => looking.stop(),
  });
}

const fedBy = async ({ bus }: HubMaking): Promise<FedLog | undefined> =>
  bus?.feed && openFedLog(bus.feed);

/** What is waited for, and what goes on alone, is told of every event that was committed here or elsewhere. */
function noticed(late: Late, events: readonly EventDraft[]): void {
  late.queue?.noticed(events);
  late.parting?.noticed(events);
}

/** Follows the log and time for the hub. */
const followOver = (
  parts: HubParts,
  { origin, lookEveryMs = 200, hasTimers = true }: HubMaking,
  told: {
    readonly fed: FedLog | undefined;
    readonly late: Late;
    readonly watches: ReturnType<typeof watchesOf>;
    readonly demand: DemandBook;
    readonly tellAll: (event: LoggedEvent) => void;
  },
): Following =>
  followLog(parts, {
    fed: told.fed,
    origin,
    everyMs: lookEveryMs,
    tellAll: (event) => {
      noticed(told.late, [event]);
      told.tellAll(event);
    },
    followed: (stretch) => {
      told.demand.follow(stretch);
    },
    atEachLook: () => (hasTimers ? lookAtTimers(parts, told.watches) : Promise.resolve()),
  });

const togetherIn =
  (late: { readonly parts?: HubParts }) =>
  (batch: readonly BatchEntry[]): Replaced =>
    late.parts ? decideTogether(late.parts, batch) : new Map();

/** Everything that looks again and again, beside the orders. */
const watchesOf = (parts: HubParts, waiting: WaitingQueue, origin: string) => ({
  waiting,
  reviews: reviewWatch(parts),
  models: modelWatch(parts, modelDesk(parts)),
  reassigns: reassignWatch(parts, origin),
  keys: keyWatch(parts),
  shortages: shortageWatch(parts),
  parting: partingWatch(parts),
});

async function loadBoard(store: Store, env: Env, currency: string): Promise<Board> {
  const networks = await store.documents('network');
  const newest = [...networks].sort((a, b) => b.version - a.version)[0];
  const empty: NetworkDocument = {
    version: 0,
    currency,
    nodes: [],
    carrierServices: [],
    dutyRates: [],
  };
  const board = new Board((newest?.document as NetworkDocument | undefined) ?? empty);
  const start = await store.boardStart(env.now(), (page) => {
    board.setPositions(page);
  });
  board.start(start);
  await loadStockCases(store, board);
  return board;
}

/** A store without a strategy gets the balanced standard one, so that the first order is routed. */
async function ensureStrategy(parts: HubParts): Promise<void> {
  if (parts.board.published.length > 0) return;
  const { currency } = parts.board.network.document;
  const document = standardStrategy('balanced', currency);
  if (!document)
    throw new Error(
      `There is no standard strategy for ${currency}: publish the first strategy with its weights in ${currency}, or start with a currency that has one (e.g. USD, EUR, CNY).`,
    );
  await publishDocument(parts, {
    kind: 'strategy',
    documentId: document.strategyId,
    version: document.version,
    publishedAt: parts.env.now(),
    note: 'the standard strategy of a new store',
    document,
  });
}
