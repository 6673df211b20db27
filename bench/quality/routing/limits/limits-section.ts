import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readOlist } from '@ordermesh/twin';

import { DataAbsent } from '../../section.ts';
import type { QualityAsk, QualityReport, QualitySection } from '../../section.ts';
import { hindsightBound } from '../bound.ts';
import type { RoutingInstance } from '../instance.ts';
import { openLinearSolver } from '../linear-solver.ts';
import type { LinearSolver } from '../linear-solver.ts';
import { olistCase } from '../olist-instance.ts';
import { olistVariants, testWindows, trainingWindows } from '../olist-section.ts';
import type { OlistVariant } from '../olist-section.ts';
import { play } from '../play.ts';
import { chosenShrink, removalPolicy } from '../policies/look-ahead.ts';
import { myopicPolicy } from '../policies/peers.ts';
import { curvesFor } from './curves.ts';
import { freePlacement } from './free-placement.ts';
import { limitsReport, openGaps } from './limits-report.ts';
import type { Gaps } from './limits-report.ts';
import { limitNames, policiesOfLimits } from './policies-of-limits.ts';

/** What the distance between our policy and the hindsight bound is made of, and how it moves with each knob. */
export const limitsSections: readonly QualitySection[] = olistVariants.map((variant) => ({
  name: `${variant.name}-limits`,
  title: `${variant.title}: what limits it`,
  run: async (ask) => playLimits(await openLinearSolver(), variant, ask),
}));

function playLimits(solver: LinearSolver, variant: OlistVariant, ask: QualityAsk): QualityReport {
  const { dataFolder, seed, isSmoke } = ask;
  const folder = join(dataFolder, 'olist');
  if (!existsSync(join(folder, 'orders.csv.gz')))
    throw new DataAbsent(`the Olist orders are not in ${folder}`);
  const one = olistCase(readOlist(folder), { ...variant.ask, seed });
  const shrinkPercent = chosenShrink(
    trainingWindows(one, isSmoke),
    (percent) => removalPolicy('removal price', { scenarios: 8, shrinkPercent: percent, seed }),
    [50, 75, 100],
  );
  const windows = testWindows(one, isSmoke);
  const gaps = openGaps();
  windows.forEach((instance, cycle) => {
    const told = (share: number, name: string): void => {
      ask.onProgress((cycle + share) / windows.length, name);
    };
    playWindow({ solver, instance, gaps, told, ask: { shrinkPercent, seed, isSmoke } });
  });
  ask.onProgress(1, '');
  return limitsReport(gaps, {
    cycles: windows.length,
    orders: windows[0]?.arrivals.length ?? 0,
    shrinkPercent,
    gapTarget: variant.gapTarget,
  });
}

function playWindow(at: {
  readonly solver: LinearSolver;
  readonly instance: RoutingInstance;
  readonly gaps: Gaps;
  readonly told: (share: number, name: string) => void;
  readonly ask: {
    readonly shrinkPercent: number;
    readonly seed: number;
    readonly isSmoke: boolean;
  };
}): void {
  const { solver, instance, gaps, told, ask } = at;
  const counts = new Float64Array(instance.classes.length).fill(1);
  const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
  const gapOf = (minor: number): number => 100 * (minor / bound.minor - 1);
  const policies = policiesOfLimits(solver, ask);
  policies.forEach((policy, ix) => {
    told((0.4 * ix) / policies.length, policy.name);
    gaps.add(policy.name, gapOf(play(instance, policy).minor));
  });
  const free = freePlacement(solver, instance);
  gaps.add(limitNames.placedBound, gapOf(free.boundMinor));
  gaps.add(limitNames.placedMyopic, gapOf(play(free.instance, myopicPolicy).minor));
  const curves = curvesFor(solver, ask);
  curves.forEach((curve, ix) => {
    for (const { x, policy } of curve.points) {
      told(0.4 + (0.6 * ix) / curves.length, curve.title);
      gaps.addPoint(curve, x, gapOf(play(instance, policy).minor));
    }
  });
}
