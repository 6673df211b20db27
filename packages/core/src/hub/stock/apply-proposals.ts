import type { Proposal } from '../../stock/index.ts';
import { nodeAct } from '../orders/orders.ts';
import type { HubOutcome, HubRefusal } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit } from '../run/unit-draft.ts';
import { tellAdjustment } from './adjust.ts';
import type { AdjustmentRow, ApplyAsk, StoredReconciliation } from './desk.ts';
import { resourceShortages } from './move-away.ts';
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
 * Somebody applies proposals: each once, whoever else tries. Adjustments are booked in the same transaction that marks
 * them as applied; facts (a short pick, a receipt) are told as if their people had told them.
 */
export async function applyProposals(
  parts: HubParts,
  ask: ApplyAsk,
): Promise<HubOutcome<StoredReconciliation>> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const record = await caseOf(parts, ask.reconciliationId);
    if (!record) return notFound(ask.reconciliationId);
    const before = record.document as StoredReconciliation;
    const chosen = before.proposals.filter(
      ({ proposalId }) =>
        (ask.proposalIds === undefined || ask.proposalIds.includes(proposalId)) &&
        !before.appliedProposalIds.includes(proposalId),
    );
    const unknown = ask.proposalIds?.find(
      (id) => !before.proposals.some(({ proposalId }) => proposalId === id),
    );
    if (unknown !== undefined)
      return { ok: false, refusal: { reason: 'not-found', what: 'proposal', id: unknown } };
    if (chosen.length === 0) return { ok: true, value: before };
    const after = {
      ...before,
      appliedProposalIds: [
        ...before.appliedProposalIds,
        ...chosen.map(({ proposalId }) => proposalId),
      ],
    };
    if (await markApplied(parts, record, { after, chosen, ask })) {
      await afterwards(parts, chosen, ask);
      return { ok: true, value: after };
    }
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

interface Applying {
  readonly after: StoredReconciliation;
  readonly chosen: readonly Proposal[];
  readonly ask: ApplyAsk;
}

async function markApplied(
  parts: HubParts,
  record: CaseRecord,
  { after, chosen, ask }: Applying,
): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    const { openedAt } = record;
    unit.casesChanged.push(reconciliationCase(after, { version: record.version + 1, openedAt }));
    tellAdjustment(unit, adjustmentsOf(chosen), {
      id: `${after.reconciliationId}.${String(record.version + 1)}`,
      by: ask.by,
      causationId: after.reconciliationId,
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

/** What follows outside the transaction: each act is refused by its own guard when it has become wrong meanwhile. */
async function afterwards(
  parts: HubParts,
  chosen: readonly Proposal[],
  { by }: ApplyAsk,
): Promise<void> {
  for (const proposal of chosen) {
    if (proposal.kind === 'report-short') {
      const { fulfilmentId, epoch, lines } = proposal;
      await nodeAct(parts, { fulfilmentId, epoch, act: { act: 'short', lines } });
    }
    if (proposal.kind === 'receive-transfer') {
      const { transferId, itemId, lot, units } = proposal;
      await receive(parts, { transferId, by, lines: [{ itemId, lot, units }], isLast: false });
    }
  }
  await resourceShortages(
    parts,
    adjustmentsOf(chosen).map(({ nodeId, itemId, lot = '' }) => ({ nodeId, itemId, lot })),
  );
}
