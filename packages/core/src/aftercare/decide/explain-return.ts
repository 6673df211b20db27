import { moneyText } from '../../words/index.ts';
import type { CurrencyCode, NodeId } from '../../words/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import type { ReturnCandidate, ReturnElimination, ReturnRoute } from './return-node.ts';

/** Names for people, and the currency of the costs. */
export interface ReturnWords {
  readonly currency: CurrencyCode;
  readonly nameOf: (nodeId: NodeId) => string;
}

const eliminations: Readonly<Record<ReturnElimination, Sentence>> = {
  'takes-no-returns': { en: 'takes no returns', zh: '不受理退货' },
  stricken: { en: 'cannot work at all', zh: '节点停摆' },
  draining: { en: 'takes no new work', zh: '停止接单' },
  'temperature-class': { en: 'cannot keep the temperature', zh: '不支持所需温层' },
  'too-far-to-bring': { en: 'too far to bring goods to', zh: '距离过远，不便送回' },
  'no-carrier-service': {
    en: 'no carrier service from the customer to there',
    zh: '没有可达的承运服务',
  },
};

/** Why a node takes no goods back, for people. */
export const returnEliminationLabel = (because: ReturnElimination): Sentence =>
  eliminations[because];

/** The choice of the return node in sentences: the winner with its costs, then why each other node was not taken. */
export function explainReturnRoute(route: ReturnRoute, words: ReturnWords): readonly Sentence[] {
  const [best] = route.candidates;
  const taken = route.candidates.find(({ nodeId }) => nodeId === route.nodeId);
  if (!best || !taken) return [];
  return [
    chosen(route, taken, words),
    ...route.candidates.filter((one) => one !== taken).map((one) => notTaken(one, taken, words)),
    ...route.eliminated.map(({ nodeId, because }): Sentence => ({
      en: `${words.nameOf(nodeId)}: ${eliminations[because].en}.`,
      zh: `${words.nameOf(nodeId)}：${eliminations[because].zh}。`,
    })),
  ];
}

function chosen(route: ReturnRoute, taken: ReturnCandidate, words: ReturnWords): Sentence {
  const name = words.nameOf(taken.nodeId);
  const items = costsOf(taken, words);
  return route.because === 'wished'
    ? {
        en: `${name} takes the goods back, as the customer wished: ${items.en}.`,
        zh: `按客户意愿由${name}收回：${items.zh}。`,
      }
    : {
        en: `${name} takes the goods back: ${items.en}.`,
        zh: `由${name}收回：${items.zh}。`,
      };
}

function notTaken(one: ReturnCandidate, taken: ReturnCandidate, words: ReturnWords): Sentence {
  const name = words.nameOf(one.nodeId);
  const items = costsOf(one, words);
  const more = one.netMinor - taken.netMinor;
  const by = moneyText({ amountMinor: Math.abs(more), currency: words.currency });
  if (more === 0)
    return { en: `${name} is equal: ${items.en}.`, zh: `${name}费用相同：${items.zh}。` };
  return more > 0
    ? { en: `${name} is ${by} dearer: ${items.en}.`, zh: `${name}贵 ${by}：${items.zh}。` }
    : { en: `${name} is ${by} cheaper: ${items.en}.`, zh: `${name}便宜 ${by}：${items.zh}。` };
}

function costsOf(one: ReturnCandidate, { currency }: ReturnWords): Sentence {
  const text = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const refurbish = one.refurbishMinor > 0;
  return {
    en: [
      `freight ${text(one.freightMinor)}`,
      `handling ${text(one.handlingMinor)}`,
      ...(refurbish ? [`refurbishing ${text(one.refurbishMinor)}`] : []),
      `expected resale ${text(one.resaleMinor)}`,
    ].join(', '),
    zh: [
      `运费 ${text(one.freightMinor)}`,
      `处理费 ${text(one.handlingMinor)}`,
      ...(refurbish ? [`翻新费 ${text(one.refurbishMinor)}`] : []),
      `预计再售 ${text(one.resaleMinor)}`,
    ].join('，'),
  };
}
