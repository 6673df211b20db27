import { crewWorth, seededUnit } from '@ordermesh/core/route';
import type { CrewWorth } from '@ordermesh/core/route';

import { chicago, pooledOrdersPerSecond } from './dark/chicago.ts';
import type { City } from './dark/chicago.ts';
import { byPrice, byWorth, nearest, soonest } from './dark/policies.ts';
import { playShift } from './dark/shift.ts';
import type { DarkPolicy, ShiftFigures } from './dark/shift.ts';
import type { QualityAsk, QualityCell, QualitySection } from './section.ts';
import { meanOf } from './statistics.ts';

/** Ten dark stores, their couriers and pickers, at rising load: who still brings 95 of 100 orders within 30 minutes. */
export const darkSection: QualitySection = {
  name: 'dark',
  title: 'Dark stores: load that is carried with at most 5 % later than 30 minutes',
  run: (ask) => {
    const city = chicago(ask.dataFolder);
    const { worth } = worthFor(city, learnt(city, ask.seed));
    const limit = worthFor(city, city.waySeconds).ordersPerMinuteMax / 60;
    const seeds = Array.from({ length: ask.isSmoke ? 3 : 30 }, (_, ix) => ask.seed + ix);
    const played = rowsOf(city, worth).map(({ name, policy, isOurs }, ix, all) => {
      const byLoad = loads.map((load) => {
        const figures = seeds.map((seed) => playShift(shiftOf(city, { load, seed }, ask), policy));
        return { load, figures };
      });
      ask.onProgress((ix + 1) / all.length, name);
      return { name, isOurs, byLoad };
    });
    return {
      tables: [
        {
          title: 'Carried load, and who is late',
          caption: `Percent of what all couriers could bring from the nearest store. ${String(seeds.length)} shifts of ${String(hours(ask))} hours per load, seeds ${String(seeds[0])} to ${String(seeds.at(-1))}, the same for every rule; ± is the 95 % interval over shifts. Carried: where the late share of a shift passes 5 %, between the loads that were played.`,
          columns: ['carried, %', ...shownLoads.map((load) => `late at ${percent(load)} %`)],
          rows: [
            ...played.map(({ name, isOurs, byLoad }) => ({
              name,
              cells: cellsOf(byLoad, isOurs),
            })),
            {
              name: 'fluid limit',
              cells: [
                {
                  value: (100 * limit) / pooledOrdersPerSecond(city),
                  unit: '%',
                },
                ...shownLoads.map(() => '–'),
              ],
            },
          ],
        },
      ],
      plots: [
        {
          title: 'Later than 30 minutes',
          xLabel: 'load, %',
          yLabel: 'late, %',
          lines: played.map(({ name, byLoad }) => ({
            name,
            points: byLoad.map(
              ({ load, figures }) => [100 * load, meanOf(latesOf(figures)).value] as const,
            ),
          })),
        },
      ],
      notes: [
        `The worth of couriers' time is learnt from ${String(pastOrders)} past orders drawn under another seed; the fluid limit is proven from above for all customers, so that the true one is not higher.`,
        ...played.map(({ name, byLoad }) => `${name}: minutes to the door ${minutesOf(byLoad)}.`),
      ],
    };
  },
};

const loads = [0.32, 0.36, 0.4, 0.5, 0.6, 0.64, 0.66, 0.68, 0.7, 0.72, 0.74, 0.76, 0.78];
const shownLoads = [0.4, 0.6, 0.66, 0.72, 0.76];
const pastOrders = 2_000;
const lateMaxPercent = 5;

const percent = (load: number): string => (100 * load).toFixed(0);
const hours = ({ isSmoke }: QualityAsk): number => (isSmoke ? 6 : 20);
const latesOf = (figures: readonly ShiftFigures[]): readonly number[] =>
  figures.map(({ latePercent }) => latePercent);

const rowsOf = (
  city: City,
  worth: ArrayLike<number>,
): readonly { name: string; policy: DarkPolicy; isOurs: boolean }[] => [
  { name: 'nearest', policy: nearest, isOurs: false },
  { name: 'earliest arrival', policy: soonest(city), isOurs: false },
  { name: 'worth of couriers, queues unseen', policy: byWorth(city, worth), isOurs: false },
  { name: 'ordermesh, price by load', policy: byPrice(city, worth), isOurs: true },
];

const shiftOf = (
  city: City,
  { load, seed }: { readonly load: number; readonly seed: number },
  ask: QualityAsk,
) => ({
  city,
  ordersPerSecond: load * pooledOrdersPerSecond(city),
  hours: hours(ask),
  warmHours: 2,
  seed,
});

/** The worth of couriers' time at every store when orders come from these customers, and what all can carry at most. */
const worthFor = (city: City, ways: readonly Float64Array[]): CrewWorth =>
  crewWorth({
    couriers: city.stores.map(({ couriers }) => couriers),
    places: ways.map((way) => ({
      share: 1,
      minutes: way.map((seconds) => (2 * seconds + city.doorSecondsMean) / 60),
    })),
  });

function learnt({ waySeconds }: City, seed: number): readonly Float64Array[] {
  const unit = seededUnit(seed ^ 0x5eed);
  return Array.from(
    { length: pastOrders },
    () => waySeconds[Math.floor(unit() * waySeconds.length)] as Float64Array,
  );
}

interface AtLoad {
  readonly load: number;
  readonly figures: readonly ShiftFigures[];
}

function cellsOf(byLoad: readonly AtLoad[], isOurs: boolean): readonly QualityCell[] {
  const shifts = byLoad[0]?.figures ?? [];
  const carried = shifts.map((_, shift) =>
    carriedPercent(byLoad.map(({ load, figures }) => [load, figures[shift]?.latePercent ?? 0])),
  );
  return [
    { ...meanOf(carried), unit: '%', ...(isOurs && { target: '≥ 72' }) },
    ...byLoad
      .filter(({ load }) => shownLoads.includes(load))
      .map(({ load, figures }) => ({
        ...meanOf(latesOf(figures)),
        unit: '%',
        ...(isOurs && load === 0.72 && { target: '≤ 5' }),
      })),
  ];
}

/** Where the late share passes 5 % for the first time, between two loads on a straight line. */
function carriedPercent(curve: readonly (readonly [load: number, late: number])[]): number {
  const at = curve.findIndex(([, late]) => late > lateMaxPercent);
  const [before, after] = [curve[at - 1], curve[at]];
  if (before === undefined || after === undefined)
    return 100 * (at < 0 ? (curve.at(-1)?.[0] ?? 0) : (after?.[0] ?? 0));
  const share = (lateMaxPercent - before[1]) / (after[1] - before[1]);
  return 100 * (before[0] + share * (after[0] - before[0]));
}

const minutesOf = (byLoad: readonly AtLoad[]): string =>
  byLoad
    .filter(({ load }) => shownLoads.includes(load))
    .map(({ load, figures }) => {
      const { value } = meanOf(figures.map(({ meanMinutes }) => meanMinutes));
      return `${value.toFixed(1)} at ${percent(load)} %`;
    })
    .join(', ');
