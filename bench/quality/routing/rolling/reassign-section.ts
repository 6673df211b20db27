import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readOlist } from '@ordermesh/twin';
import type { OlistBenchmarkAsk } from '@ordermesh/twin';

import { DataAbsent } from '../../section.ts';
import type { QualityAsk, QualityReport, QualitySection } from '../../section.ts';
import { hindsightBound } from '../bound.ts';
import { gapCell } from '../figures.ts';
import { olistCase } from '../olist-instance.ts';
import type { OlistCase } from '../olist-instance.ts';
import { testWindows, trainingWindows } from '../olist-section.ts';
import { openLinearSolver } from '../linear-solver.ts';
import type { LinearSolver } from '../linear-solver.ts';
import { play } from '../play.ts';
import { chosenShrink, removalPolicy } from '../policies/look-ahead.ts';
import { myopicPolicy } from '../policies/peers.ts';
import { playRolling } from './rolling.ts';
import type { OpenLook, RollingAsk } from './rolling.ts';
import { settleByZones, settleWhenDue } from './settle.ts';

const networks: readonly (Pick<QualitySection, 'name' | 'title'> & {
  readonly ask: Omit<OlistBenchmarkAsk, 'seed'>;
})[] = [
  {
    name: 'routing-n12-reassigned',
    title: 'Re-assignment of unpicked orders: real Olist orders, 12 nodes',
    ask: { sites: 'N12', stockShare: 1, mergeMax: 1 },
  },
  {
    name: 'routing-n12-merged-reassigned',
    title: 'Re-assignment of unpicked orders: baskets of up to 3 Olist orders, 12 nodes',
    ask: { sites: 'N12', stockShare: 1, mergeMax: 3 },
  },
];

/** Our policies with and without looking again at orders that are not picked yet. */
export const reassignSections: readonly QualitySection[] = networks.map(({ name, title, ask }) => ({
  name,
  title,
  run: async (asked) => playNetwork(await openLinearSolver(), ask, asked),
}));

const seedsUsed = 3;
const everyOrders = 25;

/**
 * `exchange`: all of them exchange nodes at the prices of the moment. `settled`: those due alone, with all goods in one pool,
 * beside lines of the past. `hub`: the same beside a forecast by zone, as the job of the hub does it.
 */
type How = 'exchange' | 'settled' | 'hub';

const looks: Readonly<Partial<Record<How, OpenLook>>> = {
  settled: settleWhenDue,
  hub: settleByZones,
};

/** A policy with how long its orders stay unpicked and how they are looked at; one window carries the target. */
interface Kind {
  readonly name: string;
  readonly isPriced: boolean;
  readonly how: How;
  readonly windowOrders: number;
  readonly slackBands: number;
}

/** How long orders would have to stay unpicked, and how late be promised, to gain what is wanted. */
const windows = {
  settled: [
    [50, 0],
    [200, 0],
    [400, 0],
    [800, 0],
    [1600, 0],
    [200, 1],
    [800, 1],
    [200, 7],
    [800, 7],
  ],
  few: [
    [200, 0],
    [800, 0],
    [800, 7],
  ],
} as const;

const slackWords = (bands: number): string =>
  bands === 7 ? 'any day promised' : `${String(bands)} bands of slack`;

const kindsOf = (
  name: string,
  among: readonly (readonly [number, number])[],
  how: Pick<Kind, 'isPriced' | 'how'>,
): readonly Kind[] =>
  among.map(([windowOrders, slackBands]) => ({
    ...how,
    name: `${name}, ${String(windowOrders)} unpicked, ${slackWords(slackBands)}`,
    windowOrders,
    slackBands,
  }));

const kinds: readonly Kind[] = [
  ...kindsOf(`${myopicPolicy.name}, settled when due`, windows.few, {
    isPriced: false,
    how: 'settled',
  }),
  ...kindsOf('removal price, all exchange', windows.few, { isPriced: true, how: 'exchange' }),
  ...kindsOf('removal price, settled when due by zones (hub)', windows.few, {
    isPriced: true,
    how: 'hub',
  }),
  ...kindsOf('removal price, settled when due', windows.settled, {
    isPriced: true,
    how: 'settled',
  }),
];

/** Percent above the bound per cycle: without looking again, and with. */
interface Row {
  readonly plain: number[];
  readonly again: number[];
  moved: number;
  orders: number;
  broken: number;
}

function playNetwork(
  solver: LinearSolver,
  network: Omit<OlistBenchmarkAsk, 'seed'>,
  { dataFolder, seed, isSmoke, placements = seedsUsed, onProgress }: QualityAsk,
): QualityReport {
  const folder = join(dataFolder, 'olist');
  if (!existsSync(join(folder, 'orders.csv.gz')))
    throw new DataAbsent(`the Olist orders are not in ${folder}`);
  const dataset = readOlist(folder);
  const rows = kinds.map((): Row => ({ plain: [], again: [], moved: 0, orders: 0, broken: 0 }));
  const choices: string[] = [];
  const seeds = isSmoke ? 1 : placements;
  let cycles = 0;
  for (let at = 0; at < seeds; at++) {
    const one = olistCase(dataset, { ...network, seed: seed + at });
    const training = { seed: seed + 100 * at, isSmoke };
    const chosenFor = (how: How) => {
      const look = looks[how];
      return chooseOnTraining(one, { ...training, ...(look && { look }) });
    };
    const chosen = {
      exchange: chosenFor('exchange'),
      settled: chosenFor('settled'),
      hub: chosenFor('hub'),
    };
    choices.push(
      `exchange: ${chosen.exchange.told}; settled when due: ${chosen.settled.told}; by zones: ${chosen.hub.told}`,
    );
    const windows = testWindows(one, isSmoke);
    cycles = windows.length;
    windows.forEach((instance, cycle) => {
      onProgress((at + cycle / windows.length) / seeds, `seed ${String(at + 1)}`);
      const counts = new Float64Array(instance.classes.length).fill(1);
      const bound = hindsightBound(solver, instance, { counts, stock: instance.stock });
      const gapOf = (minor: number): number => 100 * (minor / bound.minor - 1);
      const plain = [false, true].map((isPriced) =>
        gapOf(play(instance, chosen.settled.askOf(isPriced).policy).minor),
      );
      kinds.forEach((kind, ix) => {
        const ask = chosen[kind.how].askOf(kind.isPriced);
        const played = playRolling(instance, { ...ask, ...kind });
        const row = rows[ix];
        if (!row) return;
        row.plain.push(plain[Number(kind.isPriced)] ?? 0);
        row.again.push(gapOf(played.minor));
        row.moved += played.moved;
        row.orders += played.orders;
        row.broken += played.brokenPromises;
      });
    });
  }
  onProgress(1, '');
  return reportOf(rows, { seeds, cycles, choices });
}

type Chosen = Omit<RollingAsk, 'windowOrders' | 'slackBands'>;

/** The share of the price as for routing; the least gain of an exchange is what was best on the training windows. */
export function chooseOnTraining(
  one: OlistCase,
  {
    seed,
    isSmoke,
    look,
  }: { readonly seed: number; readonly isSmoke: boolean; readonly look?: OpenLook },
): { readonly askOf: (isPriced: boolean) => Chosen; readonly told: string } {
  const replays = trainingWindows(one, isSmoke);
  const removal = (shrinkPercent: number) =>
    removalPolicy('removal price', { scenarios, shrinkPercent, seed });
  const shrinkPercent = chosenShrink(replays, removal, [50, 75, 100]);
  const ask = (isPriced: boolean, gainMinMinor: number): Chosen => ({
    policy: isPriced ? removal(shrinkPercent) : myopicPolicy,
    everyOrders,
    gainMinMinor,
    prices: { scenarios, shrinkPercent: isPriced ? shrinkPercent : 0, seed },
    ...(look && { look }),
  });
  const minorWith = (gainMinMinor: number): number =>
    replays.reduce((sum, instance) => {
      const rolling = { ...ask(true, gainMinMinor), windowOrders: 200, slackBands: 0 };
      return sum + playRolling(instance, rolling).minor;
    }, 0);
  const gains = [1, 50, 200, 500].map((gain) => ({ gain, minor: minorWith(gain) }));
  const best = gains.sort((a, b) => a.minor - b.minor || a.gain - b.gain)[0]?.gain ?? 1;
  return {
    askOf: (isPriced) => ask(isPriced, isPriced ? best : 1),
    told: `${String(shrinkPercent)} % of the price, least gain ${String(best)} minor units`,
  };
}

const scenarios = 8;

function reportOf(
  rows: readonly Row[],
  told: { readonly seeds: number; readonly cycles: number; readonly choices: readonly string[] },
): QualityReport {
  const perCycle = (values: readonly number[]): readonly number[] =>
    Array.from({ length: told.cycles }, (_, cycle) => {
      let sum = 0;
      for (let at = 0; at < told.seeds; at++) sum += values[at * told.cycles + cycle] ?? 0;
      return sum / told.seeds;
    });
  return {
    tables: [
      {
        title: 'Points above the hindsight bound, with and without looking again',
        caption: `Same orders, same policy; ${String(told.cycles)} cycles × ${String(told.seeds)} seeds, ± 95 % over cycles. An order is picked when so many have come after it; every ${String(everyOrders)} orders those that are picked next get their node for good (settled when due), or all unpicked ones exchange nodes. Promised: a parcel from no farther distance band than the first plan (0), or so many bands of slack.`,
        columns: ['without', 'with', 'points gained', 'moves per 100 orders', 'promises broken'],
        rows: kinds.flatMap(({ name, isPriced, how }, ix) => {
          const row = rows[ix];
          if (!row) return [];
          const gained = row.plain.map((gap, at) => gap - (row.again[at] ?? 0));
          return [
            {
              name,
              cells: [
                gapCell(perCycle(row.plain)),
                gapCell(perCycle(row.again)),
                gapCell(perCycle(gained), isPriced && how === 'settled' ? '≥ 1.5' : undefined),
                { value: (100 * row.moved) / row.orders, unit: '' },
                { value: row.broken, unit: '', target: '≤ 0' },
              ],
            },
          ];
        }),
      },
    ],
    plots: [],
    notes: [`Chosen on the training cycles by replay, per seed: ${told.choices.join(' | ')}.`],
  };
}
