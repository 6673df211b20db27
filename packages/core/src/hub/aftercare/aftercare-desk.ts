import {
  custodyStage,
  explainReturnRoute,
  inspectionStage,
  refundStage,
} from '../../aftercare/index.ts';
import type { FactNames } from '../capture/fact-names.ts';
import type { HubOutcome } from '../outcome.ts';
import type { CaseFilter, Page, PageAsk } from '../ports/store.ts';
import type { HubParts } from '../run/parts.ts';
import { findMatter } from './change-matter.ts';
import type { KnownMatter } from './change-matter.ts';
import { decideClaim, openClaim } from './claims/claims.ts';
import type { AftercareDesk, ClaimView, ExchangeView, ReturnView } from './desk.ts';
import { requestExchange } from './exchanges/exchanges.ts';
import { claimFileOf, exchangeFileOf, refundsOf, returnFileOf } from './matters.ts';
import { approveRefund, denyRefund, issueRefund } from './money/refunds.ts';
import { policyDesk } from './policies/policy-desk.ts';
import { cancelReturn, requestReturn, tryReturn } from './returns/returns.ts';

/** The desk on a hub. */
export function aftercareDesk(parts: HubParts, names: FactNames): AftercareDesk {
  const view = (outcome: HubOutcome<KnownMatter>): HubOutcome<ReturnView> =>
    shown(outcome, (known) => returnView(parts, names, known));
  return {
    ...policyDesk(parts),
    requestReturn: async (orderId, ask, meta) =>
      view(await requestReturn(parts, names, { orderId, ask, meta })),
    tryReturn: async (orderId, ask) => view(await tryReturn(parts, names, { orderId, ask })),
    return: async (caseId) => view(await findMatter(parts, 'return', caseId)),
    returns: (filter, ask) =>
      list(
        parts,
        { ...filter, kind: 'return' },
        { ask, view: (known) => returnView(parts, names, known) },
      ),
    cancelReturn: async (caseId, because) => view(await cancelReturn(parts, { caseId, because })),
    approveRefund: async (caseId, ask) => view(await approveRefund(parts, { caseId, ask })),
    denyRefund: async (caseId, because) => view(await denyRefund(parts, { caseId, because })),
    issueRefund: (orderId, refundId, reference) =>
      issueRefund(parts, { orderId, refundId, reference }),
    requestExchange: async (orderId, ask, meta) =>
      shown(await requestExchange(parts, names, { orderId, ask, meta }), exchangeView),
    exchange: async (caseId) => shown(await findMatter(parts, 'exchange', caseId), exchangeView),
    exchanges: (filter, ask) =>
      list(parts, { ...filter, kind: 'exchange' }, { ask, view: exchangeView }),
    openClaim: async (orderId, ask, meta) =>
      shown(await openClaim(parts, names, { orderId, ask, meta }), claimView),
    claim: async (caseId) => shown(await findMatter(parts, 'claim', caseId), claimView),
    claims: (filter, ask) => list(parts, { ...filter, kind: 'claim' }, { ask, view: claimView }),
    decideClaim: async (caseId, decision) =>
      shown(await decideClaim(parts, names, { caseId, decision }), claimView),
  };
}

function shown<View>(
  outcome: HubOutcome<KnownMatter>,
  view: (known: KnownMatter) => View,
): HubOutcome<View> {
  return outcome.ok ? { ...outcome, value: view(outcome.value) } : outcome;
}

function exchangeView({ record, order }: KnownMatter): ExchangeView {
  return { record, file: exchangeFileOf(record), currency: order.order.currency };
}

function claimView({ record, order }: KnownMatter): ClaimView {
  const refunds = refundsOf(order, record.caseId);
  return { record, file: claimFileOf(record), refunds, currency: order.order.currency };
}

/** A page of matters with their orders, which are read at once. */
async function list<View>(
  { store }: HubParts,
  filter: CaseFilter,
  { ask, view }: { readonly ask: PageAsk; readonly view: (known: KnownMatter) => View },
): Promise<Page<View>> {
  const { rows: records, next } = await store.caseList(filter, ask);
  const ids = [...new Set(records.flatMap(({ orderId }) => (orderId ? [orderId] : [])))];
  const orders = ids.length > 0 ? await store.orders(ids) : [];
  const orderOf = new Map(orders.map((one) => [one.order.orderId, one]));
  const rows = records.flatMap((record) => {
    const order = record.orderId && orderOf.get(record.orderId);
    return order ? [view({ record, order })] : [];
  });
  return { rows, next };
}

/** A return as the desk shows it. */
function returnView(
  { board }: HubParts,
  names: FactNames,
  { record, order }: KnownMatter,
): ReturnView {
  const file = returnFileOf(record);
  const refunds = refundsOf(order, record.caseId);
  const { nodes, document } = board.network;
  return {
    record,
    file,
    currency: order.order.currency,
    returnUri: names.returnUri(record.caseId),
    custody: custodyStage(file),
    inspection: inspectionStage(file),
    refund: refundStage(file, refunds),
    refunds,
    explanation: file.route
      ? explainReturnRoute(file.route, {
          currency: document.currency,
          nameOf: (nodeId) => nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId,
        })
      : [],
  };
}
