import type { Proposal } from '../../stock/index.ts';
import { nodeAct } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit } from '../run/unit-draft.ts';
import { tellAdjustment } from './adjust.ts';
import type { AdjustmentRow, AppliedProposals, ApplyAsk, StoredReconciliation } from './desk.ts';
import { resourceShortages } from './short/move-away.ts';
import { reconciliationCase } from './reconcile.ts';
import { receive } from './transfers.ts';

const attemptsMax = 8;

/** A reconciliation that was kept. */
export async function reconciliation(
  parts: HubParts,
  reconciliationId: string,
): Promise<HubOutcome<StoredReconciliation>> {
  const record = await caseOf(parts, reconciliationId);
  if (!record) return notFound(reconciliationId);
  return { ok: true, value: record.document as StoredReconciliation };
}

const notFound = (id: string): { ok: false; refusal: HubRefusal } => ({
  ok: false,
  refusal: { reason: 'not-found', what: 'reconciliation', id },
});

async function caseOf(parts: HubParts, id: string): Promise<CaseRecord | undefined> {
  const [record] = await parts.store.cases([id]);
  return record?.kind === 'reconciliation' ? record : undefined;
}

/**
 * Somebody applies proposals: each once, whoever else tries. Every effect stands in the same transaction as its mark, so
 * that nothing is marked that did not happen, and nothing happens twice: adjustments together, and each fact (a short
 * pick, a receipt) as if its people had told it. An act that has become wrong meanwhile is refused by its own guard; its
 * proposal stays open and the answer says why.
 */
export async function applyProposals(
  parts: HubParts,
  ask: ApplyAsk,
): Promise<HubOutcome<AppliedProposals>> {
  const booked = await bookAdjustments(parts, ask);
  if (!booked.ok) return booked;
  const refused: AppliedProposals['refused'][number][] = [];
  for (const proposal of booked.value.others) {
    const reason = await perform(parts, ask, proposal);
    if (reason !== undefined) refused.push({ proposalId: proposal.proposalId, reason });
  }
  await resourceShortages(
    parts,
    booked.value.adjustments.map(({ nodeId, itemId, lot = '' }) => ({ nodeId, itemId, lot })),
  );
  const after = await reconciliation(parts, ask.reconciliationId);
  return after.ok ? { ok: true, value: { ...after.value, refused } } : after;
}

/** Books the chosen adjustments and marks them. @returns them, and what else was chosen and is open */
async function bookAdjustments(
  parts: HubParts,
  ask: ApplyAsk,
): Promise<
  HubOutcome<{
    readonly adjustments: readonly AdjustmentRow[];
    readonly others: readonly Proposal[];
  }>
> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const record = await caseOf(parts, ask.reconciliationId);
    if (!record) return notFound(ask.reconciliationId);
    const before = record.document as StoredReconciliation;
    const unknown = ask.proposalIds?.find(
      (id) => !before.proposals.some(({ proposalId }) => proposalId === id),
    );
    if (unknown !== undefined)
      return { ok: false, refusal: { reason: 'not-found', what: 'proposal', id: unknown } };
    const chosen = before.proposals.filter(
      ({ proposalId }) =>
        (ask.proposalIds === undefined || ask.proposalIds.includes(proposalId)) &&
        !before.appliedProposalIds.includes(proposalId),
    );
    const mine = chosen.filter(({ kind }) => kind === 'adjust');
    const others = chosen.filter(({ kind }) => kind !== 'adjust');
    const adjustments = adjustmentsOf(mine);
    const after = marked(record, mine);
    if (mine.length === 0 || (await book(parts, after, { adjustments, ask })))
      return { ok: true, value: { adjustments, others } };
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

/** The case with these proposals marked as applied. */
function marked(record: CaseRecord, done: readonly Proposal[]): CaseRecord {
  const before = record.document as StoredReconciliation;
  const ids = done.map(({ proposalId }) => proposalId);
  return reconciliationCase(
    { ...before, appliedProposalIds: [...before.appliedProposalIds, ...ids] },
    { version: record.version + 1, openedAt: record.openedAt },
  );
}

async function book(
  parts: HubParts,
  after: CaseRecord,
  told: { readonly adjustments: readonly AdjustmentRow[]; readonly ask: ApplyAsk },
): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    unit.casesChanged.push(after);
    tellAdjustment(unit, told.adjustments, {
      id: `${after.caseId}.${String(after.version)}`,
      by: told.ask.by,
      causationId: after.caseId,
    });
    return unit;
  });
  return result?.ok === true;
}

const adjustmentsOf = (chosen: readonly Proposal[]): readonly AdjustmentRow[] =>
  chosen.flatMap((proposal) =>
    proposal.kind === 'adjust'
      ? [
          {
            nodeId: proposal.nodeId,
            itemId: proposal.itemId,
            lot: proposal.lot,
            units: proposal.units,
            reason: proposal.reason,
          },
        ]
      : [],
  );

/** Tells one fact together with its mark. @returns why it was refused; undefined when it is done, by whomever */
async function perform(
  parts: HubParts,
  { reconciliationId, by }: ApplyAsk,
  proposal: Proposal,
): Promise<string | undefined> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const record = await caseOf(parts, reconciliationId);
    const before = record?.document as StoredReconciliation | undefined;
    if (!record || before?.appliedProposalIds.includes(proposal.proposalId)) return undefined;
    const told = await tellFact(parts, proposal, { by, mark: marked(record, [proposal]) });
    if (told.ok) return undefined;
    if (told.refusal.reason !== 'contended') return told.refusal.reason;
  }
  return 'contended';
}

async function tellFact(
  parts: HubParts,
  proposal: Proposal,
  { by, mark }: { readonly by: string; readonly mark: CaseRecord },
): Promise<HubOutcome<unknown>> {
  if (proposal.kind === 'report-short') {
    const { fulfilmentId, epoch, lines } = proposal;
    return nodeAct(parts, { fulfilmentId, epoch, act: { act: 'short', lines }, mark });
  }
  if (proposal.kind !== 'receive-transfer') return { ok: true, value: undefined };
  const { transferId, itemId, lot, units } = proposal;
  return receive(parts, { transferId, by, lines: [{ itemId, lot, units }], isLast: false }, mark);
}
