import type { Fault } from './fault.ts';
import type { Played } from './play.ts';

/** Nothing lost, doubled, broken or stuck, and the fault struck at all. */
export const isClean = ({ fault, acknowledged, orders, fired, ...wrong }: Played): boolean =>
  wrong.lost + wrong.doubled + wrong.broken + wrong.stuck === 0 &&
  acknowledged === orders &&
  (fired > 0 || fault === 'calm');

const columns = [
  ['fault', 18],
  ['orders', 8],
  ['fired', 7],
  ['lost', 6],
  ['doubled', 9],
  ['broken', 8],
  ['stuck', 7],
  ['healed ms', 11],
  ['waiting', 9],
  ['retries', 9],
  ['seconds', 9],
] as const;

let isHeadPrinted = false;

/** Prints a run as a row of the table, with evidence below it when something is wrong. */
export function printRow(played: Played): void {
  head();
  const { fault, acknowledged, fired, lost, doubled, broken, stuck } = played;
  const { healedMs, waiting, retries, seconds } = played;
  const cells = [fault, acknowledged, fired, lost, doubled, broken, stuck];
  const more = [healedMs?.toFixed(0) ?? '—', waiting, retries, seconds.toFixed(0)];
  console.log(`  ${[...cells, ...more].map(cell).join('')}${isClean(played) ? '  ✓' : '  ✗'}`);
  for (const line of played.evidence) console.log(`      ${line}`);
  const counts = Object.entries(played.counts);
  if (counts.length > 1)
    console.log(`      ${counts.map(([what, n]) => `${what} ${String(n)}`).join(', ')}`);
  for (const note of played.notes) console.log(`      ${note}`);
  const strange = Object.entries(played.strange);
  if (strange.length > 0)
    console.log(
      `      other answers: ${strange.map(([what, n]) => `${what} ×${String(n)}`).join(', ')}`,
    );
}

/** Prints that a fault could not be tried here, and why. */
export function printSkipped({ name }: Fault, why: string): void {
  head();
  console.log(`  ${name.padEnd(columns[0][1])}skipped: ${why}`);
}

function head(): void {
  if (isHeadPrinted) return;
  isHeadPrinted = true;
  console.log(`  ${columns.map(([name], at) => cell(name, at)).join('')}`);
}

function cell(value: string | number, at: number): string {
  const width = columns[at]?.[1] ?? 8;
  return at === 0 ? String(value).padEnd(width) : String(value).padStart(width);
}
