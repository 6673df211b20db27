import Type from 'typebox';
import { instant, limitUsual, listOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { holidaySchema, promotionSchema, weatherDaySchema } from '../../schemas/demand/signals.ts';
import { holidayView, promotionView, weatherView } from '../../views/demand/signals.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const asOf = Type.Optional(instant('As they were known at this moment; now when absent.'));

const known = (query: { readonly as_of?: string }) =>
  query.as_of === undefined ? {} : { asKnownAt: Date.parse(query.as_of) };

interface PageQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

/** A page of rows that are sorted by their place. */
function pageOf<Row>(
  list: string,
  rows: readonly Row[],
  { query, placeOf }: { readonly query: PageQuery; readonly placeOf: (row: Row) => string },
) {
  const after = positionOf(list, query.cursor) ?? '';
  const limit = query.limit ?? limitUsual;
  const left = rows.filter((row) => placeOf(row) > after);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: left.length > limit && last !== undefined ? placeOf(last) : undefined,
  };
}

const listPromotions = route({
  method: 'GET',
  path: '/v1/promotions',
  operationId: 'listPromotions',
  tag: 'stock',
  summary: 'Promotions that planners told, by id; they are told by importing them',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  query: strict({ ...pageQuery, as_of: asOf }),
  responses: { 200: { says: 'A page of promotions.', schema: listOf(ref(promotionSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const page = pageOf('promotions', await hub.promotions(known(query)), {
      query,
      placeOf: ({ promotionId }) => promotionId,
    });
    return { status: 200, body: listAnswer('promotions', page, promotionView) };
  },
});

/** Of one zone, or all; as it was known. */
const zoneQuery = strict({
  ...pageQuery,
  zone: Type.Optional(
    Type.String({ maxLength: 6, description: 'Only of this zone.', examples: ['CN-SH'] }),
  ),
  as_of: asOf,
});

const daysAsked = (query: { readonly as_of?: string; readonly zone?: string }) => ({
  ...known(query),
  ...(query.zone !== undefined && { zones: [query.zone] }),
});

const listHolidays = route({
  method: 'GET',
  path: '/v1/holidays',
  operationId: 'listHolidays',
  tag: 'stock',
  summary: 'Holidays that were told, by zone and day; they are told by importing them',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  query: zoneQuery,
  responses: { 200: { says: 'A page of days.', schema: listOf(ref(holidaySchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const days = await hub.holidays(daysAsked(query));
    const page = pageOf('holidays', days, { query, placeOf: (one) => `${one.zone} ${one.day}` });
    return { status: 200, body: listAnswer('holidays', page, holidayView) };
  },
});

const listWeather = route({
  method: 'GET',
  path: '/v1/weather',
  operationId: 'listWeather',
  tag: 'stock',
  summary:
    'Weather by zone and day: what was observed, or the newest forecast; it is told by importing it',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  query: zoneQuery,
  responses: { 200: { says: 'A page of days.', schema: listOf(ref(weatherDaySchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const days = await hub.weather(daysAsked(query));
    const page = pageOf('weather', days, { query, placeOf: (one) => `${one.zone} ${one.day}` });
    return { status: 200, body: listAnswer('weather', page, weatherView) };
  },
});

/** What moves demand, as it was told. */
export const signalRoutes: readonly RouteDefinition[] = [listPromotions, listHolidays, listWeather];
