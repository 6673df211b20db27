import type { HubFigures } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import type { Presence } from '../presence/index.ts';
import { presenceLines } from './presence-lines.ts';
import { eventsLookedAt, sealLines } from './seal-lines.ts';
import { counter, gauge, metric } from './text-format.ts';

/** Upper bounds of the request time histogram, seconds. */
const boundsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What one finished request adds. */
export interface FinishedRequest {
  readonly method: string;
  /** The pattern, not the path: `/v1/orders/{order_id}`. */
  readonly route: string;
  readonly status: number;
  readonly elapsedMs: number;
}

/** Counts requests and writes everything in the Prometheus text format. */
export interface Metrics {
  readonly finished: (request: FinishedRequest) => void;
  readonly text: (ask: MetricsAsk) => Promise<string>;
}

/** What the figures are taken from. */
export interface MetricsAsk {
  /** Undefined while the hub starts. */
  readonly backend: Backend | undefined;
  readonly openStreams: number;
  readonly ready: boolean;
  /** Undefined where it is not kept. */
  readonly presence?: Pick<Presence, 'present' | 'warnings'> | undefined;
}

interface Histogram {
  readonly labels: string;
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

/** @see Prometheus text exposition format 0.0.4 */
export function createMetrics(): Metrics {
  const histograms = new Map<string, Histogram>();
  return {
    finished: ({ method, route, status, elapsedMs }) => {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      let held = histograms.get(labels);
      if (held === undefined) {
        held = { labels, buckets: boundsSeconds.map(() => 0), sumSeconds: 0, count: 0 };
        histograms.set(labels, held);
      }
      const seconds = elapsedMs / 1_000;
      const bucket = boundsSeconds.findIndex((bound) => seconds <= bound);
      if (bucket !== -1) held.buckets[bucket] = (held.buckets[bucket] ?? 0) + 1;
      held.sumSeconds += seconds;
      held.count += 1;
    },
    text: async (ask) => {
      const lines = [
        ...(ask.backend === undefined ? [] : await hubLines(ask.backend)),
        ...httpLines([...histograms.values()]),
        ...gauge('ordermesh_event_streams_open', 'Event streams that are open.', ask.openStreams),
        ...gauge('ordermesh_ready', '1 when /readyz answers 200.', ask.ready ? 1 : 0),
        ...(ask.presence ? presenceLines(ask.presence) : []),
        ...processLines(),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

/** How many committed events the board may lack before the figure stops counting. */
const lagMax = 1_000;

type Figure = readonly [
  kind: 'counter' | 'gauge',
  name: string,
  says: string,
  of: (figures: HubFigures) => number,
];

const hubFigures: readonly Figure[] = [
  [
    'counter',
    'ordermesh_orders_accepted_total',
    'Orders accepted by this process.',
    (f) => f.ordersAccepted,
  ],
  ['counter', 'ordermesh_orders_routed_total', 'Orders routed.', (f) => f.ordersRouted],
  [
    'counter',
    'ordermesh_orders_unroutable_total',
    'Orders that no node could do.',
    (f) => f.ordersUnroutable,
  ],
  ['counter', 'ordermesh_orders_rerouted_total', 'Re-assignments of orders.', (f) => f.rerouted],
  [
    'counter',
    'ordermesh_orders_split_total',
    'Orders in more than one parcel.',
    (f) => f.splitOrders,
  ],
  ['counter', 'ordermesh_parcels_total', 'Parcels planned.', (f) => f.parcels],
  ['counter', 'ordermesh_plan_cost_minor_total', 'Planned cost, minor units.', (f) => f.costMinor],
  [
    'counter',
    'ordermesh_plan_carbon_grams_total',
    'Planned carbon, grams CO2e.',
    (f) => f.carbonGrams,
  ],
  ['counter', 'ordermesh_facts_captured_total', 'Facts captured.', (f) => f.factsCaptured],
  ['counter', 'ordermesh_orders_delivered_total', 'Orders delivered.', (f) => f.delivered],
  [
    'counter',
    'ordermesh_orders_delivered_in_window_total',
    'Orders delivered within the promise.',
    (f) => f.deliveredInWindow,
  ],
  [
    'counter',
    'ordermesh_stock_taken_retries_total',
    'Decisions repeated because another router took the stock.',
    (f) => f.stockTakenRetries,
  ],
  [
    'gauge',
    'ordermesh_exceptions_open',
    'Exceptions that wait for people.',
    (f) => f.openExceptions,
  ],
  [
    'counter',
    'ordermesh_decisions_priced_total',
    'New orders decided with opportunity prices.',
    (f) => f.decisionsPriced,
  ],
  [
    'counter',
    'ordermesh_decisions_unpriced_total',
    'New orders whose strategy weighs prices while none counted.',
    (f) => f.decisionsUnpriced,
  ],
  [
    'counter',
    'ordermesh_price_sheets_made_total',
    'Price sheets that this process made.',
    (f) => f.priceMakings,
  ],
  [
    'counter',
    'ordermesh_price_sheet_making_milliseconds_total',
    'Time that making them took, off the hot path.',
    (f) => f.priceMakingMillis,
  ],
  [
    'counter',
    'ordermesh_reassignment_looks_total',
    'Looks of this process at orders that nobody had begun.',
    (f) => f.reassignmentLooks,
  ],
  [
    'counter',
    'ordermesh_orders_reassigned_total',
    'Orders that changed nodes in such a look.',
    (f) => f.ordersReassigned,
  ],
  [
    'counter',
    'ordermesh_reassignment_saved_minor_total',
    'What that saved, minor units of the network currency.',
    (f) => f.reassignmentSavedMinor,
  ],
  [
    'counter',
    'ordermesh_joint_batches_total',
    'Batches of new orders that were decided together.',
    (f) => f.jointBatches,
  ],
  [
    'counter',
    'ordermesh_joint_batch_microseconds_total',
    'Time that deciding them together took.',
    (f) => f.jointBatchMicros,
  ],
  [
    'counter',
    'ordermesh_orders_decided_jointly_total',
    'New orders that got other nodes in a joint batch than alone.',
    (f) => f.ordersDecidedJointly,
  ],
  [
    'counter',
    'ordermesh_joint_saved_minor_total',
    'What that saved, minor units of the network currency.',
    (f) => f.jointSavedMinor,
  ],
  ['gauge', 'ordermesh_board_sequence', 'Newest event on the board.', (f) => f.boardSequence],
];

async function hubLines({ hub, store, now }: Backend): Promise<string[]> {
  const figures = hub.figures();
  const { events } = await store.events(figures.boardSequence, lagMax);
  return [
    ...hubFigures.flatMap(([kind, name, says, of]) => [
      ...metric(kind, name, says),
      `${name} ${of(figures)}`,
    ]),
    ...gauge(
      'ordermesh_price_sheet_age_seconds',
      'Age of the newest price sheet; -1 = there is none.',
      Math.round((hub.prices().ageMs ?? -1_000) / 1_000),
    ),
    ...gauge(
      'ordermesh_demand_forecast_age_seconds',
      'Age of the newest demand forecast; -1 = there is none.',
      Math.round((hub.forecasts().ageMs ?? -1_000) / 1_000),
    ),
    ...gauge(
      'ordermesh_demand_sensed',
      'Items by zone whose demand has left its forecast and has not faded back.',
      hub.forecasts().sensed.length,
    ),
    ...gauge(
      'ordermesh_board_lag_events',
      `Committed events that the board lacks, at most ${lagMax}.`,
      events.length,
    ),
    ...sealLines(await store.trailProgress(eventsLookedAt), now()),
    ...quantiles('ordermesh_decision_microseconds', 'Decision time of the last 4,096 decisions.', [
      figures.decisionMicrosP50,
      figures.decisionMicrosP99,
    ]),
    ...quantiles('ordermesh_commit_milliseconds', 'Commit time of batches.', [
      figures.commitMillisP50,
      figures.commitMillisP99,
    ]),
  ];
}

const quantiles = (name: string, says: string, [p50, p99]: readonly [number, number]): string[] => [
  ...metric('summary', name, says),
  `${name}{quantile="0.5"} ${p50}`,
  `${name}{quantile="0.99"} ${p99}`,
];

function httpLines(histograms: readonly Histogram[]): string[] {
  const name = 'ordermesh_http_request_seconds';
  const lines = metric('histogram', name, 'Time from request to answer.');
  for (const { labels, buckets, sumSeconds, count } of histograms) {
    let below = 0;
    buckets.forEach((held, i) => {
      below += held;
      lines.push(`${name}_bucket{${labels},le="${boundsSeconds[i] ?? 0}"} ${below}`);
    });
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`);
    lines.push(`${name}_sum{${labels}} ${sumSeconds}`, `${name}_count{${labels}} ${count}`);
  }
  return lines;
}

function processLines(): string[] {
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage();
  return [
    ...counter('process_cpu_seconds_total', 'CPU time of this process.', (user + system) / 1e6),
    ...gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
    ...gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', memory.heapUsed),
    ...gauge('process_uptime_seconds', 'Time since the process started.', process.uptime()),
  ];
}
