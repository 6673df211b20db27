import type { History, Outlook } from '../series.ts';
import { likeCases } from './analogues.ts';
import type { CaseMemory } from './analogues.ts';
import { intermittentMean } from './intermittent.ts';
import { dispersionOf, leaning, weightedLevel } from './level.ts';

/** What a method may look at besides the history of the series. */
export interface MethodGround {
  readonly periodsAhead: number;
  readonly memory: CaseMemory;
  /** Dispersion of all series together. */
  readonly usualDispersion: number;
}

/** A way to see the next span of a series at the level of its origin. */
export interface Method {
  readonly name: string;
  /** Undefined while too little is known for it. */
  see(history: History, ground: MethodGround): Outlook | undefined;
}

/** Fewer pasts than these are no crowd to compare with. */
const casesMin = 100;

/** Every method that competes; the names are part of what is published. */
export const methods: readonly Method[] = [
  ...(['sba', 'tsb'] as const).map((rule) => ({
    name: rule,
    see: (history: History, ground: MethodGround) => {
      const smoothing = { rule, size: 0.1, frequency: 0.1 };
      const mean = intermittentMean(atLevel(history), history.origin, smoothing);
      return countsOf(history, ground, { mean, forgetting: 0.1 });
    },
  })),
  ...[0.15, 0.4].map((forgetting) => ({
    name: `level-${String(forgetting)}`,
    see: (history: History, ground: MethodGround) =>
      countsOf(history, ground, { mean: weightedLevel(history, forgetting), forgetting }),
  })),
  {
    name: 'past',
    see: (history, { periodsAhead }) =>
      history.origin < 2 * periodsAhead
        ? undefined
        : { kind: 'cases', ascending: pastSpans(history, periodsAhead) },
  },
  {
    name: 'analogues',
    see: (history, { memory }) =>
      memory.followed.length < casesMin
        ? undefined
        : { kind: 'cases', ascending: likeCases(memory, history, 300) },
  },
];

/** The history as it would have been at the level of the origin. */
function atLevel({ units, index, origin, indexNow }: History): Float64Array {
  return Float64Array.from({ length: origin }, (_, at) => {
    const common = index[at] ?? 0;
    return common > 0 ? ((units[at] ?? 0) * indexNow) / common : 0;
  });
}

/** A level as a distribution of the span: demand varies around it, and it is itself known only so well. */
function countsOf(
  history: History,
  { periodsAhead, usualDispersion }: MethodGround,
  { mean: level, forgetting }: { readonly mean: number; readonly forgetting: number },
): Outlook {
  const mean = leaning(level, history, forgetting) * periodsAhead;
  const dispersion = dispersionOf(history, usualDispersion);
  const known = forgetting / (2 - forgetting);
  return { kind: 'counts', mean, variance: mean * dispersion * (1 + periodsAhead * known) };
}

/** Totals of every span of the last three spans' time, overlapping. */
function pastSpans(history: History, periodsAhead: number): Float64Array {
  const units = atLevel(history);
  const first = Math.max(0, history.origin - 3 * periodsAhead);
  const totals: number[] = [];
  for (let from = first; from + periodsAhead <= history.origin; from += 1) {
    let total = 0;
    for (let at = from; at < from + periodsAhead; at += 1) total += units[at] ?? 0;
    totals.push(total);
  }
  return Float64Array.from(totals).sort();
}
