import { nothingBack } from '../../../aftercare/index.ts';
import type {
  FactGoods,
  ReturnableLine,
  ReturnCause,
  ReturnFile,
  ReturnLine,
} from '../../../aftercare/index.ts';
import { traceKeysOf } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import { fulfilmentsNow, tellState } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { CaseRecord } from '../../ports/records.ts';
import type { Arrival } from './arrival.ts';
import { aftercareOf, mattersNow, putMatter, returnFileOf, tellMatter } from '../matters.ts';
import { returnableLines } from './returnable.ts';

/** A fact about goods that come back, and the returns that it names. */
interface Told {
  readonly fact: StoredFact;
  readonly goods: readonly FactGoods[];
  readonly named: readonly string[];
}

/**
 * The return that a fact belongs to: the one it names, the one of a parcel that never reached the customer, one that
 * waits for these goods; else the goods came unasked and a return is opened for people to look at.
 */
export function returnOfFact(names: FactNames, arrival: Arrival, told: Told): CaseRecord {
  const returns = mattersNow(arrival.change).filter(({ kind }) => kind === 'return');
  const named = returns.find(({ caseId }) => told.named.includes(caseId));
  if (named) return named;
  const work = arrival.workOfParcel(told.fact);
  if (work && work.state !== 'delivered') return sentBack(arrival, told, work);
  const waiting = returns.find((record) => waitsFor(record, told.goods));
  return waiting ?? unannounced(names, arrival, told);
}

const waitsFor = (record: CaseRecord, goods: readonly FactGoods[]): boolean =>
  record.state === 'open' &&
  returnFileOf(record).lines.some(({ itemId }) => goods.some((one) => one.itemId === itemId));

/** A parcel comes back without having been delivered: one return per work, the work ends when all of it is back. */
function sentBack(arrival: Arrival, told: Told, work: Fulfilment): CaseRecord {
  const { change } = arrival;
  const known = mattersNow(change).find(
    (record) => record.kind === 'return' && returnFileOf(record).fulfilmentId === work.fulfilmentId,
  );
  const before = known ? returnFileOf(known).lines : [];
  const isNews = !known || !isCovered(known, arrival, told.fact);
  const cause = wasRefused(arrival, told.fact) ? 'refused' : 'undeliverable';
  const lines = isNews ? merged(before, linesOfWork(work, told.goods, cause)) : before;
  const record = known
    ? { ...known, document: { ...returnFileOf(known), lines } }
    : newReturn(change, told.fact, { cause, lines, work, nodeId: work.nodeId });
  putMatter(change, record);
  if (!known) tellMatter(change, record, { verb: 'opened', body: { cause } });
  const isAll = work.lines.every(
    ({ lineNo, quantityUnits }) =>
      (lines.find((line) => line.lineNo === lineNo)?.units ?? 0) >= quantityUnits,
  );
  if (isAll && work.state !== 'undelivered')
    tellState(
      change,
      { ...work, state: 'undelivered', dueAt: undefined, version: work.version + 1 },
      'node.work_moved',
    );
  return record;
}

/** Whether an earlier fact of the return spoke of the same parcel: then the goods are counted already. */
function isCovered(record: CaseRecord, { standing }: Arrival, fact: StoredFact): boolean {
  const { factHashes } = returnFileOf(record);
  const parcels = traceKeysOf(fact.epcis);
  return standing
    .filter(({ hash }) => factHashes.includes(hash))
    .some((earlier) => traceKeysOf(earlier.epcis).some((uri) => parcels.includes(uri)));
}

/** @see profile: `om:attemptOutcome` of a failed attempt */
const wasRefused = ({ standing }: Arrival, fact: StoredFact): boolean =>
  standing.some(
    ({ kind, epcis }) =>
      kind === 'attempt_failed' &&
      isRefusal(epcis['om:attemptOutcome']) &&
      traceKeysOf(epcis).some((uri) => traceKeysOf(fact.epcis).includes(uri)),
  );

const isRefusal = (outcome: unknown): boolean =>
  typeof outcome === 'string' && outcome.includes('refus');

function linesOfWork(
  work: Fulfilment,
  goods: readonly FactGoods[],
  cause: ReturnCause,
): readonly ReturnLine[] {
  return shared(
    work.lines.map(({ lineNo, itemId, quantityUnits }) => ({
      lineNo,
      itemId,
      units: quantityUnits,
    })),
    goods,
    cause,
  );
}

/** Divides goods among lines of their item, first lines first; what no line takes is surplus. */
function shared(
  lines: readonly {
    readonly lineNo: number;
    readonly itemId: FactGoods['itemId'];
    readonly units: number;
  }[],
  goods: readonly FactGoods[],
  cause: ReturnCause,
): readonly ReturnLine[] {
  const open = new Map<string, number>();
  for (const { itemId, units } of goods) open.set(itemId, (open.get(itemId) ?? 0) + units);
  return lines.flatMap(({ lineNo, itemId, units }): ReturnLine[] => {
    const own = Math.min(units, open.get(itemId) ?? 0);
    if (own <= 0) return [];
    open.set(itemId, (open.get(itemId) ?? 0) - own);
    return [{ lineNo, itemId, units: own, reason: cause, condition: 'unopened' }];
  });
}

function merged(a: readonly ReturnLine[], b: readonly ReturnLine[]): readonly ReturnLine[] {
  const lines = new Map(a.map((line) => [line.lineNo, line]));
  for (const line of b) {
    const known = lines.get(line.lineNo);
    lines.set(line.lineNo, known ? { ...known, units: known.units + line.units } : line);
  }
  return [...lines.values()];
}

/** Goods came that nobody asked to return: the physical fact counts, the money is for people to decide. */
function unannounced(names: FactNames, arrival: Arrival, told: Told): CaseRecord {
  const { change } = arrival;
  const known = returnableLines(names, {
    record: change.record,
    facts: change.before.facts,
    works: fulfilmentsNow(change),
    cases: mattersNow(change),
  });
  const lines = shared(known.map(returnable), told.goods, 'unannounced');
  const nodeId = names.nodeOf(told.fact.nodeUri);
  const record = newReturn(change, told.fact, { cause: 'unannounced', lines, nodeId });
  putMatter(change, record);
  tellMatter(change, record, { verb: 'opened', body: { cause: 'unannounced' } });
  return record;
}

const returnable = ({ lineNo, itemId, deliveredUnits, takenUnits }: ReturnableLine) => ({
  lineNo,
  itemId,
  units: Math.max(0, deliveredUnits - takenUnits),
});

function newReturn(
  change: OrderChange,
  fact: StoredFact,
  made: {
    readonly cause: ReturnCause;
    readonly lines: readonly ReturnLine[];
    readonly work?: Fulfilment;
    readonly nodeId: CaseRecord['nodeId'];
  },
): CaseRecord {
  const { orderId } = change.record.order;
  const { writtenOffParcelUris } = aftercareOf(change.record);
  const file: ReturnFile = {
    cause: made.cause,
    method: 'send',
    lines: made.lines,
    authorisedAt: change.unit.at,
    validUntilAt: fact.at,
    expectedAt: undefined,
    plannedNodeId: undefined,
    route: undefined,
    fulfilmentId: made.work?.fulfilmentId,
    exchangeId: undefined,
    refundAt: 'manual',
    refundBasisPoints: { sellable: 10_000, quarantine: 10_000, scrap: 10_000 },
    refundShipping: 'whole_order',
    factHashes: [],
    custody: nothingBack,
    restocked: [],
    refundDenied: undefined,
    // Goods that were given up and sent again come back: nobody is owed money for them.
    isReshipped: traceKeysOf(fact.epcis).some((uri) => writtenOffParcelUris.includes(uri)),
  };
  return {
    caseId: `ret_${orderId.slice(4)}.${hexOf(fact.hash)}`,
    kind: 'return',
    state: 'open',
    orderId,
    nodeId: made.nodeId,
    key: made.work?.fulfilmentId,
    dueAt: undefined,
    openedAt: change.unit.at,
    version: 1,
    document: file,
  };
}

/** The first digits of an event hash `ni:///sha-256;<hex>?…`. */
const hexOf = (hash: string): string => (hash.split(';')[1] ?? hash).slice(0, 12);
