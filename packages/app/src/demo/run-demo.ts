import { clip, duration, painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { controlsOf } from './controls.ts';
import type { Controls } from './controls.ts';
import { dashboard, eventRow } from './dashboard.ts';
import type { DashboardView } from './dashboard.ts';
import { liveScreen } from './screen.ts';
import { openDemo } from './session.ts';
import type { DemoAsk, DemoSession } from './session.ts';
import { summaryOf, summaryRows } from './summary.ts';

/** How the demo is shown, besides what it is asked for. */
export interface DemoShow {
  /** One JSON object per line instead of text. */
  readonly json: boolean;
  /** Ends by itself after so many seconds of flow; undefined = when `q` is pressed or the process is told to. */
  readonly seconds: number | undefined;
  readonly output: NodeJS.WriteStream;
  readonly input: NodeJS.ReadStream;
  readonly noColor: string | undefined;
  readonly forceColor: string | undefined;
  /** Told to end from outside (a signal). */
  readonly ended: Promise<void>;
}

const redrawMs = 250;
const lineMs = 2000;

/**
 * Runs the demo: the real hub on the embedded database with the reference network, customers and people around it.
 *
 * @returns the exit code: 0 when the books balance at the end, else 1
 */
export async function runDemo(ask: DemoAsk, show: DemoShow): Promise<number> {
  const paint = painter({ ...show, isTerminal: show.output.isTTY });
  const print = (line: string): void => void show.output.write(`${line}\n`);
  const openedMs = performance.now();
  const say = show.json ? (): void => undefined : print;
  say(
    `\n ${paint('bold', 'ordermesh')} ${paint('dim', `demo · seed ${String(ask.seed)} · ×${String(ask.scale)}`)}\n`,
  );
  const session = await openDemo(
    ask,
    (what, tookMs) => {
      if (show.json) print(JSON.stringify({ type: 'stage', what, ms: Math.round(tookMs) }));
      else print(`  ${paint('green', '✔')} ${what.padEnd(66)} ${paint('dim', duration(tookMs))}`);
    },
    (line) => say(`  ${paint('yellow', '!')} ${paint('dim', line)}`),
  );
  say(
    `  ${paint('green', '✔')} ${`orders flowing at ${String(ask.ordersPerSecond)} per second`.padEnd(66)} ${paint('dim', duration(performance.now() - openedMs))}\n`,
  );
  for (const row of links(session.server.url, paint)) say(row);
  const startedMs = performance.now();
  await showUntilEnd(session, { ...show, paint, startedMs });
  await session.quiet();
  const summary = await summaryOf(session, performance.now() - startedMs);
  if (show.json) print(JSON.stringify({ type: 'summary', ...summary }));
  else for (const row of summaryRows(summary, paint)) print(row);
  await session.close();
  return summary.holds ? 0 : 1;
}

function links(url: string, paint: Paint): readonly string[] {
  const link = (path: string): string => paint(['cyan', 'underline'], `${url}${path}`);
  return [
    `  API        ${link('/v1/orders')}   ${paint('dim', 'Authorization: Bearer om_test_demo')}`,
    `  API docs   ${link('/docs')}`,
    `  Metrics    ${link('/metrics')}   ${link('/readyz')}`,
    '',
  ];
}

type Showing = DemoShow & { readonly paint: Paint; readonly startedMs: number };

async function showUntilEnd(session: DemoSession, show: Showing): Promise<void> {
  const controls = controlsOf(session);
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const timer = show.seconds === undefined ? undefined : setTimeout(end, show.seconds * 1000);
  const onKey = (key: string): void => {
    if (controls.press(key)) end();
  };
  const stopShowing =
    show.output.isTTY && show.input.isTTY && !show.json
      ? showLive(session, controls, { show, onKey })
      : showLines(session, show);
  await Promise.race([over, show.ended]);
  clearTimeout(timer);
  stopShowing();
}

function showLive(
  session: DemoSession,
  controls: Controls,
  live: { readonly show: Showing; readonly onKey: (key: string) => void },
): () => void {
  const { show, onKey } = live;
  const screen = liveScreen({ output: show.output, input: show.input }, onKey);
  const draw = (): void => {
    const size = { columns: show.output.columns, rows: Math.max(10, show.output.rows - 1) };
    const panel = controls.panel();
    const rows = dashboard(
      viewOf(session, controls, show.startedMs),
      { ...size, rows: size.rows - panel.length },
      show.paint,
    );
    const framed = panel.map((line, ix) =>
      clip(
        `  ${show.paint('cyan', '│')} ${ix === 0 ? show.paint('bold', line) : line}`,
        size.columns,
      ),
    );
    screen.draw([...framed, ...rows]);
  };
  draw();
  const drawing = setInterval(draw, redrawMs);
  return () => {
    clearInterval(drawing);
    draw();
    screen.close();
  };
}

/** Where there is no terminal: a line of figures every two seconds, or events and figures as JSON. */
function showLines(session: DemoSession, show: Showing): () => void {
  const { paint, output } = show;
  const print = (line: string): void => void output.write(`${line}\n`);
  if (show.json) session.tally.onLine((line) => print(JSON.stringify({ type: 'event', ...line })));
  const ticking = setInterval(() => {
    const figures = session.hub.figures();
    if (show.json) {
      print(JSON.stringify({ type: 'figures', at: session.time.env.now(), ...figures }));
      return;
    }
    const last = session.tally
      .lines()
      .filter(({ tone }) => tone !== 'plain')
      .at(-1);
    print(
      `  ${duration(performance.now() - show.startedMs).padStart(8)}  ${String(figures.ordersAccepted).padStart(6)} orders  ${String(figures.ordersRouted).padStart(6)} routed  ${String(figures.delivered).padStart(5)} delivered  p99 ${figures.decisionMicrosP99.toFixed(0)} µs`,
    );
    if (last) print(eventRow(last, 150, paint));
  }, lineMs);
  return () => clearInterval(ticking);
}

function viewOf(session: DemoSession, controls: Controls, startedMs: number): DashboardView {
  const { hub, time, arrivals, tally } = session;
  return {
    at: time.env.now(),
    elapsedMs: performance.now() - startedMs,
    scale: time.scale(),
    ordersPerSecond: arrivals.perSecond(),
    paused: arrivals.paused(),
    pulse: arrivals.pulse(),
    figures: hub.figures(),
    statuses: tally.statuses(),
    events: tally.lines(),
    showEvents: controls.showEvents(),
    exceptions: tally.waiting(),
    stricken: controls.stricken(),
    url: session.server.url,
    notice: controls.notice(),
  };
}
