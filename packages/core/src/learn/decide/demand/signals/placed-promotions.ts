import { epochDayOf } from '../../../../words/index.ts';
import type { LearnedEffect } from '../../../../stock/decide/index.ts';
import type { Promotion } from './promotion.ts';
import { daysOf, weightOn } from './signal-time.ts';
import type { SignalTime } from './signal-time.ts';

/** A promotion on the days that are looked at. */
export interface PlacedPromotion {
  readonly promotionId: string;
  /** First day and the day after the last, from the first day that is looked at. */
  readonly from: number;
  readonly until: number;
  /** Promotions that are alike, from all to those of the same strength and kind. */
  readonly levels: readonly string[];
  /** What those of the last level have in common, in words for people. */
  readonly sort: Pick<LearnedEffect, 'of' | 'discountPercent'>;
}

/** Promotions of an item in a zone; those that were called off are not among them. */
export type PromotionsOf = (itemId: string, zone: string) => readonly PlacedPromotion[];

/** Lays promotions on the days. */
export function placedPromotions(promotions: readonly Promotion[], time: SignalTime): PromotionsOf {
  const everyItem: Told[] = [];
  const byItem = new Map<string, Told[]>();
  for (const one of promotions) {
    const placed = placedOn(one, time);
    if (placed === undefined) continue;
    const told = { placed, zones: one.zones };
    if (one.items === undefined) everyItem.push(told);
    for (const item of one.items ?? []) byItem.set(item, [...(byItem.get(item) ?? []), told]);
  }
  return (itemId, zone) => {
    const own = byItem.get(itemId);
    if (own === undefined && everyItem.length === 0) return none;
    return [...everyItem, ...(own ?? [])]
      .filter(({ zones }) => zones?.some((told) => coversZone(told, zone)) ?? true)
      .map(({ placed }) => placed);
  };
}

interface Told {
  readonly placed: PlacedPromotion;
  readonly zones: readonly string[] | undefined;
}

const none: readonly PlacedPromotion[] = [];

/** A country covers its subdivisions. */
const coversZone = (told: string, zone: string): boolean =>
  told === zone || zone.startsWith(`${told}-`);

function placedOn(promotion: Promotion, time: SignalTime): PlacedPromotion | undefined {
  const [first, last] = [epochDayOf(promotion.firstDay), epochDayOf(promotion.lastDay)];
  if (first === undefined || last === undefined || promotion.cancelled === true) return undefined;
  const from = Math.max(0, first - time.firstDay);
  const until = Math.min(daysOf(time), last + 1 - time.firstDay);
  if (until <= from) return undefined;
  const strength = strengthOf(promotion.discountPercent);
  const kind = promotion.kind ?? '';
  return {
    promotionId: promotion.promotionId,
    from,
    until,
    levels: ['all', strength, `${strength} ${kind}`],
    sort: { of: kind, ...discountOf(promotion.discountPercent) },
  };
}

/** Discounts that work about alike, percent: from … until before the next. */
const strengths = [15, 25, 35, 50] as const;

const strengthOf = (percent: number | undefined): string =>
  percent === undefined ? 'unknown' : String(strengths.filter((from) => percent >= from).length);

function discountOf(percent: number | undefined): Pick<LearnedEffect, 'discountPercent'> {
  if (percent === undefined) return {};
  const from = strengths.findLast((one) => percent >= one) ?? 0;
  return { discountPercent: { from, until: strengths.find((one) => percent < one) ?? 100 } };
}

/** What share of a week's usual demand lies on promoted days of it, 0 … 1. */
export function coverOf(
  { from, until }: Pick<PlacedPromotion, 'from' | 'until'>,
  week: number,
  time: SignalTime,
): number {
  let [covered, all] = [0, 0];
  for (let day = 7 * week; day < 7 * week + 7; day += 1) {
    const weight = weightOn(time, day);
    all += weight;
    if (day >= from && day < until) covered += weight;
  }
  return all > 0 ? covered / all : 0;
}
