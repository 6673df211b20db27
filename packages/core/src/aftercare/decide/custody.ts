import { placeKey } from '../../stock/decide/index.ts';
import type { ItemId, NodeId } from '../../words/index.ts';
import type { Grade } from './policy.ts';

/** Goods of one item (and lot) that a fact of a return names. */
export interface FactGoods {
  readonly itemId: ItemId;
  /** Empty when the fact names none. */
  readonly lot: string;
  readonly units: number;
}

/** A fact about goods that come back, in the words of this room. Only facts that stand (none withdrawn, none twice). */
export interface ReturnFact {
  readonly step: 'handed_in' | 'received' | 'inspected';
  readonly at: number;
  /** Where it happened; undefined on the road. */
  readonly nodeId: NodeId | undefined;
  readonly goods: readonly FactGoods[];
  /** What an inspection found; undefined for other steps. */
  readonly grade: Grade | undefined;
}

/** Goods of one item that came back to one node. The units of the three grades and `uninspectedUnits` add up to `receivedUnits`. */
export interface GoodsBack {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly receivedUnits: number;
  readonly uninspectedUnits: number;
  readonly quarantineUnits: number;
  readonly scrapUnits: number;
  /** Units on the shelf again, by lot. */
  readonly sellable: readonly { readonly lot: string; readonly units: number }[];
}

/** Where the goods of a return are, as facts prove it. Plain JSON. */
export interface Custody {
  /** Units that left the customer, per item: handed in, or seen later without that scan. */
  readonly handedIn: readonly { readonly itemId: ItemId; readonly units: number }[];
  /** By node and item, in that order. */
  readonly back: readonly GoodsBack[];
  /** When the first of it was handed in (or seen later), undefined until then. */
  readonly handedInAt: number | undefined;
}

interface Counting {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  received: number;
  uninspected: number;
  quarantine: number;
  scrap: number;
  readonly sellable: Map<string, number>;
}

/**
 * Follows the goods of a return through its facts: handed in, received, inspected at the node where each happened,
 * whatever node was planned. A pure function of the SET of facts: receipts count before verdicts, verdicts in the order
 * in which they were found; goods that are inspected without a receipt were received all the same. A later verdict
 * moves what is in quarantine.
 */
export function foldCustody(facts: readonly ReturnFact[]): Custody {
  const counts = new Map<string, Counting>();
  for (const { step, nodeId, goods } of facts)
    if (step === 'received' && nodeId !== undefined)
      for (const one of goods) receive(countingOf(counts, nodeId, one.itemId), one.units);
  for (const { nodeId, goods, grade } of inOrderFound(facts))
    if (nodeId !== undefined)
      for (const one of goods)
        judge(countingOf(counts, nodeId, one.itemId), grade ?? 'quarantine', one);
  const back = [...counts.values()].sort(byNodeAndItem).map(toBack);
  const moments = facts.map(({ at }) => at);
  return {
    handedIn: handedInOf(facts, back),
    back,
    handedInAt: moments.length > 0 ? Math.min(...moments) : undefined,
  };
}

/** Units that left the customer per item: as scanned there, or as many as came in when those are more. */
function handedInOf(facts: readonly ReturnFact[], back: readonly GoodsBack[]): Custody['handedIn'] {
  const handedIn = new Map<ItemId, number>();
  const received = new Map<ItemId, number>();
  for (const { step, goods } of facts)
    if (step === 'handed_in') for (const one of goods) add(handedIn, one.itemId, one.units);
  for (const one of back) add(received, one.itemId, one.receivedUnits);
  for (const [itemId, units] of received)
    handedIn.set(itemId, Math.max(handedIn.get(itemId) ?? 0, units));
  return [...handedIn]
    .map(([itemId, units]) => ({ itemId, units }))
    .sort((a, b) => compare(a.itemId, b.itemId));
}

function add<Key>(into: Map<Key, number>, key: Key, units: number): void {
  into.set(key, (into.get(key) ?? 0) + units);
}

/** Ties: the better grade first, then by what they name, so that the order of arrival never matters. */
const inOrderFound = (facts: readonly ReturnFact[]): readonly ReturnFact[] =>
  facts
    .filter(({ step }) => step === 'inspected')
    .map((fact) => ({ fact, name: `${fact.grade ?? ''}|${JSON.stringify(fact.goods)}` }))
    .sort((a, b) => a.fact.at - b.fact.at || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ fact }) => fact);

function countingOf(counts: Map<string, Counting>, nodeId: NodeId, itemId: ItemId): Counting {
  const key = `${nodeId}\n${itemId}`;
  const known = counts.get(key);
  if (known) return known;
  const fresh: Counting = {
    nodeId,
    itemId,
    received: 0,
    uninspected: 0,
    quarantine: 0,
    scrap: 0,
    sellable: new Map(),
  };
  counts.set(key, fresh);
  return fresh;
}

function receive(counting: Counting, units: number): void {
  counting.received += units;
  counting.uninspected += units;
}

function judge(counting: Counting, grade: Grade, { lot, units }: FactGoods): void {
  const fromUninspected = Math.min(units, counting.uninspected);
  counting.uninspected -= fromUninspected;
  const rest = units - fromUninspected;
  const fromQuarantine = grade === 'quarantine' ? 0 : Math.min(rest, counting.quarantine);
  counting.quarantine -= fromQuarantine;
  counting.received += rest - fromQuarantine;
  if (grade === 'sellable') add(counting.sellable, lot, units);
  else counting[grade] += units;
}

const byNodeAndItem = (a: Counting, b: Counting): number =>
  compare(a.nodeId, b.nodeId) || compare(a.itemId, b.itemId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const toBack = (counting: Counting): GoodsBack => ({
  nodeId: counting.nodeId,
  itemId: counting.itemId,
  receivedUnits: counting.received,
  uninspectedUnits: counting.uninspected,
  quarantineUnits: counting.quarantine,
  scrapUnits: counting.scrap,
  sellable: [...counting.sellable]
    .map(([lot, units]) => ({ lot, units }))
    .sort((a, b) => compare(a.lot, b.lot)),
});

/** Before any fact. */
export const nothingBack: Custody = { handedIn: [], back: [], handedInAt: undefined };

/** Units on the shelf of a node because of a return. */
export interface Restocked {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  readonly units: number;
}

/** What the facts put on shelves, by node, item and lot. */
export const restockedBy = ({ back }: Custody): readonly Restocked[] =>
  back.flatMap(({ nodeId, itemId, sellable }) =>
    sellable.map(({ lot, units }) => ({ nodeId, itemId, lot, units })),
  );

/**
 * What is still to be booked: the difference between what the facts say and what was booked before. Booking it twice is
 * not possible, and a correction books it back.
 *
 * @returns changes of on hand, never zero
 */
export function restockMoves(
  booked: readonly Restocked[],
  now: readonly Restocked[],
): readonly Restocked[] {
  const open = new Map<string, Restocked>();
  const put = (one: Restocked, units: number): void => {
    const key = placeKey(one);
    open.set(key, { ...one, units: (open.get(key)?.units ?? 0) + units });
  };
  for (const one of now) put(one, one.units);
  for (const one of booked) put(one, -one.units);
  return [...open.values()].filter(({ units }) => units !== 0);
}
