import type { AdvancedStatus, BasicStatus, LifecycleException } from '../../facts/decide/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import type { MilestoneStep } from '../../release/decide/index.ts';
import type { AnswerKind } from '../../execute/decide/index.ts';
import type { BasisKind } from './told.ts';
import type { TrackedCold } from './tracked-order.ts';

const basicLabels: Readonly<Record<BasicStatus, Sentence>> = {
  confirmed: { en: 'Confirmed', zh: '已确认' },
  ready: { en: 'Ready for pick-up', zh: '可自提' },
  shipped: { en: 'Shipped', zh: '已发货' },
  delivered: { en: 'Delivered', zh: '已送达' },
  returned: { en: 'Returned', zh: '已退货' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
};

const advancedLabels: Readonly<Record<AdvancedStatus, Sentence>> = {
  accepted: { en: 'Confirmed', zh: '已确认' },
  allocated: { en: 'Confirmed', zh: '已确认' },
  picking: { en: 'Preparing: picking', zh: '备货中：拣货' },
  picked: { en: 'Preparing: picked', zh: '备货中：已拣齐' },
  packed: { en: 'Preparing: packed', zh: '备货中：已打包' },
  staged: { en: 'Waiting for the carrier', zh: '待揽收' },
  loaded: { en: 'Waiting for the carrier: loaded', zh: '待揽收：已装车' },
  departed: { en: 'Shipped', zh: '已发货' },
  in_transit: { en: 'In transit', zh: '运输中' },
  out_for_delivery: { en: 'Out for delivery', zh: '派送中' },
  delivery_attempted: { en: 'Delivery was attempted', zh: '派送未成功' },
  ready_for_pickup: { en: 'Ready for pick-up', zh: '可自提' },
  delivered: { en: 'Delivered', zh: '已送达' },
  returned: { en: 'Returned', zh: '已退货' },
  partially_returned: { en: 'Delivered, part returned', zh: '已送达，部分退货' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
};

const exceptionLabels: Readonly<Record<LifecycleException['kind'], Sentence>> = {
  mispick: { en: 'A wrong item was noticed and is being put right', zh: '发现拣错商品，正在更正' },
  short: { en: 'Goods were found missing', zh: '发现商品短缺' },
  damaged: { en: 'Damage was found', zh: '发现商品破损' },
  temperature_excursion: { en: 'The temperature left its limits', zh: '温度超限' },
  quality_failed: { en: 'The quality check failed', zh: '质检未通过' },
  voided: { en: 'The dispatch was taken back', zh: '发货已撤回' },
};

const kindLabels: Readonly<Record<BasisKind, Sentence>> = {
  fact: { en: 'recorded', zh: '已记录' },
  inferred: { en: 'concluded from its container', zh: '由所在容器推定' },
  decision: { en: 'decided', zh: '系统决定' },
  prediction: { en: 'expected', zh: '预计' },
};

const milestoneLabels: Readonly<Record<MilestoneStep, Sentence>> = {
  release: { en: 'Work given out', zh: '下发备货' },
  pick_start: { en: 'Picking begins', zh: '开始拣货' },
  ready: { en: 'Ready', zh: '备货完成' },
  collected: { en: 'Handed over', zh: '交接' },
  delivered: { en: 'Delivered', zh: '送达' },
};

/** What stands where name, address, phone and message of a gift stood. */
export const erasedLabel: Sentence = {
  en: 'The personal data of this order was erased',
  zh: '此订单的个人信息已删除',
};

/** A planned step for people. */
export const milestoneLabel = (step: MilestoneStep): Sentence => milestoneLabels[step];

/** What is asked when the pick-up store cannot serve the order. */
export const questionLabel: Sentence = {
  en: 'The store does not have all of it. How shall it go on?',
  zh: '门店缺货，请选择后续方式',
};

/** Goods that got too warm on their way, for the customer. Where they go and what it costs is for staff. */
export function coldLabel(action: TrackedCold['action'], answer: AnswerKind): Sentence {
  if (action === 'sent-again')
    return {
      en: 'Your goods got too warm on the way. We send them again, at no cost',
      zh: '商品途中温度超限，我们将免费重新发货',
    };
  if (action === 'for-people')
    return {
      en: 'Your goods got too warm on the way. We are looking into it',
      zh: '商品途中温度超限，我们正在处理',
    };
  return answer === 'air'
    ? { en: 'Kept cold: your goods go on by air', zh: '为保证温度，商品已改走航空运输' }
    : {
        en: 'Kept cold: your goods change to another cold vehicle',
        zh: '为保证温度，商品已换冷藏车',
      };
}

/** An option of the customer for people. */
export function optionLabel(
  option: 'pickup' | 'ship' | 'cancel',
  store: string | undefined,
): Sentence {
  if (option === 'ship') return { en: 'Ship it to me', zh: '改为寄送' };
  if (option === 'cancel') return { en: 'Cancel what is missing', zh: '取消缺货商品' };
  return labelWith(
    { en: 'Collect it at', zh: '改到门店自提' },
    { en: store ?? '', zh: store ?? '' },
  );
}

/** The basic tier's word for people. */
export const basicLabel = (status: BasicStatus): Sentence => basicLabels[status];

/** The advanced tier's word for people. */
export const advancedLabel = (status: AdvancedStatus): Sentence => advancedLabels[status];

/** An open exception for people. */
export const exceptionLabel = (kind: LifecycleException['kind']): Sentence => exceptionLabels[kind];

/** How a statement is known, for people. */
export const kindLabel = (kind: BasisKind): Sentence => kindLabels[kind];

/** A label with what it is about, e.g. `In transit: Hangzhou hub`. */
export const labelWith = (label: Sentence, detail: Sentence): Sentence => ({
  en: `${label.en}: ${detail.en}`,
  zh: `${label.zh}：${detail.zh}`,
});

/** So many of so many. */
export const countLabel = (done: number, of: number): Sentence => ({
  en: `${done} of ${of}`,
  zh: `${done}/${of}`,
});

/** How late, for people. */
export const delayLabel = (hours: number, isOverdue: boolean): Sentence =>
  isOverdue
    ? { en: `Late: ${hours} h after the promise`, zh: `已晚于承诺 ${hours} 小时` }
    : { en: `Expected ${hours} h after the promise`, zh: `预计晚于承诺 ${hours} 小时` };
