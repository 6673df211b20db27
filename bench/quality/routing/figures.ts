import type { Measured, QualityCell } from '../section.ts';
import { meanOf } from '../statistics.ts';
import type { Played } from './play.ts';

/** What one policy made of all instances, in the same order for every policy. */
export interface PolicyFigures {
  readonly name: string;
  /** Percent above the bound of each instance. */
  readonly gaps: number[];
  readonly played: Played[];
}

/** Collects plays per policy, by name, in the order in which policies first came. */
export interface Figures {
  add(name: string, played: Played, boundMinor: number): void;
  all(): readonly PolicyFigures[];
}

/** Starts with nothing. */
export function openFigures(): Figures {
  const byName = new Map<string, PolicyFigures>();
  return {
    add: (name, played, boundMinor) => {
      const figures = byName.get(name) ?? { name, gaps: [], played: [] };
      byName.set(name, figures);
      figures.gaps.push(100 * (played.minor / boundMinor - 1));
      figures.played.push(played);
    },
    all: () => [...byName.values()],
  };
}

/** Mean gap with its interval over independent values; a target where there is one. */
export const gapCell = (gaps: readonly number[], target?: string): Measured => ({
  ...meanOf(gaps),
  unit: '%',
  ...(target !== undefined && { target }),
});

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

/** Parcels per order, lines left unfilled in percent of orders, and the time of a decision. */
export function playCells(
  played: readonly Played[],
  parcelsTarget?: string,
): readonly [parcels: QualityCell, unfilled: QualityCell, micros: QualityCell] {
  const orders = sumOf(played.map((one) => one.orders));
  const micros = joined(played.map((one) => one.micros)).sort();
  const quantile = (share: number): string =>
    (micros[Math.min(micros.length - 1, Math.floor(share * micros.length))] ?? 0).toFixed(0);
  return [
    {
      value: sumOf(played.map((one) => one.parcels)) / orders,
      unit: '',
      ...(parcelsTarget !== undefined && { target: parcelsTarget }),
    },
    { value: (100 * sumOf(played.map((one) => one.unfilledLines))) / orders, unit: '%' },
    `${quantile(0.5)} / ${quantile(0.99)}`,
  ];
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(sumOf(parts.map(({ length }) => length)));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
