import { expect, it } from 'vitest';

import { readPromotion } from './promotion.ts';
import { readWeatherDay, replacesWeather } from './weather.ts';

const leaflet = {
  promotionId: 'P-7',
  items: ['OAT'],
  zones: ['CN-SH', 'DE'],
  firstDay: '2026-03-02',
  lastDay: '2026-03-08',
  discountPercent: 30,
  kind: 'leaflet',
};
const rain = { zone: 'CN-SH', day: '2026-03-02', temperatureC: 9.5, precipitationMm: 12 };

const faultsOf = (read: ReturnType<typeof readPromotion | typeof readWeatherDay>) =>
  read.ok ? [] : read.refusal.map(({ field, reason }) => `${field} ${reason}`);

it('reads a promotion and a day of weather as they are written', () => {
  expect(readPromotion(leaflet)).toEqual({ ok: true, value: leaflet });
  expect(readWeatherDay(rain)).toEqual({ ok: true, value: rain });
});

it.each([
  ['/lastDay before-first-day', { lastDay: '2026-03-01' }],
  ['/lastDay too-long', { lastDay: '2027-09-01' }],
  ['/firstDay wrong-format', { firstDay: '2026-02-30' }],
  ['/zones/0 wrong-format', { zones: ['Shanghai'] }],
  ['/items too-few', { items: [] }],
  ['/discountPercent too-large', { discountPercent: 130 }],
  ['/discount unknown-field', { discount: 3 }],
])('refuses a promotion for %s', (found, sent) => {
  expect(faultsOf(readPromotion({ ...leaflet, ...sent }))).toEqual([found]);
});

it.each([
  ['/temperatureC missing', { temperatureC: undefined, precipitationMm: undefined }],
  ['/precipitationMm too-small', { precipitationMm: -1 }],
  ['/issuedAt wrong-format', { issuedAt: 'yesterday' }],
])('refuses a day of weather for %s', (found, sent) => {
  expect(faultsOf(readWeatherDay({ ...rain, ...sent }))).toEqual([found]);
});

it('lets an observation replace everything, a forecast only an earlier one', () => {
  const early = { ...rain, issuedAt: 1_000 };
  const late = { ...rain, issuedAt: 2_000 };
  expect(replacesWeather(early, late)).toBe(true);
  expect(replacesWeather(late, early)).toBe(false);
  expect(replacesWeather(late, rain)).toBe(true);
  expect(replacesWeather(rain, late)).toBe(false);
  expect(replacesWeather(rain, { ...rain, temperatureC: 10 })).toBe(true);
});
