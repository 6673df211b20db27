import { itemClassOf } from '../../words/index.ts';
import type { ItemId, OrderId } from '../../words/index.ts';
import { followGoods, itemKeys, stageRank, standingFacts } from '../../facts/decide/index.ts';
import type { Lifecycle, Parcel, Stage } from '../../facts/decide/index.ts';
import { partOf } from '../../intake/decide/index.ts';
import type { Basis } from './told.ts';
import type { TrackedLeg, TrackedOrder } from './tracked-order.ts';
import type { CustomerDesk } from './question.ts';

/** Units of one item. */
export interface ItemQuantity {
  readonly itemId: ItemId;
  readonly units: number;
}

/** A parcel of the order: packed, or still only planned. */
export interface ParcelProgress {
  /** 1, 2 … in the order in which the work was given out. */
  readonly number: number;
  /** Undefined while it is only planned. */
  readonly parcelUri: string | undefined;
  /** The work that it came of; undefined for parcels that only facts tell of. */
  readonly leg: TrackedLeg | undefined;
  readonly stage: Stage;
  readonly grounds: Basis;
  readonly items: readonly ItemQuantity[];
  /** Node of the last fact about it. */
  readonly nodeUri: string | undefined;
}

/** All parcels of an order, packed and planned. Cost: one walk over its facts. */
export function parcelsOf(tracked: TrackedOrder, lifecycle: Lifecycle): readonly ParcelProgress[] {
  const keys = itemKeys(tracked.lifecycleOrder.lines);
  const { orderKeys } = tracked.lifecycleOrder;
  const goods = followGoods({ orderKeys, keys }, standingFacts(tracked.facts), () => undefined);
  const world: World = { tracked, goods, itemOf: itemsByKey(tracked) };
  const own = lifecycle.parcelUris.flatMap((uri) => goods.parcels.get(uri) ?? []);
  const legs = [...tracked.legs].sort(byWork);
  const linked = new Set(legs.flatMap(({ parcelUris }) => parcelUris));
  const found = [
    ...legs.flatMap((leg) => parcelsOfLeg(world, leg, own)),
    ...own.filter(({ uri }) => !linked.has(uri)).map((parcel) => packed(world, parcel, undefined)),
  ];
  return found.map((parcel, index) => ({ number: index + 1, ...parcel }));
}

type Unnumbered = Omit<ParcelProgress, 'number'>;

interface World {
  readonly tracked: TrackedOrder;
  readonly goods: ReturnType<typeof followGoods>;
  readonly itemOf: ReadonlyMap<string, ItemId>;
}

/** Work that came to nothing shows only the parcels that left it all the same. */
const endedStates: ReadonlySet<string> = new Set(['rejected', 'expired', 'cancelled']);

const byWork = (a: TrackedLeg, b: TrackedLeg): number =>
  a.fulfilment.epoch - b.fulfilment.epoch ||
  (a.fulfilment.fulfilmentId < b.fulfilment.fulfilmentId ? -1 : 1);

function itemsByKey({ order, lifecycleOrder }: TrackedOrder): ReadonlyMap<string, ItemId> {
  const keys = itemKeys(lifecycleOrder.lines);
  const itemOf = new Map<string, ItemId>();
  for (const { lineNo, itemUris, unit } of lifecycleOrder.lines) {
    const uri = itemUris[0] ?? '';
    const key = keys({ itemUri: itemClassOf(uri) ?? uri, unit });
    const line =
      order.lines.find((bought) => bought.lineNo === lineNo) ?? partOf(order, lineNo)?.part;
    if (key !== undefined && line !== undefined && !itemOf.has(key)) itemOf.set(key, line.itemId);
  }
  return itemOf;
}

function parcelsOfLeg(
  world: World,
  leg: TrackedLeg,
  own: readonly Parcel[],
): readonly Unnumbered[] {
  const here = own.filter(({ uri }) => leg.parcelUris.includes(uri));
  const made = here.map((parcel) => packed(world, parcel, leg));
  if (endedStates.has(leg.fulfilment.state)) return made;
  const isKnown = made.every(({ items }) => items.length > 0);
  if (!isKnown)
    return made.length === 1 ? made.map((one) => ({ ...one, items: wanted(leg) })) : made;
  const rest = without(
    wanted(leg),
    made.flatMap(({ items }) => items),
  );
  return rest.length > 0 ? [...made, planned(world, leg, rest)] : made;
}

const wanted = ({ fulfilment }: TrackedLeg): readonly ItemQuantity[] =>
  summed(fulfilment.lines.map(({ itemId, quantityUnits }) => ({ itemId, units: quantityUnits })));

const without = (
  all: readonly ItemQuantity[],
  gone: readonly ItemQuantity[],
): readonly ItemQuantity[] =>
  summed([...all, ...gone.map(({ itemId, units }) => ({ itemId, units: -units }))]);

/** One entry for each item of which there is any. */
function summed(all: readonly ItemQuantity[]): readonly ItemQuantity[] {
  const units = new Map<ItemId, number>();
  for (const one of all) units.set(one.itemId, (units.get(one.itemId) ?? 0) + one.units);
  return [...units].flatMap(([itemId, sum]) => (sum > 0 ? [{ itemId, units: sum }] : []));
}

function packed({ itemOf }: World, parcel: Parcel, leg: TrackedLeg | undefined): Unnumbered {
  const contents = [...parcel.contents].filter(([, { units }]) => units > 0);
  const items = contents.flatMap(([key, { units }]) => {
    const itemId = itemOf.get(key);
    return itemId === undefined ? [] : [{ itemId, units }];
  });
  const moved = parcel.basis === undefined ? [] : [parcel.basis];
  const basis = [...new Set([...contents.flatMap(([, proven]) => proven.basis), ...moved])];
  return {
    parcelUri: parcel.uri,
    leg,
    stage: parcel.stage ?? 'packed',
    grounds: { basis, asOf: parcel.at, kind: parcel.isInferred ? 'inferred' : 'fact' },
    items: summed(items),
    nodeUri: parcel.nodeUri,
  };
}

function planned(
  { tracked, goods }: World,
  leg: TrackedLeg,
  items: readonly ItemQuantity[],
): Unnumbered {
  const { nodeId, decisionId } = leg.fulfilment;
  const nodeUri = tracked.nodes.find((node) => node.nodeId === nodeId)?.nodeUri;
  const start = goods.pickStarts.find(
    (pick) => pick.nodeUri !== undefined && pick.nodeUri === nodeUri,
  );
  const decided = tracked.decisions.find((decision) => decision.decisionId === decisionId);
  const plan = { parcelUri: undefined, leg, items, nodeUri: undefined };
  if (start !== undefined)
    return {
      ...plan,
      stage: 'picking',
      grounds: { basis: [start.hash], asOf: start.at, kind: 'fact' },
    };
  const asOf = decided?.explanation.at ?? tracked.lifecycleOrder.decidedAt;
  return { ...plan, stage: 'allocated', grounds: { basis: [decisionId], asOf, kind: 'decision' } };
}

/** Whether a parcel still has to reach its customer (or the shelf from which he takes it). */
export const isOnItsWay = ({ stage }: Pick<ParcelProgress, 'stage'>): boolean =>
  stageRank(stage) < stageRank('ready_for_pickup');

/** Marks which order a view is about, as its reader knows it. */
export interface OrderNames extends CustomerDesk {
  readonly orderId: OrderId;
  /** Ids that the shop or the customer gave to it. */
  readonly externalIds: TrackedOrder['order']['externalIds'];
}
