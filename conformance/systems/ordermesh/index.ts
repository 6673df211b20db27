/** ordermesh under the cases: our HTTP API, through our client library. */
import type { Adapter } from '../../contract/index.ts';
import { askingOf, clientsOf } from './asking.ts';
import { floorDesk } from './floor.ts';
import { orderDesk } from './orders.ts';
import { stockDesk } from './stock.ts';
import { tellDesk } from './tell.ts';
import { openWorld } from './world.ts';

/** Adds two nodes and a courier to the network, so that a system for tests is meant. */
export const openSystem: Adapter['openSystem'] = async (opening) => {
  const clients = clientsOf(opening);
  const [first] = clients;
  if (!first) throw new Error('name at least one address');
  const asking = askingOf(opening, clients, await openWorld(first));
  return {
    name: 'ordermesh',
    doors: clients.length,
    lagMs: 5_000,
    ...orderDesk(asking),
    ...stockDesk(asking),
    ...floorDesk(asking),
    ...tellDesk(asking),
  };
};
