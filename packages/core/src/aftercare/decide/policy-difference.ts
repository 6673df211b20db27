import { moneyText } from '../../words/index.ts';
import type { CurrencyCode } from '../../words/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import type { AftercarePolicy } from './policy.ts';

/** One difference between two policies, as a sentence. */
export interface PolicyChange {
  /** Field of the policy, with a dot before the condition or grade: `refundBasisPoints.scrap`. */
  readonly part: string;
  readonly says: Sentence;
}

type Tell = (value: unknown) => Sentence;

const same = (text: string): Sentence => ({ en: text, zh: text });
const plain: Tell = (value) => same(String(value));
const days: Tell = (value) => ({ en: `${String(value)} days`, zh: `${String(value)} 天` });
const percent: Tell = (value) => same(`${String(Number(value) / 100)} %`);

const labels: Readonly<Record<keyof AftercarePolicy, Sentence>> = {
  returnDays: { en: 'Time to ask for a return', zh: '可申请退货的期限' },
  handInDays: { en: 'Time to hand the goods in', zh: '交回商品的期限' },
  refundAt: { en: 'Step that makes the refund due', zh: '触发退款的环节' },
  refundBasisPoints: { en: 'Part of the price that is refunded', zh: '退款比例' },
  refundShipping: { en: 'Refund of the shipping price', zh: '运费退款' },
  resaleBasisPoints: { en: 'Part of the price that resale brings', zh: '再售价值比例' },
  refurbishedBasisPoints: {
    en: 'Part of the price that resale brings after refurbishing',
    zh: '翻新后再售价值比例',
  },
  refurbishMinor: { en: 'Cost of refurbishing a unit', zh: '单件翻新成本' },
  usualSalesUnits: { en: 'Units that usually sell meanwhile', zh: '期间通常销量' },
  bringKmMax: { en: 'Longest way to bring goods', zh: '自行送回的最远距离' },
  exchangeShipsAt: { en: 'When a replacement is sent', zh: '换货发出时机' },
  exchangeHoldDays: { en: 'Time for which a replacement is kept', zh: '换货商品预留期限' },
};

/**
 * What changes when `after` takes the place of `before`, field by field in the order of the policy; none when they say
 * the same.
 *
 * @param currency of the network, to read costs aloud
 */
export function policyDifference(
  before: AftercarePolicy,
  after: AftercarePolicy,
  currency: CurrencyCode,
): readonly PolicyChange[] {
  const tells: Readonly<Partial<Record<keyof AftercarePolicy, Tell>>> = {
    returnDays: days,
    handInDays: days,
    exchangeHoldDays: days,
    refundBasisPoints: percent,
    resaleBasisPoints: percent,
    refurbishedBasisPoints: percent,
    refurbishMinor: (minor) => same(moneyText({ amountMinor: Number(minor), currency })),
    bringKmMax: (km) => same(`${String(km)} km`),
  };
  return (Object.keys(labels) as (keyof AftercarePolicy)[]).flatMap((field) =>
    changesOf(field, { before: before[field], after: after[field] }, tells[field] ?? plain),
  );
}

interface Pair {
  readonly before: unknown;
  readonly after: unknown;
}

function changesOf(
  field: keyof AftercarePolicy,
  { before, after }: Pair,
  tell: Tell,
): readonly PolicyChange[] {
  if (typeof after !== 'object' || after === null) {
    if (before === after) return [];
    return [{ part: field, says: sentence(labels[field], { before, after }, tell) }];
  }
  const old = before as Readonly<Record<string, unknown>>;
  return Object.entries(after).flatMap(([key, value]): PolicyChange[] => {
    if (old[key] === value) return [];
    const of = { en: `${labels[field].en} (${key})`, zh: `${labels[field].zh}（${key}）` };
    return [
      { part: `${field}.${key}`, says: sentence(of, { before: old[key], after: value }, tell) },
    ];
  });
}

const sentence = (label: Sentence, { before, after }: Pair, tell: Tell): Sentence => ({
  en: `${label.en}: ${tell(before).en} becomes ${tell(after).en}.`,
  zh: `${label.zh}：由 ${tell(before).zh} 改为 ${tell(after).zh}。`,
});
