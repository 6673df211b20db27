import type { CommandIo } from './command.ts';
import { bar } from './paint.ts';

/** Progress of long work. */
export interface Progress {
  readonly at: (done: number, total: number) => void;
  readonly end: () => void;
}

const barColumns = 28;
const redrawMs = 100;

/**
 * A bar with done, total, rate and time left; a line per 10 % where stderr is no terminal; NDJSON with `asJson`.
 */
export function progressLine(
  { talk, paint, environment }: CommandIo,
  { unit, asJson }: { readonly unit: string; readonly asJson: boolean },
): Progress {
  const startedMs = performance.now();
  const isTerminal = process.stderr.isTTY && environment['CI'] === undefined;
  let [drawnMs, tenth, wasDrawn] = [-Infinity, 0, false];
  const draw = (done: number, total: number): void => {
    const share = total === 0 ? 1 : done / total;
    const seconds = (performance.now() - startedMs) / 1_000;
    const rate = done / Math.max(seconds, 0.001);
    const left = rate > 0 ? ` · ${((total - done) / rate).toFixed(0)} s left` : '';
    const text = `${(share * 100).toFixed(0).padStart(3)} %  ${done} / ${total}`;
    const more = paint.dim(`${rate.toFixed(0)} ${unit}/s${left}`);
    if (isTerminal)
      talk(`\r  ${paint.good(bar(share, barColumns).padEnd(barColumns))} ${text}  ${more}\u001b[K`);
    else talk(`  ${text}  ${more}\n`);
    wasDrawn = true;
  };
  return {
    at: (done, total) => {
      const nowTenth = total === 0 ? 10 : Math.floor((done * 10) / total);
      if (asJson) {
        if (nowTenth > tenth) talk(`${JSON.stringify({ type: 'progress', done, total })}\n`);
      } else if (
        isTerminal ? performance.now() - drawnMs >= redrawMs || done === total : nowTenth > tenth
      ) {
        drawnMs = performance.now();
        draw(done, total);
      }
      tenth = nowTenth;
    },
    end: () => {
      if (wasDrawn && isTerminal) talk('\n');
    },
  };
}
