/** What a country usually means: its money, its clock, and the place that its time zone is named after. */
export interface CountryHabits {
  readonly currency: string;
  readonly timeZone: string;
  readonly latitude: number;
  readonly longitude: number;
}

type Row = readonly [currency: string, timeZone: string, latitude: number, longitude: number];

/**
 * Countries whose currency has a standard strategy. Of several zones the one of the largest city.
 *
 * @see IANA time zone database, zone.tab (public domain); ISO 4217
 */
const rows: Readonly<Record<string, Row>> = {
  AE: ['AED', 'Asia/Dubai', 25.3, 55.3],
  AT: ['EUR', 'Europe/Vienna', 48.22, 16.33],
  AU: ['AUD', 'Australia/Sydney', -33.87, 151.22],
  BE: ['EUR', 'Europe/Brussels', 50.83, 4.33],
  BG: ['EUR', 'Europe/Sofia', 42.68, 23.32],
  BR: ['BRL', 'America/Sao_Paulo', -23.53, -46.62],
  CA: ['CAD', 'America/Toronto', 43.65, -79.38],
  CH: ['CHF', 'Europe/Zurich', 47.38, 8.53],
  CN: ['CNY', 'Asia/Shanghai', 31.23, 121.47],
  CY: ['EUR', 'Asia/Nicosia', 35.17, 33.37],
  CZ: ['CZK', 'Europe/Prague', 50.08, 14.43],
  DE: ['EUR', 'Europe/Berlin', 52.5, 13.37],
  DK: ['DKK', 'Europe/Copenhagen', 55.67, 12.58],
  EE: ['EUR', 'Europe/Tallinn', 59.42, 24.75],
  ES: ['EUR', 'Europe/Madrid', 40.4, -3.68],
  FI: ['EUR', 'Europe/Helsinki', 60.17, 24.97],
  FR: ['EUR', 'Europe/Paris', 48.87, 2.33],
  GB: ['GBP', 'Europe/London', 51.51, -0.13],
  GR: ['EUR', 'Europe/Athens', 37.97, 23.72],
  HK: ['HKD', 'Asia/Hong_Kong', 22.28, 114.15],
  HR: ['EUR', 'Europe/Zagreb', 45.8, 15.97],
  HU: ['HUF', 'Europe/Budapest', 47.5, 19.08],
  ID: ['IDR', 'Asia/Jakarta', -6.17, 106.8],
  IE: ['EUR', 'Europe/Dublin', 53.33, -6.25],
  IL: ['ILS', 'Asia/Jerusalem', 31.78, 35.22],
  IN: ['INR', 'Asia/Kolkata', 22.53, 88.37],
  IT: ['EUR', 'Europe/Rome', 41.9, 12.48],
  JP: ['JPY', 'Asia/Tokyo', 35.65, 139.74],
  KR: ['KRW', 'Asia/Seoul', 37.55, 126.97],
  LT: ['EUR', 'Europe/Vilnius', 54.68, 25.32],
  LU: ['EUR', 'Europe/Luxembourg', 49.6, 6.15],
  LV: ['EUR', 'Europe/Riga', 56.95, 24.1],
  MT: ['EUR', 'Europe/Malta', 35.9, 14.52],
  MX: ['MXN', 'America/Mexico_City', 19.4, -99.15],
  MY: ['MYR', 'Asia/Kuala_Lumpur', 3.17, 101.7],
  NL: ['EUR', 'Europe/Amsterdam', 52.37, 4.9],
  NO: ['NOK', 'Europe/Oslo', 59.92, 10.75],
  NZ: ['NZD', 'Pacific/Auckland', -36.87, 174.77],
  PH: ['PHP', 'Asia/Manila', 14.59, 120.97],
  PL: ['PLN', 'Europe/Warsaw', 52.25, 21.0],
  PT: ['EUR', 'Europe/Lisbon', 38.72, -9.13],
  RO: ['RON', 'Europe/Bucharest', 44.43, 26.1],
  SA: ['SAR', 'Asia/Riyadh', 24.63, 46.72],
  SE: ['SEK', 'Europe/Stockholm', 59.33, 18.05],
  SG: ['SGD', 'Asia/Singapore', 1.28, 103.85],
  SI: ['EUR', 'Europe/Ljubljana', 46.05, 14.52],
  SK: ['EUR', 'Europe/Bratislava', 48.15, 17.12],
  TH: ['THB', 'Asia/Bangkok', 13.75, 100.52],
  TR: ['TRY', 'Europe/Istanbul', 41.02, 28.97],
  TW: ['TWD', 'Asia/Taipei', 25.05, 121.5],
  US: ['USD', 'America/New_York', 40.71, -74.01],
  VN: ['VND', 'Asia/Ho_Chi_Minh', 10.75, 106.67],
  ZA: ['ZAR', 'Africa/Johannesburg', -26.25, 28.0],
};

/** What is usual in a country; undefined when it is not in the table: then the answers have to be given. */
export function habitsOf(country: string): CountryHabits | undefined {
  const row = Object.hasOwn(rows, country) ? rows[country] : undefined;
  if (!row) return undefined;
  const [currency, timeZone, latitude, longitude] = row;
  return { currency, timeZone, latitude, longitude };
}

/** The country that the environment of a terminal speaks of, e.g. `de_AT.UTF-8`; China when it names none we know. */
export function countryOf(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['LC_ALL'] ?? environment['LANG'] ?? '';
  const [, country = ''] = /^[a-z]{2,3}_([A-Z]{2})/.exec(named) ?? [];
  return habitsOf(country) ? country : 'CN';
}
