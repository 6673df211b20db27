import type { NetworkDocument } from '../../../network/decide/index.ts';
import { modelBits } from '../../../promise/decide/index.ts';
import type { Sentence } from './wording.ts';

/** The models of a network, parted by whether they spoke for an order. */
interface ModelsOf {
  /** E.g. `transit@3`; empty = the curves of the network said the windows. */
  readonly spoke: readonly string[];
  /** They serve, but only for other orders. */
  readonly withheld: readonly string[];
}

/** Which serving models said the windows of an order, and which a pilot kept to others. */
export function modelsOf(
  { promiseModels = {} }: NetworkDocument,
  withheldModels: number,
): ModelsOf {
  const parted = { spoke: [] as string[], withheld: [] as string[] };
  for (const use of ['handling', 'transit'] as const) {
    const one = promiseModels[use];
    if (!one) continue;
    const isWithheld = (withheldModels & modelBits[use]) !== 0;
    parted[isWithheld ? 'withheld' : 'spoke'].push(`${one.modelId}@${String(one.version)}`);
  }
  return parted;
}

/** Adds to a sentence about a plan which models its times are by; nothing where the network has none. */
export function withModelsTold(said: Sentence, { spoke, withheld }: ModelsOf): Sentence {
  const told: Sentence[] = [];
  if (spoke.length > 0)
    told.push({
      en: `Its times are by model ${spoke.join(', ')}.`,
      zh: `时间由模型 ${spoke.join('、')} 给出。`,
    });
  if (withheld.length > 0)
    told.push({
      en: `Model ${withheld.join(', ')} is on trial for other orders: the curves of node and carrier count here.`,
      zh: `模型 ${withheld.join('、')} 仅对其他订单试点：此单按节点与承运商的曲线计。`,
    });
  return {
    en: [said.en, ...told.map(({ en }) => en)].join(' '),
    zh: [said.zh, ...told.map(({ zh }) => zh)].join(''),
  };
}
