import Holidays from 'date-holidays';
import type { HolidayDate, NetworkDocument, WorkingCalendar } from '@ordermesh/core/network';
import { AppFailure } from '../errors/index.ts';

/** How many calendar years are written, the running one included. */
const holidayYears = 3;
const wholeDayMs = 23 * 3_600_000;

/** What a renewal changed at one calendar. */
export interface RenewedCalendar {
  /** `node st_003` or `service parcel`. */
  readonly of: string;
  readonly holidays: string;
  readonly added: readonly HolidayDate[];
  readonly removed: readonly HolidayDate[];
}

/**
 * The public holidays of a list for some years, whole days only, ascending. Moved working days (as China announces them
 * each autumn) are not in the list: write them as special dates.
 *
 * @param name country, or country and region, e.g. `CN`, `DE-BY`
 * @throws AppFailure `holidays-unknown`
 * @see npm date-holidays (ISC; its data CC-BY-3.0, from Wikipedia)
 */
export function publicHolidays(
  name: string,
  fromYear: number,
  language?: string,
): readonly HolidayDate[] {
  const list = listNamed(name);
  const years = Array.from({ length: holidayYears }, (_, i) => fromYear + i);
  const names = new Map(
    years.flatMap((year) =>
      list
        .getHolidays(year, language)
        .filter(
          ({ type, start, end }) =>
            type === 'public' && end.getTime() - start.getTime() >= wholeDayMs,
        )
        .flatMap((one) =>
          daysOf(one.date.slice(0, 10), one.end.getTime() - one.start.getTime()).map(
            (date) => [date, one.name] as const,
          ),
        ),
    ),
  );
  return [...names]
    .map(([date, holiday]) => ({ date, name: holiday.slice(0, 200) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Whether there is a list of public holidays of a country. */
export const hasHolidays = (country: string): boolean => country in new Holidays().getCountries();

function listNamed(name: string): Holidays {
  const [country = '', region, part] = name.split('-');
  const known = new Holidays();
  const regions = region === undefined ? undefined : known.getStates(country);
  const isKnown =
    country in known.getCountries() &&
    (region === undefined || (regions ?? {})[region] !== undefined);
  if (!isKnown)
    throw new AppFailure('holidays-unknown', {
      why: `There is no list of public holidays "${name}".`,
      ...(regions && { try: [`Regions of ${country}: ${Object.keys(regions).join(', ')}`] }),
    });
  if (region === undefined) return new Holidays(country);
  return part === undefined ? new Holidays(country, region) : new Holidays(country, region, part);
}

/** The dates of a holiday that lasts one day or several. */
function daysOf(first: string, lastsMs: number): readonly string[] {
  const from = Date.parse(`${first}T00:00:00Z`);
  const days = Math.max(1, Math.round(lastsMs / 86_400_000));
  return Array.from({ length: days }, (_, i) =>
    new Date(from + i * 86_400_000).toISOString().slice(0, 10),
  );
}

/**
 * Writes what the lists say into every calendar that names one, from the given year on. Dates that were set by hand
 * (`closedDates`, `specialDates`) are never touched.
 *
 * @returns the network with renewed calendars, and what changed; nothing changed = nothing to publish
 */
export function withHolidays(
  network: NetworkDocument,
  fromYear: number,
): { readonly network: NetworkDocument; readonly renewed: readonly RenewedCalendar[] } {
  const renewed: RenewedCalendar[] = [];
  const renew = (of: string, calendar: WorkingCalendar): WorkingCalendar => {
    if (calendar.holidays === undefined) return calendar;
    const before = calendar.holidayDates ?? [];
    const holidayDates = publicHolidays(calendar.holidays, fromYear);
    const [added, removed] = [without(holidayDates, before), without(before, holidayDates)];
    if (added.length + removed.length === 0) return calendar;
    renewed.push({ of, holidays: calendar.holidays, added, removed });
    return { ...calendar, holidayDates };
  };
  return {
    network: {
      ...network,
      nodes: network.nodes.map((node) => ({
        ...node,
        calendar: renew(`node ${node.nodeId}`, node.calendar),
      })),
      carrierServices: network.carrierServices.map((service) => ({
        ...service,
        deliveryCalendar: renew(`service ${service.serviceId}`, service.deliveryCalendar),
      })),
    },
    renewed,
  };
}

const without = (
  all: readonly HolidayDate[],
  gone: readonly HolidayDate[],
): readonly HolidayDate[] =>
  all.filter(({ date, name }) => !gone.some((one) => one.date === date && one.name === name));
