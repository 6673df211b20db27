import Type from 'typebox';
import { shiftFactor } from '@ordermesh/core/learn';
import type { DemandForecast, LearnedEffect, SensedDemand } from '@ordermesh/core/stock';
import { dateText, dayMs, itemId } from '@ordermesh/core/words';
import { count, idText, limitUsual, listOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import {
  demandForecastSchema,
  forecastStandingSchema,
  stockSuggestionsSchema,
} from '../../schemas/demand/forecast.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const text = (at: number): string => new Date(at).toISOString();
const daysMax = 182;
const daysUsual = 7;

const days = (says: string) =>
  Type.Integer({ minimum: 1, maximum: daysMax, description: `${says}; ${daysUsual} when absent.` });

const sensedView = (sensed: SensedDemand, today: number) => ({
  item: sensed.itemId,
  zone: sensed.zone,
  direction: sensed.direction,
  since: dateText(sensed.sinceDay),
  until: dateText(sensed.untilDay),
  came_units: sensed.cameUnits,
  expected_units: sensed.expectedUnits,
  percent: sensed.percent,
  percent_now: Math.round(shiftFactor(sensed, { fromDay: today, untilDay: today + 1 }) * 100),
});

const learnedView = (learned: LearnedEffect) => ({
  signal: learned.signal,
  of: learned.of,
  ...(learned.discountPercent !== undefined && {
    discount_percent: { ...learned.discountPercent },
  }),
  ...(learned.kind !== undefined && { kind: learned.kind }),
  ...(learned.side !== undefined && { side: learned.side }),
  percent: learned.percent,
  percent_from: learned.percentFrom,
  percent_until: learned.percentUntil,
  occasions: learned.occasions,
  since: dateText(learned.sinceDay),
  until: dateText(learned.untilDay),
  counts: learned.counts,
});

const getStanding = route({
  method: 'GET',
  path: '/v1/forecasts/standing',
  operationId: 'getForecastStanding',
  tag: 'stock',
  summary:
    'The newest demand forecast: its age, its method, what was learned of promotions, holidays and weather, and what was sensed since',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  responses: { 200: { says: 'How it stands.', schema: ref(forecastStandingSchema) } },
  handle: ({ hub, now }) => {
    const { published, ageMs, methods, sensed, learned } = hub.forecasts();
    const today = Math.floor(now() / dayMs);
    const body = {
      version: published?.version ?? 0,
      made_at: published === undefined ? null : text(published.madeAt),
      age_seconds: ageMs === undefined ? null : Math.max(0, Math.round(ageMs / 1000)),
      methods: [...methods],
      rows: published?.forecasts.length ?? 0,
      zones: (published?.zones ?? []).map(({ zoneId, latitude, longitude }) => ({
        zone: zoneId,
        latitude,
        longitude,
      })),
      sensed: sensed.map((one) => sensedView(one, today)),
      learned: learned.map(learnedView),
    };
    return { status: 200, body };
  },
});

const forecastView = (row: DemandForecast) => ({
  item: row.itemId,
  zone: row.zone,
  from: text(row.fromAt),
  until: text(row.untilAt),
  mean_units: row.meanUnits,
  quantiles: row.quantiles.map(([probability, units]) => ({ probability, units })),
  made_by: row.madeBy,
  moved_by: (row.movedBy ?? []).map(({ signal, promotionId, holiday, percent }) => ({
    signal,
    ...(promotionId !== undefined && { promotion: promotionId }),
    ...(holiday !== undefined && { holiday }),
    percent,
  })),
});

const placeOf = ({ itemId: item, zone, fromAt }: DemandForecast): string =>
  [item, zone, String(fromAt)].join('\n');

const listForecasts = route({
  method: 'GET',
  path: '/v1/forecasts',
  operationId: 'listForecasts',
  tag: 'stock',
  summary: 'What is expected over the next days, by item and zone, with what was sensed',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  query: strict({
    ...pageQuery,
    item: Type.Optional(idText('Only of this item.')),
    zone: Type.Optional(idText('Only of this zone.', 'CN-SH')),
    days: Type.Optional(days('How many days from now, as far as the forecast reaches')),
  }),
  responses: { 200: { says: 'A page of forecasts.', schema: listOf(ref(demandForecastSchema)) } },
  errors: ['cursor-invalid'],
  handle: ({ hub, now, query }) => {
    const after = positionOf('forecasts', query.cursor) ?? '';
    const limit = query.limit ?? limitUsual;
    const fromAt = now();
    const all = hub
      .expectedDemand({
        fromAt,
        untilAt: fromAt + (query.days ?? daysUsual) * dayMs,
        ...(query.item !== undefined && { itemId: itemId(query.item) }),
      })
      .filter((row) => query.zone === undefined || row.zone === query.zone)
      .map((row) => ({ row, place: placeOf(row) }))
      .filter(({ place }) => place > after)
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    const page = all.slice(0, limit);
    const next = all.length > limit ? page.at(-1)?.place : undefined;
    return {
      status: 200,
      body: listAnswer('forecasts', { rows: page, next }, ({ row }) => forecastView(row)),
    };
  },
});

const getSuggestions = route({
  method: 'GET',
  path: '/v1/stock/suggestions/:item',
  operationId: 'getStockSuggestions',
  tag: 'stock',
  summary: 'What every node should have of an item, its safety stock, and where more should lie',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  params: strict({ item: idText('Code of the item.', 'OAT-1L') }),
  query: strict({
    lead_days: Type.Optional(days('Until new goods can be there, days')),
    service_percent: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 99,
        description: 'How often demand of the lead time shall be met; 95 when absent.',
      }),
    ),
    units: Type.Optional(count('Units that have to find a place; 0 when absent.', 1_000)),
  }),
  responses: { 200: { says: 'By node.', schema: ref(stockSuggestionsSchema) } },
  errors: ['not-found'],
  handle: ({ hub, params, query }) => {
    const suggested = valueOf(
      hub.stockSuggestions({
        itemId: itemId(params.item),
        leadDays: query.lead_days ?? daysUsual,
        servicePercent: query.service_percent ?? 95,
        units: query.units ?? 0,
      }),
    );
    const body = {
      item: suggested.itemId,
      forecast_version: suggested.forecastVersion,
      forecast_made_at: text(suggested.forecastMadeAt),
      from: text(suggested.fromAt),
      until: text(suggested.untilAt),
      nodes: suggested.nodes.map((hint) => ({
        node: hint.nodeId,
        zones: [...hint.zones],
        mean_units: hint.meanUnits,
        spread_units: hint.spreadUnits,
        target_units: hint.targetUnits,
        safety_units: hint.safetyUnits,
        have_units: hint.haveUnits,
        missing_units: hint.missingUnits,
        placed_units: hint.placedUnits,
        short_percent: hint.shortPercent,
      })),
    };
    return { status: 200, body };
  },
});

/** What customers are expected to ask for, and where goods should lie because of it. */
export const forecastRoutes: readonly RouteDefinition[] = [
  getStanding,
  listForecasts,
  getSuggestions,
];
