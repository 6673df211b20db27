import type {
  ClaimKind,
  CustodyStage,
  ExchangeState,
  RefundStage,
} from '../../../aftercare/decide/index.ts';
import type { Sentence } from '../../../route/decide/index.ts';

/** How far a return is: where its goods are by facts, or that nothing came in time. */
export type ReturnWord = CustodyStage | 'cancelled' | 'expired';
/** How far a claim is. */
export type ClaimWord = 'open' | 'reshipped' | 'refunded' | 'rejected';
/** Who has to act before a matter goes on. */
export type Awaiting = 'customer' | 'carrier' | 'merchant';
/** What they have to do. */
export type AwaitedStep =
  | 'hand_in'
  | 'transport'
  | 'inspection'
  | 'refund_decision'
  | 'refund_payment'
  | 'claim_decision'
  | 'replacement'
  | 'missing_goods';

/** Words of returns for people. */
export const returnLabels: Readonly<Record<ReturnWord, Sentence>> = {
  awaited: { en: 'Return agreed, goods not handed in yet', zh: '已同意退货，等待交回商品' },
  on_the_way: { en: 'Returned goods on their way', zh: '退货运送中' },
  received: { en: 'Returned goods received', zh: '已收到退货' },
  settled: { en: 'Returned goods received and inspected', zh: '退货已收到并验收' },
  cancelled: { en: 'Return cancelled, the goods are kept', zh: '退货已取消，商品保留' },
  expired: { en: 'Nothing was handed in in time', zh: '未在期限内交回商品' },
};

/** Words of money that goes back, for people. */
export const refundLabels: Readonly<Record<RefundStage | 'credited', Sentence>> = {
  requested: { en: 'No refund decided yet', zh: '退款尚未决定' },
  approved: { en: 'Refund decided, not paid yet', zh: '退款已批准，尚未支付' },
  partly_issued: { en: 'Part of the refund is paid', zh: '已支付部分退款' },
  issued: { en: 'Refund paid', zh: '退款已支付' },
  denied: { en: 'No refund', zh: '不予退款' },
  credited: { en: 'Paid towards the replacement', zh: '已抵作换货款' },
};

/** Words of exchanges for people. */
export const exchangeLabels: Readonly<Record<ExchangeState, Sentence>> = {
  waiting: {
    en: 'The replacement is kept until the goods are handed in',
    zh: '换货商品已预留，等待交回原商品',
  },
  due: { en: 'The replacement is being ordered', zh: '正在安排换货' },
  sent: { en: 'The replacement is ordered', zh: '换货订单已生成' },
  unreturned: { en: 'Replaced, but the goods did not come back', zh: '已换货，原商品未交回' },
  expired: { en: 'Exchange ended: nothing was handed in', zh: '换货已结束：未交回商品' },
};

/** Words of an exchange that waits and has lost the goods that were kept for it. */
export const lackingLabel: Sentence = {
  en: 'The replacement is out of stock for now; we are finding one for you',
  zh: '换货商品暂时缺货，正在为您另行调配',
};

/** Words of claims for people. */
export const claimLabels: Readonly<Record<ClaimWord, Sentence>> = {
  open: { en: 'Claim is being looked into', zh: '索赔处理中' },
  reshipped: { en: 'The goods are sent again', zh: '已安排补发' },
  refunded: { en: 'The money goes back', zh: '已同意退款' },
  rejected: { en: 'Claim rejected', zh: '索赔未通过' },
};

/** What is claimed, for people. */
export const claimKindLabels: Readonly<Record<ClaimKind, Sentence>> = {
  lost: { en: 'Did not arrive', zh: '未收到商品' },
  damaged: { en: 'Arrived damaged', zh: '商品破损' },
  wrong_item: { en: 'Another item arrived', zh: '收到错误商品' },
  missing_unit: { en: 'Fewer arrived', zh: '数量不足' },
};

/** What is awaited, for people. */
export const awaitedLabels: Readonly<Record<AwaitedStep, Sentence>> = {
  hand_in: { en: 'Please hand the goods in', zh: '请交回商品' },
  transport: { en: 'The carrier brings the goods back', zh: '承运商正在运回商品' },
  inspection: { en: 'We inspect the goods', zh: '我们正在验收商品' },
  refund_decision: { en: 'We decide about the refund', zh: '我们正在审核退款' },
  refund_payment: { en: 'We pay the refund', zh: '我们正在支付退款' },
  claim_decision: { en: 'We decide about the claim', zh: '我们正在审核索赔' },
  replacement: { en: 'We order the replacement', zh: '我们正在安排换货' },
  missing_goods: {
    en: 'We decide about the goods that did not come back',
    zh: '我们正在处理未交回的商品',
  },
};
