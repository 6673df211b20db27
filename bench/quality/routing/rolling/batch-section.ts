import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readOlist } from '@ordermesh/twin';

import { DataAbsent } from '../../section.ts';
import type { QualityAsk, QualityReport, QualitySection } from '../../section.ts';
import { hindsightBound } from '../bound.ts';
import { gapCell } from '../figures.ts';
import { openLinearSolver } from '../linear-solver.ts';
import type { LinearSolver } from '../linear-solver.ts';
import { olistCase } from '../olist-instance.ts';
import { testWindows } from '../olist-section.ts';
import { play } from '../play.ts';
import { chooseOnTraining } from './reassign-section.ts';
import { playRolling } from './rolling.ts';

/** New orders of one batch decided together, once, before any of them is committed. */
export const batchSection: QualitySection = {
  name: 'routing-n12-batches',
  title: 'Joint batches: real Olist orders, 12 nodes',
  run: async (asked) => playBatches(await openLinearSolver(), asked),
};

const batches = [10, 20, 50, 100, 200] as const;

/** Percent above the bound per cycle one by one and together, and what it took. */
interface Row {
  readonly name: string;
  readonly isPriced: boolean;
  readonly batchOrders: number;
  readonly alone: number[];
  readonly together: number[];
  moved: number;
  orders: number;
  lookMicros: number;
  later: number;
}

function playBatches(solver: LinearSolver, ask: QualityAsk): QualityReport {
  const folder = join(ask.dataFolder, 'olist');
  if (!existsSync(join(folder, 'orders.csv.gz')))
    throw new DataAbsent(`the Olist orders are not in ${folder}`);
  const { seed, isSmoke } = ask;
  const one = olistCase(readOlist(folder), { sites: 'N12', stockShare: 1, mergeMax: 1, seed });
  const chosen = chooseOnTraining(one, { seed, isSmoke });
  const rows = [false, true].flatMap((isPriced) =>
    batches.map((batchOrders): Row => ({
      name: `${isPriced ? 'removal price' : 'exact myopic'}, batches of ${String(batchOrders)}`,
      isPriced,
      batchOrders,
      alone: [],
      together: [],
      moved: 0,
      orders: 0,
      lookMicros: 0,
      later: 0,
    })),
  );
  const windows = testWindows(one, isSmoke);
  windows.forEach((instance, cycle) => {
    ask.onProgress(cycle / windows.length, `cycle ${String(cycle + 1)}`);
    const counts = new Float64Array(instance.classes.length).fill(1);
    const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
    const gapOf = (minor: number): number => 100 * (minor / bound.minor - 1);
    const alone = [false, true].map((isPriced) =>
      gapOf(play(instance, chosen.askOf(isPriced).policy).minor),
    );
    for (const row of rows) {
      const played = playRolling(instance, {
        ...chosen.askOf(row.isPriced),
        windowOrders: row.batchOrders,
        everyOrders: row.batchOrders,
        slackBands: 0,
      });
      row.alone.push(alone[Number(row.isPriced)] ?? 0);
      row.together.push(gapOf(played.minor));
      row.moved += played.moved;
      row.orders += played.orders;
      row.lookMicros += played.lookMicros;
      row.later += played.brokenPromises;
    }
  });
  ask.onProgress(1, '');
  return reportOf(rows, { cycles: windows.length, told: chosen.told });
}

const reportOf = (
  rows: readonly Row[],
  { cycles, told }: { readonly cycles: number; readonly told: string },
): QualityReport => ({
  tables: [
    {
      title: 'Points above the hindsight bound, one by one and in joint batches',
      caption: `Same orders, same policy, one seed of placement; ${String(cycles)} cycles, ± 95 % over cycles. So many new orders are first decided one by one, then exchange nodes once; nobody is sent from a farther distance band than alone. µs: all of the joint step, prices of the goods among it, per order.`,
      columns: [
        'one by one',
        'together',
        'points gained',
        'changed per 100 orders',
        'µs per order',
        'promised later',
      ],
      rows: rows.map((row) => ({
        name: row.name,
        cells: [
          gapCell(row.alone),
          gapCell(row.together),
          gapCell(row.alone.map((gap, at) => gap - (row.together[at] ?? 0))),
          { value: (100 * row.moved) / row.orders, unit: '' },
          { value: row.lookMicros / row.orders, unit: '' },
          { value: row.later, unit: '', target: '≤ 0' },
        ],
      })),
    },
  ],
  plots: [],
  notes: [`Chosen on the training cycles by replay: ${told}.`],
});
