import type { ClaimFile, Refund, ReturnFile } from '@ordermesh/core/aftercare';
import type { CaseRecord, OrderRecord } from '@ordermesh/core/hub';
import type { AtRest } from '../at-rest.ts';

/**
 * A claim is decided once and does what was decided: the money goes back once, or the goods are owed once more, or
 * neither. No unit is in a return and in a claim that pays for it.
 */
export function checkClaims(rest: AtRest): void {
  const asked = new Set<string>();
  for (const record of rest.database.cases.values()) {
    if (record.kind !== 'claim') continue;
    const { orderId = '', caseId } = record;
    if (asked.has(orderId))
      rest.mesh.broken('a claim made again is the same claim', `${orderId}: ${caseId}`);
    asked.add(orderId);
    checkDecided(rest, record);
  }
  for (const record of rest.database.orders.values()) checkOrder(rest, record);
}

function checkDecided({ mesh, database, claimed }: AtRest, record: CaseRecord): void {
  const { decided, lines } = record.document as ClaimFile;
  const outcome = decided?.outcome;
  const told = claimed.decided.get(record.caseId) ?? outcome;
  if (outcome !== told)
    mesh.broken(
      'a claim is decided once',
      `${record.caseId}: told ${String(told)}, it is ${record.state} (${String(outcome)})`,
    );
  const paid = refundsOf(database.orders.get(record.orderId ?? ''), record.caseId);
  const wanted = outcome === 'refund' ? unitsIn(lines) : 0;
  if (paid.reduce((sum, refund) => sum + unitsIn(refund.lines), 0) !== wanted || paid.length > 1)
    mesh.broken(
      'a claim pays once what was decided',
      `${record.caseId} is ${record.state}: ${String(wanted)} units, ${refundText(paid)}`,
    );
}

const refundsOf = (order: OrderRecord | undefined, matter: string): readonly Refund[] =>
  (order?.aftercare?.refunds ?? []).filter(
    ({ caseId, state }) => caseId === matter && state !== 'withdrawn',
  );

const refundText = (refunds: readonly Refund[]): string =>
  refunds.map(({ refundId, lines }) => `${refundId} of ${String(unitsIn(lines))}`).join(', ');

const unitsIn = (lines: readonly { readonly units: number }[]): number =>
  lines.reduce((sum, { units }) => sum + units, 0);

function checkOrder({ mesh, database }: AtRest, { order, aftercare }: OrderRecord): void {
  if (!aftercare) return;
  const cases = [...database.cases.values()].filter(({ orderId }) => orderId === order.orderId);
  const claims = cases.filter(({ kind }) => kind === 'claim');
  for (const { lineNo, quantityUnits } of order.lines) {
    const of = (some: readonly CaseRecord[]): number =>
      some.reduce((sum, { document }) => sum + unitsOf(document as ClaimFile, lineNo), 0);
    const again = of(claims.filter(({ state }) => state === 'reshipped'));
    const owed = aftercare.owedAgainUnits[lineNo] ?? 0;
    if (owed !== again)
      mesh.broken(
        'what a claim grants is owed once more',
        `${order.orderId}/${String(lineNo)}: ${String(owed)} owed, ${String(again)} granted`,
      );
    const taken =
      of(claims.filter(({ state }) => state === 'refunded')) + of(cases.filter(isStanding));
    if (taken > quantityUnits + owed)
      mesh.broken(
        'no unit is returned and claimed',
        `${order.orderId}/${String(lineNo)}: ${String(taken)} of ${String(quantityUnits + owed)}`,
      );
  }
}

/** A return that a customer announced, and that is not over before it began. */
const isStanding = ({ kind, state, document }: CaseRecord): boolean =>
  kind === 'return' &&
  (document as ReturnFile).cause === 'customer' &&
  state !== 'cancelled' &&
  state !== 'expired';

const unitsOf = ({ lines }: Pick<ClaimFile, 'lines'>, lineNo: number): number =>
  unitsIn(lines.filter((line) => line.lineNo === lineNo));
