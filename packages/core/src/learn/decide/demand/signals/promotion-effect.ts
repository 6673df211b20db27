import type { LearnedEffect } from '../../../../stock/decide/index.ts';
import type { ZonedSeries } from '../pool/hierarchy.ts';
import type { PlacedPromotion, PromotionsOf } from './placed-promotions.ts';
import { coverOf } from './placed-promotions.ts';
import { Proof, trialsMax } from './proof.ts';
import { percentsOf, ShrunkEffects } from './shrunk.ts';
import { blockOf, foldOf } from './signal-time.ts';
import type { SignalTime } from './signal-time.ts';
import { usualOf } from './usual.ts';
import type { Usual } from './usual.ts';

/** What was learned of promotions. */
export interface PromotionEffect {
  /** What a promotion multiplies the demand of an item with on its days; 1 = nothing is proven. */
  readonly factor: (promotion: PlacedPromotion, itemId: string) => number;
  readonly learned: readonly LearnedEffect[];
}

/**
 * Learns what promotions do: by discount and kind, pooled over all items, each item leaning to it. Few promotions lean
 * to 1, and all of it counts only where it made the quantiles of held-out promotions better.
 */
export function promotionEffect(
  series: readonly ZonedSeries[],
  promotionsOf: PromotionsOf,
  time: SignalTime,
): PromotionEffect {
  const weeks = promotedWeeks(series, promotionsOf, time);
  const effects = new ShrunkEffects(1, lean);
  for (const one of weeks)
    effects.add({
      levels: one.levels,
      fold: one.fold,
      precision: one.usualUnits * one.cover,
      value: (one.cameUnits / one.usualUnits - 1 + one.cover) / one.cover,
      occasion: one.promotion.promotionId,
    });
  const counts = isProven(weeks, effects);
  return {
    factor: ({ levels }, itemId) =>
      counts ? held(effects.effectOf(levelsFor(levels, itemId))) : 1,
    learned: learnedOf(weeks, effects, { time, counts }),
  };
}

/** Sort by sort, those of most promotions first. */
function learnedOf(
  weeks: readonly PromotedWeek[],
  effects: ShrunkEffects,
  { time, counts }: { readonly time: SignalTime; readonly counts: boolean },
): readonly LearnedEffect[] {
  const bySort = new Map<string, Map<string, PlacedPromotion>>();
  for (const { promotion } of weeks) {
    const sort = promotion.levels.at(-1) ?? '';
    const some = bySort.get(sort) ?? new Map<string, PlacedPromotion>();
    bySort.set(sort, some.set(promotion.promotionId, promotion));
  }
  const told = [...bySort.values()].map((some) => [...some.values()]);
  return told
    .sort((a, b) => b.length - a.length)
    .flatMap((some): readonly LearnedEffect[] => {
      const [first] = some;
      if (first === undefined) return [];
      const until = Math.min(7 * time.weeksPast, Math.max(...some.map((one) => one.until)));
      return [
        {
          signal: 'promotion',
          ...first.sort,
          ...percentsOf(effects, first.levels, held),
          occasions: some.length,
          sinceDay: time.firstDay + Math.min(...some.map(({ from }) => from)),
          untilDay: time.firstDay + until - 1,
          counts,
        },
      ];
    });
}

/** Twenty units, or two promotions, make what they show count by half. */
const lean = { precision: 20, occasions: 2 };

const held = (factor: number): number => Math.min(10, Math.max(0.2, factor));

const levelsFor = (levels: readonly string[], itemId: string): readonly string[] => [
  ...levels,
  `${levels.at(-1) ?? ''} ${itemId}`,
];

/** A week of a series in which promotions of one sort were on. */
interface PromotedWeek {
  /** The first of them. */
  readonly promotion: PlacedPromotion;
  readonly levels: readonly string[];
  /** All weeks of a promotion are held out together. */
  readonly fold: number;
  readonly block: number;
  readonly cover: number;
  readonly cameUnits: number;
  readonly usualUnits: number;
  readonly dispersion: number;
}

function isProven(weeks: readonly PromotedWeek[], effects: ShrunkEffects): boolean {
  const proof = new Proof();
  const stride = Math.max(1, Math.ceil(weeks.length / trialsMax));
  for (let at = 0; at < weeks.length; at += stride) {
    const one = weeks[at];
    if (one === undefined) continue;
    const factor = held(effects.effectOf(one.levels, one.fold));
    const movedUnits = one.usualUnits * (1 + one.cover * (factor - 1));
    proof.try({ ...one, movedUnits });
  }
  return proof.holds();
}

interface Promoted {
  readonly one: ZonedSeries;
  readonly promotions: readonly PlacedPromotion[];
  readonly usual: Usual;
}

function promotedWeeks(
  series: readonly ZonedSeries[],
  promotionsOf: PromotionsOf,
  time: SignalTime,
): readonly PromotedWeek[] {
  const promoted = series.map((one): Promoted => {
    const promotions = promotionsOf(one.itemId, one.zone);
    const isOn = (week: number): boolean => isOnIn(promotions, week);
    return { one, promotions, usual: usualOf(one.units, isOn) };
  });
  const common = commonLevels(promoted, time.weeksPast);
  return promoted.flatMap(({ one, promotions, usual }) =>
    weeksOf(promotions, time.weeksPast).flatMap((week): readonly PromotedWeek[] => {
      const on = promotions.filter((it) => isOnIn([it], week));
      const [first] = on;
      const usualUnits = (usual.unitsIn(week) ?? 0) * (common[week] ?? 1);
      // Where promotions of several sorts are on at once, it is not known which did what.
      const isOneSort = on.every(({ levels }) => levels.at(-1) === first?.levels.at(-1));
      if (first === undefined || usualUnits <= 0 || !isOneSort) return [];
      const cover = Math.min(
        1,
        on.reduce((sum, it) => sum + coverOf(it, week, time), 0),
      );
      const began = Math.floor(first.from / 7);
      return [
        {
          promotion: first,
          levels: levelsFor(first.levels, one.itemId),
          fold: foldOf(began),
          block: blockOf(began),
          cover,
          cameUnits: one.units[week] ?? 0,
          usualUnits,
          dispersion: usual.dispersion,
        },
      ];
    }),
  );
}

const isOnIn = (promotions: readonly PlacedPromotion[], week: number): boolean =>
  promotions.some(({ from, until }) => from < 7 * week + 7 && until > 7 * week);

function weeksOf(promotions: readonly PlacedPromotion[], weeksPast: number): readonly number[] {
  const weeks = new Set<number>();
  for (const { from, until } of promotions)
    for (let week = Math.floor(from / 7); week < Math.min(weeksPast, until / 7); week += 1)
      weeks.add(week);
  return [...weeks].sort((a, b) => a - b);
}

/** What series without a promotion sold in each week, over what is usual for them: what all have in common is no effect. */
function commonLevels(promoted: readonly Promoted[], weeksPast: number): Float64Array {
  const came = new Float64Array(weeksPast).fill(leanUnits);
  const usualUnits = new Float64Array(weeksPast).fill(leanUnits);
  const looked = new Set(promoted.flatMap(({ promotions }) => weeksOf(promotions, weeksPast)));
  for (const { one, promotions, usual } of promoted)
    for (const week of looked) {
      const units = isOnIn(promotions, week) ? undefined : usual.unitsIn(week);
      if (units === undefined) continue;
      came[week] = (came[week] ?? 0) + (one.units[week] ?? 0);
      usualUnits[week] = (usualUnits[week] ?? 0) + units;
    }
  return came.map((units, week) => units / (usualUnits[week] ?? 1));
}

const leanUnits = 20;
