import { isMet } from '../report.ts';
import type { QualityCell, QualityReport } from './section.ts';

/** Prints the tables of a section for people; marks what meets (✓) and misses (✗) its target. */
export function printReport(report: QualityReport): void {
  for (const { title, caption, columns, rows } of report.tables) {
    console.log(`\n  ${title}\n  ${caption}`);
    const lines = [
      ['', ...columns],
      ...rows.map(({ name, cells }) => [name, ...cells.map(cellText)]),
    ];
    const widths = columns.map((_, at) =>
      Math.max(...lines.map((line) => (line[at + 1] ?? '').length)),
    );
    const first = Math.max(...lines.map(([name]) => (name ?? '').length));
    for (const [name = '', ...cells] of lines)
      console.log(
        `    ${name.padEnd(first)}  ${cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ')}`,
      );
  }
  for (const note of report.notes) console.log(`  · ${note}`);
}

/** A cell in words, e.g. `5.91 ± 0.40 % ≤ 6 ✓`. */
export function cellText(cell: QualityCell): string {
  if (typeof cell === 'string') return cell;
  const digits = Math.abs(cell.value) < 1 ? 3 : Math.abs(cell.value) < 100 ? 2 : 0;
  const interval = cell.plusMinus === undefined ? '' : ` ± ${cell.plusMinus.toFixed(digits)}`;
  const verdict =
    cell.target === undefined
      ? ''
      : ` ${cell.target} ${isMet({ name: '', ...cell, target: cell.target }) ? '✓' : '✗'}`;
  return `${cell.value.toFixed(digits)}${interval}${cell.unit === '' ? '' : ` ${cell.unit}`}${verdict}`;
}

/** Whether every figure with a target meets it. */
export const missedOf = (report: QualityReport): readonly string[] =>
  report.tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap(({ name, cells }) =>
      cells.flatMap((cell, at) =>
        typeof cell === 'string' || isMet({ name, ...cell })
          ? []
          : [`${title}: ${name}, ${columns[at] ?? ''}: ${cellText(cell)}`],
      ),
    ),
  );
