import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import type { StrategyDocument, Wording } from '@ordermesh/core/strategy';

/** What staff may wish of routing on the first day, in words; `priced` needs prices, which come with orders. */
export const strategyWishes = [
  'balanced',
  'cheapest',
  'fastest',
  'greenest',
  'store-first',
] as const;
/** @see strategyWishes */
export type StrategyWish = (typeof strategyWishes)[number];

/** What each wish means, for the interview. */
export const wishWordings: Readonly<Record<StrategyWish, Wording>> = {
  balanced: {
    en: 'balanced: cost, time and carbon weighed',
    zh: '均衡：成本、时效、碳排放一起权衡',
  },
  cheapest: { en: 'cheapest: cost first', zh: '成本优先' },
  fastest: { en: 'fastest: time first', zh: '时效优先' },
  greenest: { en: 'greenest: carbon first', zh: '低碳优先' },
  'store-first': { en: 'store-first: stores before warehouses', zh: '门店优先：先门店后仓库' },
};

/** How many times an extra parcel's worth a parcel from elsewhere than a store is made dearer. */
const storesFirstTimes = 5;

/** The strategy for a wish, as the API takes it; undefined when the currency has no standard strategy. */
export function strategyFor(
  wish: StrategyWish,
  currency: string,
): Readonly<Record<string, unknown>> | undefined {
  const document = standardStrategy(wish === 'store-first' ? 'balanced' : wish, currency);
  if (!document) return undefined;
  const { version: _first, ...content } = strategyJson(
    wish === 'store-first' ? storesFirst(document) : document,
  );
  return content;
}

const storesFirst = (balanced: StrategyDocument): StrategyDocument => ({
  ...balanced,
  name: 'Stores first',
  softRules: [
    {
      ruleId: 'stores-first',
      name: 'Whatever is no store counts as dearer',
      when: [{ field: 'node.kind', operator: 'not_in', value: ['store', 'dark_store'] }],
      perParcelMinor: balanced.weights.perExtraParcelMinor * storesFirstTimes,
    },
  ],
});
