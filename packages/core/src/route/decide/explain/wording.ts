import type { EliminationReason, NearestChange } from '../question.ts';

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
      en: `carriers there take ${n(needed)} g, the goods weigh ${n(had)} g`,
      zh: `承运上限 ${n(needed)} 克，货重 ${n(had)} 克`,
    }),
    'too-late': ({ had, needed }) => ({
      en: `would be ${n(had)} h late, ${n(needed)} h are allowed`,
      zh: `会晚 ${n(had)} 小时，允许 ${n(needed)} 小时`,
    }),
  };

/** @see eliminations */
export const eliminationSentence = (
  reason: EliminationReason,
  numbers: EliminationNumbers,
): Sentence => eliminations[reason](numbers);

/** The smallest change that would have helped, in words. */
export function nearestSentence(nearest: NearestChange): Sentence {
  switch (nearest.change) {
    case 'allow-parcels':
      return {
        en: `allow ${n(nearest.parcels)} parcels`,
        zh: `允许拆成 ${n(nearest.parcels)} 个包裹`,
      };
    case 'reduce-lines': {
      const lines = nearest.lines.map((line) => `${n(line.lineNo)}: ${n(line.availableUnits)}`);
      return {
        en: `deliver fewer units (line: units) ${lines.join(', ')}`,
        zh: `减少数量（行：件）${lines.join('，')}`,
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
