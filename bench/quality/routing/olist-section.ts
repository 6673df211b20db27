import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cycleOrders, readOlist } from '@ordermesh/twin';
import type { OlistBenchmarkAsk, OlistDataset } from '@ordermesh/twin';

import { DataAbsent } from '../section.ts';
import type { QualityAsk, QualityReport, QualitySection } from '../section.ts';
import { hindsightBound } from './bound.ts';
import { gapCell, openFigures, playCells } from './figures.ts';
import type { Figures, PolicyFigures } from './figures.ts';
import type { RoutingInstance } from './instance.ts';
import { openLinearSolver } from './linear-solver.ts';
import type { LinearSolver } from './linear-solver.ts';
import { olistCase } from './olist-instance.ts';
import type { OlistCase } from './olist-instance.ts';
import { play } from './play.ts';
import type { RoutingPolicy } from './play.ts';
import {
  chosenShrink,
  depletionPolicy,
  removalPolicy,
  transportDualPolicy,
} from './policies/look-ahead.ts';
import { oraclePolicy } from './policies/oracle.ts';
import { myopicPolicy, peerPolicies } from './policies/peers.ts';
import { spilloverPolicy } from './policies/spillover.ts';

/** A network, an amount of stock and a kind of order, and what is wanted there. */
export interface OlistVariant {
  readonly name: string;
  readonly title: string;
  readonly ask: Omit<OlistBenchmarkAsk, 'seed'>;
  readonly gapTarget: string;
  readonly parcelsTarget?: string;
}

/** The networks on which real orders are routed. */
export const olistVariants: readonly OlistVariant[] = [
  {
    name: 'routing-n12',
    title: 'Routing: real Olist orders, 12 nodes',
    ask: { sites: 'N12', stockShare: 1, mergeMax: 1 },
    gapTarget: '≤ 5.0',
  },
  {
    name: 'routing-n225',
    title: 'Routing: real Olist orders, 225 nodes',
    ask: { sites: 'N225', stockShare: 1, mergeMax: 1 },
    gapTarget: '≤ 5.8',
  },
  {
    name: 'routing-n12-more-stock',
    title: 'Routing: real Olist orders, 12 nodes, stock × 1.3',
    ask: { sites: 'N12', stockShare: 1.3, mergeMax: 1 },
    gapTarget: '≤ 3.2',
  },
  {
    name: 'routing-n12-merged',
    title: 'Routing: real Olist lines in baskets of up to 3 orders, 12 nodes',
    ask: { sites: 'N12', stockShare: 1, mergeMax: 3 },
    gapTarget: '≤ 7.0',
    parcelsTarget: '≤ 1.00',
  },
];

/** Real orders on two networks, against stock that was planned before they came. */
export const olistSections: readonly QualitySection[] = olistVariants.map((variant) => ({
  name: variant.name,
  title: variant.title,
  run: async (ask) => playVariant(await openLinearSolver(), variant, ask),
}));

/** The first two cycles are the past that policies learn from and are tuned on; they are not judged. */
const trainingCycles = 2;
const seedsUsed = 3;
const lookAheadName = 'removal price, 32 futures (ours)';

function playVariant(
  solver: LinearSolver,
  variant: OlistVariant,
  { dataFolder, seed, isSmoke, placements = seedsUsed, onProgress }: QualityAsk,
): QualityReport {
  const folder = join(dataFolder, 'olist');
  if (!existsSync(join(folder, 'orders.csv.gz')))
    throw new DataAbsent(`the Olist orders are not in ${folder}`);
  const dataset: OlistDataset = readOlist(folder);
  const figures = openFigures();
  const choices: string[] = [];
  const seeds = isSmoke ? 1 : placements;
  let [proofGap, cycles, orders] = [0, 0, 0];
  for (let at = 0; at < seeds; at++) {
    const one = olistCase(dataset, { ...variant.ask, seed: seed + at });
    const { policies, told } = policiesFor(one, { seed: seed + 100 * at, isSmoke });
    choices.push(told);
    const windows = testWindows(one, isSmoke);
    cycles = windows.length;
    orders = windows[0]?.arrivals.length ?? 0;
    windows.forEach((instance, cycle) => {
      const counts = new Float64Array(instance.classes.length).fill(1);
      const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
      proofGap = Math.max(proofGap, bound.relaxedMinor / bound.minor - 1);
      policies.forEach((policy, ix) => {
        onProgress(
          (at + (cycle + ix / policies.length) / windows.length) / seeds,
          `seed ${String(at + 1)}, cycle ${String(cycle + trainingCycles)}: ${policy.name}`,
        );
        figures.add(policy.name, play(instance, policy), bound.minor);
      });
    });
  }
  onProgress(1, '');
  return reportOf(variant, figures, { seeds, cycles, orders, proofGap, choices });
}

/** The cycles that are judged; in a smoke run a short one. */
export function testWindows(one: OlistCase, isSmoke: boolean): readonly RoutingInstance[] {
  if (isSmoke) return [one.window(trainingCycles * cycleOrders, 300)];
  const cycles = Math.floor(one.routed.length / cycleOrders) - trainingCycles;
  return Array.from({ length: cycles }, (_, ix) =>
    one.window((trainingCycles + ix) * cycleOrders, cycleOrders),
  );
}

/** What shares are chosen on. */
export const trainingWindows = (one: OlistCase, isSmoke: boolean): readonly RoutingInstance[] =>
  isSmoke
    ? [one.window(cycleOrders, 300)]
    : [one.window(cycleOrders / 2, cycleOrders / 2), one.window(cycleOrders, cycleOrders)];

/** Shares are chosen on two windows of the training cycles: the second cycle, and the second half of the first. */
function policiesFor(
  one: OlistCase,
  { seed, isSmoke }: { readonly seed: number; readonly isSmoke: boolean },
): { readonly policies: readonly RoutingPolicy[]; readonly told: string } {
  const replays = trainingWindows(one, isSmoke);
  const removal = (scenarios: number) => (shrinkPercent: number) =>
    removalPolicy(`removal price, ${String(scenarios)} futures (ours)`, {
      scenarios,
      shrinkPercent,
      seed,
    });
  const spillover = (percent: number) =>
    spilloverPolicy('spillover limits (DeValve et al.)', percent);
  const depletion = (percent: number) =>
    depletionPolicy('depletion price, no forecast (Andrews et al.)', percent);
  const shrink = chosenShrink(replays, removal(8), [50, 75, 100]);
  const kept = chosenShrink(replays, spillover, [25, 50, 75, 100]);
  const gone = chosenShrink(replays, depletion, [5, 10, 20, 40]);
  return {
    policies: [
      ...peerPolicies,
      spillover(kept),
      depletion(gone),
      transportDualPolicy('transport dual, solved per order (Acimovic & Graves)', 100),
      myopicPolicy,
      removal(8)(shrink),
      removal(32)(shrink),
      oraclePolicy,
    ],
    told: `${String(shrink)} % of the removal price, ${String(gone)} % of the depletion price, spillover limit ${String(kept)} %`,
  };
}

interface Told {
  readonly seeds: number;
  readonly cycles: number;
  readonly orders: number;
  readonly proofGap: number;
  readonly choices: readonly string[];
}

function reportOf(variant: OlistVariant, figures: Figures, told: Told): QualityReport {
  const all = figures.all();
  const myopic = all.find(({ name }) => name === myopicPolicy.name);
  const isOurs = (name: string): boolean => name === lookAheadName;
  return {
    tables: [
      {
        title: 'Cost above the hindsight bound',
        caption: `Windows of ${String(told.orders)} orders that nobody was tuned on: ${String(told.cycles)} × ${String(told.seeds)} seeds of placement; ± 95 % over windows. Bound: method LP on the orders that really came, proven from below (unproven: ${(100 * told.proofGap).toFixed(3)} % at most). Worst against myopic: the cycle in which it did worst, percent of cost.`,
        columns: [
          'above bound',
          'best … worst cycle',
          'worst against myopic',
          'parcels per order',
          'unfilled lines',
          'µs p50 / p99',
        ],
        rows: all.map((row) => ({
          name: row.name,
          cells: [
            gapCell(perCycle(row.gaps, told), isOurs(row.name) ? variant.gapTarget : undefined),
            `${Math.min(...row.gaps).toFixed(2)} … ${Math.max(...row.gaps).toFixed(2)}`,
            {
              value: worstAgainst(row, myopic),
              unit: '%',
              ...(isOurs(row.name) && { target: '≤ 0' }),
            },
            ...playCells(row.played, isOurs(row.name) ? variant.parcelsTarget : undefined),
          ],
        })),
      },
    ],
    plots: [
      {
        title: 'By cycle, mean over seeds',
        xLabel: 'cycle',
        yLabel: '% above bound',
        lines: all
          .filter(({ name }) => plotted.some((word) => name.startsWith(word)))
          .map(({ name, gaps }) => ({
            name: name.replace(/ \(.*/, ''),
            points: perCycle(gaps, told).map((gap, ix) => [ix + trainingCycles, gap] as const),
          })),
      },
    ],
    notes: [
      `Chosen on the training cycles by replay, per seed: ${told.choices.join(' | ')}.`,
      'The last row knows which lines will still come and where; it prices them as parcels of their own. What it does not reach is out of reach of any price per unit.',
    ],
  };
}

const plotted = ['nearest', 'exact myopic', 'transport dual', 'removal price, 32', 'oracle'];

/** Means over seeds: cycles of one seed hold other orders, seeds of one cycle the same ones. */
function perCycle(gaps: readonly number[], { seeds, cycles }: Told): readonly number[] {
  return Array.from({ length: cycles }, (_, cycle) => {
    let sum = 0;
    for (let at = 0; at < seeds; at++) sum += gaps[at * cycles + cycle] ?? 0;
    return sum / seeds;
  });
}

function worstAgainst(row: PolicyFigures, myopic: PolicyFigures | undefined): number {
  return Math.max(
    ...row.played.map(({ minor }, ix) => 100 * (minor / (myopic?.played[ix]?.minor ?? minor) - 1)),
  );
}
