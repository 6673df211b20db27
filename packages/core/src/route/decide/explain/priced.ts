import { minuteMs, moneyText } from '../../../words/index.ts';
import type { PriceMethod, PriceSource, PricesMissing } from '../price/sheet.ts';
import type { RoutePlan, RouteQuestion } from '../question.ts';
import type { Sentence } from './wording.ts';

/** Which prices a decision counted, or why it counted none; empty where its strategy does not weigh them. */
export interface PricesTold {
  readonly prices?: PriceSource & { readonly ageMs: number };
  readonly pricesMissing?: PricesMissing;
}

/** What the question says of prices. */
export const pricesTold = ({ prices, pricesMissing, at }: RouteQuestion): PricesTold => ({
  ...(prices && { prices: { ...prices, ageMs: at - prices.madeAt } }),
  ...(pricesMissing && { pricesMissing }),
});

/** Adds to a sentence about a plan what prices it counted, or that it had none. */
export function withPricesTold(
  question: RouteQuestion,
  { plan, currency }: { readonly plan: RoutePlan; readonly currency: string },
  said: Sentence,
): Sentence {
  const told = question.pricesMissing
    ? missing(question.pricesMissing, question.at)
    : counted(question, plan, currency);
  return told === undefined ? said : { en: `${said.en} ${told.en}`, zh: `${said.zh}${told.zh}` };
}

const methods: Readonly<Record<PriceMethod, Sentence>> = {
  removal: { en: 'removal', zh: '移除法' },
  'transport-dual': { en: 'transport dual', zh: '运输对偶' },
  depletion: { en: 'depletion', zh: '消耗法' },
};

const minutes = (ms: number): string => String(Math.max(0, Math.round(ms / minuteMs)));

function counted(
  { prices, at }: RouteQuestion,
  { costItems }: RoutePlan,
  currency: string,
): Sentence | undefined {
  if (prices === undefined) return undefined;
  const amount = moneyText({ amountMinor: costItems.opportunityMinor ?? 0, currency });
  const { en, zh } = methods[prices.method];
  const [version, age] = [String(prices.version), minutes(at - prices.madeAt)];
  const share = shareTold(prices);
  return {
    en: `It counts ${amount} for what the goods would save later where they lie (price sheet ${version}, ${en}${share.en}, ${age} min old).`,
    zh: `其中 ${amount} 是所用库存留作日后之用的价值（价格表第 ${version} 版，${zh}${share.zh}，${age} 分钟前）。`,
  };
}

/** How much of the price counts, where the past chose it. */
function shareTold({ shrinkBy, shrinkPercent }: PriceSource): Sentence {
  if (shrinkBy === undefined) return { en: '', zh: '' };
  if (shrinkBy === 'no-evidence')
    return {
      en: ', not counted before there is a past to try it on',
      zh: '，尚无历史可验，暂不计',
    };
  const percent = String(shrinkPercent);
  return { en: `, ${percent} % of it by replay`, zh: `，经历史回放取其 ${percent}%` };
}

function missing(why: PricesMissing, at: number): Sentence {
  switch (why.reason) {
    case 'no-sheet':
      return {
        en: 'No prices of stock counted: there is no price sheet yet.',
        zh: '未计库存机会价：尚无价格表。',
      };
    case 'stale': {
      const [version, age] = [String(why.version), minutes(at - why.madeAt)];
      return {
        en: `No prices of stock counted: price sheet ${version} is ${age} min old.`,
        zh: `未计库存机会价：价格表第 ${version} 版已是 ${age} 分钟前的。`,
      };
    }
    case 'other-network': {
      const [version, network] = [String(why.version), String(why.networkVersion)];
      return {
        en: `No prices of stock counted: price sheet ${version} is of network ${network}.`,
        zh: `未计库存机会价：价格表第 ${version} 版属于第 ${network} 版网络。`,
      };
    }
  }
}
