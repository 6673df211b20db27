import { accept, refuse } from '../../../words/index.ts';
import type { ItemId, Outcome } from '../../../words/index.ts';

/** A line of a work as the packer sees it. */
export interface PackLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  /** For people. */
  readonly name: string;
  readonly unit: 'each' | 'gram';
  readonly units: number;
  /** Only these lots may go; empty = any. */
  readonly lots: readonly string[];
  /** Where it lies, for people; absent = not known. */
  readonly shelf?: string;
}

/** What is packed of one work, and what may not go with it. */
export interface PackOrder {
  readonly lines: readonly PackLine[];
  /** Lots that must not leave, e.g. recalled ones. */
  readonly blockedLots: readonly { readonly itemId: ItemId; readonly lot: string }[];
  /** Goods must be good until then at least (when the customer has them), epoch ms. */
  readonly goodUntilAt: number;
}

/** What the scanner read. */
export interface PackScan {
  /** Undefined: a code that nobody here knows. */
  readonly itemId: ItemId | undefined;
  /** What was scanned, as it was. */
  readonly code: string;
  readonly lot?: string;
  /** Epoch ms; absent where the code does not tell. */
  readonly expiresAt?: number;
  readonly units: number;
}

/** Units that are in the parcel already. */
export interface PackedUnits {
  readonly lineNo: number;
  readonly units: number;
}

/** The scanned goods go into the parcel, on these lines. */
export interface ScanTaken {
  readonly taken: readonly PackedUnits[];
  readonly isComplete: boolean;
}

/** Why scanned goods do not go into the parcel. */
export type ScanRefusal =
  | {
      readonly reason: 'unknown-code';
      readonly code: string;
      readonly take: readonly WantedUnits[];
    }
  | {
      readonly reason: 'wrong-item';
      readonly itemId: ItemId;
      readonly take: readonly WantedUnits[];
    }
  | {
      readonly reason: 'wrong-lot';
      readonly itemId: ItemId;
      readonly lot: string;
      readonly isBlocked: boolean;
      readonly take: readonly WantedUnits[];
    }
  | {
      readonly reason: 'expired';
      readonly itemId: ItemId;
      readonly expiresAt: number;
      readonly goodUntilAt: number;
      readonly take: readonly WantedUnits[];
    }
  | {
      readonly reason: 'wrong-quantity';
      readonly itemId: ItemId;
      readonly units: number;
      /** How many still belong into the parcel; 0 = all of them are in. */
      readonly wantedUnits: number;
      readonly take: readonly WantedUnits[];
    };

/** Goods that still belong into the parcel. */
export interface WantedUnits {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly name: string;
  readonly unit: 'each' | 'gram';
  readonly units: number;
  readonly lots: readonly string[];
  readonly shelf?: string;
}

/**
 * Judges goods that were scanned into a parcel: the right item, a lot that may go, good for long enough, and not more
 * than is asked for. Nothing of a refused scan is packed.
 */
export function judgeScan(asked: {
  readonly order: PackOrder;
  readonly packed: readonly PackedUnits[];
  readonly scan: PackScan;
}): Outcome<ScanTaken, ScanRefusal> {
  const { order, scan, packed } = asked;
  const missing = wantedUnits(order, packed);
  const { itemId } = scan;
  if (itemId === undefined)
    return refuse({ reason: 'unknown-code', code: scan.code, take: missing });
  if (!order.lines.some((line) => line.itemId === itemId))
    return refuse({ reason: 'wrong-item', itemId, take: missing });
  const fault = lotFault(order, { ...scan, itemId }, missing);
  if (fault) return refuse(fault);
  const wanted = missing.filter((line) => line.itemId === itemId && mayTake(line, scan.lot));
  const sum = wanted.reduce((units, line) => units + line.units, 0);
  if (!Number.isInteger(scan.units) || scan.units < 1 || scan.units > sum)
    return refuse({
      reason: 'wrong-quantity',
      itemId,
      units: scan.units,
      wantedUnits: sum,
      take: wanted.length > 0 ? wanted : missing,
    });
  const taken = share(wanted, scan.units);
  return accept({ taken, isComplete: wantedUnits(order, [...packed, ...taken]).length === 0 });
}

/** What still belongs into the parcel, in the order of the lines. */
export const wantedUnits = (
  order: PackOrder,
  packed: readonly PackedUnits[],
): readonly WantedUnits[] =>
  order.lines
    .map((line) => ({
      ...line,
      units: packed.reduce(
        (left, one) => (one.lineNo === line.lineNo ? left - one.units : left),
        line.units,
      ),
    }))
    .filter(({ units }) => units > 0);

const mayTake = (
  { lots }: { readonly lots: readonly string[] },
  lot: string | undefined,
): boolean => lots.length === 0 || (lot !== undefined && lots.includes(lot));

function lotFault(
  order: PackOrder,
  scan: PackScan & { readonly itemId: ItemId },
  missing: readonly WantedUnits[],
): ScanRefusal | undefined {
  const { itemId, lot = '', expiresAt } = scan;
  const take = missing.filter((line) => line.itemId === itemId);
  const isBlocked = order.blockedLots.some((one) => one.itemId === itemId && one.lot === lot);
  const own = order.lines.filter((line) => line.itemId === itemId);
  if (isBlocked || !own.some((line) => mayTake(line, scan.lot)))
    return { reason: 'wrong-lot', itemId, lot, isBlocked, take };
  if (expiresAt !== undefined && expiresAt < order.goodUntilAt)
    return { reason: 'expired', itemId, expiresAt, goodUntilAt: order.goodUntilAt, take };
  return undefined;
}

function share(wanted: readonly WantedUnits[], units: number): readonly PackedUnits[] {
  let left = units;
  return wanted.flatMap((line) => {
    const some = Math.min(left, line.units);
    left -= some;
    return some > 0 ? [{ lineNo: line.lineNo, units: some }] : [];
  });
}
