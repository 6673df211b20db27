import { OrdermeshError } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import type { Spot } from '../../contract/index.ts';

/** Our nodes for the two places. */
export const nodeOf: Readonly<Record<Spot, string>> = { near: 'conf_near', far: 'conf_far' };
const service = 'conf_courier';

/** The place of a node. @throws Error when the node is none of ours */
export function spotOf(node: string): Spot {
  if (node === nodeOf.near) return 'near';
  if (node === nodeOf.far) return 'far';
  throw new Error(`the order went to ${node}, which is no node of these cases`);
}

const allDay = { weekly: Array.from({ length: 7 }, () => [[0, 1440]]), closed_dates: [] };

const node = (spot: Spot, latitude: number) => ({
  node_id: nodeOf[spot],
  kind: 'dc',
  name: `Conformance ${spot}`,
  place: {
    latitude,
    longitude: 121.47,
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200001',
  },
  time_zone: 'Asia/Shanghai',
  tags: [],
  abilities: ['ship', 'pickup', 'returns'],
  temperature_classes: ['ambient'],
  calendar: allDay,
  slots: { length_minutes: 60, orders_max: 100_000 },
  handling_minutes: { levels: [0.5, 0.9], values: [10, 20] },
  handling_cost_per_order_minor: 100,
  handling_cost_per_line_minor: 10,
  carrier_services: [service],
  accept_minutes_max: 600,
});

const courier = {
  service_id: service,
  name: 'Conformance courier',
  mode: 'van_electric',
  service_levels: ['standard'],
  countries: ['CN'],
  temperature_classes: ['ambient'],
  zone_km_max: [50, 6000],
  band_weight_grams_max: [1000, 10_000],
  rate_minor: [
    [500, 700],
    [1500, 2500],
  ],
  per_extra_kg_minor: 50,
  weight_grams_max: 1_000_000,
  collection: { kind: 'on_demand' },
  transit: [
    { minutes: { levels: [0.5, 0.9], values: [120, 240] } },
    { minutes: { levels: [0.5, 0.9], values: [1200, 2400] } },
  ],
  delivery_calendar: allDay,
};

interface Document {
  readonly version: number;
  readonly currency: string;
  readonly nodes: readonly { readonly node_id: string }[];
  readonly carrier_services: readonly object[];
  readonly duty_rates: readonly object[];
}

/** Adds our two nodes and their courier to the network that is there, or makes one. @returns its currency */
export async function openWorld(client: Ordermesh): Promise<string> {
  const found = await networkOf(client);
  if (found.nodes.some(({ node_id: id }) => id === nodeOf.near)) return found.currency;
  await client.network.publish(
    {
      ...found,
      version: found.version + 1,
      nodes: [...found.nodes, node('near', 31.23), node('far', 30.0)],
      carrier_services: [...found.carrier_services, courier],
    },
    'conformance: two places that sell the same goods',
  );
  return found.currency;
}

const noNetwork: Document = {
  version: 0,
  currency: 'CNY',
  nodes: [],
  carrier_services: [],
  duty_rates: [],
};

async function networkOf(client: Ordermesh): Promise<Document> {
  try {
    return (await client.network.get()) as unknown as Document;
  } catch (failure) {
    if (failure instanceof OrdermeshError && failure.status === 404) return noNetwork;
    throw failure;
  }
}
