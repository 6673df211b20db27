import type { NetworkDocument } from '@ordermesh/core/network';
import type { Ordermesh } from '@ordermesh/sdk';
import { camelKeys } from '../json/index.ts';
import type { Known } from './given.ts';

/** What the store holds before the first day is written into it. */
export interface Existing {
  /** Absent while there is none. */
  readonly network: NetworkDocument | undefined;
  readonly items: readonly string[];
  /** The strategy `standard` as it is live, without its version. */
  readonly strategy: Readonly<Record<string, unknown>> | undefined;
}

/** An empty store. */
export const nothingYet: Existing = { network: undefined, items: [], strategy: undefined };

/** Items whose ids are looked at, so that new ones are named apart. */
const itemsMax = 1_000;

/** Looks, through the API. */
export async function existingIn(client: Ordermesh): Promise<Existing> {
  const network = camelKeys(await client.network.get()) as NetworkDocument;
  const items: string[] = [];
  for await (const row of client.files.exportRows('items')) {
    items.push(String(row['item_id']));
    if (items.length >= itemsMax) break;
  }
  const live = (await client.strategies.list()).find((one) => one.live);
  const { version: _version, ...strategy } = live?.document ?? {};
  return {
    network: network.nodes.length === 0 ? undefined : network,
    items,
    strategy: live && strategy,
  };
}

/** What defaults look at. */
export function knownOf({ network, items }: Existing): Known {
  const [first] = network?.nodes ?? [];
  return {
    ids: {
      nodes: network?.nodes.map(({ nodeId }) => nodeId) ?? [],
      items,
      carriers: network?.carrierServices.map(({ serviceId }) => serviceId) ?? [],
    },
    business: first
      ? {
          country: first.place.country,
          currency: network?.currency,
          time_zone: first.timeZone,
          holidays: first.calendar.holidays ?? 'none',
        }
      : {},
  };
}
