import type { Refund, ReturnFile } from '@ordermesh/core/aftercare';
import type { OrderRecord } from '@ordermesh/core/hub';
import type { AtRest } from './at-rest.ts';

/** What came back and was found good is paid, once, and never more than was paid for it. */
export function checkReturns({ mesh, database, sentBack }: AtRest): void {
  checkAskedOnce({ mesh, database });
  const paid = new Map<string, number>();
  for (const record of database.orders.values()) {
    const refunds = (record.aftercare?.refunds ?? []).filter(({ state }) => state !== 'withdrawn');
    checkNotAbovePaid(mesh, record, refunds);
    for (const refund of refunds)
      paid.set(refund.caseId, (paid.get(refund.caseId) ?? 0) + soundUnits(refund));
  }
  for (const [caseId, goodUnits] of sentBack.foundGood) {
    const paidUnits = paid.get(caseId) ?? 0;
    if (paidUnits !== Math.min(goodUnits, boughtUnits(database, caseId)))
      mesh.broken(
        'what came back good is paid once',
        `${caseId}: ${String(goodUnits)} found good, ${String(paidUnits)} paid`,
      );
  }
}

/**
 * Units of the line that were bought after all: a node that was thought dead may have sent what was cancelled later, and
 * for that nobody paid.
 */
function boughtUnits({ cases, orders }: AtRest['database'], caseId: string): number {
  const record = cases.get(caseId);
  const of = record?.orderId && orders.get(record.orderId);
  const [back] = record ? (record.document as ReturnFile).lines : [];
  if (!of || !back) return 0;
  return of.order.lines
    .filter(({ lineNo }) => lineNo === back.lineNo)
    .reduce((sum, line) => sum + line.quantityUnits - (of.cancelledUnits[line.lineNo] ?? 0), 0);
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
    if (kind !== 'return' || (document as ReturnFile).cause !== 'customer') continue;
    if (asked.has(orderId)) mesh.broken('a return asked for again is the same return', orderId);
    asked.add(orderId);
  }
}
