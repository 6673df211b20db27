import type { WalkedOrder } from '../../path.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';

/** Goods or items of which another process knows already, and this board not yet. */
export function lacksWhatMayHaveCome(outcome: HubOutcome<WalkedOrder>): boolean {
  return outcome.ok ? isShort(outcome.value) : isForWantOfGoods(outcome.refusal);
}

/** A refusal that goods or items which have just come would turn. */
export function isForWantOfGoods(refusal: HubRefusal): boolean {
  if (refusal.reason === 'invalid')
    return refusal.faults.some(({ reason }) => reason === 'unknown-item');
  return refusal.reason === 'unroutable' && refusal.refusal.reason === 'insufficient-stock';
}

const isShort = (walked: WalkedOrder): boolean =>
  [walked, ...walked.later].some(
    ({ assigned: { answer }, waiting }) =>
      waiting.length > 0 || (!answer.ok && answer.refusal.reason === 'insufficient-stock'),
  );

/** Goods that have just come may be there for it once those that wait have had their turn. */
export function lacksWhatIsSharedOut(walked: WalkedOrder, sharedOut: ReadonlySet<string>): boolean {
  if (sharedOut.size === 0) return false;
  if (!isShort(walked)) return false;
  return walked.order.lines.some(({ itemId, forms = [] }) =>
    [itemId, ...forms.flatMap(({ parts }) => parts.map((part) => part.itemId))].some((item) =>
      sharedOut.has(item),
    ),
  );
}
