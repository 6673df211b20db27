import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { DataAbsent } from '../section.ts';

/** Ten dark stores in Chicago and the customers around them. */
export interface City {
  readonly stores: readonly { readonly couriers: number; readonly pickers: number }[];
  /** Seconds from every store to each customer, by store. */
  readonly waySeconds: readonly Float64Array[];
  readonly pickSecondsMean: number;
  readonly doorSecondsMean: number;
}

const path = 'dark_store_chicago/amazon.txt.gz';

/** Reads the stores and the customers of an online shop's published routes. @throws DataAbsent where they are not there */
export function chicago(dataFolder: string): City {
  const file = join(dataFolder, path);
  if (!existsSync(file)) throw new DataAbsent(`there is no ${path} below the data folder`);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const section = (name: string): readonly (readonly number[])[] => {
    const from = lines.findIndex((line) => line.startsWith(name)) + 1;
    const end = lines.findIndex((line, at) => at >= from && /^[A-Z]/.test(line));
    return lines.slice(from, end).map((line) => line.trim().split(/\s+/).map(Number));
  };
  const named = (name: string): number =>
    Number(lines.find((line) => line.startsWith(name))?.split(':')[1]);
  return {
    stores: section('WAREHOUSE_SECTION').map(([, , , couriers = 0, pickers = 0]) => ({
      couriers,
      pickers,
    })),
    waySeconds: section('EDGE_WEIGHT_SECTION').map((row) => Float64Array.from(row)),
    pickSecondsMean: named('MEAN_COMMISSION_TIME'),
    doorSecondsMean: named('MEAN_SERVICE_AT_CLIENT_TIME'),
  };
}

/** How many orders a second all couriers together could bring if everybody lived nearest to a free one: a load of 1. */
export function pooledOrdersPerSecond({ stores, waySeconds, doorSecondsMean }: City): number {
  const couriers = stores.reduce((sum, store) => sum + store.couriers, 0);
  const trips = waySeconds.map((way) => 2 * Math.min(...way) + doorSecondsMean);
  return couriers / (trips.reduce((sum, seconds) => sum + seconds, 0) / trips.length);
}
