import type { LearnedEffect } from '../../../../stock/decide/index.ts';
import { folds } from './signal-time.ts';

/** What speaks for an effect at one level: its precision and its value times that, by fold, and from which occasions. */
interface Sums {
  readonly precision: Float64Array;
  readonly value: Float64Array;
  readonly occasions: readonly Set<string>[];
}

/** How much has to speak for a value before it counts by half. */
export interface Lean {
  readonly precision: number;
  /** Distinct occasions, e.g. promotions; 0 = they do not matter. */
  readonly occasions: number;
}

/** One thing that speaks for an effect. */
export interface Evidence {
  /** From what is common to all to what is the item's own; each level leans to the one before. */
  readonly levels: readonly string[];
  readonly fold: number;
  readonly precision: number;
  /** The effect that it shows. */
  readonly value: number;
  readonly occasion?: string;
}

/** Effects pooled over levels: where a level says little, the one above it counts. */
export class ShrunkEffects {
  readonly #sums = new Map<string, Sums>();
  readonly #none: number;
  readonly #lean: Lean;

  /** @param none the effect where nothing is known */
  constructor(none: number, lean: Lean) {
    this.#none = none;
    this.#lean = lean;
  }

  add({ levels, fold, precision, value, occasion }: Evidence): void {
    for (const level of levels) {
      const sums = this.#sums.get(level) ?? nothing();
      sums.precision[fold] = (sums.precision[fold] ?? 0) + precision;
      sums.value[fold] = (sums.value[fold] ?? 0) + precision * value;
      if (occasion !== undefined) sums.occasions[fold]?.add(occasion);
      this.#sums.set(level, sums);
    }
  }

  /** @param without a fold that must not be known; absent = everything counts */
  effectOf(levels: readonly string[], without?: number): number {
    let effect = this.#none;
    for (const level of levels) {
      const sums = this.#sums.get(level);
      if (sums) effect += this.#pull(sums, effect, without);
    }
    return effect;
  }

  /**
   * Standard error of an effect: how much it changes when one fold after the other is not known.
   *
   * @see Tukey 1958, jackknife
   */
  errorOf(levels: readonly string[]): number {
    const others = Array.from({ length: folds }, (_, fold) => this.effectOf(levels, fold));
    const mean = others.reduce((sum, one) => sum + one, 0) / folds;
    const squares = others.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return Math.sqrt(((folds - 1) / folds) * squares);
  }

  #pull(
    { precision, value, occasions }: Sums,
    parent: number,
    without: number | undefined,
  ): number {
    let [precisions, values, times] = [0, 0, 0];
    for (let fold = 0; fold < folds; fold += 1) {
      if (fold === without) continue;
      precisions += precision[fold] ?? 0;
      values += value[fold] ?? 0;
      times += occasions[fold]?.size ?? 0;
    }
    if (precisions <= 0) return 0;
    const { precision: leanPrecision, occasions: leanTimes } = this.#lean;
    const trust = precisions / (precisions + leanPrecision);
    const known = leanTimes > 0 ? times / (times + leanTimes) : 1;
    return (values / precisions - parent) * trust * known;
  }
}

/**
 * What people read of an effect: percent of the usual, with two standard errors to either side.
 *
 * @param factorOf what an effect multiplies demand with
 */
export function percentsOf(
  effects: ShrunkEffects,
  levels: readonly string[],
  factorOf: (effect: number) => number,
): Pick<LearnedEffect, 'percent' | 'percentFrom' | 'percentUntil'> {
  return spanOf(effects.effectOf(levels), effects.errorOf(levels), factorOf);
}

/** The same of an effect with its standard error. */
export function spanOf(
  effect: number,
  error: number,
  factorOf: (effect: number) => number,
): Pick<LearnedEffect, 'percent' | 'percentFrom' | 'percentUntil'> {
  const percent = (one: number): number => Math.round(1000 * factorOf(one)) / 10;
  return {
    percent: percent(effect),
    percentFrom: percent(effect - 2 * error),
    percentUntil: percent(effect + 2 * error),
  };
}

const nothing = (): Sums => ({
  precision: new Float64Array(folds),
  value: new Float64Array(folds),
  occasions: Array.from({ length: folds }, () => new Set<string>()),
});
