import type { NetworkDocument } from '@ordermesh/core/network';
import { seededChance } from '../chance.ts';
import { catalogueOf } from './catalogue.ts';
import type { CatalogueItem } from './catalogue.ts';
import { cities } from './cities.ts';
import type { City } from './cities.ts';
import { nodesOf } from './nodes.ts';
import { carrierServices } from './services.ts';
import { stockOf } from './stock.ts';
import type { StockRow } from './stock.ts';

/** Everything that exists before the first order. Plain JSON all through. */
export interface ReferenceWorld {
  readonly seed: number;
  readonly network: NetworkDocument;
  readonly catalogue: readonly CatalogueItem[];
  readonly stock: readonly StockRow[];
  readonly cities: readonly City[];
}

/**
 * The reference network: 217 stores (24 of them dark) and 8 regional DCs in 76 real Chinese cities, 7 carrier
 * services, 480 items and their stock, made from a seed. Same seed, same bytes. Takes about 0.1 s.
 */
export function referenceWorld(seed: number): ReferenceWorld {
  const chance = seededChance(`world/${String(seed)}`);
  const places = cities();
  const nodes = nodesOf(places, chance.fork('nodes'));
  const catalogue = catalogueOf(chance.fork('catalogue'));
  return {
    seed,
    network: {
      version: 1,
      currency: 'CNY',
      nodes,
      carrierServices: carrierServices(),
      dutyRates: [],
    },
    catalogue,
    stock: stockOf(nodes, catalogue, chance.fork('stock')),
    cities: places,
  };
}
