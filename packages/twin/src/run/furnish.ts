import type { Hub, HubOutcome } from '@ordermesh/core/hub';
import type { NetworkDocument } from '@ordermesh/core/network';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { StockRow } from '../world/stock.ts';

/** What an empty hub needs before its first order. */
export interface Furniture {
  readonly network: NetworkDocument;
  readonly items: readonly ItemProfile[];
  readonly stock: readonly StockRow[];
}

/** Publishes the network, then items, then stock. @throws Error naming the first fault when the hub refuses */
export async function furnish(hub: Hub, furniture: Furniture): Promise<void> {
  held(await hub.publishNetwork(furniture.network, 'made by the twin'), 'network');
  held(await hub.putItems(furniture.items), 'items');
  held(await hub.setStock(furniture.stock, 'opening stock'), 'stock');
}

/** The value of an outcome that must hold in a world of our own making. */
export function held<T>(outcome: HubOutcome<T>, what: string): T {
  if (outcome.ok) return outcome.value;
  throw new Error(
    `Invariant broken: the hub takes the twin's ${what}: ${JSON.stringify(outcome.refusal).slice(0, 400)}`,
  );
}
