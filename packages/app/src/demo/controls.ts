import type { PlacedOrder } from '@ordermesh/core/hub';
import type { NodeId } from '@ordermesh/core/words';
import { nodesAround, restore, strike } from '@ordermesh/twin';
import { count } from './paint.ts';
import type { DemoSession } from './session.ts';
import { nodeName, routedLine } from './tally.ts';

/** What the keys of the demo do. */
export interface Controls {
  /** @returns whether the demo shall end */
  press(key: string): boolean;
  readonly notice: () => string | undefined;
  readonly showEvents: () => boolean;
  /** Names of nodes that are down. */
  readonly stricken: () => readonly string[];
  /** The explanation that was asked for last, while it is fresh. */
  readonly panel: () => readonly string[];
}

const noticeMs = 6000;
const panelMs = 20_000;
const speeds = [1, 10, 60, 600];
const struckAtOnce = 5;

/** Connects keys with the session. */
export function controlsOf(session: DemoSession): Controls {
  const { arrivals, time } = session;
  const board = noticeBoard();
  const weather = weatherOf(session, board.say);
  let showEvents = true;

  async function order(): Promise<void> {
    const placed = await arrivals.one();
    if (placed) board.show(await explanationOf(session, placed));
    else board.say('The order was refused.');
  }

  function faster(factor: number): void {
    arrivals.setPerSecond(Math.max(1, Math.min(500, Math.round(arrivals.perSecond() * factor))));
    board.say(`${String(arrivals.perSecond())} orders per second.`);
  }

  function later(work: Promise<void>): void {
    work.catch((failure: unknown) => {
      board.say(`That failed: ${String(failure)}`);
    });
  }

  const keys: Readonly<Record<string, () => void>> = {
    o: () => {
      later(order());
    },
    s: () => {
      later(weather.storm());
    },
    r: () => {
      later(weather.calm());
    },
    p: () => {
      arrivals.setPaused(!arrivals.paused());
    },
    '+': () => {
      faster(1.5);
    },
    '-': () => {
      faster(1 / 1.5);
    },
    e: () => (showEvents = !showEvents),
    x: () => {
      time.setScale(speeds[(speeds.indexOf(time.scale()) + 1) % speeds.length] ?? 60);
    },
  };
  return {
    press: (key) => {
      if (key === 'q' || key === ctrlC) return true;
      keys[key === '=' ? '+' : key]?.();
      return false;
    },
    notice: board.notice,
    panel: board.panel,
    showEvents: () => showEvents,
    stricken: weather.stricken,
  };
}

const ctrlC = String.fromCharCode(3);

/** Things that are shown for a while. */
function noticeBoard() {
  let notice = { text: '', untilMs: 0 };
  let panel: { readonly lines: readonly string[]; readonly untilMs: number } = {
    lines: [],
    untilMs: 0,
  };
  return {
    say: (text: string): void => {
      notice = { text, untilMs: performance.now() + noticeMs };
    },
    show: (lines: readonly string[]): void => {
      panel = { lines, untilMs: performance.now() + panelMs };
    },
    notice: () => (notice.untilMs > performance.now() ? notice.text : undefined),
    panel: () => (panel.untilMs > performance.now() ? panel.lines : []),
  };
}

/** One storm at a time, over the largest city. */
function weatherOf(session: DemoSession, say: (text: string) => void) {
  const { hub, world } = session;
  const city = world.cities[0] ?? { latitude: 31.22, longitude: 121.44, name: 'Shanghai' };
  let struck: readonly NodeId[] = [];
  return {
    stricken: () => struck.map((id) => nodeName(hub, id)),
    storm: async (): Promise<void> => {
      if (struck.length > 0) {
        say('The storm is still there; r lets it pass.');
        return;
      }
      struck = nodesAround(world.network.nodes, city, struckAtOnce).map(({ nodeId }) => nodeId);
      say(`A storm strikes ${String(struck.length)} nodes in ${city.name}: their work is moved …`);
      const moved = await strike(hub, struck, `storm over ${city.name}`);
      say(
        `Storm over ${city.name}: ${String(struck.length)} nodes down, ${count(moved)} orders moved.`,
      );
    },
    calm: async (): Promise<void> => {
      const gone = struck;
      struck = [];
      await restore(hub, gone, 'the storm is over');
      say(gone.length === 0 ? 'No node is down.' : `${String(gone.length)} nodes are open again.`);
    },
  };
}

/** An order and the decision about it, told in a few lines. */
async function explanationOf(
  { hub, server }: DemoSession,
  placed: PlacedOrder,
): Promise<readonly string[]> {
  const explained = await hub.explain(placed.decisionId);
  const line = routedLine(hub, placed, '');
  const text = explained.ok ? sentenceOf(explained.value) : 'No explanation is stored.';
  return [
    `${placed.record.order.orderId}  ${line.what}  ${line.cost}  ${line.when}`,
    ...wrapped(text, 100),
    `more: ordermesh decision explain ${placed.decisionId} --url ${server.url}`,
  ];
}

function sentenceOf(explanation: unknown): string {
  const text = (explanation as { readonly text?: { readonly en?: unknown } }).text?.en;
  return typeof text === 'string' ? text : '';
}

/** Breaks a text at spaces. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
