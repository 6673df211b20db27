import type { LinearSolver } from '../linear-solver.ts';
import type { RoutingPolicy } from '../play.ts';
import { toldPolicy } from '../policies/told-price.ts';
import type { ToldAsk } from '../policies/told-price.ts';
import { wholeOrderOracle } from '../policies/whole-order-oracle.ts';

/** One knob, and the same policy at each of its settings. */
export interface Curve {
  readonly title: string;
  readonly xLabel: string;
  /** Logarithmic knobs are drawn by their power of two. */
  readonly isLog: boolean;
  readonly points: readonly { readonly x: number; readonly policy: RoutingPolicy }[];
}

interface CurveAsk {
  readonly shrinkPercent: number;
  readonly seed: number;
  readonly isSmoke: boolean;
}

/** Knobs of the price that can be turned, and the one that nobody can turn: what is known of the future. */
export function curvesFor(
  solver: LinearSolver,
  { isSmoke, ...chosen }: CurveAsk,
): readonly Curve[] {
  const usual: ToldAsk = { scenarios: 8, ...chosen };
  const told = (settings: readonly number[], turned: (x: number) => Partial<ToldAsk>) =>
    settings.map((x) => ({ x, policy: toldPolicy('curve', { ...usual, ...turned(x) }) }));
  const some = (settings: readonly number[]): readonly number[] =>
    isSmoke ? settings.slice(0, 2) : settings;
  return [
    {
      title: 'Sampled futures per price',
      xLabel: 'log₂ of futures',
      isLog: true,
      points: told(some([1, 2, 4, 8, 16, 32, 64]), (scenarios) => ({ scenarios })),
    },
    {
      title: 'Age of a price, 8 futures',
      xLabel: 'log₂ of orders until a price is made anew',
      isLog: true,
      points: told(some([1, 8, 32, 128, 512, 2400]), (ageMaxOrders) => ({ ageMaxOrders })),
    },
    {
      title: 'Share of the price, 8 futures',
      xLabel: 'percent of the price that counts',
      isLog: false,
      points: told(some([0, 25, 50, 75, 100, 125]), (shrinkPercent) => ({ shrinkPercent })),
    },
    {
      title: 'Next orders known in advance, 8 futures for what comes after',
      xLabel: 'orders known in advance',
      isLog: false,
      points: told(some([0, 100, 200, 400, 800, 1200, 1600, 2400]), (knownOrders) => ({
        knownOrders,
      })),
    },
    {
      title: 'Solves of the programme of whole orders, every order known',
      xLabel: 'log₂ of solves per cycle',
      isLog: true,
      points: some([1, 4, 12, 48]).map((x) => ({
        x,
        policy: wholeOrderOracle('curve', solver, x),
      })),
    },
  ];
}
