import { seededUnit } from '@ordermesh/core/route';

import type { QualityAsk, QualityReport, QualitySection } from '../section.ts';
import { meanOf } from '../statistics.ts';
import { hindsightBound } from './bound.ts';
import { gapCell, openFigures, playCells } from './figures.ts';
import type { Figures } from './figures.ts';
import { openLinearSolver } from './linear-solver.ts';
import type { LinearSolver } from './linear-solver.ts';
import { play } from './play.ts';
import type { RoutingPolicy } from './play.ts';
import { lpPricePolicy } from './policies/lp-price.ts';
import { magicianPolicy } from './policies/magician.ts';
import type { MagicianAsk } from './policies/magician.ts';
import { myopicPolicy, peerPolicies, staticNearest } from './policies/peers.ts';
import {
  correlatedRounding,
  dilatedRounding,
  independentRounding,
  itemShares,
  roundingPolicy,
} from './policies/rounding.ts';
import type { Rounding, Shares, WhenGone } from './policies/rounding.ts';
import { referenceInstance, withArrivals } from './reference-instance.ts';
import type { ReferenceInstance } from './reference-instance.ts';

/** Re-solves of the policy that the target is for. */
const solvesMost = 50;
const ours = `exact search, LP price solved anew every T/${String(solvesMost)}`;

/** The published experiment: random instances, every policy on the same arrivals. */
export const referenceSection: QualitySection = {
  name: 'routing-reference',
  title: 'Routing: the published experiment of Jasin & Sinha, Ma',
  run: (ask) =>
    playReference(
      ask,
      ask.isSmoke ? { instances: 2, orders: 600 } : { instances: 30, orders: 10_000 },
    ),
};

/** Plays every policy on so many instances of so many arrivals. */
export async function playReference(
  { seed, onProgress }: Pick<QualityAsk, 'seed' | 'onProgress'>,
  { instances, orders }: { readonly instances: number; readonly orders: number },
): Promise<QualityReport> {
  const solver = await openLinearSolver();
  const figures = openFigures();
  let proofGap = 0;
  for (let at = 0; at < instances; at++) {
    onProgress(at / instances, `instance ${String(at + 1)} of ${String(instances)}`);
    const seeded = seed + 1000 * at;
    const drawn = referenceInstance(seededUnit(seeded), orders);
    proofGap = Math.max(proofGap, playInstance({ solver, figures, drawn, orders, seed: seeded }));
  }
  onProgress(1, '');
  return reportOf(figures, { instances, orders, proofGap });
}

interface InstanceAsk {
  readonly solver: LinearSolver;
  readonly figures: Figures;
  readonly drawn: ReferenceInstance;
  readonly orders: number;
  readonly seed: number;
}

/** @returns share of the bound that is not proven */
function playInstance({ solver, figures, drawn, orders, seed }: InstanceAsk): number {
  const instance = withArrivals(drawn, orders, seed + 1);
  const counts = new Float64Array(instance.classes.length);
  for (const classIx of instance.arrivals) counts[classIx] = (counts[classIx] ?? 0) + 1;
  const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
  for (const policy of policiesFor({ solver, drawn, orders, seed }))
    figures.add(policy.name, play(instance, policy), bound.minor);
  return bound.relaxedMinor / bound.minor - 1;
}

function policiesFor(ask: Omit<InstanceAsk, 'figures'>): readonly RoutingPolicy[] {
  const { solver, drawn, orders, seed } = ask;
  const counts = drawn.share.map((share) => share * orders);
  const shares = itemShares(solver, drawn, counts);
  const { mix } = hindsightBound(solver, drawn, { counts, stock: drawn.stock });
  const draw = roundingBy(shares, seededUnit(seed + 2));
  const gate = { mix, counts, chance: seededUnit(seed + 3) };
  return [
    ...peerPolicies,
    staticNearest(drawn),
    draw('independent rounding (Jasin & Sinha, H1)', independentRounding, 'unfilled'),
    draw('correlated rounding (Jasin & Sinha), as published', correlatedRounding, 'unfilled'),
    draw('dilated rounding (Ma), as published', dilatedRounding, 'unfilled'),
    draw('correlated rounding, else exact myopic', correlatedRounding, 'myopic'),
    draw('dilated rounding, else exact myopic', dilatedRounding, 'myopic'),
    ...magicians(gate, ask),
    myopicPolicy,
    ...[1, 10, solvesMost].map((solves) =>
      lpPricePolicy(
        solves === 1
          ? 'exact search, LP price solved once (Acimovic–Graves with the method LP)'
          : `exact search, LP price solved anew every T/${String(solves)}`,
        solver,
        { orders, solves },
      ),
    ),
  ];
}

const roundingBy =
  (shares: Shares, chance: () => number) =>
  (name: string, rounding: Rounding, whenGone: WhenGone): RoutingPolicy =>
    roundingPolicy(name, { shares, rounding, chance, whenGone });

/** How careful the gatekeepers are is chosen on a sequence of the same instance that nobody is judged on. */
function magicians(
  gate: Pick<MagicianAsk, 'mix' | 'counts' | 'chance'>,
  { drawn, orders, seed }: Omit<InstanceAsk, 'figures'>,
): readonly RoutingPolicy[] {
  const training = withArrivals(drawn, orders, seed + 4);
  const tuned = (name: string, whenGone: WhenGone): RoutingPolicy => {
    let best = { minor: Infinity, policy: magicianPolicy(name, { ...gate, alpha: 0, whenGone }) };
    for (const alpha of [0, 0.02, 0.05, 0.1, 0.2]) {
      const policy = magicianPolicy(name, { ...gate, alpha, whenGone });
      const { minor } = play(training, policy);
      if (minor < best.minor) best = { minor, policy };
    }
    return best.policy;
  };
  return [
    tuned('gatekeepers (Amil, Makhdoumi & Wei), as published', 'unfilled'),
    tuned('gatekeepers, else exact myopic', 'myopic'),
  ];
}

function reportOf(
  figures: Figures,
  told: { readonly instances: number; readonly orders: number; readonly proofGap: number },
): QualityReport {
  const all = figures.all();
  const curve = [1, 10, solvesMost].flatMap((solves) => {
    const row = all.find(({ name }) =>
      solves === 1 ? name.includes('solved once') : name.endsWith(`T/${String(solves)}`),
    );
    return row ? [[solves, meanOf(row.gaps).value] as const] : [];
  });
  return {
    tables: [
      {
        title: 'Cost above the hindsight bound',
        caption: `${String(told.instances)} independent random instances, one sequence of T = ${String(told.orders)} arrivals each; ± 95 % over instances. Bound: method LP on the realised arrivals, proven from below (unproven: ${(100 * told.proofGap).toFixed(4)} % at most). Policies that plan know the true distribution, as in the papers.`,
        columns: ['above bound', 'parcels per order', 'unfilled lines', 'µs p50 / p99'],
        rows: all.map(({ name, gaps, played }) => ({
          name,
          cells: [gapCell(gaps, name === ours ? '≤ 0.4' : undefined), ...playCells(played)],
        })),
      },
    ],
    plots: [
      {
        title: 'What solving anew is worth',
        xLabel: 'times solved',
        yLabel: '% above bound',
        lines: [{ name: 'LP price', points: curve }],
      },
    ],
    notes: [
      'Rules of other systems are written from their documentation; published policies from the papers and the code of Ma (2023) and Amil et al. (2025), not copied from it.',
      'As published, a drawn node without stock leaves the line unfilled at twice the dearest cost; the fair comparison is the row that then falls back on the exact search.',
      'Amil et al.: α is chosen among 0, .02, .05, .1, .2 on another sequence of the same instance.',
    ],
  };
}
