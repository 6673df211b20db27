import type { Goods, Parcel, Proven } from './goods.ts';
import { keyOfLine } from './order.ts';
import type { ItemKeys, LifecycleLine, LifecycleOrder } from './order.ts';
import { stageRank, stages } from './stage.ts';
import type { Stage } from './stage.ts';

/** How a status is known: from a fact, from a fact about the container, or only from a decision. */
export type StatusKind = 'fact' | 'inferred' | 'decision';

/** Part of a line's quantity at one stage, and why we say so. */
export interface StageQuantity {
  readonly stage: Stage;
  /** Positive integer, in the units of the line. */
  readonly units: number;
  /** Hashes of the facts (or ids of the decisions) that the statement rests on. */
  readonly basis: readonly string[];
  /** When the last of them happened, epoch ms UTC. */
  readonly asOf: number;
  readonly kind: StatusKind;
}

/** Divides the goods of an order among its lines. Earlier lines take the more advanced goods. */
export function divideGoods(
  order: LifecycleOrder,
  keys: ItemKeys,
  goods: Goods,
): ReadonlyMap<number, readonly StageQuantity[]> {
  const supply = new Map<string, StageQuantity[]>();
  const returns = new Map<string, StageQuantity | undefined>();
  const shares = new Map<number, readonly StageQuantity[]>();
  const unpackedParcels = parcelsWithoutContents(goods);
  for (const line of [...order.lines].sort((a, b) => a.lineNo - b.lineNo)) {
    const key = keyOfLine(line, keys);
    if (!supply.has(key)) supply.set(key, lotsOf(goods, key));
    if (!returns.has(key)) returns.set(key, returnedLot(goods, key));
    const need = line.orderedUnits - (line.cancelledUnits ?? 0);
    const taken = take(supply.get(key) ?? [], need);
    const rest = need - total(taken);
    const untouched = rest > 0 ? [remainder({ order, line, goods, unpackedParcels }, rest)] : [];
    const { quantities, left } = handBack([...taken, ...untouched], returns.get(key));
    returns.set(key, left);
    shares.set(line.lineNo, merged([...quantities, ...cancelled(order, line)]));
  }
  return shares;
}

const total = (lots: readonly StageQuantity[]): number =>
  lots.reduce((sum, { units }) => sum + units, 0);

/** Every lot of one item, most advanced first. */
function lotsOf(goods: Goods, key: string): StageQuantity[] {
  const lots = [
    ...[...goods.parcels.values()].flatMap((parcel) => parcelLot(parcel, key)),
    ...looseLots(goods, key),
  ];
  const picked = goods.picked.get(key);
  const unpacked = (picked?.units ?? 0) - total(lots);
  if (picked !== undefined && unpacked > 0)
    lots.push({
      stage: 'picked',
      units: unpacked,
      basis: picked.basis,
      asOf: picked.at,
      kind: 'fact',
    });
  return lots.sort(
    (a, b) => stageRank(b.stage) - stageRank(a.stage) || a.asOf - b.asOf || byBasis(a, b),
  );
}

const byBasis = (a: StageQuantity, b: StageQuantity): number => {
  const [first, second] = [a.basis.join(), b.basis.join()];
  return first < second ? -1 : first > second ? 1 : 0;
};

function parcelLot(parcel: Parcel, key: string): StageQuantity[] {
  const inside = parcel.contents.get(key);
  if (inside === undefined || inside.units <= 0) return [];
  const basis = [
    ...new Set([...inside.basis, ...(parcel.basis === undefined ? [] : [parcel.basis])]),
  ];
  return [
    {
      stage: parcel.stage ?? 'packed',
      units: inside.units,
      basis,
      asOf: parcel.at,
      kind: parcel.isInferred ? 'inferred' : 'fact',
    },
  ];
}

/** Goods that moved without a parcel: what reached a stage minus what went on from it. */
function looseLots({ loose }: Goods, key: string): StageQuantity[] {
  const lots: StageQuantity[] = [];
  let further = 0;
  for (const stage of [...stages].reverse()) {
    const reached = loose.get(stage)?.get(key);
    const units = (reached?.units ?? 0) - further;
    if (reached === undefined || units <= 0) continue;
    lots.push({ stage, units, basis: reached.basis, asOf: reached.at, kind: 'fact' });
    further += units;
  }
  return lots;
}

function take(lots: StageQuantity[], need: number): StageQuantity[] {
  const taken: StageQuantity[] = [];
  let open = need;
  while (open > 0) {
    const lot = lots.shift();
    if (lot === undefined) break;
    const units = Math.min(open, lot.units);
    taken.push({ ...lot, units });
    if (units < lot.units) lots.unshift({ ...lot, units: lot.units - units });
    open -= units;
  }
  return taken;
}

/**
 * Parcels that carry the order's id when no packing fact tells what is in them (carriers and 3PLs often send
 * only those): together they carry what the order's lines at their node are.
 */
function parcelsWithoutContents({ parcels, loose }: Goods): readonly Parcel[] {
  const all = [...parcels.values()];
  if (loose.size > 0 && [...loose.values()].some((items) => items.size > 0)) return [];
  if (all.some(({ contents }) => contents.size > 0)) return [];
  return all.filter(({ isCited, stage }) => isCited && stage !== undefined);
}

interface Remainder {
  readonly order: LifecycleOrder;
  readonly line: LifecycleLine;
  readonly goods: Goods;
  readonly unpackedParcels: readonly Parcel[];
}

/** The status of units that no lot accounts for. */
function remainder(
  { order, line, goods, unpackedParcels }: Remainder,
  units: number,
): StageQuantity {
  const concerns = (nodeUri: string | undefined): boolean =>
    line.nodeUris === undefined || nodeUri === undefined || line.nodeUris.includes(nodeUri);
  const [last] = unpackedParcels
    .filter(({ originUri }) => concerns(originUri))
    .sort((a, b) => stageRank(a.stage ?? 'packed') - stageRank(b.stage ?? 'packed') || b.at - a.at);
  if (last !== undefined)
    return {
      stage: last.stage ?? 'packed',
      units,
      basis: last.basis === undefined ? [] : [last.basis],
      asOf: last.at,
      kind: 'inferred',
    };
  const [start] = goods.pickStarts.filter(({ nodeUri }) => concerns(nodeUri));
  if (start !== undefined)
    return { stage: 'picking', units, basis: [start.hash], asOf: start.at, kind: 'fact' };
  return decision(order, { stage: order.decided, units });
}

const decision = (
  order: LifecycleOrder,
  { stage, units }: { stage: Stage; units: number },
): StageQuantity => ({
  stage,
  units,
  basis: order.decisionIds ?? [],
  asOf: order.decidedAt,
  kind: 'decision',
});

const cancelled = (
  order: LifecycleOrder,
  { cancelledUnits = 0 }: LifecycleLine,
): StageQuantity[] =>
  cancelledUnits > 0 ? [decision(order, { stage: 'cancelled', units: cancelledUnits })] : [];

/** The most that any step of the return has seen; its basis are the facts of all steps. */
function returnedLot({ returned }: Goods, key: string): StageQuantity | undefined {
  const steps = [...returned.values()]
    .map((step) => step.get(key))
    .filter((step): step is Proven => step !== undefined);
  if (steps.length === 0) return undefined;
  return {
    stage: 'returned',
    units: Math.max(...steps.map(({ units }) => units)),
    basis: steps.flatMap(({ basis }) => basis),
    asOf: Math.max(...steps.map(({ at }) => at)),
    kind: 'fact',
  };
}

/** Moves returned units out of the most advanced quantities of a line. */
function handBack(
  quantities: readonly StageQuantity[],
  returned: StageQuantity | undefined,
): { quantities: readonly StageQuantity[]; left: StageQuantity | undefined } {
  if (returned === undefined) return { quantities, left: undefined };
  let open = returned.units;
  const kept = quantities.flatMap((quantity) => {
    const units = Math.min(open, quantity.units);
    open -= units;
    return units === quantity.units ? [] : [{ ...quantity, units: quantity.units - units }];
  });
  const back = returned.units - open;
  return {
    quantities: back > 0 ? [...kept, { ...returned, units: back }] : kept,
    left: open > 0 ? { ...returned, units: open } : undefined,
  };
}

/** One entry for each stage and kind, least advanced first. */
function merged(quantities: readonly StageQuantity[]): readonly StageQuantity[] {
  const byStage = new Map<string, StageQuantity>();
  for (const quantity of quantities) {
    const name = `${quantity.stage}|${quantity.kind}`;
    const known = byStage.get(name);
    byStage.set(name, known === undefined ? quantity : together(known, quantity));
  }
  return [...byStage.values()].sort((a, b) => stageRank(a.stage) - stageRank(b.stage));
}

const together = (a: StageQuantity, b: StageQuantity): StageQuantity => ({
  ...a,
  units: a.units + b.units,
  basis: [...new Set([...a.basis, ...b.basis])],
  asOf: Math.max(a.asOf, b.asOf),
});
