import type { HubFigures } from '@ordermesh/core/hub';
import {
  bar,
  clip,
  count,
  duration,
  left,
  micros,
  money,
  percent,
  right,
  sparkline,
  widthOf,
} from './paint.ts';
import type { Paint } from './paint.ts';
import { clockText, dayText } from './clock-words.ts';

/** One line of the event list, in columns. */
export interface EventLine {
  readonly at: number;
  /** Colour of the mark in front. */
  readonly tone: 'good' | 'plain' | 'warn' | 'bad';
  /** Short name of the order or node it is about. */
  readonly subject: string;
  readonly what: string;
  /** Cost, or empty. */
  readonly cost: string;
  /** When it arrives, or empty. */
  readonly when: string;
  readonly why: string;
}

/** Everything the dashboard shows; plain values, so that drawing is a pure function. */
export interface DashboardView {
  readonly at: number;
  readonly elapsedMs: number;
  readonly scale: number;
  readonly ordersPerSecond: number;
  readonly paused: boolean;
  /** Orders per second of the last seconds, oldest first. */
  readonly pulse: readonly number[];
  readonly figures: HubFigures;
  readonly statuses: readonly { readonly name: string; readonly orders: number }[];
  readonly events: readonly EventLine[];
  readonly showEvents: boolean;
  readonly exceptions: readonly {
    readonly subject: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
  readonly stricken: readonly string[];
  readonly url: string;
  /** The answer to the last key, or undefined. */
  readonly notice: string | undefined;
}

/** Size of the terminal in characters. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** Draws the dashboard, one text per row, never more rows or columns than the screen has. */
export function dashboard(view: DashboardView, screen: Screen, paint: Paint): readonly string[] {
  const columns = Math.max(60, Math.min(screen.columns, 160));
  const head = [
    headRow(view, columns, paint),
    rule(columns, paint),
    ...figureRows(view, columns, paint),
    '',
    ...statusRows(view, columns, paint),
    '',
  ];
  const foot = [...exceptionRows(view, columns, paint), keyRow(view, paint)];
  const room = Math.max(0, screen.rows - head.length - foot.length - 1);
  const middle = view.showEvents ? eventRows(view, { columns, rows: room }, paint) : [];
  return [...head, ...middle, ...foot]
    .slice(0, screen.rows)
    .map((row) => clip(row, screen.columns));
}

const rule = (columns: number, paint: Paint): string => paint('dim', '─'.repeat(columns));

function headRow(view: DashboardView, columns: number, paint: Paint): string {
  const state = view.paused
    ? paint('yellow', '‖ paused')
    : paint('green', `● ${String(view.ordersPerSecond)} orders/s`);
  const clock = `${dayText(view.at)} ${clockText(view.at)}`;
  const text = ` ${paint('bold', 'ordermesh')} ${paint('dim', 'demo')}   ${clock} ${paint('dim', `×${String(view.scale)}`)}   ${state}   `;
  const end = `  ${paint('dim', duration(view.elapsedMs))} `;
  const room = Math.max(8, columns - widthOf(text) - widthOf(end));
  return text + paint('cyan', sparkline(view.pulse.slice(-room))) + end;
}

function figureRows(view: DashboardView, columns: number, paint: Paint): string[] {
  const { figures } = view;
  const orders = Math.max(1, figures.ordersRouted);
  const cells: readonly (readonly [string, string])[] = [
    ['orders', count(figures.ordersAccepted)],
    ['routed', percent(figures.ordersRouted, figures.ordersAccepted)],
    ['on time', percent(figures.deliveredInWindow, figures.delivered)],
    ['split', percent(figures.splitOrders, figures.ordersRouted)],
    ['cost/order', money(figures.costMinor / orders, 'CNY')],
    ['CO₂e/order', `${(figures.carbonGrams / orders / 1000).toFixed(2)} kg`],
    ['decision p50', micros(figures.decisionMicrosP50)],
    ['p99', micros(figures.decisionMicrosP99)],
    ['commit p50', `${figures.commitMillisP50.toFixed(1)} ms`],
  ];
  const width = Math.floor((columns - 2) / cells.length);
  return [
    `  ${cells.map(([name]) => paint('dim', left(name, width))).join('')}`,
    `  ${cells.map(([, value]) => paint('bold', left(value, width))).join('')}`,
  ];
}

const tones: Readonly<Record<string, 'cyan' | 'green' | 'yellow' | 'red' | 'blue'>> = {
  delivered: 'green',
  exception: 'red',
  waiting: 'yellow',
};

function statusRows(view: DashboardView, columns: number, paint: Paint): string[] {
  const most = Math.max(1, ...view.statuses.map(({ orders }) => orders));
  const width = Math.max(10, Math.min(48, columns - 40));
  return view.statuses.map(({ name, orders }) => {
    const drawn = paint(tones[name] ?? 'cyan', bar(orders / most, width));
    return `  ${left(name, 18)}${drawn} ${right(count(orders), 7)}`;
  });
}

const toneMark: Readonly<
  Record<EventLine['tone'], readonly ['green' | 'dim' | 'yellow' | 'red', string]>
> = {
  good: ['green', '✔'],
  plain: ['dim', '·'],
  warn: ['yellow', '!'],
  bad: ['red', '✖'],
};

function eventRows(view: DashboardView, screen: Screen, paint: Paint): string[] {
  if (screen.rows < 2) return [];
  const rows = view.events
    .slice(-(screen.rows - 2))
    .map((event) => eventRow(event, screen.columns, paint));
  return [paint('dim', '  what happens, and why'), ...rows, ''];
}

/** One event in columns that line up. Also used line by line where there is no terminal. */
export function eventRow(event: EventLine, columns: number, paint: Paint): string {
  const [colour, mark] = toneMark[event.tone];
  const whatColumns = Math.max(24, Math.min(50, Math.floor(columns * 0.33)));
  const start = `  ${paint('dim', clockText(event.at))} ${paint(colour, mark)} ${left(event.subject, 9)} ${left(event.what, whatColumns)} `;
  const middle = `${right(event.cost, 8)}  ${left(event.when, 22)} `;
  const used = 2 + 5 + 1 + 1 + 1 + 9 + 1 + whatColumns + 1 + 8 + 2 + 22 + 1;
  return start + middle + paint('dim', left(event.why, Math.max(0, columns - used)).trimEnd());
}

function exceptionRows(view: DashboardView, columns: number, paint: Paint): string[] {
  const rows = view.exceptions
    .slice(0, 3)
    .map(({ subject, reason, remedy }) =>
      left(`    ${left(subject, 9)} ${left(reason, 34)} ${paint('dim', 'try')} ${remedy}`, columns),
    );
  const open = view.exceptions.length;
  const title =
    open === 0
      ? paint('dim', '  no order waits for people')
      : paint(
          'yellow',
          `  ! ${count(open)} ${open === 1 ? 'order waits' : 'orders wait'} for people`,
        );
  const storm =
    view.stricken.length === 0
      ? []
      : [
          paint(
            'red',
            `  ✖ storm: ${String(view.stricken.length)} nodes down (${view.stricken.slice(0, 3).join(', ')}${view.stricken.length > 3 ? ', …' : ''})`,
          ),
        ];
  return [...storm, title, ...rows, ...(view.notice ? [paint('bold', `  ${view.notice}`)] : [])];
}

function keyRow(view: DashboardView, paint: Paint): string {
  const key = (letter: string, meaning: string): string => `${paint('bold', letter)} ${meaning}`;
  return `  ${[
    key('o', 'order'),
    key('s', 'storm'),
    key('r', 'restore'),
    key('p', view.paused ? 'go on' : 'pause'),
    key('+/-', 'rate'),
    key('x', 'speed'),
    key('e', 'events'),
    key('q', 'quit'),
  ].join('   ')}   ${paint('dim', view.url)}`;
}
