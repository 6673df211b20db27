import type { Store } from '@ordermesh/core/hub';
import type { DayReport } from './day.ts';

/** What a scenario is asked for; all of it comes from the command line or a test. */
export interface ScenarioAsk {
  readonly seed: number;
  /** Fewer orders than the scenario would play; absent = all. */
  readonly limit?: number;
  /** Where foreign data sets lie, for scenarios that need one. */
  readonly datasetFolder?: string;
  /** Opens an empty store to play on, for scenarios that play on any; absent = in memory. Its events carry `origin`. */
  readonly openStore?: (origin: string) => Promise<Store>;
  readonly onProgress: (done: number, total: number) => void;
}

/** Something that must hold, and the numbers that show whether it does. */
export interface ScenarioCheck {
  readonly what: string;
  readonly holds: boolean;
  readonly numbers: string;
}

/** Figures side by side, ready to print. */
export interface ScenarioTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a scenario found. */
export interface ScenarioReport {
  readonly figures: readonly (readonly [name: string, value: string])[];
  readonly tables: readonly ScenarioTable[];
  readonly checks: readonly ScenarioCheck[];
  /** Sentences a reader needs to judge the figures fairly. */
  readonly notes: readonly string[];
  /** Equal for equal seeds. */
  readonly resultHash: string;
  readonly elapsedMs: number;
  /** The same figures as plain JSON, for machines. */
  readonly json: unknown;
}

/** A network, orders, and what must hold: a demo, a test and a document in one. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** It plays on the store that `openStore` opens. */
  readonly onAnyStore?: true;
  run(ask: ScenarioAsk): Promise<ScenarioReport>;
}

/** The figures of a day as every scenario prints them. */
export function dayFigures({
  figures,
  actors,
  books,
  elapsedMs,
}: DayReport): ScenarioReport['figures'] {
  const part = (some: number, of: number): string =>
    of === 0 ? '–' : `${((100 * some) / of).toFixed(1)} %`;
  const routed = Math.max(1, figures.ordersRouted);
  return [
    ['orders', String(figures.ordersAccepted)],
    ['routed at once', part(figures.ordersRouted, figures.ordersAccepted)],
    ['re-routed later', String(figures.rerouted)],
    ['delivered', String(figures.delivered)],
    ['within the promised window', part(figures.deliveredInWindow, figures.delivered)],
    ['orders in several parcels', part(figures.splitOrders, figures.ordersRouted)],
    ['cost per order', (figures.costMinor / routed / 100).toFixed(2)],
    ['CO2e per order, kg', (figures.carbonGrams / routed / 1000).toFixed(3)],
    ['rejected offers, short picks', `${String(actors.rejected)}, ${String(actors.shortPicks)}`],
    ['facts', String(figures.factsCaptured)],
    [
      'decision p50 / p99, µs',
      `${figures.decisionMicrosP50.toFixed(0)} / ${figures.decisionMicrosP99.toFixed(0)}`,
    ],
    ['positions checked', String(books.positions)],
    ['orders per second of wall time', (figures.ordersAccepted / (elapsedMs / 1000)).toFixed(0)],
  ];
}

/** What must hold after any day: the books, no refused scan, no order lost. */
export function dayChecks(report: DayReport): readonly ScenarioCheck[] {
  const { books, actors, refused, figures } = report;
  return [
    {
      what: 'reserved = Σ live reservations, nothing oversold, every unit owned or in an exception',
      holds: books.broken.length === 0,
      numbers: `${String(books.orders)} orders, ${String(books.positions)} positions, ${String(books.broken.length)} broken${firstBroken(books.broken)}`,
    },
    {
      what: 'every order of the day was accepted',
      holds: refused === 0 && books.orders === figures.ordersAccepted,
      numbers: `${String(figures.ordersAccepted)} accepted, ${String(books.orders)} stored, ${String(refused)} refused`,
    },
    {
      what: 'every scan was taken as a fact',
      holds: actors.scansRefused === 0,
      numbers: `${String(actors.scansSent)} sent, ${String(actors.scansRefused)} refused`,
    },
  ];
}

const firstBroken = (broken: DayReport['books']['broken']): string => {
  const [first] = broken;
  return first ? `, e.g. ${first.invariant} ${first.subject}: ${first.numbers}` : '';
};
