import { countQuantiles, demandOver, demandSpread } from '@ordermesh/core/learn';
import { shareOfSpan } from '@ordermesh/core/stock';
import type { DemandForecast, ForecastPublished } from '@ordermesh/core/stock';
import { dayMs } from '@ordermesh/core/words';
import { seededChance } from '../chance.ts';
import type { Chance } from '../chance.ts';
import type { OrderDraft } from './draft.ts';

/** An order that somebody may place at a moment. */
export interface DrawnOrder {
  readonly at: number;
  readonly draft: OrderDraft;
}

/** What is drawn: a span (half-open, epoch ms), under a seed, in a currency. */
export interface DemandDraw {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly seed: number;
  readonly currency: string;
}

/**
 * One future of demand as the forecast sees it, with what was sensed: the units of each item and zone are drawn from
 * their distribution, and each becomes an order of one unit at a moment of the span, from the middle of the zone. The
 * same forecast and seed draw the same orders; items and zones vary each for itself.
 *
 * @returns earliest first
 */
export function drawDemand(
  forecast: Pick<ForecastPublished, 'zones' | 'forecasts' | 'sensed'>,
  draw: DemandDraw,
): readonly DrawnOrder[] {
  const chance = seededChance(`forecast/${String(draw.seed)}`);
  const zones = new Map(forecast.zones.map((zone) => [zone.zoneId, zone]));
  const orders: DrawnOrder[] = [];
  for (const row of demandOver(forecast, draw)) {
    const zone = zones.get(row.zone);
    if (zone === undefined) continue;
    const own = chance.fork(`${row.itemId}/${row.zone}`);
    const [units = 0] = countQuantiles(demandSpread(row), [own.unit()]).map(Math.round);
    for (let unit = 0; unit < units; unit += 1) {
      const at = momentOf(row, own);
      const id = `${row.itemId}/${row.zone}/${String(draw.seed)}/${String(unit)}`;
      orders.push({ at, draft: draftOf({ ...draw, at, id }, row.itemId, zone) });
    }
  }
  return orders.sort((a, b) => a.at - b.at || (idOf(a) < idOf(b) ? -1 : 1));
}

/** A moment of the span, by its days where they differ. */
function momentOf(row: DemandForecast, chance: Chance): number {
  const { fromAt, untilAt, dayFactors } = row;
  if (dayFactors === undefined) return fromAt + chance.below(untilAt - fromAt);
  let left = chance.unit();
  const first = Math.floor(fromAt / dayMs);
  for (let day = first; day * dayMs < untilAt; day += 1) {
    const part = { fromAt: day * dayMs, untilAt: (day + 1) * dayMs };
    left -= shareOfSpan(row, part);
    if (left > 0) continue;
    const from = Math.max(fromAt, part.fromAt);
    return from + chance.below(Math.min(untilAt, part.untilAt) - from);
  }
  return untilAt - 1;
}

const idOf = ({ draft }: DrawnOrder): string => draft.external_ids[0]?.id ?? '';

function draftOf(
  { at, id, currency }: Pick<DemandDraw, 'currency'> & { readonly at: number; readonly id: string },
  item: OrderDraft['lines'][number]['item'],
  { zoneId, latitude, longitude }: ForecastPublished['zones'][number],
): OrderDraft {
  const [country = ''] = zoneId.split('-');
  const nothing = { amount_minor: 0, currency };
  return {
    external_ids: [{ system: 'forecast', id }],
    channel: 'forecast',
    tier: 'standard',
    service_level: 'standard',
    currency,
    placed_at: new Date(at).toISOString(),
    ship_to: {
      latitude,
      longitude,
      country,
      subdivision: zoneId === country ? '' : zoneId,
      postcode: '',
    },
    lines: [{ line_no: 1, item, quantity: 1, price: nothing, tax: nothing }],
  };
}
