import type { Static } from 'typebox';
import { instantText } from '@ordermesh/core/words';
import type { Window } from '@ordermesh/core/words';
import type { DeliveryPromise } from '@ordermesh/core/promise';
import type { CostItems, RoutePlan } from '@ordermesh/core/route';
import type { Fulfilment } from '@ordermesh/core/release';
import type { Reservation } from '@ordermesh/core/reserve';
import type {
  costItemsSchema,
  fulfilmentSchema,
  planSchema,
  promiseSchema,
  reservationSchema,
} from '../schemas/plan.ts';

/** A window as the API writes it. */
export const windowView = ({ startAt, endAt }: Window): { start: string; end: string } => ({
  start: instantText(startAt),
  end: instantText(endAt),
});

/** An instant that may be absent. */
const instantOrNull = (at: number | undefined): string | null =>
  at === undefined ? null : instantText(at);

/** A promise as the API writes it. */
export const promiseView = (promise: DeliveryPromise): Static<typeof promiseSchema> => ({
  window: windowView(promise.window),
  first_window: promise.firstWindow ? windowView(promise.firstWindow) : null,
  confidence_percent: promise.confidencePercent,
  made_at: instantText(promise.madeAt),
  legs: promise.legs.map((leg) => ({
    node: leg.nodeId,
    service: leg.serviceId,
    slot_at: instantText(leg.slotAt),
    collected_at: instantText(leg.collectedAt),
    window: windowView(leg.window),
    ...(leg.confidencePercent !== undefined && { confidence_percent: leg.confidencePercent }),
  })),
});

/** Cost items as the API writes them. */
export const costItemsView = (items: CostItems): Static<typeof costItemsSchema> => ({
  freight_minor: items.freightMinor,
  handling_minor: items.handlingMinor,
  time_minor: items.timeMinor,
  lateness_minor: items.latenessMinor,
  split_minor: items.splitMinor,
  duty_minor: items.dutyMinor,
  carbon_minor: items.carbonMinor,
  capacity_minor: items.capacityMinor,
  stock_balance_minor: items.stockBalanceMinor,
  rules_minor: items.rulesMinor,
  opportunity_minor: items.opportunityMinor ?? 0,
});

/** A plan as the API writes it; amounts are in the network's currency. */
export const planView = (plan: RoutePlan, currency: string): Static<typeof planSchema> => ({
  currency,
  total_minor: plan.totalMinor,
  cost_items: costItemsView(plan.costItems),
  window: windowView(plan.window),
  confidence_percent: plan.confidencePercent,
  parcels: plan.parcels.map((parcel) => ({
    node: parcel.nodeId,
    service: parcel.serviceId,
    lines: parcel.lines.map(({ lineNo, itemId, quantityUnits }) => ({
      line_no: lineNo,
      item: itemId,
      quantity: quantityUnits,
    })),
    weight_grams: parcel.weightGrams,
    distance_km: parcel.distanceKm,
    carbon_grams: parcel.carbonGrams,
    starts_at: instantText(parcel.startAt),
    collected_at: instantText(parcel.collectedAt),
    window: windowView(parcel.window),
    ...(parcel.confidencePercent !== undefined && {
      confidence_percent: parcel.confidencePercent,
    }),
    cost_items: costItemsView(parcel.costItems),
    cost_minor: parcel.costMinor,
    ...(parcel.border && {
      border: {
        duty_minor: parcel.border.dutyMinor,
        import_tax_minor: parcel.border.importTaxMinor,
        paid_by: parcel.border.paidBy,
      },
    }),
    ...(parcel.intercompany && {
      intercompany: {
        selling_entity: parcel.intercompany.sellingEntity,
        shipping_entity: parcel.intercompany.shippingEntity,
      },
    }),
  })),
});

/** A fulfilment as the API writes it. */
export const fulfilmentView = (work: Fulfilment): Static<typeof fulfilmentSchema> => ({
  fulfilment_id: work.fulfilmentId,
  order_id: work.orderId,
  node: work.nodeId,
  service: work.serviceId,
  decision_id: work.decisionId,
  epoch: work.epoch,
  state: work.state,
  version: work.version,
  lines: work.lines.map(({ lineNo, itemId, quantityUnits }) => ({
    line_no: lineNo,
    item: itemId,
    quantity: quantityUnits,
  })),
  slot_at: instantText(work.slotAt),
  release_at: instantText(work.releaseAt),
  due_at: instantOrNull(work.dueAt),
  promised_window: windowView(work.promisedWindow),
  pack_with: [...(work.packWith ?? [])],
  cost_minor: work.costMinor,
  carbon_grams: work.carbonGrams,
});

/** A reservation as the API writes it. */
export const reservationView = (held: Reservation): Static<typeof reservationSchema> => ({
  reservation_id: held.reservationId,
  kind: held.kind,
  line_no: held.lineNo,
  node: held.nodeId,
  item: held.itemId,
  lot: held.lot,
  units: held.units,
  state: held.state,
  expires_at: instantOrNull(held.expiresAt),
});
