import { thingOf } from '../../words/index.ts';
import type { EpcisEvent, FactKind, SensorReport } from './event.ts';

/**
 * What an event means in the fulfilment of an order, judged on the event alone.
 *
 * @returns `other` for everything that the fulfilment profile does not name: it is kept and moves nothing
 * @see CBV 2.0 §7.1 for the business steps; accepting for a delivery, transporting for a failed attempt and
 *   staging_outbound for pick-up readiness are choices of the profile
 */
export function factKindOf(event: EpcisEvent): FactKind {
  const judge = event.bizStep === undefined ? undefined : judges[event.bizStep];
  return judge?.(event) ?? 'other';
}

type Judge = (event: EpcisEvent) => FactKind;

const isReturn = (event: EpcisEvent): boolean =>
  event.disposition === 'returned' ||
  (event.bizTransactionList ?? []).some(({ type }) => type === 'rma');

/** The party or place of one type in the destination list. */
const destinationOf = (
  event: EpcisEvent,
  type: 'possessing_party' | 'location',
): string | undefined =>
  event.destinationList?.find((destination) => destination.type === type)?.destination;

/** The party or place of one type in the source list. */
export const sourceOf = (
  event: EpcisEvent,
  type: 'possessing_party' | 'location',
): string | undefined => event.sourceList?.find((source) => source.type === type)?.source;

const isConsignee = (uri: string | undefined): boolean =>
  uri !== undefined && ['consignee', 'ship-to'].includes(thingOf(uri).kind);

/** A consignee with a GLN (B2B) looks like any party, so the event must say that it is the end. */
const isForConsignee = (event: EpcisEvent): boolean =>
  event['om:handover'] === 'consignee' || isConsignee(destinationOf(event, 'possessing_party'));

const departing: Judge = (event) =>
  event['om:leg'] === 'last-mile' || isConsignee(destinationOf(event, 'location'))
    ? 'out_for_delivery'
    : 'departed';

const accepting: Judge = (event) => {
  if (isReturn(event)) return 'return_handed_in';
  return isForConsignee(event) ? 'delivered' : 'custody_changed';
};

const receiving: Judge = (event) => {
  if (isReturn(event)) return 'return_received';
  return isForConsignee(event) ? 'delivered' : 'arrived';
};

const inspecting: Judge = (event) => {
  if (isReturn(event)) return 'return_inspected';
  if (event.disposition?.startsWith('mismatch_') === true) return 'mispick_seen';
  if (event.disposition === 'damaged') return 'damaged';
  return event.disposition === 'conformant' || event.disposition === 'non_conformant'
    ? 'judged'
    : 'other';
};

const isTemperature = ({ type }: SensorReport): boolean => type === 'Temperature';

const sensing: Judge = (event) => {
  const reports = (event.sensorElementList ?? []).flatMap(({ sensorReport }) => sensorReport);
  const temperatures = reports.filter(isTemperature);
  if (temperatures.length === 0) return 'other';
  return temperatures.some(({ exception }) => exception === 'ALARM_CONDITION')
    ? 'temperature_excursion'
    : 'temperature_logged';
};

const picking: Judge = ({ type, action }) => {
  if (type === 'TransactionEvent' && action === 'ADD') return 'picked';
  if (type === 'TransactionEvent' && action === 'DELETE') return 'unpicked';
  return action === 'OBSERVE' ? 'pick_started' : 'other';
};

/** Goods join or leave a parent; seen again without a change says nothing new. */
const joining =
  (joins: FactKind, leaves: FactKind): Judge =>
  ({ action }) =>
    action === 'ADD' ? joins : action === 'DELETE' ? leaves : 'other';

const judges: Readonly<Record<string, Judge>> = {
  accepting,
  arriving: () => 'arrived',
  assembling: ({ type }) => (type === 'TransformationEvent' ? 'kitted' : 'other'),
  consigning: departing,
  cycle_counting: () => 'counted',
  departing,
  inspecting,
  installing: joining('tag_fitted', 'other'),
  loading: ({ action }) => (action === 'DELETE' ? 'unloaded' : 'loaded'),
  packing: joining('packed', 'unpacked'),
  picking,
  receiving,
  retail_selling: () => 'sold',
  sensor_reporting: sensing,
  shipping: departing,
  staging_outbound: (event) =>
    event['om:handover'] === 'customer_pickup' ? 'ready_for_pickup' : 'staged',
  stock_taking: () => 'counted',
  transporting: (event) =>
    event['om:attemptOutcome'] === undefined ? 'transported' : 'attempt_failed',
  unloading: () => 'unloaded',
  unpacking: joining('other', 'unpacked'),
  void_shipping: () => 'shipping_voided',
};
