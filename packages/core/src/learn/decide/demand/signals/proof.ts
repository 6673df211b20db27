import { lossOf } from '../compete.ts';
import { countQuantiles } from '../methods/negative-binomial.ts';

/** What an effect is tried on: a week that it was not learned from. */
export interface Trial {
  /** Weeks that are alike count as one occasion. */
  readonly block: number;
  readonly cameUnits: number;
  /** What is expected without the effect, and with it. */
  readonly usualUnits: number;
  readonly movedUnits: number;
  readonly dispersion: number;
}

/** By how much the quantiles of held-out weeks got better, block by block. */
export class Proof {
  readonly #gains = new Map<number, number>();

  try({ block, cameUnits, usualUnits, movedUnits, dispersion }: Trial): void {
    const loss = (mean: number): number =>
      lossOf(
        cameUnits,
        countQuantiles({ mean, variance: mean * dispersion }, probabilities),
        probabilities,
      );
    const gain = loss(usualUnits) - loss(movedUnits);
    this.#gains.set(block, (this.#gains.get(block) ?? 0) + gain);
  }

  /** Whether the gain is more than chance: its mean over blocks is above two standard errors of it. */
  holds(): boolean {
    const gains = [...this.#gains.values()];
    if (gains.length < blocksMin) return false;
    const mean = gains.reduce((sum, one) => sum + one, 0) / gains.length;
    const squares = gains.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const error = Math.sqrt(squares / (gains.length - 1) / gains.length);
    return mean > errorsAbove * error && mean > 0;
  }
}

const probabilities = [0.1, 0.5, 0.8, 0.9, 0.95];
const blocksMin = 3;
const errorsAbove = 2;
/** More trials cost time and add little. */
export const trialsMax = 20_000;
