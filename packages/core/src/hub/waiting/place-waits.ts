import type { OpenLines, PathBoard, WalkedOrder } from '../../path.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubRefusal } from '../outcome.ts';
import type { OrderRecord } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { backWaits } from './back-waits.ts';
import type { BackedWaits } from './back-waits.ts';

/**
 * The units of a new order that wait for goods: they hold announced supplies, and the order is promised accordingly.
 *
 * @returns a refusal when goods are sold before their date and more is wanted than was announced: nothing is written
 */
export function placeWaits(
  unit: UnitDraft,
  walked: WalkedOrder,
  board: PathBoard,
): HubRefusal | undefined {
  const record = unit.orderAdded;
  const lines = [walked, ...walked.later].flatMap(({ waiting }) => waiting);
  if (!record || lines.length === 0) return undefined;
  const ask = { order: walked.order, at: unit.at, lines, version: 1 };
  const backed = backWaits(ask, board);
  const beyond = backed.waits.filter(({ kind, supply }) => kind === 'preorder' && !supply);
  if (beyond.length > 0)
    return {
      reason: 'insufficient-stock',
      lines: beyond.map(({ lineNo, itemId, units }) => ({ lineNo, itemId, missingUnits: units })),
    };
  unit.orderAdded = {
    ...record,
    waits: backed.waits,
    promise: promiseWith(record, backed.waits, { at: unit.at, board }),
  };
  unit.reservationsAdded.push(...backed.reservations);
  unit.casesAdded.push(...backed.cases);
  tellWaits(unit, unit.orderAdded, backed);
  return undefined;
}

/** Units of a known order begin to wait (its node could not do them, and nobody else has the goods). */
export function waitAgain(change: OrderChange, board: PathBoard, lines: OpenLines['open']): void {
  const { record, unit } = change;
  const version = change.before.record.version + 1;
  const backed = backWaits({ order: record.order, at: unit.at, lines, version }, board);
  change.record = { ...record, waits: [...record.waits, ...backed.waits] };
  unit.reservationsAdded.push(...backed.reservations);
  unit.casesAdded.push(...backed.cases);
  tellWaits(unit, { ...change.record, version }, backed);
}

/**
 * What is promised of an order: what nodes have, and what is backed by announced goods; the rest is promised nothing.
 * An order that goes complete is promised only when all of it is backed or lies in stock.
 */
export function promiseWith(
  record: OrderRecord,
  waits: OrderRecord['waits'],
  { at, board }: { readonly at: number; readonly board: PathBoard },
): OrderRecord['promise'] {
  const windows = waits.flatMap(({ supply }) => (supply ? [supply.window] : []));
  if (windows.length === 0) return record.promise;
  if (record.order.backorder === 'complete' && !isWhollyBacked(waits, board)) return undefined;
  const all = record.promise ? [record.promise.window, ...windows] : windows;
  return {
    window: {
      startAt: Math.min(...all.map(({ startAt }) => startAt)),
      endAt: Math.max(...all.map(({ endAt }) => endAt)),
    },
    confidencePercent: record.promise?.confidencePercent ?? 90,
    madeAt: at,
    legs: record.promise?.legs ?? [],
  };
}

/** Whether all that waits has announced goods held for it, or lies in stock and waits only for the others. */
export const isWhollyBacked = (waits: OrderRecord['waits'], board: PathBoard): boolean =>
  waits.every(
    ({ supply, itemId, units }) => supply !== undefined || board.mostAvailable(itemId) >= units,
  );

/** Tells what waits, for what and until when. */
export function tellWaits(unit: UnitDraft, record: OrderRecord, backed: BackedWaits): void {
  const { orderId } = record.order;
  tell(unit, {
    type: 'order.waits',
    id: `${orderId}.waits.${String(record.version)}`,
    orderId,
    subject: `order/${orderId}`,
    stockMoves: backed.stockMoves,
    body: {
      items: [...new Set(backed.waits.flatMap(({ watches }) => watches))],
      lines: backed.waits.map(({ lineNo, units, kind, supply }) => ({
        lineNo,
        units,
        kind,
        expectedAt: supply?.expectedAt ?? null,
        window: supply?.window ?? null,
      })),
    },
  });
}
