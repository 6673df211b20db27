import { minorUnitExponent, serviceId } from '@ordermesh/core/words';
import type { CarrierService, NodeProfile, WorkingCalendar } from '@ordermesh/core/network';
import { publicHolidays } from '../calendar/holidays.ts';
import type { Answers, CarrierAnswer, NodeAnswer } from './answers.ts';
import { minorOf } from './forms.ts';

/** Parcels of the first carrier service weigh at most this. */
const parcelGramsMax = 30_000;
const everyDay = [true, true, true, true, true, true, true];

/** The calendar that answers make: weekly hours, and the holidays of this and the next two years. */
function calendarOf(
  weekly: WorkingCalendar['weekly'],
  holidays: string,
  fromYear: number,
): WorkingCalendar {
  if (holidays === 'none') return { weekly, closedDates: [] };
  return { weekly, closedDates: [], holidays, holidayDates: publicHolidays(holidays, fromYear) };
}

const abilities: Readonly<Record<NodeAnswer['kind'], NodeProfile['abilities']>> = {
  store: ['ship', 'pickup', 'returns'],
  dark_store: ['ship'],
  dc: ['ship', 'returns'],
  '3pl': ['ship', 'returns'],
};

/**
 * A node as answered. Of a node that is known only what was asked is replaced; what nobody told (costs of handling)
 * is nothing.
 */
export function nodeOf(
  answer: NodeAnswer,
  business: Answers,
  from: { readonly year: number; readonly known: NodeProfile | undefined },
): NodeProfile {
  const asked = {
    kind: answer.kind,
    name: answer.name,
    place: {
      ...answer.at,
      country: business.country,
      subdivision: from.known?.place.subdivision ?? '',
      postcode: answer.postcode,
    },
    timeZone: business.time_zone,
    calendar: calendarOf(answer.hours, business.holidays, from.year),
    cutOffMinute: answer.cut_off,
    slots: { lengthMinutes: 60, ordersMax: answer.orders_per_hour },
    handlingMinutes: { levels: [0.9], values: [answer.handling_minutes] },
  };
  if (from.known) return { ...from.known, ...asked };
  return {
    nodeId: answer.id,
    ...asked,
    tags: [],
    abilities: abilities[answer.kind],
    temperatureClasses: ['ambient'],
    handlingCostPerOrderMinor: 0,
    handlingCostPerLineMinor: 0,
    carrierServices: [],
    acceptMinutesMax: 60,
  };
}

/** A carrier service as answered. */
export function serviceOf(
  answer: CarrierAnswer,
  business: Answers,
  fromYear: number,
): CarrierService {
  const exponent = minorUnitExponent(business.currency);
  return {
    serviceId: answer.id,
    name: answer.name,
    mode: answer.mode,
    serviceLevels: answer.levels,
    countries: [business.country],
    temperatureClasses: ['ambient'],
    zoneKmMax: answer.lanes.map(({ kmMax }) => kmMax),
    bandWeightGramsMax: [parcelGramsMax],
    rateMinor: answer.lanes.map(({ price }) => [minorOf(price, exponent) ?? 0]),
    perExtraKgMinor: 0,
    weightGramsMax: parcelGramsMax,
    collection: { kind: 'scheduled', timesMinute: [answer.collects_at], weekdays: everyDay },
    transit: answer.lanes.map(({ hours }) => ({ hours: { levels: [0.9], values: [hours] } })),
    deliveryCalendar: calendarOf(answer.delivers, business.holidays, fromYear),
  };
}

/** Customers fetch at the counter: costs nothing, goes nowhere. */
export const counterService = (country: string): CarrierService => ({
  serviceId: serviceId('store_pickup'),
  name: 'Pick-up at the store',
  mode: 'bike',
  serviceLevels: ['pickup'],
  countries: [country],
  temperatureClasses: ['ambient', 'chilled', 'frozen'],
  zoneKmMax: [20_000],
  bandWeightGramsMax: [parcelGramsMax],
  rateMinor: [[0]],
  perExtraKgMinor: 0,
  weightGramsMax: parcelGramsMax,
  collection: { kind: 'on_demand' },
  transit: [{ minutes: { levels: [0.5], values: [1] } }],
  deliveryCalendar: { weekly: everyDay.map(() => [[0, 1_440] as const]), closedDates: [] },
});

/** Whether a service collects at a node: customers at those that hand over, carriers at those that ship. */
export const collectsAt = (service: CarrierService, node: NodeProfile): boolean =>
  node.abilities.includes(service.serviceLevels.includes('pickup') ? 'pickup' : 'ship');
