import { makePriceSheet } from '@ordermesh/core/route';
import type { Chance } from '../../chance.ts';
import { isThere } from '../faults/fault-mix.ts';
import { ask } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How often prices are made anew; they count for an hour. */
const everyMs = 20 * minuteMs;

const zones = [
  { zoneId: 'CN-SH', latitude: 31.23, longitude: 121.47 },
  { zoneId: 'CN-HB', latitude: 30.6, longitude: 114.3 },
  { zoneId: 'CN-AH', latitude: 31.82, longitude: 117.23 },
];

/**
 * Where the mix says so, somebody asks any process, again and again, to publish a forecast and to make prices from it. The
 * forecast is drawn by chance: a wrong one may cost, and must break nothing.
 */
export function foresee(mesh: Mesh, chance: Chance): void {
  if (!isThere(mesh.mix.forecast)) return;
  tell(mesh, chance);
}

function tell(mesh: Mesh, chance: Chance): void {
  ask<unknown>(mesh, {
    from: 'planner',
    chance,
    handle: async (hub) => {
      await hub.publishForecast(forecastOf(mesh, chance));
      return hub.refreshPrices({
        ...{ owner: 'mesh', everyMs, horizonDays: 3, futures: 4, shrinkPercent: 100 },
        make: makePriceSheet,
      });
    },
    answered: () => undefined,
    silence: () => undefined,
  });
  mesh.clock.after(everyMs, () => {
    tell(mesh, chance);
  });
}

function forecastOf({ clock, furniture }: Mesh, chance: Chance) {
  const at = clock.now();
  return {
    madeAt: at,
    zones,
    forecasts: furniture.items.flatMap(({ itemId }) =>
      zones.map(({ zoneId }) => ({
        ...{ itemId, zone: zoneId, fromAt: at, untilAt: at + 3 * dayMs },
        ...{ meanUnits: chance.between(0, 20), quantiles: [], madeBy: 'mesh.1' },
      })),
    ),
  };
}
