import type { ItemId, NodeId, ServiceId } from '../../words/index.ts';
import type { Fulfilment } from './fulfilment.ts';

/** Several orders of one node that are picked in one walk, because the same carrier collects them at the same time. */
export interface PickGroup {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  readonly slotAt: number;
  /** When the carrier collects them. */
  readonly handOverAt: number;
  /** What to take from the shelves, over all orders, by item id. */
  readonly items: readonly {
    readonly itemId: ItemId;
    readonly units: number;
    readonly orders: number;
  }[];
  /** Who gets what: one tote each, the earliest promise first. */
  readonly totes: readonly Fulfilment[];
}

/** States in which nobody has begun to pick. */
const unpicked: ReadonlySet<Fulfilment['state']> = new Set(['offered', 'accepted']);

/**
 * The wave list of a node: what is released and not begun, grouped by slot, carrier service and collection, the next
 * collection first. A group that is larger than one walk is cut, the earliest promises first.
 *
 * @param ordersMax orders that one walk can carry, ≥ 1
 */
export function pickGroups(works: readonly Fulfilment[], ordersMax: number): readonly PickGroup[] {
  const groups = new Map<string, Fulfilment[]>();
  for (const work of works) {
    if (!unpicked.has(work.state)) continue;
    const key = [work.nodeId, work.serviceId, work.slotAt, work.expected.handOverAt].join('\n');
    const group = groups.get(key);
    if (group) group.push(work);
    else groups.set(key, [work]);
  }
  return [...groups.values()]
    .flatMap((group) => walksOf(sideBySide(group.sort(earliestPromise)), Math.max(1, ordersMax)))
    .sort(nextCollection);
}

/** Work that goes into one parcel stands side by side, so that one person packs it. */
function sideBySide(group: readonly Fulfilment[]): readonly Fulfilment[] {
  if (!group.some(({ packWith }) => packWith !== undefined)) return group;
  const left = new Map(group.map((work) => [work.fulfilmentId, work]));
  return group.flatMap((work) =>
    [work.fulfilmentId, ...(work.packWith ?? [])].flatMap((id) => {
      const found = left.get(id);
      left.delete(id);
      return found ?? [];
    }),
  );
}

function walksOf(group: readonly Fulfilment[], ordersMax: number): readonly PickGroup[] {
  const walks: PickGroup[] = [];
  for (let from = 0; from < group.length; from += ordersMax) {
    const totes = group.slice(from, from + ordersMax);
    const [first] = totes;
    if (!first) continue;
    const { nodeId, serviceId, slotAt, expected } = first;
    const { handOverAt } = expected;
    walks.push({ nodeId, serviceId, slotAt, handOverAt, items: summed(totes), totes });
  }
  return walks;
}

function summed(totes: readonly Fulfilment[]): PickGroup['items'] {
  const items = new Map<ItemId, { units: number; orders: number }>();
  for (const { lines } of totes)
    for (const { itemId, quantityUnits } of lines) {
      if (quantityUnits === 0) continue;
      const sum = items.get(itemId) ?? { units: 0, orders: 0 };
      items.set(itemId, { units: sum.units + quantityUnits, orders: sum.orders + 1 });
    }
  return [...items]
    .map(([itemId, sum]) => ({ itemId, ...sum }))
    .sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}

const earliestPromise = (a: Fulfilment, b: Fulfilment): number =>
  a.promisedWindow.endAt - b.promisedWindow.endAt || (a.fulfilmentId < b.fulfilmentId ? -1 : 1);

const nextCollection = (a: PickGroup, b: PickGroup): number =>
  a.handOverAt - b.handOverAt ||
  a.slotAt - b.slotAt ||
  (a.serviceId < b.serviceId ? -1 : a.serviceId > b.serviceId ? 1 : 0);
