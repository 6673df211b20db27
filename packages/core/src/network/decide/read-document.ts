import {
  checked,
  countryCode,
  currencyCode,
  decimal,
  idText,
  integer,
  list,
  localDate,
  nodeId,
  oneOf,
  optional,
  readDocument,
  serviceId,
  shape,
  subdivisionCode,
  text,
  timeZoneName,
  yesNo,
} from '../../words/index.ts';
import type { InputFault, Outcome, Reader } from '../../words/index.ts';
import { temperatureClasses } from '../../parties/decide/index.ts';
import { checkNetwork, checkNode, checkService } from './check-document.ts';
import { nodeAbilities, nodeKinds, serviceLevels, transportModes } from './profile.ts';
import { workTerms } from './terms.ts';
import type { CarrierService, Collection, NetworkDocument, NodeProfile } from './profile.ts';

/**
 * Reads a network document as it is stored and sent (JSON, the fields of `NetworkDocument`): shape, units,
 * ranges, zones, and what the parts say about each other. Unknown fields are refused.
 *
 * @param faultsMax further faults are not told; 100 when absent
 * @returns the document, or every fault with pointer, reason and remedy
 */
export const readNetworkDocument = (
  source: unknown,
  faultsMax?: number,
): Outcome<NetworkDocument, readonly InputFault[]> =>
  readDocument(networkDocument, source, faultsMax);

const minor = integer({ min: 0, max: 1e12 });
const minuteOfDay = integer({ min: 0, max: 1440 });

/** A half-open span of minutes of the day. */
const span: Reader<readonly [number, number]> = {
  blank: [0, 1440],
  read: (value, on) => {
    const [from = 0, to = 1440] = list(minuteOfDay, { min: 2, max: 2 }).read(value, on);
    return [from, to];
  },
};

const spans = list(span, { max: 12 });

const calendar = shape({
  weekly: list(spans, { min: 7, max: 7 }),
  closedDates: list(localDate, { max: 2000 }),
  specialDates: optional(
    list(shape({ date: localDate, spans, note: optional(text({ max: 200 })) }), { max: 2000 }),
  ),
  holidays: optional(
    text({
      max: 12,
      pattern: /^[A-Z]{2}(-[A-Z0-9]{1,4}){0,2}$/,
      like: 'a country, or country and region, e.g. CN or DE-BY',
    }),
  ),
  holidayDates: optional(list(shape({ date: localDate, name: text({ max: 200 }) }), { max: 2000 })),
});

const curve = shape({
  levels: list(decimal({ min: 0, max: 1 }), { min: 1, max: 64 }),
  values: list(integer({ min: 0, max: 1_000_000 }), { min: 1, max: 64 }),
});

const place = shape({
  latitude: decimal({ min: -90, max: 90 }),
  longitude: decimal({ min: -180, max: 180 }),
  country: countryCode,
  subdivision: subdivisionCode,
  postcode: text({ min: 0, max: 16 }),
});

const node: Reader<NodeProfile> = checked(
  shape({
    nodeId: idText(nodeId),
    kind: oneOf(nodeKinds),
    name: text({ max: 200 }),
    gln: optional(text({ max: 13, pattern: /^\d{13}$/, like: 'a GLN with 13 digits' })),
    place,
    timeZone: timeZoneName,
    tags: list(text({ max: 64 }), { max: 64 }),
    abilities: list(oneOf(nodeAbilities), { max: 4 }),
    temperatureClasses: list(oneOf(temperatureClasses), { min: 1, max: 3 }),
    calendar,
    cutOffMinute: optional(minuteOfDay),
    slots: shape({
      lengthMinutes: integer({ min: 15, max: 1440 }),
      ordersMax: integer({ min: 0, max: 1_000_000 }),
    }),
    handlingMinutes: curve,
    handlingCostPerOrderMinor: minor,
    handlingCostPerLineMinor: minor,
    handlingCostPerUnitMicros: optional(minor),
    carrierServices: list(idText(serviceId), { max: 500 }),
    entity: optional(text({ min: 0, max: 64 })),
    giftWrapCostMinor: optional(minor),
    acceptMinutesMax: integer({ min: 1, max: 10_080 }),
    terms: optional(workTerms),
  }),
  checkNode,
);

const onDemand = shape({ kind: oneOf(['on_demand']) });
const scheduled = shape({
  kind: oneOf(['scheduled']),
  timesMinute: list(integer({ min: 0, max: 1439 }), { min: 1, max: 96 }),
  weekdays: list(yesNo, { min: 7, max: 7 }),
});
const anyCollection = shape({ kind: oneOf(['on_demand', 'scheduled']) });

/** The kind decides which other fields there are. */
const collection: Reader<Collection> = {
  blank: onDemand.blank,
  read: (value, on) => {
    const kind = typeof value === 'object' && value && 'kind' in value ? value.kind : undefined;
    if (kind === 'scheduled') return scheduled.read(value, on);
    if (kind === 'on_demand') return onDemand.read(value, on);
    anyCollection.read(value, on);
    return onDemand.blank;
  },
};

const carrierService: Reader<CarrierService> = checked(
  shape({
    serviceId: idText(serviceId),
    name: text({ max: 200 }),
    mode: oneOf(transportModes),
    serviceLevels: list(oneOf(serviceLevels), { min: 1, max: 5 }),
    countries: list(countryCode, { min: 1, max: 249 }),
    temperatureClasses: list(oneOf(temperatureClasses), { min: 1, max: 3 }),
    zoneKmMax: list(decimal({ min: 0, max: 20_040 }), { min: 1, max: 64 }),
    bandWeightGramsMax: list(integer({ min: 1, max: 100_000_000 }), { min: 1, max: 64 }),
    rateMinor: list(list(minor, { min: 1, max: 64 }), { min: 1, max: 64 }),
    perExtraKgMinor: minor,
    weightGramsMax: integer({ min: 1, max: 100_000_000 }),
    collection,
    transit: list(shape({ hours: optional(curve), minutes: optional(curve) }), { min: 1, max: 64 }),
    parcelsPerDayMax: optional(integer({ min: 0, max: 10_000_000 })),
    deliveryCalendar: calendar,
  }),
  checkService,
);

const dutyRate = shape({
  toCountry: countryCode,
  originCountry: optional(countryCode),
  hsPrefix: text({ min: 0, max: 12, pattern: /^\d*$/, like: 'digits only' }),
  rateBasisPoints: integer({ min: 0, max: 1_000_000 }),
});

const word = text({ max: 64, pattern: /^\S+$/, like: 'a word without spaces' });

const customsUnion = shape({ name: text({ max: 64 }), countries: list(countryCode, { max: 249 }) });

const border = shape({
  country: countryCode,
  dutyFreeMinor: minor,
  taxFreeMinor: minor,
  importTaxBasisPoints: integer({ min: 0, max: 10_000 }),
});

const exchangeRates = shape({
  date: localDate,
  rates: list(shape({ currency: currencyCode, minorPerMillion: integer({ min: 1, max: 1e12 }) }), {
    max: 200,
  }),
});

const legalEntity = shape({
  entityId: word,
  name: text({ max: 200 }),
  country: countryCode,
  channels: list(word, { max: 100 }),
});

const modelReference = shape({ modelId: word, version: integer({ min: 1, max: 1_000_000 }) });

const networkDocument: Reader<NetworkDocument> = checked(
  shape({
    version: integer({ min: 1, max: 2 ** 31 - 1 }),
    currency: currencyCode,
    nodes: list(node, { min: 1, max: 10_000 }),
    carrierServices: list(carrierService, { max: 1000 }),
    dutyRates: list(dutyRate, { max: 200_000 }),
    customsUnions: optional(list(customsUnion, { max: 50 })),
    borders: optional(list(border, { max: 249 })),
    exchangeRates: optional(exchangeRates),
    legalEntities: optional(list(legalEntity, { max: 1000 })),
    promiseModels: optional(
      shape({ handling: optional(modelReference), transit: optional(modelReference) }),
    ),
  }),
  checkNetwork,
);
