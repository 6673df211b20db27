import { thingOf } from '../../../words/index.ts';
import type { StoredFact } from '../event.ts';
import { standingFacts, traceKeysOf } from '../stored.ts';
import { exceptionBook } from './exceptions.ts';
import type { LifecycleException } from './exceptions.ts';
import { followGoods } from './goods.ts';
import type { Goods, Parcel } from './goods.ts';
import { divideGoods } from './lots.ts';
import type { StageQuantity, StatusKind } from './lots.ts';
import { itemKeys } from './order.ts';
import type { LifecycleOrder } from './order.ts';
import { basicStatusOf, stageRank } from './stage.ts';
import type { AdvancedStatus, BasicStatus } from './stage.ts';

/** One line with its quantity divided among the stages. */
export interface LineLifecycle {
  readonly lineNo: number;
  readonly unit: 'each' | 'gram';
  readonly orderedUnits: number;
  /** Least advanced first; the units add up to `orderedUnits`. */
  readonly quantities: readonly StageQuantity[];
}

/** How far an order is, as facts prove it. */
export interface Lifecycle {
  readonly basic: BasicStatus;
  /** The least advanced open quantity decides; `partially_returned` when all is delivered and some came back. */
  readonly advanced: AdvancedStatus;
  /** Hashes of the facts (or ids of the decisions) that the status rests on. */
  readonly basis: readonly string[];
  /** When the last of them happened, epoch ms UTC. */
  readonly asOf: number;
  readonly kind: StatusKind;
  readonly lines: readonly LineLifecycle[];
  /** Open exceptions, oldest first. */
  readonly exceptions: readonly LifecycleException[];
  /** Parcels that carry goods of the order, as URIs. */
  readonly parcelUris: readonly string[];
  /** A correction withdrew a fact: tell the reader, because the status may have gone back. */
  readonly isCorrected: boolean;
}

/**
 * The lifecycle of an order: a pure function of the SET of facts. Order of arrival, repetition and lateness
 * change nothing; the same facts give the same answer.
 *
 * Goods are followed from picking through packing (parcel → items) and loading (vehicle → parcels, inferred)
 * to delivery and return. Facts that name other orders only are passed over; facts that name no order count
 * for the parcels that they name, so pass only facts that concern the order (by id, or by `traceKeysOf`).
 *
 * Cost: O(n log n + n × parcels); about 10 µs per fact.
 */
export function foldLifecycle(order: LifecycleOrder, facts: Iterable<StoredFact>): Lifecycle {
  const all = [...facts];
  const keys = itemKeys(order.lines);
  const exceptions = exceptionBook();
  const goods = followGoods(
    { orderKeys: order.orderKeys, keys },
    standingFacts(all).filter((fact) => !isAboutWrittenOff(order, fact)),
    exceptions.watch,
  );
  const shares = divideGoods(order, keys, goods);
  const lines = order.lines.map(({ lineNo, unit, orderedUnits }) => ({
    lineNo,
    unit,
    orderedUnits,
    quantities: shares.get(lineNo) ?? [],
  }));
  const own = ownParcels(goods);
  return {
    ...orderStatus(lines.flatMap(({ quantities }) => quantities)),
    lines,
    exceptions: exceptions.open((parcel) => own.has(parcel)),
    parcelUris: [...own].map(({ uri }) => uri).sort(),
    isCorrected: all.some(({ hasErrorDeclaration }) => hasErrorDeclaration),
  };
}

/** Parcels known to hold goods of the order; without packing facts, those that carry its id. */
function ownParcels({ parcels }: Goods): ReadonlySet<Parcel> {
  const all = [...parcels.values()];
  const filled = all.filter(({ contents }) =>
    [...contents.values()].some(({ units }) => units > 0),
  );
  return new Set(
    filled.length > 0 ? filled : all.filter(({ isCited, stage }) => isCited && stage !== undefined),
  );
}

type OrderStatus = Pick<Lifecycle, 'basic' | 'advanced' | 'basis' | 'asOf' | 'kind'>;

function orderStatus(quantities: readonly StageQuantity[]): OrderStatus {
  const back = quantities.filter(({ stage }) => stage === 'returned');
  const open = quantities.filter(({ stage }) => stage !== 'returned' && stage !== 'cancelled');
  if (open.length === 0)
    return back.length > 0 ? statusOf('returned', back) : statusOf('cancelled', quantities);
  const least = open.reduce((a, b) => (stageRank(b.stage) < stageRank(a.stage) ? b : a)).stage;
  const deciding = open.filter(({ stage }) => stage === least);
  return least === 'delivered' && back.length > 0
    ? statusOf('partially_returned', [...deciding, ...back])
    : statusOf(least, deciding);
}

function statusOf(advanced: AdvancedStatus, deciding: readonly StageQuantity[]): OrderStatus {
  const kinds = deciding.map(({ kind }) => kind);
  return {
    basic: basicStatusOf(advanced),
    advanced,
    basis: [...new Set(deciding.flatMap(({ basis }) => basis))],
    asOf: deciding.reduce((latest, { asOf }) => Math.max(latest, asOf), 0),
    kind: kinds.includes('decision')
      ? 'decision'
      : kinds.includes('inferred')
        ? 'inferred'
        : 'fact',
  };
}

/** Facts about parcels that were sent again, and about nothing else. */
function isAboutWrittenOff(
  { writtenOffParcelUris = [] }: LifecycleOrder,
  fact: StoredFact,
): boolean {
  if (writtenOffParcelUris.length === 0) return false;
  const parcels = traceKeysOf(fact.epcis).filter((uri) => thingOf(uri).kind === 'parcel');
  return parcels.length > 0 && parcels.every((uri) => writtenOffParcelUris.includes(uri));
}
