import {
  custodyStage,
  explainReturnRoute,
  inspectionStage,
  readPolicy,
  refundStage,
} from '../../aftercare/index.ts';
import type { FactNames } from '../capture/fact-names.ts';
import type { HubOutcome } from '../outcome.ts';
import { publishDocument } from '../keep/publish.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { findMatter } from './change-matter.ts';
import type { KnownMatter } from './change-matter.ts';
import { decideClaim, openClaim } from './claims/claims.ts';
import type { AftercareDesk, ClaimView, ExchangeView, ReturnView } from './desk.ts';
import { requestExchange } from './exchanges/exchanges.ts';
import { claimFileOf, exchangeFileOf, refundsOf, returnFileOf } from './matters.ts';
import { approveRefund, denyRefund, issueRefund } from './money/refunds.ts';
import { cancelReturn, requestReturn, tryReturn } from './returns/returns.ts';

/** The desk on a hub. */
export function aftercareDesk(parts: HubParts, names: FactNames): AftercareDesk {
  const view = (outcome: HubOutcome<KnownMatter>): HubOutcome<ReturnView> =>
    outcome.ok ? { ...outcome, value: returnView(parts, names, outcome.value) } : outcome;
  return {
    requestReturn: async (orderId, ask, meta) =>
      view(await requestReturn(parts, names, { orderId, ask, meta })),
    tryReturn: async (orderId, ask) => view(await tryReturn(parts, names, { orderId, ask })),
    return: async (caseId) => view(await findMatter(parts, 'return', caseId)),
    returns: async (filter, ask) => {
      const page = await parts.store.caseList({ ...filter, kind: 'return' }, ask);
      return { rows: await viewsOf(parts, names, page.rows), next: page.next };
    },
    cancelReturn: async (caseId, because) => view(await cancelReturn(parts, { caseId, because })),
    approveRefund: async (caseId, ask) => view(await approveRefund(parts, { caseId, ask })),
    denyRefund: async (caseId, because) => view(await denyRefund(parts, { caseId, because })),
    issueRefund: (orderId, refundId, reference) =>
      issueRefund(parts, { orderId, refundId, reference }),
    requestExchange: async (orderId, ask, meta) =>
      exchangeView(await requestExchange(parts, names, { orderId, ask, meta })),
    exchange: async (caseId) => exchangeView(await findMatter(parts, 'exchange', caseId)),
    openClaim: async (orderId, ask, meta) =>
      claimView(await openClaim(parts, names, { orderId, ask, meta })),
    claim: async (caseId) => claimView(await findMatter(parts, 'claim', caseId)),
    decideClaim: async (caseId, decision) =>
      claimView(await decideClaim(parts, names, { caseId, decision })),
    aftercarePolicy: () => {
      const { policy, version } = parts.board.aftercare;
      return { policy, version };
    },
    publishAftercarePolicy: (document, note) => publishPolicy(parts, document, note),
  };
}

function exchangeView(outcome: HubOutcome<KnownMatter>): HubOutcome<ExchangeView> {
  if (!outcome.ok) return outcome;
  const { record, order } = outcome.value;
  const { currency } = order.order;
  return { ...outcome, value: { record, file: exchangeFileOf(record), currency } };
}

function claimView(outcome: HubOutcome<KnownMatter>): HubOutcome<ClaimView> {
  if (!outcome.ok) return outcome;
  const { record, order } = outcome.value;
  const refunds = refundsOf(order, record.caseId);
  const { currency } = order.order;
  return { ...outcome, value: { record, file: claimFileOf(record), refunds, currency } };
}

async function viewsOf(
  parts: HubParts,
  names: FactNames,
  records: readonly CaseRecord[],
): Promise<readonly ReturnView[]> {
  const ids = [...new Set(records.flatMap(({ orderId }) => (orderId ? [orderId] : [])))];
  const orders = ids.length > 0 ? await parts.store.orders(ids) : [];
  return records.flatMap((record) => {
    const order = orders.find((one) => one.order.orderId === record.orderId);
    return order ? [returnView(parts, names, { record, order })] : [];
  });
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

async function publishPolicy(
  parts: HubParts,
  json: unknown,
  note: string,
): ReturnType<AftercareDesk['publishAftercarePolicy']> {
  const read = readPolicy(json);
  if (!read.ok) return { ok: false, refusal: { reason: 'invalid', faults: read.refusal } };
  const version = parts.board.aftercare.version + 1;
  const refused = await publishDocument(parts, {
    kind: 'aftercare',
    documentId: 'aftercare',
    version,
    publishedAt: parts.env.now(),
    note,
    document: read.value,
  });
  return refused ?? { ok: true, value: { policy: read.value, version } };
}
