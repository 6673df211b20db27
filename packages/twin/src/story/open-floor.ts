import type { Fulfilment } from '@ordermesh/core/release';
import { itemId, nodeId } from '@ordermesh/core/words';
import { aDraft } from '@ordermesh/testkit';
import { worldNames } from '../actors/names.ts';
import { valueOf } from './floor.ts';
import type { Floor, FloorOutside } from './floor.ts';
import { peopleAt } from './people.ts';

const active: ReadonlySet<Fulfilment['state']> = new Set([
  'scheduled',
  'offered',
  'accepted',
  'in_progress',
  'ready',
]);

/** Opens the floor of a story. */
export function floorOf(outside: FloorOutside): Floor {
  const { hub, store, furniture } = outside;
  const names = worldNames({
    network: furniture.network,
    items: furniture.items,
    host: 'hub.ordermesh.local',
    firstParcel: 0,
  });
  const tryPlace: Floor['tryPlace'] = (change = {}) =>
    hub.placeOrder(aDraft(change), { principal: 'shop' });
  const works: Floor['works'] = (orderId) => store.fulfilments([orderId]);
  return {
    names,
    held: valueOf,
    tryPlace,
    place: async (change) => valueOf(await tryPlace(change)),
    works,
    openWorks: async (orderId) => (await works(orderId)).filter(({ state }) => active.has(state)),
    act: (work, act) => hub.nodeAct(work.fulfilmentId, work.epoch, act),
    ...peopleAt(outside, names),
    stock: (node, item) => {
      const found = hub.position(nodeId(node), itemId(item));
      return {
        onHand: found?.onHandUnits ?? 0,
        reserved: found?.reservedUnits ?? 0,
        available: found?.availableUnits ?? 0,
      };
    },
  };
}
