/** Cost of demand: counting an order from the log, and forecasting a series. CPU time. */
import { makeForecast } from '@ordermesh/core/learn';
import type { ForecastAsk } from '@ordermesh/core/learn';
import { dayMs, ensure } from '@ordermesh/core/words';
import { aDraft, aDraftLine, fakeClock, smallWorld } from '@ordermesh/testkit';
import { drawDemand } from '@ordermesh/twin';

import type { Figure } from './report.ts';

/** @param orders how many orders are counted; as many series are forecast as there are tens of orders */
export async function benchDemand(orders: number): Promise<readonly Figure[]> {
  const { counted, events } = await countMicros(orders);
  return [
    {
      name: `count an order from the log (${events} events an order)`,
      value: counted,
      unit: 'µs CPU',
      target: '≤ 30',
    },
    ...forecastFigures(Math.ceil(orders / 10)),
  ];
}

/** From the call of the look until it has read and counted the whole log, over the orders in it. */
async function countMicros(orders: number): Promise<{ counted: number; events: string }> {
  // The clock stands still while orders come, so that no look has counted them before.
  const clock = fakeClock();
  const { hub, store } = await smallWorld({
    clock,
    stock: { st_a: { OAT: 10_000_000, TEA: 10_000_000 }, st_b: {}, dc_w: {} },
  });
  const before = hub.figures().ordersAccepted;
  for (let at = 0; at < orders; at += 500)
    await hub.placeOrders(
      Array.from({ length: Math.min(500, orders - at) }, () =>
        aDraft({ lines: [aDraftLine('OAT', 1), aDraftLine('TEA', 2)] }),
      ),
      { principal: 'bench' },
    );
  const accepted = hub.figures().ordersAccepted - before;
  ensure(accepted === orders, 'every order is accepted');
  const { watermark } = await store.events(0, 1);
  let newest = watermark;
  for (;;) {
    const page = await store.events(newest, 1000);
    if (page.watermark === newest) break;
    newest = page.watermark;
  }
  const began = process.cpuUsage();
  await hub.refreshForecasts({
    owner: 'bench',
    everyMs: dayMs,
    weeksAhead: 4,
    make: makeForecast,
  });
  const used = process.cpuUsage(began);
  await hub.stop();
  return { counted: (used.user + used.system) / orders, events: (newest / orders).toFixed(1) };
}

function forecastFigures(series: number): readonly Figure[] {
  const ask: ForecastAsk = {
    series: Array.from({ length: series }, (_, at) => ({
      itemId: `item-${String(at % Math.ceil(series / 10))}`,
      zone: `Z-${String(at % 10)}`,
      group: 'ambient',
      units: Float64Array.from(
        { length: 104 },
        (__, week) => (at * 7919 + week * 104_729) % (2 + (at % 9)),
      ),
    })),
    fromAt: 0,
    weeksAhead: 4,
  };
  const began = process.cpuUsage();
  const { forecasts } = makeForecast(ask);
  const made = process.cpuUsage(began).user / 1000 / series;
  const zones = Array.from({ length: 10 }, (_, at) => ({
    zoneId: `Z-${String(at)}`,
    latitude: 30 + at,
    longitude: 110 + at,
  }));
  const draw = { fromAt: 0, untilAt: 7 * dayMs, seed: 1, currency: 'CNY' };
  const drawing = process.cpuUsage();
  const drawn = drawDemand({ zones, forecasts }, draw);
  const perOrder = process.cpuUsage(drawing).user / Math.max(1, drawn.length);
  return [
    { name: 'forecast a series of 104 weeks', value: made, unit: 'ms CPU', target: '≤ 3' },
    { name: 'draw an order from the forecast', value: perOrder, unit: 'µs CPU' },
  ];
}
