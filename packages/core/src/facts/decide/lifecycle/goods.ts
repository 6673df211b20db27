import type { FactKind, StoredFact } from '../event.ts';
import { containersIn, looseItems, packedItems } from '../items.ts';
import type { ItemUnits } from '../items.ts';
import type { ItemKeys, LifecycleOrder } from './order.ts';
import { provenStage, stageAfter, stageRank } from './stage.ts';
import type { Stage } from './stage.ts';

/** Units with the facts that prove them. */
export interface Proven {
  units: number;
  readonly basis: string[];
  at: number;
}

/** A parcel (or other container) that facts of the order name. */
export interface Parcel {
  readonly uri: string;
  /** Item key → units inside, with the packing facts. */
  readonly contents: Map<string, Proven>;
  /** A fact named it together with the order's own id. */
  isCited: boolean;
  stage: Stage | undefined;
  nodeUri: string | undefined;
  /** Node of the first fact about it. */
  originUri: string | undefined;
  basis: string | undefined;
  at: number;
  /** The stage is known of its container (pallet, vehicle), not of itself. */
  isInferred: boolean;
  /** The last stage before it left: where it falls back to when the shipping is voided. */
  homeStage: Stage;
}

/** Where everything is after all facts. */
export interface Goods {
  readonly parcels: Map<string, Parcel>;
  /** Child → the container it is in. */
  readonly containerOf: Map<string, string>;
  /** Item key → picked minus un-picked. */
  readonly picked: Map<string, Proven>;
  /** Facts that show that picking has begun, with their nodes. */
  readonly pickStarts: {
    readonly hash: string;
    readonly at: number;
    readonly nodeUri: string | undefined;
  }[];
  /** Stage → item key → units that moved without a parcel. */
  readonly loose: Map<Stage, Map<string, Proven>>;
  /** Step of the return → item key → units. */
  readonly returned: Map<FactKind, Map<string, Proven>>;
}

/** What one fact touched, for those who watch the walk. */
export interface Touch {
  readonly fact: StoredFact;
  /** The fact names the order itself. */
  readonly citesOrder: boolean;
  /** Parcels that it concerns, directly or through their container. */
  readonly parcels: readonly Parcel[];
}

/** Follows the goods of an order through facts that are sorted by when they happened. Cost: O(facts × parcels). */
export function followGoods(
  order: { readonly orderKeys: LifecycleOrder['orderKeys']; readonly keys: ItemKeys },
  facts: readonly StoredFact[],
  watch: (touch: Touch) => void,
): Goods {
  const goods: Goods = {
    parcels: new Map(),
    containerOf: new Map(),
    picked: new Map(),
    pickStarts: [],
    loose: new Map(),
    returned: new Map(),
  };
  for (const fact of facts) {
    const citesOrder = fact.orderKeys.some((key) => order.orderKeys.includes(key));
    if (!citesOrder && fact.orderKeys.length > 0) continue;
    const touched = touchedParcels(goods, fact, citesOrder);
    if (citesOrder) pick(goods, fact, order.keys);
    pack(goods, fact, order.keys);
    move(goods, fact, { touched, keys: order.keys, citesOrder });
    takeBack(goods, fact, { touched, keys: order.keys });
    regroup(goods, fact);
    watch({ fact, citesOrder, parcels: touched.map(({ parcel }) => parcel) });
  }
  return goods;
}

interface Touched {
  readonly parcel: Parcel;
  readonly isInferred: boolean;
}

/** The containers that a fact is about; for vehicles that load, what they load. */
function objectsOf(
  { kind, epcis }: StoredFact,
  containerOf: Goods['containerOf'],
): ReadonlySet<string> {
  const children = containersIn(epcis.childEPCs);
  const own = kind === 'packed' || kind === 'unpacked' ? [epcis.parentID ?? ''] : [];
  const emptied =
    kind === 'unloaded' && epcis.childEPCs === undefined && epcis.parentID !== undefined
      ? [...containerOf].filter(([, parent]) => parent === epcis.parentID).map(([child]) => child)
      : [];
  return new Set([...containersIn(epcis.epcList), ...children, ...own, ...emptied]);
}

function touchedParcels(goods: Goods, fact: StoredFact, citesOrder: boolean): Touched[] {
  const objects = objectsOf(fact, goods.containerOf);
  for (const uri of objects) if (uri !== '') meet(goods, uri, fact).isCited ||= citesOrder;
  return [...goods.parcels.values()].flatMap((parcel): readonly Touched[] => {
    if (objects.has(parcel.uri)) return [{ parcel, isInferred: false }];
    return isInside(goods, parcel.uri, objects) ? [{ parcel, isInferred: true }] : [];
  });
}

function meet(goods: Goods, uri: string, fact: StoredFact): Parcel {
  const known = goods.parcels.get(uri);
  if (known !== undefined) return known;
  const parcel: Parcel = {
    uri,
    contents: new Map(),
    isCited: false,
    stage: undefined,
    nodeUri: undefined,
    originUri: fact.nodeUri,
    basis: undefined,
    at: fact.at,
    isInferred: false,
    homeStage: 'packed',
  };
  goods.parcels.set(uri, parcel);
  return parcel;
}

/** Containers nest a few levels; the bound keeps a hostile circle from running for ever. */
function isInside({ containerOf }: Goods, uri: string, objects: ReadonlySet<string>): boolean {
  let parent = containerOf.get(uri);
  for (let level = 0; parent !== undefined && level < 8; level += 1) {
    if (objects.has(parent)) return true;
    parent = containerOf.get(parent);
  }
  return false;
}

function add(
  into: Map<string, Proven>,
  key: string,
  more: { units: number; fact: StoredFact },
): void {
  const known = into.get(key) ?? { units: 0, basis: [], at: more.fact.at };
  known.units += more.units;
  known.basis.push(more.fact.hash);
  known.at = Math.max(known.at, more.fact.at);
  into.set(key, known);
}

function addItems(
  into: Map<string, Proven>,
  items: readonly ItemUnits[],
  { fact, keys, sign = 1 }: { fact: StoredFact; keys: ItemKeys; sign?: 1 | -1 },
): void {
  for (const item of items) {
    const key = keys(item);
    if (key !== undefined) add(into, key, { units: sign * item.units, fact });
  }
}

function pick(goods: Goods, fact: StoredFact, keys: ItemKeys): void {
  const { kind, hash, at, nodeUri } = fact;
  if (kind === 'pick_started' || kind === 'picked') goods.pickStarts.push({ hash, at, nodeUri });
  if (kind === 'picked') addItems(goods.picked, looseItems(fact.epcis), { fact, keys });
  if (kind === 'unpicked') addItems(goods.picked, looseItems(fact.epcis), { fact, keys, sign: -1 });
}

function pack(goods: Goods, fact: StoredFact, keys: ItemKeys): void {
  const { kind, epcis } = fact;
  const parcel = goods.parcels.get(epcis.parentID ?? '');
  if (parcel === undefined || (kind !== 'packed' && kind !== 'unpacked')) return;
  const items = packedItems(epcis);
  const isEmptied = kind === 'unpacked' && items.length === 0 && epcis.childEPCs === undefined;
  if (isEmptied) parcel.contents.clear();
  addItems(parcel.contents, items, { fact, keys, sign: kind === 'packed' ? 1 : -1 });
}

function move(
  goods: Goods,
  fact: StoredFact,
  {
    touched,
    keys,
    citesOrder,
  }: { touched: readonly Touched[]; keys: ItemKeys; citesOrder: boolean },
): void {
  for (const { parcel, isInferred } of touched) {
    const isVoided = fact.kind === 'shipping_voided';
    const stage = isVoided
      ? parcel.homeStage
      : stageAfter(parcel, { kind: fact.kind, nodeUri: fact.nodeUri });
    if (stage === undefined) continue;
    Object.assign(parcel, {
      stage,
      isInferred,
      nodeUri: fact.nodeUri,
      basis: fact.hash,
      at: fact.at,
    });
    if (stageRank(stage) < stageRank('loaded')) parcel.homeStage = stage;
  }
  const stage = provenStage[fact.kind];
  if (stage === undefined || fact.kind === 'packed' || !citesOrder) return;
  const here = goods.loose.get(stage) ?? new Map<string, Proven>();
  const moved = new Map<string, Proven>();
  addItems(moved, looseItems(fact.epcis), { fact, keys });
  for (const [key, { units }] of moved) moveLoose(here, key, { units, fact, stage });
  goods.loose.set(stage, here);
}

/** Stages that goods pass once: two facts are two lots. Others may be seen again and again on one journey. */
const passedOnce: ReadonlySet<Stage> = new Set([
  'staged',
  'ready_for_pickup',
  'departed',
  'delivered',
]);

function moveLoose(
  here: Map<string, Proven>,
  key: string,
  { units, fact, stage }: { units: number; fact: StoredFact; stage: Stage },
): void {
  const known = here.get(key);
  if (known === undefined || passedOnce.has(stage)) add(here, key, { units, fact });
  else add(here, key, { units: Math.max(known.units, units) - known.units, fact });
}

const returnKinds: ReadonlySet<FactKind> = new Set([
  'return_handed_in',
  'return_received',
  'return_inspected',
]);

function takeBack(
  goods: Goods,
  fact: StoredFact,
  { touched, keys }: { touched: readonly Touched[]; keys: ItemKeys },
): void {
  if (!returnKinds.has(fact.kind)) return;
  const step = goods.returned.get(fact.kind) ?? new Map<string, Proven>();
  addItems(step, looseItems(fact.epcis), { fact, keys });
  for (const { parcel } of touched)
    for (const [key, { units }] of parcel.contents) add(step, key, { units, fact });
  goods.returned.set(fact.kind, step);
}

/** Remembers which container is in which, after the fact itself was applied. */
function regroup({ containerOf }: Goods, { epcis }: StoredFact): void {
  const { type, action, parentID } = epcis;
  if (type !== 'AggregationEvent' || parentID === undefined) return;
  const children = containersIn(epcis.childEPCs);
  if (action === 'ADD') for (const child of children) containerOf.set(child, parentID);
  if (action !== 'DELETE') return;
  const leaving = epcis.childEPCs === undefined ? [...containerOf.keys()] : children;
  for (const child of leaving) if (containerOf.get(child) === parentID) containerOf.delete(child);
}
