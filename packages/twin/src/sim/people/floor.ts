import { errorDeclaredFact, soldFact } from '@ordermesh/core/facts';
import type { Goods, Happening } from '@ordermesh/core/facts';
import type { Fulfilment } from '@ordermesh/core/release';
import type { ItemId, NodeId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import type { Mesh } from '../mesh.ts';
import type { Scanner } from './scans.ts';

/** A work that the people of a node are at. */
export interface Job {
  readonly work: Fulfilment;
  /** Units that still are to be taken, by line. */
  readonly wanted: Map<number, number>;
  /** Units in the tote, by item. */
  readonly taken: Map<ItemId, number>;
  stage: 'waiting' | 'picking' | 'packed' | 'gone' | 'dropped';
}

/** What the people of one node share. */
export interface Floor {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly nodeId: NodeId;
  readonly jobs: Map<string, Job>;
  readonly scanner: Scanner;
  readonly pace: number;
  /** Offers are never answered here; what was taken before is done. */
  readonly isDeaf: boolean;
  readonly foundFewer: Set<string>;
}

/** Units as scans name them. */
export function goodsOf({ mesh }: Floor, units: ReadonlyMap<ItemId, number>): Goods {
  return [...units].flatMap(([itemId, count]) =>
    count > 0 ? [{ itemUri: mesh.names.item(itemId), unit: 'each' as const, units: count }] : [],
  );
}

/** A scan for the work, here and now. */
export const happening = (
  { mesh, nodeId }: Floor,
  { work }: Job,
): Happening & { readonly nodeUri: string } => ({
  at: mesh.clock.now(),
  offset: '+08:00',
  nodeUri: mesh.names.node(nodeId),
  orderKeys: [mesh.names.order(work.orderId)],
});

/** A walk-in customer takes a unit off the shelf that an order may have been promised. */
export function tillSale(floor: Floor): void {
  const { mesh, chance, nodeId } = floor;
  mesh.clock.after(chance.exponential(30 * 60_000), () => {
    if (mesh.isHealed()) return;
    const { itemId } = chance.pick(mesh.furniture.items);
    const units = mesh.truth.take(nodeId, itemId, 1);
    if (units > 0) {
      mesh.truth.leave(nodeId, itemId, units);
      floor.scanner.tell(
        soldFact({
          at: mesh.clock.now(),
          offset: '+08:00',
          nodeUri: mesh.names.node(nodeId),
          orderKeys: [],
          goods: [{ itemUri: mesh.names.item(itemId), unit: 'each', units }],
        }),
        false,
      );
      misring(floor, itemId);
    }
    tillSale(floor);
  });
}

/** A sale that never was is told, and withdrawn a while later; which of both is heard first is chance. */
function misring({ mesh, chance, nodeId, scanner }: Floor, itemId: ItemId): void {
  const slip = chance.fork(String(mesh.clock.now()));
  if (slip.unit() >= mesh.mix.misrung || mesh.truth.shelfUnits(nodeId, itemId) < 3) return;
  mesh.clock.after(7000, () => {
    const wrong = soldFact({
      at: mesh.clock.now(),
      offset: '+08:00',
      nodeUri: mesh.names.node(nodeId),
      orderKeys: [],
      goods: [{ itemUri: mesh.names.item(itemId), unit: 'each', units: 1 }],
    });
    scanner.tell(wrong, false);
    mesh.clock.after(slip.between(1, 20) * 60_000, () => {
      scanner.tell(errorDeclaredFact(wrong, mesh.clock.now()), false);
    });
  });
}
