import { moneyText } from '../../words/index.ts';
import type {
  Competition,
  FallbackStep,
  JointBatchTerms,
  HardRule,
  ModelPilot,
  ObjectiveWeights,
  ReassignmentTerms,
  RuleCondition,
  RuleOperator,
  Scenario,
  SoftRule,
  SplitLimits,
  TierPromiseCosts,
} from './document.ts';
import { fieldDefinition } from './fields.ts';
import type { FieldUnit, Wording } from './fields.ts';

const units: Readonly<Record<FieldUnit, Wording>> = {
  none: { en: '', zh: '' },
  minor_units: { en: ' minor units', zh: '（最小货币单位）' },
  grams: { en: ' g', zh: '克' },
  lines: { en: '', zh: '行' },
  hour: { en: ' h', zh: '时' },
  km: { en: ' km', zh: '公里' },
  percent: { en: ' %', zh: '%' },
  hours: { en: ' h', zh: '小时' },
};

type Phrase = (field: string, value: string) => string;

const phrases: Readonly<Record<RuleOperator, { readonly en: Phrase; readonly zh: Phrase }>> = {
  eq: { en: (f, v) => `${f} is ${v}`, zh: (f, v) => `${f}为 ${v}` },
  ne: { en: (f, v) => `${f} is not ${v}`, zh: (f, v) => `${f}不为 ${v}` },
  in: { en: (f, v) => `${f} is one of ${v}`, zh: (f, v) => `${f}为 ${v} 之一` },
  not_in: { en: (f, v) => `${f} is none of ${v}`, zh: (f, v) => `${f}不为 ${v} 中任何一个` },
  gte: { en: (f, v) => `${f} is at least ${v}`, zh: (f, v) => `${f}不小于 ${v}` },
  lte: { en: (f, v) => `${f} is at most ${v}`, zh: (f, v) => `${f}不大于 ${v}` },
  starts_with: { en: (f, v) => `${f} begins with ${v}`, zh: (f, v) => `${f}以 ${v} 开头` },
};

/** What stands between the entries of a list. */
export const between: Wording = { en: ', ', zh: '、' };

/** One condition in words, e.g. `distance is at most 50 km`. Lists are spelled out in full. */
export function conditionWording({ field, operator, value }: RuleCondition): Wording {
  const { label, unit } = fieldDefinition(field);
  const spelled = typeof value === 'object' ? value : [value];
  return both((language) =>
    phrases[operator][language](
      label[language],
      spelled.join(between[language]) + units[unit][language],
    ),
  );
}

/** What a hard rule does. */
export const hardRuleWording = ({ when }: Pick<HardRule, 'when'>): Wording =>
  joined({ en: 'excludes every node', zh: '排除所有节点' }, when, {
    en: 'excludes a node when ',
    zh: '排除满足以下条件的节点：',
  });

/** What a soft rule does. @param currency of the strategy's network */
export function softRuleWording(
  { when, perParcelMinor }: Pick<SoftRule, 'when' | 'perParcelMinor'>,
  currency: string,
): Wording {
  const amount = moneyText({ amountMinor: Math.abs(perParcelMinor), currency });
  const effect =
    perParcelMinor < 0
      ? { en: `makes a parcel ${amount} cheaper`, zh: `每个包裹优惠 ${amount}` }
      : { en: `makes a parcel ${amount} dearer`, zh: `每个包裹加价 ${amount}` };
  return joined(effect, when, { en: `${effect.en} when `, zh: `${effect.zh}，条件：` });
}

/** How far an order may be split. */
export function splitWording(split: SplitLimits, currency: string): Wording {
  const { parcelsMax, partValueMinMinor, lineSplit } = split;
  const worth = moneyText({ amountMinor: partValueMinMinor, currency });
  const line =
    lineSplit === 'never'
      ? { en: 'a line is never split', zh: '订单行不拆分' }
      : {
          en: 'a line is split only when no node has it all',
          zh: '仅当没有节点能整行供货时拆分订单行',
        };
  const value =
    partValueMinMinor === 0
      ? { en: '', zh: '' }
      : { en: `each part is worth at least ${worth}, `, zh: `每部分货值不低于 ${worth}，` };
  return {
    en: `at most ${parcelsMax} ${parcelsMax === 1 ? 'parcel' : 'parcels'}, ${value.en}${line.en}`,
    zh: `最多 ${parcelsMax} 个包裹，${value.zh}${line.zh}`,
  };
}

/** How work is offered to several nodes. */
export function competitionWording(competition: Competition, currency: string): Wording {
  const { nodesMax, nodeTags, leaseMinutes } = competition;
  const extra = moneyText({ amountMinor: competition.extraCostMaxMinor, currency });
  const among =
    nodeTags.length === 0
      ? { en: '', zh: '' }
      : { en: ` tagged ${nodeTags.join(between.en)}`, zh: `（标签 ${nodeTags.join(between.zh)}）` };
  return {
    en: `work is offered to up to ${nodesMax} nodes${among.en} within ${extra}, the first claim wins and must begin within ${leaseMinutes} min`,
    zh: `同时派给至多 ${nodesMax} 个成本相差不超过 ${extra} 的节点${among.zh}，先抢先得，须在 ${leaseMinutes} 分钟内开始`,
  };
}

/** How orders that nobody has begun are looked at again. */
export function reassignmentWording(terms: ReassignmentTerms, currency: string): Wording {
  const { everySeconds, ordersMax } = terms;
  const least = moneyText({ amountMinor: terms.gainMinMinor, currency });
  return {
    en: `every ${everySeconds} s up to ${ordersMax} orders that nobody has begun may change nodes where that saves at least ${least}`,
    zh: `每 ${everySeconds} 秒重新评估至多 ${ordersMax} 个未开工订单，至少节省 ${least} 才更换节点`,
  };
}

/** What promises cost, tier by tier. */
export function promiseCostsWording(costs: TierPromiseCosts, currency: string): Wording {
  const told = Object.entries(costs).map(([tier, { perLeadHourMinor, lateMinor }]) => {
    const lead = moneyText({ amountMinor: perLeadHourMinor, currency });
    const late = moneyText({ amountMinor: lateMinor, currency });
    return {
      en: `for ${tier} customers an hour of a later promise costs ${lead} and a broken one ${late}`,
      zh: `${tier} 客户：承诺每晚一小时计 ${lead}，失约一次计 ${late}`,
    };
  });
  return told.length === 0
    ? { en: 'promises go by their confidence', zh: '承诺仅按把握度' }
    : sentenceOf(told);
}

/** For which orders a model speaks. */
export function pilotWording({ model, when }: ModelPilot): Wording {
  const zh = model === 'transit' ? '运输' : '作业';
  return joined(
    { en: `the ${model} model speaks for every order`, zh: `${zh}模型适用于所有订单` },
    when,
    {
      en: `the ${model} model speaks for orders whose `,
      zh: `${zh}模型仅适用于以下订单：`,
    },
  );
}

/** How new orders are decided together. */
export const jointBatchesWording = ({ fromOrders, stepsMax }: JointBatchTerms): Wording => ({
  en: `from ${fromOrders} new orders in a batch on they may exchange nodes, at most ${stepsMax} ways are looked at`,
  zh: `同批新订单达到 ${fromOrders} 个时可互换节点，最多比较 ${stepsMax} 种方案`,
});

/** What a fallback allows. */
export function fallbackWording(step: FallbackStep, currency: string): Wording {
  const hours = step.promiseToleranceHours;
  const ignored = both((language) => step.ignoreRuleIds.join(between[language]));
  const split = step.split && splitWording(step.split, currency);
  return sentenceOf([
    hours === undefined
      ? { en: 'no promise limit', zh: '不限承诺时间' }
      : { en: `up to ${hours} h after the promise`, zh: `最多晚于承诺 ${hours} 小时` },
    ...(step.ignoreRuleIds.length === 0
      ? []
      : [{ en: `ignores ${ignored.en}`, zh: `忽略规则 ${ignored.zh}` }]),
    ...(split ? [split] : []),
  ]);
}

/** What a scenario replaces, and for which orders. */
export function scenarioWording(scenario: Scenario, currency: string): Wording {
  const { weights, split, promiseConfidencePercent: confidence, when } = scenario;
  const hours = scenario.promiseToleranceHours;
  const replaced = sentenceOf([
    ...weightWordings(weights ?? {}, currency).map(({ says }) => says),
    ...(split ? [splitWording(split, currency)] : []),
    ...(scenario.competition ? [competitionWording(scenario.competition, currency)] : []),
    ...(confidence === undefined
      ? []
      : [{ en: `promises are kept with ${confidence} %`, zh: `承诺把握度 ${confidence}%` }]),
    ...(scenario.promiseCosts ? [promiseCostsWording(scenario.promiseCosts, currency)] : []),
    ...(hours === undefined
      ? []
      : [{ en: `at most ${hours} h after the promise`, zh: `最多晚于承诺 ${hours} 小时` }]),
  ]);
  const head = joined({ en: 'for every order', zh: '适用于所有订单' }, when, {
    en: 'for orders whose ',
    zh: '适用于以下订单：',
  });
  return { en: `${head.en}: ${replaced.en}`, zh: `${head.zh}；${replaced.zh}` };
}

/** One weight read aloud. */
export interface WeightWording {
  /** Which weight; for lateness with its tier, e.g. `perLateHourMinor.vip`. */
  readonly weight: string;
  readonly says: Wording;
}

/** Weights read aloud in money, e.g. `an extra parcel costs 2.10 CNY`. */
export function weightWordings(
  weights: Partial<ObjectiveWeights>,
  currency: string,
): readonly WeightWording[] {
  return Object.entries(weights).flatMap(([weight, value]) => {
    if (typeof value === 'object')
      return Object.entries(value).map(([tier, minor]) => {
        const amount = moneyText({ amountMinor: minor, currency });
        const says = {
          en: `an hour too late costs ${amount} for ${tier} customers`,
          zh: `对 ${tier} 客户每晚一小时计 ${amount}`,
        };
        return { weight: `${weight}.${tier}`, says };
      });
    const phrase = weightPhrases[weight as PlainWeight];
    const amount = weight.endsWith('Percent')
      ? `${value} %`
      : moneyText({ amountMinor: value, currency });
    return [{ weight, says: both((language) => phrase[language](amount)) }];
  });
}

type PlainWeight = Exclude<keyof ObjectiveWeights, 'perLateHourMinor'>;

const weightPhrases: Readonly<
  Record<PlainWeight, Readonly<Record<keyof Wording, (amount: string) => string>>>
> = {
  costPercent: {
    en: (amount) => `freight and handling count ${amount}`,
    zh: (amount) => `运费与作业成本按 ${amount} 计`,
  },
  dutyPercent: { en: (amount) => `duty counts ${amount}`, zh: (amount) => `关税按 ${amount} 计` },
  perHourMinor: {
    en: (amount) => `an hour until delivery costs ${amount}`,
    zh: (amount) => `送达前每小时计 ${amount}`,
  },
  perExtraParcelMinor: {
    en: (amount) => `an extra parcel costs ${amount}`,
    zh: (amount) => `每多一个包裹计 ${amount}`,
  },
  perKgCarbonMinor: {
    en: (amount) => `a kilogram CO2e costs ${amount}`,
    zh: (amount) => `每千克二氧化碳当量计 ${amount}`,
  },
  stockBalanceMinor: {
    en: (amount) => `taking the last unit costs ${amount}`,
    zh: (amount) => `取走最后一件库存计 ${amount}`,
  },
  fullSlotMinor: {
    en: (amount) => `a full slot costs ${amount}`,
    zh: (amount) => `时段占满计 ${amount}`,
  },
  opportunityPercent: {
    en: (amount) => `prices of stock count ${amount}`,
    zh: (amount) => `库存机会价按 ${amount} 计`,
  },
  slotPricePercent: {
    en: (amount) => `prices of slots count ${amount}`,
    zh: (amount) => `时段机会价按 ${amount} 计`,
  },
};

/** Makes both languages with one recipe. */
const both = (make: (language: keyof Wording) => string): Wording => ({
  en: make('en'),
  zh: make('zh'),
});

const sentenceOf = (parts: readonly Wording[]): Wording => ({
  en: parts.map(({ en }) => en).join('; '),
  zh: parts.map(({ zh }) => zh).join('；'),
});

/** Conditions joined by AND behind a head; the bare text when there are none. */
function joined(bare: Wording, when: readonly RuleCondition[], head: Wording): Wording {
  if (when.length === 0) return bare;
  const cells = when.map(conditionWording);
  return {
    en: head.en + cells.map(({ en }) => en).join(' and '),
    zh: head.zh + cells.map(({ zh }) => zh).join('，且'),
  };
}
