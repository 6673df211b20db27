import type { OrderId } from '../../words/index.ts';
import { moneyOf } from '../../track/index.ts';
import type { OrderMoney } from '../../track/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { amendOrderOf } from './amend-desk.ts';
import type { Amendment, AmendHow } from './amend-desk.ts';
import type { AmendAsk } from './amend.ts';
import { choicesOf, choose } from './choice-desk.ts';
import type { ChoiceAsk, PickupChoice } from './choice-desk.ts';
import { holdOrder, releaseHold } from './hold-desk.ts';
import type { HeldOrder, HoldAsk } from './hold-desk.ts';

/** What customers and staff may change of an order after it was accepted. */
export interface ChangeDesk {
  /** Places one of several named holds: nothing is offered to a node until the last one has ended. */
  holdOrder(orderId: OrderId, ask: HoldAsk): Promise<HubOutcome<HeldOrder>>;
  releaseHold(
    orderId: OrderId,
    ask: { readonly holdId: string; readonly by: string },
  ): Promise<HubOutcome<HeldOrder>>;
  /** Address, window, pick-up or shipping, quantities, lines; with `dryRun` nothing is written. */
  amendOrder(orderId: OrderId, ask: AmendAsk & AmendHow): Promise<HubOutcome<Amendment>>;
  /** What the customer may choose since a store could not serve the pick-up, and what was chosen. */
  choices(orderId: OrderId): Promise<readonly PickupChoice[]>;
  choose(orderId: OrderId, ask: ChoiceAsk): Promise<HubOutcome<PickupChoice>>;
  /** What each parcel is worth: to capture when it leaves, to refund when it is cancelled. */
  money(orderId: OrderId): Promise<HubOutcome<OrderMoney>>;
}

/** The desk where orders are changed. */
export const changeDesk = (parts: HubParts): ChangeDesk => ({
  holdOrder: (id, ask) => holdOrder(parts, id, ask),
  releaseHold: (id, ask) => releaseHold(parts, id, ask),
  amendOrder: (id, ask) => amendOrderOf(parts, id, ask),
  choices: (id) => choicesOf(parts, id),
  choose: (id, ask) => choose(parts, id, ask),
  money: async (id) => {
    const state = await parts.states.load(id);
    if (!state) return { ok: false, refusal: { reason: 'not-found', what: 'order', id } };
    const { record, fulfilments } = state;
    return { ok: true, value: moneyOf(record.order, fulfilments, record.cancelledUnits) };
  },
});

export type { Amendment, HeldOrder, PickupChoice };
