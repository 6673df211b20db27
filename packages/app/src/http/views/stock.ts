import type { Static } from 'typebox';
import type {
  AppliedProposals,
  LotBlocked,
  MovedAway,
  StoredReconciliation,
} from '@ordermesh/core/hub';
import type { AllocationDocument, LotTraits, Proposal, Transfer } from '@ordermesh/core/stock';
import { instantText } from '@ordermesh/core/words';
import type {
  lotBlockedSchema,
  lotSchema,
  reconciliationSchema,
  transferSchema,
} from '../schemas/stock.ts';

const instantOr = (at: number | undefined): string | null =>
  at === undefined ? null : instantText(at);

/** The rules as they are sent again. */
export const allocationView = (document: AllocationDocument): object => ({
  ...document,
  fences: document.fences.map(({ until, ...fence }) => ({
    ...fence,
    ...(until !== undefined && { until: instantText(until) }),
  })),
});

/** A lot. */
export const lotView = (lot: LotTraits): Static<typeof lotSchema> => ({
  item: lot.itemId,
  lot: lot.lot,
  state: lot.state,
  reason: lot.reason,
  expires_at: instantOr(lot.expiresAt),
  received_at: instantOr(lot.receivedAt),
});

/** A lot and the orders that have to do with it. */
export const lotBlockedView = (blocked: LotBlocked): Static<typeof lotBlockedSchema> => ({
  ...lotView(blocked.lot),
  on_hand_units: blocked.onHandUnits,
  moved_orders: [...blocked.movedOrderIds],
  reached_orders: blocked.reachedOrders.map(({ orderId, units }) => ({ order_id: orderId, units })),
});

/** What a correction of the books moved away. */
export const movedAwayView = ({
  orderIds,
  units,
}: MovedAway): { readonly moved_orders: readonly string[]; readonly moved_units: number } => ({
  moved_orders: [...orderIds],
  moved_units: units,
});

/** A transfer. */
export const transferView = (transfer: Transfer): Static<typeof transferSchema> => ({
  transfer_id: transfer.transferId,
  from: transfer.fromNodeId,
  to: transfer.toNodeId,
  state: transfer.state,
  expected_at: instantText(transfer.expectedAt),
  reason: transfer.reason,
  lines: transfer.lines.map((line) => ({
    item: line.itemId,
    lot: line.lot,
    units: line.units,
    shipped_units: line.shippedUnits,
    received_units: line.receivedUnits,
    lost_units: line.lostUnits,
    loss_reason: line.lossReason ?? null,
  })),
  history: transfer.history.map(({ state, by, at }) => ({ state, by, at: instantText(at) })),
});

type ReconciliationJson = Static<typeof reconciliationSchema>;

/** Why two books differ, and what would mend it. */
export const reconciliationView = (
  found: StoredReconciliation & Partial<AppliedProposals>,
): ReconciliationJson => ({
  reconciliation_id: found.reconciliationId,
  source: found.source,
  by: found.by,
  as_of: instantText(found.asOfAt),
  rows: found.rows,
  matches: found.matches,
  differences: found.differences.map((one) => ({
    node: one.nodeId,
    item: one.itemId,
    lot: one.lot,
    snapshot_units: one.snapshotUnits,
    book_units: one.bookUnits,
    reserved: one.reserved
      ? { snapshot_units: one.reserved.snapshotUnits, book_units: one.reserved.bookUnits }
      : null,
    causes: one.causes.map(({ cause, units, because }) => ({
      cause,
      units,
      because: [...because],
    })),
  })),
  proposals: found.proposals.map((proposal) => ({
    proposal_id: proposal.proposalId,
    is_applied: found.appliedProposalIds.includes(proposal.proposalId),
    refused_because:
      found.refused?.find(({ proposalId }) => proposalId === proposal.proposalId)?.reason ?? null,
    ...proposalView(proposal),
  })),
});

function proposalView(
  proposal: Proposal,
): Omit<ReconciliationJson['proposals'][number], 'proposal_id' | 'is_applied' | 'refused_because'> {
  const none = { kind: proposal.kind, node: null, item: null, lot: null, subject: null };
  switch (proposal.kind) {
    case 'adjust': {
      const { nodeId, itemId, lot, units } = proposal;
      return { ...none, node: nodeId, item: itemId, lot, units };
    }
    case 'report-short': {
      const units = proposal.lines.reduce((sum, line) => sum - line.missingUnits, 0);
      return { ...none, units, subject: proposal.fulfilmentId };
    }
    case 'receive-transfer': {
      const { transferId, itemId, lot, units } = proposal;
      return { ...none, item: itemId, lot, units, subject: transferId };
    }
  }
}
