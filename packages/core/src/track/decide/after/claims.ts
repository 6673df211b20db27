import type {
  ClaimFile,
  ClaimKind,
  Evidence,
  RefundStage,
  Responsible,
} from '../../../aftercare/decide/index.ts';
import type { Sentence } from '../../../route/decide/index.ts';
import type { Told } from '../told.ts';
import type { TrackedMatter, TrackedOrder } from '../tracked-order.ts';
import { claimKindLabels, claimLabels } from './labels.ts';
import type { ClaimWord } from './labels.ts';
import { moneyBack, standingRefunds, toldRefund } from './refund-progress.ts';
import type { MoneyBack } from './refund-progress.ts';
import { afterLine, awaited } from './returns.ts';
import type { AfterLine, Awaited } from './returns.ts';

/** A claim as anybody with the link sees it. Goods that are sent again are among the parcels of the order. */
export interface BasicClaim {
  readonly claimId: string;
  readonly claim: ClaimKind;
  readonly claimLabel: Sentence;
  readonly status: Told<ClaimWord>;
  readonly lines: readonly AfterLine[];
  readonly awaits: readonly Awaited[];
  /** Undefined while no money goes back for it. */
  readonly refund: Told<RefundStage> | undefined;
}

/** A claim as its customer sees it. */
export interface AdvancedClaim extends BasicClaim {
  /** Why it was decided so; undefined while it is open. */
  readonly because: string | undefined;
  readonly money: MoneyBack;
}

/** A claim as staff see it: who has to answer for it, and what was given as evidence. */
export interface HighClaim extends AdvancedClaim {
  readonly suspected: Responsible;
  readonly responsible: Responsible | undefined;
  readonly evidence: readonly Evidence[];
}

/** A claim, cut down to the basic tier; every field is named. */
export function basicClaim(tracked: TrackedOrder, matter: TrackedMatter<ClaimFile>): BasicClaim {
  const { caseId, file, openedAt } = matter;
  const word = matter.state as ClaimWord;
  const refunds = standingRefunds(tracked.aftercare?.refunds ?? [], caseId);
  const issued = refunds.filter(({ state }) => state === 'issued').length;
  const stage = issued === 0 ? 'approved' : issued < refunds.length ? 'partly_issued' : 'issued';
  const at = file.decided?.at ?? openedAt;
  return {
    claimId: caseId,
    claim: file.claim,
    claimLabel: claimKindLabels[file.claim],
    status: { status: word, label: claimLabels[word], basis: [caseId], asOf: at, kind: 'decision' },
    lines: file.lines.map((line) => afterLine(tracked, line)),
    awaits: [
      ...(word === 'open' ? [awaited('merchant', 'claim_decision')] : []),
      ...(issued < refunds.length ? [awaited('merchant', 'refund_payment')] : []),
    ],
    refund: refunds.length === 0 ? undefined : toldRefund(stage, refunds, { caseId, at }),
  };
}

/** A claim, cut down to the advanced tier. */
export const advancedClaim = (
  tracked: TrackedOrder,
  matter: TrackedMatter<ClaimFile>,
): AdvancedClaim => ({
  ...basicClaim(tracked, matter),
  because: matter.file.decided?.because,
  money: moneyBack(
    standingRefunds(tracked.aftercare?.refunds ?? [], matter.caseId),
    tracked.order.currency,
  ),
});

/** A claim with all that staff may see. */
export const highClaim = (tracked: TrackedOrder, matter: TrackedMatter<ClaimFile>): HighClaim => ({
  ...advancedClaim(tracked, matter),
  suspected: matter.file.suspected,
  responsible: matter.file.decided?.responsible,
  evidence: matter.file.evidence,
});
