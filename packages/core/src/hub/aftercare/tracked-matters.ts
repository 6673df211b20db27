import type { TrackedAftercare, TrackedMatter, TrackedOrder } from '../../track/index.ts';
import { itemId } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { OrderState } from '../run/order-state.ts';
import type { HubParts } from '../run/parts.ts';
import { aftercareOf, claimFileOf, exchangeFileOf, returnFileOf } from './matters.ts';

/**
 * What was asked after delivery, for tracking.
 *
 * @param follow gives the order that sends a replacement
 */
export async function trackedMatters(
  { board }: HubParts,
  { record, cases }: OrderState,
  follow: (orderId: OrderId) => Promise<TrackedOrder | undefined>,
): Promise<TrackedAftercare> {
  const of = (kind: CaseRecord['kind']) => cases.filter((one) => one.kind === kind);
  const exchanges = of('exchange').map(async (one) => {
    const file = exchangeFileOf(one);
    const { replacementOrderId } = file;
    return {
      ...matter(one, file),
      wanted: wantedIn(board, file.draft),
      replacement: replacementOrderId && (await follow(replacementOrderId)),
    };
  });
  return {
    returnDays: board.aftercare.policy.returnDays,
    costCurrency: board.network.document.currency,
    refunds: aftercareOf(record).refunds,
    returns: of('return').map((one) => matter(one, returnFileOf(one))),
    exchanges: await Promise.all(exchanges),
    claims: of('claim').map((one) => matter(one, claimFileOf(one))),
  };
}

const matter = <File>(
  { caseId, state, openedAt }: CaseRecord,
  file: File,
): TrackedMatter<File> => ({ caseId, state, openedAt, file });

/** The lines of a draft that was held: it is sound. */
const wantedIn = (
  { items }: HubParts['board'],
  { lines }: Readonly<Record<string, unknown>>,
): readonly { readonly name: string; readonly units: number }[] =>
  (lines as readonly Readonly<Record<'item' | 'quantity', unknown>>[]).map((line) => {
    const item = String(line.item);
    return { name: items.get(itemId(item))?.name ?? item, units: Number(line.quantity) };
  });
