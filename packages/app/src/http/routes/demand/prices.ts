import type { Hub, PriceRow, PriceStanding } from '@ordermesh/core/hub';
import { itemId, nodeId } from '@ordermesh/core/words';
import { idText, limitUsual, listOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { priceStandingSchema, stockPriceSchema } from '../../schemas/demand/prices.ts';
import Type from 'typebox';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const text = (at: number): string => new Date(at).toISOString();

type Source = NonNullable<PriceStanding['source']>;

function shareView({ shrinkPercent }: Source, share: PriceStanding['share']) {
  if (share === undefined)
    return { by: 'setting', percent: shrinkPercent, chosen_at: null, windows: [], tried: [] };
  return {
    by: share.by,
    percent: share.shrinkPercent,
    chosen_at: text(share.chosenAt),
    windows: share.windows.map(({ fromAt, untilAt, orders, myopicMinor, minor }) => ({
      from: text(fromAt),
      until: text(untilAt),
      orders,
      myopic_minor: myopicMinor,
      minor,
    })),
    tried: share.tried.map((one) => ({
      percent: one.shrinkPercent,
      minor: one.minor,
      worst_percent: one.worstPercent,
    })),
  };
}

const forecastOf = ({ forecastVersion }: Source): number => Number(forecastVersion);

const sheetView = (source: Source | undefined, { ageMs, share }: PriceStanding) =>
  source === undefined
    ? { ...noSheet, forecast_version: 0 }
    : {
        version: source.version,
        made_at: text(source.madeAt),
        age_seconds: Math.max(0, Math.round((ageMs ?? 0) / 1000)),
        method: source.method,
        network_version: source.networkVersion,
        share: shareView(source, share),
        forecast_version: forecastOf(source),
      };

const noSheet = {
  version: 0,
  made_at: null,
  age_seconds: null,
  method: null,
  network_version: null,
  share: null,
};

const currencyOf = (hub: Hub): string => hub.network().currency;

const getStanding = route({
  method: 'GET',
  path: '/v1/prices/standing',
  operationId: 'getPriceStanding',
  tag: 'stock',
  summary: 'The newest price sheet: its age and method, how much of it counts and why',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  responses: { 200: { says: 'How it stands.', schema: ref(priceStandingSchema) } },
  handle: ({ hub }) => {
    const standing = hub.prices();
    const { source, items, slots, missing } = standing;
    const counts = { items, slots, missing: missing?.reason ?? null, currency: currencyOf(hub) };
    return { status: 200, body: { ...sheetView(source, standing), ...counts } };
  },
});

const priceView = (row: PriceRow, source: Source, currency: string) => ({
  item: row.itemId,
  node: row.nodeId,
  price_minor: row.milli / 1000,
  currency,
  source: source.method,
  share_percent: source.shrinkPercent,
  sheet: source.version,
  made_at: text(source.madeAt),
  forecast_version: forecastOf(source),
});

const placeOf = ({ itemId: item, nodeId: node }: PriceRow): string => `${item}\n${node}`;

function afterOf(cursor: string | undefined): Pick<PriceRow, 'itemId' | 'nodeId'> | undefined {
  const [item, node] = positionOf('prices', cursor)?.split('\n') ?? [];
  return item === undefined || node === undefined
    ? undefined
    : { itemId: itemId(item), nodeId: nodeId(node) };
}

const listPrices = route({
  method: 'GET',
  path: '/v1/prices',
  operationId: 'listPrices',
  tag: 'stock',
  summary: 'What a unit would save later where it lies, by item and node, as decisions count it',
  scope: 'stock:read',
  access: { action: 'forecast.read' },
  query: strict({
    ...pageQuery,
    item: Type.Optional(idText('Only of this item.')),
    node: Type.Optional(idText('Only at this node.', 'st_001')),
  }),
  responses: { 200: { says: 'A page of prices.', schema: listOf(ref(stockPriceSchema)) } },
  errors: ['cursor-invalid'],
  handle: ({ hub, query }) => {
    const after = afterOf(query.cursor);
    const limit = query.limit ?? limitUsual;
    const rows = hub.priceRows({
      ...(query.item !== undefined && { itemId: itemId(query.item) }),
      ...(query.node !== undefined && { nodeId: nodeId(query.node) }),
      ...(after !== undefined && { after }),
      limit: limit + 1,
    });
    const { source } = hub.prices();
    const page = source === undefined ? [] : rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? placeOf(last) : undefined;
    const currency = currencyOf(hub);
    const body = listAnswer('prices', { rows: page, next }, (row) =>
      priceView(row, source as Source, currency),
    );
    return { status: 200, body };
  },
});

/** Opportunity prices of stock. */
export const priceRoutes: readonly RouteDefinition[] = [getStanding, listPrices];
