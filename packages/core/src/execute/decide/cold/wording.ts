import type { Sentence } from '../../../route/decide/index.ts';
import type { AnswerKind, AnswerLost } from './choose-answer.ts';
import type { ColdReason } from './judge-cold.ts';

const answers: Readonly<Record<AnswerKind, Sentence>> = {
  relay: { en: 'Hand the goods over to the other cold vehicle', zh: '换到另一辆冷藏车' },
  air: { en: 'Send the goods on by air', zh: '改走航空运输' },
  return: { en: 'Take the goods back to the nearest cold node', zh: '送回最近的冷库' },
  dispose: { en: 'Take the goods out and do not deliver them', zh: '货品作废，不得交付' },
};

const reasons: Readonly<Record<ColdReason, Sentence>> = {
  'hard-limit': { en: 'they were beyond what they bear at all', zh: '温度超出可承受的极限' },
  'budget-used': {
    en: 'they were outside their limits for too long in all',
    zh: '累计超温时间过长',
  },
  'too-warm-on-the-whole': {
    en: 'they were too warm on the whole (mean kinetic temperature)',
    zh: '平均动力学温度过高',
  },
  'outside-too-long': { en: 'they are outside their limits', zh: '温度持续超限' },
  'seen-too-little': { en: 'the logger was silent for too long', zh: '温度记录中断过久' },
  'outside-within-grace': { en: 'they are outside their limits, not for long', zh: '温度短时超限' },
  'was-outside': { en: 'they were outside their limits before', zh: '此前温度曾超限' },
  gap: { en: 'the logger was silent for a while', zh: '温度记录曾中断' },
  'nothing-read': { en: 'the logger has said nothing yet', zh: '尚无温度记录' },
  'within-limits': { en: 'they are within their limits', zh: '温度正常' },
};

/** What to do, for the worker or driver. */
export const answerText = (kind: AnswerKind): Sentence => answers[kind];

/** Why goods were judged so, for people. */
export const coldReasonText = (because: ColdReason): Sentence => reasons[because];

/** Why an alternative was not taken, for people. Times in whole minutes. */
export function lostText(lost: AnswerLost): Sentence {
  const minutes = (ms: number): string => String(Math.ceil(ms / 60_000));
  switch (lost.reason) {
    case 'dearer':
      return { en: `dearer by ${lost.byMinor}`, zh: `贵 ${lost.byMinor}` };
    case 'later':
      return lost.byMs === undefined
        ? { en: 'nobody knows when it arrives', zh: '到达时间不明' }
        : { en: `later by ${minutes(lost.byMs)} min`, zh: `晚 ${minutes(lost.byMs)} 分钟` };
    case 'named-later':
      return { en: 'equally good, named later', zh: '同样好，排序在后' };
    case 'spoils-on-the-way':
      return {
        en: `the goods spoil ${minutes(lost.missingMs)} min before they are cold`,
        zh: `到冷环境前 ${minutes(lost.missingMs)} 分钟已变质`,
      };
    case 'goods-spoiled':
      return { en: 'the goods are spoiled already', zh: '货品已变质' };
  }
}
