import { AppFailure } from '../../errors/index.ts';
import type { FileKind } from '../kinds.ts';
import { applyOrders } from './apply-orders.ts';
import type { Importer } from './apply-orders.ts';
import { applyItems, applyNodes } from './apply-profiles.ts';
import { applyHolidays, applyPromotions, applyWeather } from './apply-signals.ts';
import { applyInbound, applyStock } from './apply-stock.ts';
import type { ImportRow } from './apply-stock.ts';
import type { RowResult } from './row-results.ts';

export type { Importer } from './apply-orders.ts';
export type { ImportRow } from './apply-stock.ts';
export type { RowOutcome, RowResult } from './row-results.ts';
export { waitsForSecond, wishOfNodes } from './waiting.ts';

const appliers = {
  nodes: applyNodes,
  items: applyItems,
  stock: applyStock,
  inbound: applyInbound,
  orders: applyOrders,
  promotions: applyPromotions,
  holidays: applyHolidays,
  weather: applyWeather,
} as const;

/**
 * Takes a batch of rows of one kind. Each row is judged alone; sound ones are written, and those that say what is known
 * already change nothing. The same batch twice changes nothing the second time.
 *
 * @param isDryRun judge everything, write nothing
 */
export async function applyRows(
  importer: Importer,
  batch: { readonly kind: FileKind; readonly rows: readonly ImportRow[] },
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const results = await appliers[batch.kind](importer, batch.rows, isDryRun);
  if (results.length === batch.rows.length) return results;
  throw new AppFailure('bug', { why: 'A row of the batch has no result.' });
}
