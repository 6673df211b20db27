import { runOlist } from '@ordermesh/twin';
import type { OlistReport, Scenario, ScenarioTable } from '@ordermesh/twin';

/** 19,110 real orders of a Brazilian marketplace, replayed through the hub on a network of real seller places. */
export const scenario: Scenario = {
  name: 'olist',
  title: 'Replay of 19,110 real Olist orders (Brazil, 2016–2018)',
  run: async ({ seed, limit, datasetFolder, onProgress }) => {
    const report = await runOlist({
      folder: datasetFolder ?? '../shared/data/olist',
      seed,
      ...(limit === undefined ? {} : { limit }),
      onProgress,
    });
    const cheapest = Math.min(
      ...report.baselines.map(({ costPerOrderMinor }) => costPerOrderMinor),
    );
    return {
      figures: figuresOf(report),
      tables: [policyTable(report)],
      checks: [
        {
          what: 'reserved = Σ live reservations, nothing oversold, every unit owned or in an exception',
          holds: report.books.broken.length === 0,
          numbers: `${String(report.books.orders)} orders, ${String(report.books.positions)} positions, ${String(report.books.broken.length)} broken`,
        },
        {
          what: 'no order was lost',
          holds: report.books.orders === report.orders,
          numbers: `${String(report.orders)} sent, ${String(report.books.orders)} stored`,
        },
        {
          what: 'choosing by cost is not dearer than the best rule that does not look at cost (0.5 % allowed: stock runs differently)',
          holds: report.hub.costPerOrderMinor <= cheapest * 1.005,
          numbers: `${reais(report.hub.costPerOrderMinor)} against ${reais(cheapest)}`,
        },
      ],
      notes: [
        'On time compares the end of our window with the day on which the real parcel came, carried by the real seller, often from farther away than our node. "Like for like" keeps only orders whose real seller stood in the same distance zone.',
        'An order with a line that nobody has counts as unfilled and costs twice the dearest zone, for every policy.',
        'Stock is set per 2,400 orders from earlier orders only; the first two such cycles are warm-up and not judged. Other policies are our re-implementations of their rules.',
      ],
      resultHash: report.resultHash,
      elapsedMs: report.elapsedMs,
      json: report,
    };
  },
};

const reais = (minor: number): string => `R$${(minor / 100).toFixed(2)}`;
const part = (share: number): string => `${(100 * share).toFixed(1)} %`;

const figuresOf = (report: OlistReport): (readonly [string, string])[] => {
  const { promise } = report;
  return [
    ['orders replayed, judged', `${String(report.orders)}, ${String(report.judged)}`],
    ['fill rate', part(report.hub.filledShare)],
    ['freight per order', reais(report.hub.costPerOrderMinor)],
    [
      'freight really charged',
      `${reais(report.realFreightPerOrderMinor)} (real sellers, for orientation)`,
    ],
    ['parcels per order', report.hub.parcelsPerOrder.toFixed(3)],
    ['km per parcel', report.hub.kmPerParcel.toFixed(0)],
    ['really delivered by our window', part(promise.onTimeShare)],
    [
      '  like for like',
      `${part(promise.likeForLikeOnTimeShare)} of ${String(promise.likeForLike)}`,
    ],
    ["really delivered by Olist's date", part(promise.olistOnTimeShare)],
    [
      'promise, days after the order',
      `${promise.meanPromiseDays.toFixed(1)} (Olist promised ${promise.olistMeanPromiseDays.toFixed(1)}, really ${promise.realMeanDays.toFixed(1)})`,
    ],
    ["promised earlier than Olist's date", part(promise.earlierThanOlistShare)],
    [
      'decision p50 / p99, µs',
      `${report.decisionMicrosP50.toFixed(0)} / ${report.decisionMicrosP99.toFixed(0)} (last 4,096)`,
    ],
    [
      'orders per second, facts',
      `${report.ordersPerSecond.toFixed(0)}, ${String(report.factsCaptured)}`,
    ],
  ];
};

const policyTable = (report: OlistReport): ScenarioTable => ({
  columns: ['policy', 'fill', 'cost/order', 'parcels', 'km/parcel', 'against ordermesh'],
  rows: [report.hub, ...report.baselines].map((result) => [
    result.policy,
    part(result.filledShare),
    reais(result.costPerOrderMinor),
    result.parcelsPerOrder.toFixed(3),
    result.kmPerParcel.toFixed(0),
    result === report.hub ? '' : difference(result.costPerOrderMinor, report.hub.costPerOrderMinor),
  ]),
});

const difference = (other: number, ours: number): string => {
  const share = (100 * (other - ours)) / ours;
  return `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(1)} %`;
};
