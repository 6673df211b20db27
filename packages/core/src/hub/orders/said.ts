import type { OrderRecord, Remark } from '../decide/records.ts';
import type { OrderChange } from './change-order.ts';

/** What the log says of a reason that was given in words. */
const inWords = 'in-words';
const codeForm = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/;
const [codeLengthMax, remarksMax] = [40, 20];

/** What the log may say of a reason: a code as it is; of words only that there were some, for they may name people. */
export const loggedReason = (reason: string): string =>
  reason.length <= codeLengthMax && codeForm.test(reason) ? reason : inWords;

/**
 * Keeps words that somebody gave as a reason on the order, where they are sealed and erased with it; the newest twenty.
 *
 * @returns what the log may say of them
 */
export function remark(change: OrderChange, about: Remark['about'], text: string): string {
  const logged = loggedReason(text);
  if (logged === text) return logged;
  const { remarks = [] } = change.record;
  const all = [...remarks, { about, at: change.unit.at, text }];
  change.record = { ...change.record, remarks: all.slice(-remarksMax) };
  return logged;
}

/** What was said at a moment, of which the log says only that it was in words; else, or once it is erased, what the log says. */
export function wordsFor(
  record: Pick<OrderRecord, 'remarks'> | undefined,
  logged: { readonly because: string; readonly at: number },
): string {
  if (logged.because !== inWords) return logged.because;
  return record?.remarks?.find(({ at }) => at === logged.at)?.text ?? inWords;
}

/** Whether the log says only that it was in words. */
export const isInWords = (because: string): boolean => because === inWords;
