/**
 * The words of the house: identifiers, units, places, times, outcomes. No behaviour beyond construction
 * and arithmetic. Every other room speaks in these.
 *
 * @packageDocumentation
 */
export {
  cartId,
  decisionId,
  exceptionId,
  fulfilmentId,
  itemId,
  nodeId,
  orderId,
  reservationId,
  serviceId,
  strategyId,
} from './ids.ts';
export type {
  CartId,
  DecisionId,
  ExceptionId,
  ExternalId,
  FulfilmentId,
  ItemId,
  NodeId,
  OrderId,
  ReservationId,
  ServiceId,
  StrategyId,
} from './ids.ts';
export { accept, ensure, refuse, unreachable } from './outcome.ts';
export type { Outcome } from './outcome.ts';
export { addMoney, minorUnitExponent, moneyText } from './money.ts';
export type { CurrencyCode, Money } from './money.ts';
export { distanceKm, unitVector } from './place.ts';
export type { Place, UnitVector } from './place.ts';
export type { Window } from './window.ts';
export { sequenceText } from './envelope.ts';
export type { CloudEvent } from './envelope.ts';
export { checkDigitOf, gln, gtin14, sscc, ssccOf } from './gs1.ts';
export type { Gs1Key, Gs1Refusal } from './gs1.ts';
export { canonicalUri } from './digital-link.ts';
export {
  assetUri,
  itemClassOf,
  itemUri,
  locationUri,
  nodeOfUri,
  parcelUri,
  partyUri,
  privatePlaceUri,
  privateUri,
  thingOf,
  toteUri,
} from './thing-uri.ts';
export type { PrivateKind, ThingName } from './thing-uri.ts';
export {
  dateText,
  dayMs,
  epochDayOf,
  hourMs,
  instantOf,
  instantText,
  minuteMs,
  weekdayOf,
} from './time.ts';
export type { LocalTime } from './time.ts';
export { atOfLocal, localDay, localTime, zoneNamed } from './zones.ts';
export type { UnknownZone, Zone } from './zones.ts';
export { jsonPointer, nearestWord } from './reading/fault.ts';
export type { InputFault } from './reading/fault.ts';
export {
  checked,
  fault,
  faultAt,
  list,
  optional,
  otherwise,
  readDocument,
  shape,
} from './reading/reader.ts';
export type { OptionalReader, ReadBy, Reader, Reading, ShapeOf } from './reading/reader.ts';
export {
  countryCode,
  currencyCode,
  decimal,
  idText,
  instant,
  integer,
  localDate,
  oneOf,
  subdivisionCode,
  text,
  timeZoneName,
  yesNo,
} from './reading/values.ts';
export type { TextLimits } from './reading/values.ts';
