import type { Refund, ReturnFile } from '@ordermesh/core/aftercare';
import type { OrderRecord } from '@ordermesh/core/hub';
import type { AtRest } from '../at-rest.ts';

/** What came back and was found good is paid, once, and never more than was paid for it. */
export function checkReturns({ mesh, database, sentBack }: AtRest): void {
  checkAskedOnce({ mesh, database });
  const paid = new Map<string, number>();
  for (const record of database.orders.values()) {
    const refunds = standingOf(record);
    checkNotAbovePaid(mesh, record, refunds);
    for (const refund of refunds)
      paid.set(refund.caseId, (paid.get(refund.caseId) ?? 0) + soundUnits(refund));
  }
  for (const [caseId, goodUnits] of sentBack.foundGood) {
    const paidUnits = paid.get(caseId) ?? 0;
    if (paidUnits > goodUnits || (paidUnits < goodUnits && leftToPay(database, caseId) > 0))
      mesh.broken(
        'what came back good is paid once',
        `${caseId}: ${String(goodUnits)} found good, ${String(paidUnits)} paid`,
      );
  }
}

const standingOf = ({ aftercare }: OrderRecord): readonly Refund[] =>
  (aftercare?.refunds ?? []).filter(({ state }) => state !== 'withdrawn');

/**
 * Units of the line of a return that were bought and not paid back: a node that was thought dead may have sent what was
 * cancelled later, and for that nobody paid; a claim may have paid all that there was.
 */
function leftToPay({ cases, orders }: AtRest['database'], caseId: string): number {
  const record = cases.get(caseId);
  const of = record?.orderId && orders.get(record.orderId);
  const [back] = record ? (record.document as ReturnFile).lines : [];
  if (!of || !back) return 0;
  const paid = standingOf(of)
    .flatMap(({ lines }) => lines)
    .filter(({ lineNo }) => lineNo === back.lineNo);
  return of.order.lines
    .filter(({ lineNo }) => lineNo === back.lineNo)
    .reduce(
      (sum, line) => sum + line.quantityUnits - (of.cancelledUnits[line.lineNo] ?? 0),
      -paid.reduce((sum, { units }) => sum + units, 0),
    );
}

const soundUnits = ({ lines }: Refund): number =>
  lines.reduce((sum, { grade, units }) => sum + (grade === 'sellable' ? units : 0), 0);

function checkNotAbovePaid(
  mesh: AtRest['mesh'],
  { order }: Pick<OrderRecord, 'order'>,
  given: readonly Refund[],
): void {
  const back = given.flatMap(({ lines }) => lines);
  for (const { lineNo, quantityUnits, priceMinor, taxMinor } of order.lines) {
    const own = back.filter((line) => line.lineNo === lineNo);
    const units = own.reduce((sum, line) => sum + line.units, 0);
    const minor = own.reduce((sum, line) => sum + line.goodsMinor + line.taxMinor, 0);
    if (units > quantityUnits || minor > priceMinor + taxMinor)
      mesh.broken(
        'nothing above what was paid goes back',
        `${order.orderId}/${String(lineNo)}: ${String(units)} units, ${String(minor)} minor`,
      );
  }
}

/** Each customer asks once, under one key, however often it is told. */
function checkAskedOnce({ mesh, database }: Pick<AtRest, 'mesh' | 'database'>): void {
  const asked = new Set<string>();
  for (const { kind, orderId = '', document } of database.cases.values()) {
    const { cause, exchangeId } = document as ReturnFile;
    if (kind !== 'return' || cause !== 'customer' || exchangeId !== undefined) continue;
    if (asked.has(orderId)) mesh.broken('a return asked for again is the same return', orderId);
    asked.add(orderId);
  }
}
