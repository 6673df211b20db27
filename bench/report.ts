/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the house wants, e.g. `≤ 300`; absent = for information. */
  readonly target?: string;
}

/** Prints figures as a table for people; marks what misses its target. */
export function printFigures(figures: readonly Figure[]): void {
  const wide = Math.max(...figures.map(({ name }) => name.length));
  for (const figure of figures) {
    const value = figure.value.toLocaleString('en-US', {
      maximumFractionDigits: Math.abs(figure.value) < 10 ? 3 : 0,
    });
    const verdict = figure.target === undefined ? '' : isMet(figure) ? '  ✓' : '  ✗';
    console.log(
      `  ${figure.name.padEnd(wide)}  ${value.padStart(12)} ${figure.unit.padEnd(10)} ${(figure.target ?? '').padEnd(10)}${verdict}`,
    );
  }
}

/** Whether a figure meets its target; figures without one always do. */
export function isMet({ value, target }: Figure): boolean {
  const [, sign, number] = /^([≤≥])\s*([\d.,]+)/.exec(target ?? '') ?? [];
  if (sign === undefined || number === undefined) return true;
  const wanted = Number(number.replaceAll(',', ''));
  return sign === '≤' ? value <= wanted : value >= wanted;
}
