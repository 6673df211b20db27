import type { BooksChecked } from '@ordermesh/twin';
import { checkBooks } from '@ordermesh/twin';
import { count, duration, left, micros, money, percent } from './paint.ts';
import type { Paint } from './paint.ts';
import type { DemoSession } from './session.ts';

/** How a demo ended. */
export interface DemoSummary {
  readonly seconds: number;
  readonly figures: ReturnType<DemoSession['hub']['figures']>;
  readonly actors: ReturnType<DemoSession['actors']['figures']>;
  readonly refused: number;
  readonly firstRefusal: string | undefined;
  readonly books: BooksChecked;
  /** All invariants hold and nothing was lost. */
  readonly holds: boolean;
}

/** Checks the books of a demo that has been quieted. */
export async function summaryOf(session: DemoSession, elapsedMs: number): Promise<DemoSummary> {
  const books = await checkBooks(session.store);
  const actors = session.actors.figures();
  const { refused, firstRefusal } = session.arrivals.figures();
  return {
    seconds: Math.round(elapsedMs / 100) / 10,
    figures: session.hub.figures(),
    actors,
    refused,
    firstRefusal,
    books,
    holds: books.broken.length === 0 && refused === 0 && actors.scansRefused === 0,
  };
}

/** The end of a demo as people read it. */
export function summaryRows(summary: DemoSummary, paint: Paint): readonly string[] {
  const { figures, actors, books } = summary;
  const routed = Math.max(1, figures.ordersRouted);
  const rows: readonly (readonly [string, string])[] = [
    ['ran for', duration(summary.seconds * 1000)],
    [
      'orders accepted',
      `${count(figures.ordersAccepted)}  ${paint('dim', `${(figures.ordersAccepted / Math.max(0.1, summary.seconds)).toFixed(1)} per second`)}`,
    ],
    ['routed at once', percent(figures.ordersRouted, figures.ordersAccepted)],
    [
      're-routed later',
      `${count(figures.rerouted)}  ${paint('dim', `${count(actors.rejected)} rejections, ${count(actors.shortPicks)} short picks`)}`,
    ],
    [
      'delivered',
      `${count(figures.delivered)}  ${paint('dim', `${percent(figures.deliveredInWindow, figures.delivered)} in the promised window`)}`,
    ],
    ['cost per order', money(figures.costMinor / routed, 'CNY')],
    ['facts captured', count(figures.factsCaptured)],
    [
      'decision p50 / p99',
      `${micros(figures.decisionMicrosP50)} / ${micros(figures.decisionMicrosP99)}`,
    ],
    [
      'commit p50 / p99',
      `${figures.commitMillisP50.toFixed(1)} ms / ${figures.commitMillisP99.toFixed(1)} ms`,
    ],
  ];
  return [
    '',
    ...rows.map(([name, value]) => `  ${paint('dim', left(name, 22))}${value}`),
    '',
    summary.holds
      ? `  ${paint('green', '✔')} the books balance: ${count(books.positions)} positions, ${count(books.liveReservations)} reservations, ${count(books.orders)} orders`
      : `  ${paint('red', '✖')} ${count(books.broken.length)} invariants broken, ${count(summary.refused)} orders and ${count(actors.scansRefused)} scans refused`,
    ...(summary.firstRefusal === undefined
      ? []
      : [`    ${paint('red', 'first refusal')} ${summary.firstRefusal}`]),
    ...books.broken
      .slice(0, 5)
      .map(
        ({ invariant, subject, numbers }) =>
          `    ${paint('red', invariant)} ${subject}: ${numbers}`,
      ),
  ];
}
