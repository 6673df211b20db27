import type { Static } from 'typebox';
import type { Amendment, HeldOrder, PickupChoice } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import type { MoneyShare, OrderMoney } from '@ordermesh/core/track';
import type {
  amendmentSchema,
  choiceSchema,
  heldOrderSchema,
  orderMoneySchema,
} from '../schemas/changes.ts';
import { holdView } from './holds.ts';
import { orderView } from './orders.ts';
import { promiseView } from './plan.ts';

type AmendmentJson = Static<typeof amendmentSchema>;
type FiguresJson = NonNullable<AmendmentJson['before']>;

/** Why an order waits. */
export const heldOrderView = ({ holds, underWay }: HeldOrder): Static<typeof heldOrderSchema> => ({
  holds: holds.map(holdView),
  under_way: underWay.map(({ fulfilmentId, nodeId }) => ({
    fulfilment_id: fulfilmentId,
    node: nodeId,
  })),
});

const figuresView = (figures: Amendment['before']): FiguresJson => ({
  cost_minor: figures.costMinor,
  carbon_grams: figures.carbonGrams,
  price_minor: figures.priceMinor,
  tax_minor: figures.taxMinor,
  promise: figures.promise === undefined ? null : promiseView(figures.promise),
});

/** A change of an order, made or tried. */
export function amendmentView(done: Amendment): AmendmentJson {
  const { before, after, rework } = done;
  const reworkMinor = rework.reduce((sum, { costMinor }) => sum + costMinor, 0);
  return {
    feasible: true,
    committed: done.committed,
    problem: null,
    order: orderView(done.record),
    works: done.works.map(({ fulfilmentId, nodeId, becomes }) => ({
      fulfilment_id: fulfilmentId,
      node: nodeId,
      becomes,
    })),
    rework: rework.map(({ fulfilmentId, nodeId, task, units, costMinor }) => ({
      fulfilment_id: fulfilmentId,
      node: nodeId,
      task,
      units,
      cost_minor: costMinor,
    })),
    before: figuresView(before),
    after: figuresView(after),
    difference: {
      cost_minor: after.costMinor + reworkMinor - before.costMinor,
      carbon_grams: after.carbonGrams - before.carbonGrams,
      price_minor: after.priceMinor - before.priceMinor,
      tax_minor: after.taxMinor - before.taxMinor,
    },
  };
}

/** What a dry run answers when the change cannot be. */
export const infeasibleView = (problem: NonNullable<AmendmentJson['problem']>): AmendmentJson => ({
  feasible: false,
  committed: false,
  problem,
  order: null,
  works: [],
  rework: [],
  before: null,
  after: null,
  difference: null,
});

type ChoiceJson = Static<typeof choiceSchema>;
type OptionJson = ChoiceJson['options'][number];

/** What a customer is asked. */
export const choiceView = (choice: PickupChoice): ChoiceJson => ({
  choice_id: choice.caseId,
  order_id: choice.orderId,
  state: choice.state as ChoiceJson['state'],
  because: choice.because,
  until: choice.untilAt === undefined ? null : instantText(choice.untilAt),
  lines: choice.lines.map(({ lineNo, units }) => ({ line_no: lineNo, units })),
  options: choice.options.map(optionView),
  chosen: choice.chosen ?? null,
  by: choice.by ?? null,
});

function optionView(offered: PickupChoice['options'][number]): OptionJson {
  if (offered.option === 'cancel') return { option: 'cancel', nodes: [], window: null };
  const { startAt, endAt } = offered.window;
  return {
    option: offered.option,
    nodes: offered.option === 'pickup' ? [offered.nodeId] : [...offered.nodeIds],
    window: { start: instantText(startAt), end: instantText(endAt) },
  };
}

/** What each parcel of an order is worth. */
export function orderMoneyView(
  orderId: string,
  money: OrderMoney,
): Static<typeof orderMoneySchema> {
  const { currency } = money;
  const amount = (amountMinor: number) => ({ amount_minor: amountMinor, currency });
  const share = (one: MoneyShare) => ({
    price: amount(one.priceMinor),
    tax: amount(one.taxMinor),
    shipping: amount(one.shippingMinor),
    total: amount(one.totalMinor),
  });
  return {
    order_id: orderId,
    total: share(money.total),
    parcels: money.parcels.map((parcel) => ({
      fulfilment_id: parcel.fulfilmentId,
      due: parcel.isDue,
      ...share(parcel),
    })),
    open: share(money.open),
    cancelled: share(money.cancelled),
  };
}
