import { folds } from './signal-time.ts';

/** What speaks for an effect at one level: its weight and its value times the weight, by fold, and from which occasions. */
interface Sums {
  readonly weight: Float64Array;
  readonly value: Float64Array;
  readonly occasions: readonly Set<string>[];
}

/** How much has to speak for a value before it counts by half. */
export interface Lean {
  readonly weight: number;
  /** Distinct occasions, e.g. promotions; 0 = they do not matter. */
  readonly occasions: number;
}

/** One thing that speaks for an effect. */
export interface Evidence {
  /** From what is common to all to what is the item's own; each level leans to the one before. */
  readonly levels: readonly string[];
  readonly fold: number;
  readonly weight: number;
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

  add({ levels, fold, weight, value, occasion }: Evidence): void {
    for (const level of levels) {
      const sums = this.#sums.get(level) ?? nothing();
      sums.weight[fold] = (sums.weight[fold] ?? 0) + weight;
      sums.value[fold] = (sums.value[fold] ?? 0) + weight * value;
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

  #pull({ weight, value, occasions }: Sums, parent: number, without: number | undefined): number {
    let [weights, values, times] = [0, 0, 0];
    for (let fold = 0; fold < folds; fold += 1) {
      if (fold === without) continue;
      weights += weight[fold] ?? 0;
      values += value[fold] ?? 0;
      times += occasions[fold]?.size ?? 0;
    }
    if (weights <= 0) return 0;
    const { weight: leanWeight, occasions: leanTimes } = this.#lean;
    const trust = weights / (weights + leanWeight);
    const known = leanTimes > 0 ? times / (times + leanTimes) : 1;
    return (values / weights - parent) * trust * known;
  }
}

const nothing = (): Sums => ({
  weight: new Float64Array(folds),
  value: new Float64Array(folds),
  occasions: Array.from({ length: folds }, () => new Set<string>()),
});
