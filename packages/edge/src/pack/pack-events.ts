import type { ScanRefusal } from '@ordermesh/core/execute';
import { mispickSeenFact, packedFact, pickedFact, unpickedFact } from '@ordermesh/core/facts';
import type { EpcisEvent, Goods, Happening } from '@ordermesh/core/facts';
import type { PackState } from './packing.ts';
import { codeOf } from './packing.ts';

/** Where a pack happens. */
export interface PackPlace {
  readonly offset: string;
  readonly nodeUri: string;
  /** The bench; default the node. */
  readonly placeUri?: string;
}

const mismatches = {
  'wrong-item': 'class',
  'wrong-lot': 'instance',
  expired: 'instance',
  'wrong-quantity': 'quantity',
} as const;

/** A wrong thing was seen; nothing is told of a code that names no goods. */
export function stopEvents(
  state: PackState,
  told: {
    readonly scan: { readonly code: string; readonly lot?: string; readonly units: number };
    readonly refusal: ScanRefusal;
    readonly at: number;
    readonly place: PackPlace;
  },
): readonly EpcisEvent[] {
  const { scan, refusal } = told;
  const goods = scannedGoods(state, scan);
  if (goods.length === 0 || refusal.reason === 'unknown-code') return [];
  const [wanted] = refusal.take;
  const expected = state.task.codes.find(({ itemId }) => itemId === wanted?.itemId);
  return [
    mispickSeenFact({
      ...happeningOf(state, told),
      goods,
      mismatch: mismatches[refusal.reason],
      ...(refusal.reason === 'wrong-item' && expected && { expectedUri: expected.itemUri }),
    }),
  ];
}

/** The wrong thing is off the bench. Too many of the right thing are settled by the pick itself. */
export function putBackEvents(
  state: PackState,
  told: { readonly at: number; readonly place: PackPlace },
): readonly EpcisEvent[] {
  const { stopped } = state;
  if (!stopped || stopped.refusal.reason === 'wrong-quantity') return [];
  const goods = scannedGoods(state, stopped.scan);
  return goods.length === 0 ? [] : [unpickedFact({ ...happeningOf(state, told), goods })];
}

/** All of it is in the parcel and the parcel is closed. */
export function closeEvents(
  state: PackState,
  parcelUri: string,
  told: { readonly at: number; readonly place: PackPlace; readonly weightGrams?: number },
): readonly EpcisEvent[] {
  const happening = happeningOf(state, told);
  const goods = packedGoods(state);
  return [
    pickedFact({ ...happening, goods }),
    packedFact({
      ...happening,
      at: told.at + 1,
      parcelUri,
      goods,
      isClosed: true,
      ...(told.weightGrams !== undefined && { weightGrams: told.weightGrams }),
    }),
  ];
}

const happeningOf = (
  { task }: PackState,
  { at, place }: { readonly at: number; readonly place: PackPlace },
): Happening => ({ at, ...place, orderKeys: task.orderUris });

function scannedGoods(
  { task }: PackState,
  scan: { readonly code: string; readonly lot?: string; readonly units: number },
): Goods {
  const code = codeOf(task, scan.code);
  if (!code || !Number.isInteger(scan.units) || scan.units < 1) return [];
  const { itemUri, unit } = code;
  return [{ itemUri, unit, units: scan.units, ...(scan.lot !== undefined && { lot: scan.lot }) }];
}

/** Goods of the parcel, by item and lot. */
function packedGoods({ task, packed }: PackState): Goods {
  const sums = new Map<
    string,
    { itemUri: string; unit: 'each' | 'gram'; lot: string; units: number }
  >();
  for (const { lineNo, lot, units } of packed) {
    const line = task.lines.find((one) => one.lineNo === lineNo);
    const code = task.codes.find(({ itemId }) => itemId === line?.itemId);
    if (!code) continue;
    const key = `${code.itemUri} ${lot}`;
    const known = sums.get(key);
    sums.set(key, {
      itemUri: code.itemUri,
      unit: code.unit,
      lot,
      units: (known?.units ?? 0) + units,
    });
  }
  return [...sums.values()];
}
