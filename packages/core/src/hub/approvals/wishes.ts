import { canonicalJson } from '../../facts/index.ts';
import { approvalStanding } from '../decide/approval.ts';
import type { Approval, ApprovalAsk } from '../decide/approval.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { basisNow } from './ground.ts';

/** A wish is kept whole until somebody judged it; characters of its JSON text. */
const wishMax = 4_194_304;

/** @returns a refusal when a wish is too large to be kept */
export function tooLarge(ask: ApprovalAsk): HubOutcome<never> | undefined {
  const length = JSON.stringify(ask).length;
  if (length <= wishMax) return undefined;
  const fault = {
    field: '',
    reason: 'too-large-to-wait',
    remedy:
      `This needs a second key and would be kept whole until then: at most ${String(wishMax)} characters of JSON, ` +
      `this has ${String(length)}. Send fewer nodes at a time: an import in smaller batches, each an approval of its own.`,
  };
  return { ok: false, refusal: { reason: 'invalid', faults: [fault] } };
}

const pageMax = 20;

/** The same wish of the same principal that still waits: who asks again after a lost answer asks once. */
export async function sameWish(
  parts: HubParts,
  wish: Pick<Approval, 'ask' | 'resource' | 'basis' | 'askedBy'>,
): Promise<Approval | undefined> {
  const at = parts.env.now();
  const filter = {
    ...({ kind: 'approval', state: 'pending', key: wish.resource } as const),
    openedFromAt: at - parts.rules.approvalHours * 3_600_000,
  };
  for (let after: string | undefined, isEnd = false; !isEnd;) {
    const page = await parts.store.caseList(filter, { limit: pageMax, after });
    const same = page.rows
      .map(({ document }) => document as Approval)
      .find((one) => isSame(one, wish) && isPending(parts, one, at));
    if (same) return same;
    after = page.next;
    isEnd = after === undefined;
  }
  return undefined;
}

const isPending = (parts: HubParts, approval: Approval, at: number): boolean =>
  approvalStanding(approval, { at, basisNow: basisNow(parts, approval.ask) }) === 'pending';

const isSame = (one: Approval, other: Pick<Approval, 'ask' | 'basis' | 'askedBy'>): boolean =>
  one.askedBy === other.askedBy &&
  one.basis === other.basis &&
  canonicalJson(one.ask) === canonicalJson(other.ask);
