import type {
  CostItems,
  EliminationReason,
  NearestChange,
  RouteRefusal,
  RouteTrace,
} from '../question.ts';

/** A sentence in both languages of the house. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** What stands in a sentence about an eliminated node. */
export interface EliminationNumbers {
  readonly had: number;
  readonly needed: number;
  /** Name of the hard rule, where one is meant. */
  readonly rule: string;
  /** Why the node was excluded for this order, where it was. */
  readonly because: string;
}

const n = (value: number): string => String(value);

/** Why a node was no candidate, with its numbers. */
const eliminations: Readonly<Record<EliminationReason, (numbers: EliminationNumbers) => Sentence>> =
  {
    candidate: () => ({ en: 'candidate', zh: '候选' }),
    stricken: () => ({ en: 'cannot work at all', zh: '节点停摆' }),
    draining: () => ({ en: 'takes no new work', zh: '停止接单' }),
    excluded: ({ because }) => ({
      en: `not asked again for this order: ${because}`,
      zh: `本单不再派给它：${because}`,
    }),
    'not-asked': () => ({ en: 'the question asked other nodes only', zh: '本次只询问其他节点' }),
    'not-the-pickup-store': () => ({ en: 'not the chosen pick-up store', zh: '不是所选自提门店' }),
    'no-ability': () => ({ en: 'does not offer this service', zh: '不提供此服务' }),
    'temperature-class': () => ({ en: 'cannot keep the temperature', zh: '不支持所需温层' }),
    'hard-rule': ({ rule }) => ({ en: `excluded by rule ${rule}`, zh: `被规则「${rule}」排除` }),
    'no-stock': ({ had, needed }) => ({
      en: `has ${n(had)} of ${n(needed)} units`,
      zh: `可承诺 ${n(had)} 件，需 ${n(needed)} 件`,
    }),
    'no-slot': () => ({ en: 'no free capacity within the horizon', zh: '可预见期内没有空闲产能' }),
    'no-carrier-service': () => ({
      en: 'no carrier service from there reaches the customer at this level',
      zh: '没有符合时效的承运服务可达',
    }),
    'too-heavy': ({ had, needed }) => ({
      en: `carriers there take ${n(had)} g, the goods weigh ${n(needed)} g`,
      zh: `承运上限 ${n(had)} 克，货重 ${n(needed)} 克`,
    }),
    'too-late': ({ had, needed }) => ({
      en: `would be ${n(had)} h late, ${n(needed)} h are allowed`,
      zh: `会晚 ${n(had)} 小时，允许 ${n(needed)} 小时`,
    }),
    'border-refused': () => ({
      en: 'its goods must not enter that country from abroad',
      zh: '其商品不得从境外进入该国',
    }),
    'carrier-full': ({ had, needed }) => ({
      en: `carriers there have taken ${n(had)} of the ${n(needed)} parcels that they take, for days to come`,
      zh: `承运商每日限 ${n(needed)} 件，已约 ${n(had)} 件，未来几天均已满`,
    }),
  };

/** @see eliminations */
export const eliminationSentence = (
  reason: EliminationReason,
  numbers: EliminationNumbers,
): Sentence => eliminations[reason](numbers);

/** The smallest change that would have helped, in words. */
function nearestSentence(nearest: NearestChange): Sentence {
  switch (nearest.change) {
    case 'allow-parcels':
      return {
        en: `allow ${n(nearest.parcels)} parcels`,
        zh: `允许拆成 ${n(nearest.parcels)} 个包裹`,
      };
    case 'reduce-lines': {
      const fewer = nearest.lines.map(fewerSentence);
      return {
        en: fewer.map(({ en }) => en).join(', '),
        zh: fewer.map(({ zh }) => zh).join('，'),
      };
    }
    case 'later-promise': {
      const end = new Date(nearest.endAt).toISOString();
      return { en: `promise until ${end}`, zh: `承诺延至 ${end}` };
    }
    case 'lift-rule':
      return { en: `lift rule ${nearest.ruleId}`, zh: `放开规则 ${nearest.ruleId}` };
    case 'ship-instead-of-pickup':
      return { en: `ship from ${nearest.nodeId} instead`, zh: `改为由 ${nearest.nodeId} 发货` };
    case 'pickup-elsewhere':
      return { en: `pick up at ${nearest.nodeId}`, zh: `改到 ${nearest.nodeId} 自提` };
    case 'wait-for-supply':
      return { en: `wait for supply of ${nearest.itemId}`, zh: `等待 ${nearest.itemId} 到货` };
  }
}

const fewerSentence = (line: {
  readonly lineNo: number;
  readonly availableUnits: number;
}): Sentence =>
  line.availableUnits === 0
    ? { en: `leave out line ${n(line.lineNo)}`, zh: `去掉第 ${n(line.lineNo)} 行` }
    : {
        en: `deliver ${n(line.availableUnits)} of line ${n(line.lineNo)}`,
        zh: `第 ${n(line.lineNo)} 行只发 ${n(line.availableUnits)} 件`,
      };

const refusals: Readonly<Record<RouteRefusal['reason'], Sentence>> = {
  'no-candidate': {
    en: 'no node is able and allowed to deliver it',
    zh: '没有节点有能力且被允许履约',
  },
  'insufficient-stock': { en: 'there is not enough stock', zh: '库存不足' },
  'split-limit': { en: 'it would take more parcels than are allowed', zh: '所需包裹数超过上限' },
  'too-late': { en: 'nothing would arrive in time', zh: '无法按时送达' },
};

/** Why nodes are out, as a label behind their number. */
const labels: Readonly<Record<EliminationReason, Sentence>> = {
  candidate: { en: 'candidates', zh: '候选' },
  stricken: { en: 'stricken', zh: '停摆' },
  draining: { en: 'taking no new work', zh: '停止接单' },
  excluded: { en: 'excluded for this order', zh: '本单已排除' },
  'not-asked': { en: 'not asked', zh: '未询问' },
  'not-the-pickup-store': { en: 'not the pick-up store', zh: '非所选自提门店' },
  'no-ability': { en: 'without this service', zh: '不提供此服务' },
  'temperature-class': { en: 'without the temperature class', zh: '温层不符' },
  'hard-rule': { en: 'excluded by a rule', zh: '被规则排除' },
  'no-stock': { en: 'short of stock', zh: '缺货' },
  'no-slot': { en: 'without free capacity', zh: '无空闲产能' },
  'no-carrier-service': { en: 'without a carrier service to there', zh: '无可达承运' },
  'too-heavy': { en: 'with carriers too weak for it', zh: '超出承运重量' },
  'too-late': { en: 'too late', zh: '来不及' },
  'border-refused': { en: 'behind a border that refuses the goods', zh: '跨境禁运' },
  'carrier-full': { en: 'with carriers booked out', zh: '承运已约满' },
};

/** Why there is no plan, who is out for what, and what would help. */
export function refusedSentence(words: {
  readonly reason: RouteRefusal['reason'];
  readonly out: readonly { readonly reason: EliminationReason; readonly nodes: number }[];
  readonly nearest: NearestChange | undefined;
}): Sentence {
  const { en, zh } = refusals[words.reason];
  const out = words.out.filter(({ reason }) => reason !== 'not-asked');
  const list = (language: keyof Sentence, comma: string): string =>
    out.map(({ reason, nodes }) => `${n(nodes)} ${labels[reason][language]}`).join(comma);
  const change = words.nearest && nearestSentence(words.nearest);
  return {
    en: [
      `No plan: ${en}.`,
      ...(out.length > 0 ? [`Nodes out: ${list('en', ', ')}.`] : []),
      change ? `The nearest change that helps: ${change.en}.` : 'No single change helps.',
    ].join(' '),
    zh: [
      `无可行方案：${zh}。`,
      ...(out.length > 0 ? [`出局节点：${list('zh', '，')}。`] : []),
      change ? `最小可行的改变：${change.zh}。` : '没有单一改变可行。',
    ].join(''),
  };
}

/** What stands in the sentence about a plan; amounts are texts with their currency. */
export interface ChosenWords {
  readonly from: readonly string[];
  readonly total: string;
  readonly candidates: number;
  readonly nodes: number;
  /** Objectives came in an order of priority: the plan need not be the cheapest. */
  readonly byPriority: boolean;
  /** By how much another plan could be cheaper at most; undefined = proven that none is. */
  readonly gap: string | undefined;
  readonly rival: readonly string[];
  /** How much dearer the rival is; undefined = it costs the same. */
  readonly margin: string | undefined;
  readonly tieBreaker: RouteTrace['tieBreaker'];
  readonly fallbackStep: number;
  /** What the strategy calls it. */
  readonly fallbackName: string;
}

/** Why these nodes were chosen, in a few sentences. */
export function chosenSentence(words: ChosenWords): Sentence {
  const parts = [rankSentence(words), rivalSentence(words), fallbackSentence(words)];
  return {
    en: parts.flatMap((part) => part?.en ?? []).join(' '),
    zh: parts.flatMap((part) => part?.zh ?? []).join(''),
  };
}

function rankSentence(words: ChosenWords): Sentence {
  const { from, total, candidates, nodes, byPriority, gap } = words;
  const en = `${from.join(' and ')} ${from.length > 1 ? 'deliver' : 'delivers'} at ${total} (weighed)`;
  const zh = `由 ${from.join('、')} 发货，加权成本 ${total}`;
  const among = `${n(candidates)} candidates out of ${n(nodes)} nodes`;
  const amongZh = ` ${n(nodes)} 个节点中 ${n(candidates)} 个候选`;
  if (candidates === 1)
    return {
      en: `${en}, the only candidate out of ${n(nodes)} ${nodes === 1 ? 'node' : 'nodes'}.`,
      zh: `${zh}，是 ${n(nodes)} 个节点中唯一的候选。`,
    };
  if (byPriority)
    return {
      en: `${en}, first by the strategy's priorities among ${among}.`,
      zh: `${zh}，按策略的优先顺序在${amongZh}中居首。`,
    };
  if (gap !== undefined)
    return {
      en: `${en}, the best plan found among ${among}; none can be more than ${gap} cheaper.`,
      zh: `${zh}，是${amongZh}里找到的最优方案，任何方案至多再便宜 ${gap}。`,
    };
  return { en: `${en}, the cheapest of ${among}.`, zh: `${zh}，是${amongZh}里最低的。` };
}

const tieBreakers: Readonly<Record<Exclude<RouteTrace['tieBreaker'], 'none'>, Sentence>> = {
  'fewer-parcels': { en: 'fewer parcels', zh: '包裹更少' },
  'earlier-window': { en: 'the earlier arrival', zh: '到货更早' },
  nearer: { en: 'the shorter way', zh: '路程更短' },
  'node-id': { en: 'the order of node ids', zh: '节点编号顺序' },
};

function rivalSentence({ rival, margin, tieBreaker }: ChosenWords): Sentence | undefined {
  if (rival.length === 0) return undefined;
  const [names, namesZh] = [rival.join(' and '), rival.join('、')];
  if (margin !== undefined)
    return {
      en: `Next best is ${names}, ${margin} dearer.`,
      zh: `次优为 ${namesZh}，贵 ${margin}。`,
    };
  if (tieBreaker === 'none') return { en: `Next is ${names}.`, zh: `其次为 ${namesZh}。` };
  const decided = tieBreakers[tieBreaker];
  return {
    en: `${names} would cost the same; ${decided.en} decided.`,
    zh: `${namesZh} 成本相同，因${decided.zh}而定。`,
  };
}

const fallbackSentence = ({
  fallbackStep: step,
  fallbackName: name,
}: ChosenWords): Sentence | undefined =>
  step === 0
    ? undefined
    : {
        en: `It took fallback ${n(step)} of the strategy, ${name}: nothing fitted before.`,
        zh: `启用了策略的第 ${n(step)} 级后备方案「${name}」：此前的限制下无解。`,
      };

/** The items of a cost, in words. */
export const costItemWords: Readonly<Record<keyof CostItems, Sentence>> = {
  freightMinor: { en: 'freight', zh: '运费' },
  handlingMinor: { en: 'handling', zh: '作业' },
  timeMinor: { en: 'time', zh: '时间' },
  latenessMinor: { en: 'lateness', zh: '迟到' },
  splitMinor: { en: 'split', zh: '拆单' },
  dutyMinor: { en: 'duty', zh: '关税' },
  carbonMinor: { en: 'carbon', zh: '碳排放' },
  capacityMinor: { en: 'slot load', zh: '时段负荷' },
  stockBalanceMinor: { en: 'scarce stock', zh: '稀缺库存' },
  rulesMinor: { en: 'rules', zh: '规则' },
  opportunityMinor: { en: 'later use of the stock', zh: '库存机会价' },
};
