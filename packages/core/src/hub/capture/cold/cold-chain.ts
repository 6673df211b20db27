import { exceptionId, thingOf } from '../../../words/index.ts';
import { readColdReport } from '../../../execute/index.ts';
import type { ColdReport } from '../../../execute/index.ts';
import { traceKeysOf } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import type { PathBoard } from '../../../path.ts';
import { mattersNow, putMatter, tellMatter } from '../../aftercare/matters.ts';
import { sendAgain } from '../../aftercare/send-again.ts';
import { fulfilmentsNow, tellState } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { CaseRecord } from '../../ports/records.ts';
import { tell } from '../../run/unit-draft.ts';
import { watchPromise } from '../../watch/watch-promise.ts';
import type { Contents } from '../arriving.ts';

/** What the house did about an answer: the goods go on, go out anew, or people have to look. */
export type ColdAction = 'goes-on' | 'sent-again' | 'for-people';

/** What a `cold_chain` case holds. Plain JSON. */
export interface ColdFile {
  readonly parcelUri: string;
  readonly fulfilmentId: Fulfilment['fulfilmentId'] | undefined;
  readonly report: ColdReport;
  readonly action: ColdAction;
  /** When it got too warm, and when the answer was carried out (undefined while it was not), epoch ms UTC. */
  readonly happenedAt: number;
  readonly doneAt: number | undefined;
}

/** The facts that came, what they stand on, and whose parcel it is. */
interface Arrived {
  readonly change: OrderChange;
  readonly arrived: readonly StoredFact[];
  readonly standing: readonly StoredFact[];
  readonly contents: Contents;
  readonly board: PathBoard;
  readonly workOfParcel: (fact: StoredFact) => Fulfilment | undefined;
}

/**
 * Goods got too warm on their way and it was answered where they are. The answer stands, it is not decided here anew:
 * goods that go on may come later, and the promise says so at once; goods that go back or are given up are sent again
 * without payment. Where the house cannot do that by itself, an exception is open. Each answer is a case of its order,
 * closed by the fact that shows it carried out.
 */
export function answersArrive(arrival: Arrived): void {
  for (const fact of arrival.arrived) {
    if (!arrival.standing.includes(fact)) continue;
    if (fact.epcis['om:coldAnswer'] !== undefined) answerArrives(arrival, fact);
    closeDone(arrival, fact);
  }
}

function answerArrives(arrival: Arrived, fact: StoredFact): void {
  const read = readColdReport(fact.epcis['om:coldAnswer']);
  const [parcelUri = ''] = traceKeysOf(fact.epcis).filter((uri) => thingOf(uri).kind === 'parcel');
  if (!read.ok) {
    forPeople(arrival, fact, {
      reason: `the answer cannot be read: ${read.refusal.map(({ field }) => field).join(', ')}`,
      work: undefined,
    });
    return;
  }
  const work = arrival.workOfParcel(fact);
  const action = carryOut(arrival, fact, { report: read.value, work, parcelUri });
  openCase(arrival, fact, {
    parcelUri,
    fulfilmentId: work?.fulfilmentId,
    report: read.value,
    action,
    happenedAt: fact.at,
    doneAt: undefined,
  });
}

interface Answered {
  readonly report: ColdReport;
  readonly work: Fulfilment | undefined;
  readonly parcelUri: string;
}

function carryOut(arrival: Arrived, fact: StoredFact, told: Answered): ColdAction {
  const { report, work } = told;
  if (!work || work.state !== 'shipped') {
    if (isGivenUp(report) || !work)
      forPeople(arrival, fact, { reason: `${report.answer}: ${report.because}`, work });
    return isGivenUp(report) || !work ? 'for-people' : 'goes-on';
  }
  if (!isGivenUp(report)) {
    arrivesAt(arrival, work, report);
    return 'goes-on';
  }
  const lines = linesInside(arrival, work, told.parcelUri);
  if (!lines) {
    forPeople(arrival, fact, { reason: `${report.answer}: ${report.because}`, work });
    return 'for-people';
  }
  endWork(arrival.change, work, lines);
  sendAgain(arrival.change, arrival.board, { lines, parcelUris: [told.parcelUri] });
  return 'sent-again';
}

const isGivenUp = ({ answer }: ColdReport): boolean => answer === 'return' || answer === 'dispose';

/** The parcel comes when the answer says; a promise that this breaks is changed in the same commit. */
function arrivesAt({ change, board }: Arrived, work: Fulfilment, report: ColdReport): void {
  const { arrivesAt: endAt } = report;
  const { window } = work.expected;
  if (endAt === undefined || endAt <= window.endAt) return;
  const startAt = Math.max(window.startAt, report.decidedAt + report.safeInMs);
  const expected = { ...work.expected, window: { startAt: Math.min(startAt, endAt), endAt } };
  tellState(change, { ...work, expected, version: work.version + 1 }, 'node.work_moved');
  watchPromise(change, board, 'cold-chain');
}

/**
 * The units of order lines that lie in the parcel; undefined where packing did not tell, or told of goods that are no
 * line of the order themselves (parts of kits, substitutes): then people decide.
 */
function linesInside(
  { change, contents }: Arrived,
  work: Fulfilment,
  parcelUri: string,
): readonly { readonly lineNo: number; readonly units: number }[] | undefined {
  const left = new Map(contents.get(parcelUri) ?? []);
  const lines = work.lines.flatMap(({ lineNo, itemId, quantityUnits }) => {
    const units = Math.min(quantityUnits, left.get(itemId) ?? 0);
    left.set(itemId, (left.get(itemId) ?? 0) - units);
    return units > 0 ? [{ lineNo, itemId, units }] : [];
  });
  const bought = change.record.order.lines;
  const isPlain = lines.every((line) =>
    bought.some(({ lineNo, itemId }) => lineNo === line.lineNo && itemId === line.itemId),
  );
  return isPlain && lines.length > 0 ? lines : undefined;
}

/** Nothing of the work will arrive any more. */
function endWork(
  change: OrderChange,
  work: Fulfilment,
  lines: readonly { readonly lineNo: number; readonly units: number }[],
): void {
  const isAll = work.lines.every(({ lineNo, quantityUnits }) =>
    lines.some((line) => line.lineNo === lineNo && line.units >= quantityUnits),
  );
  if (!isAll) return;
  const ended = { ...work, state: 'undelivered', dueAt: undefined } as const;
  tellState(change, { ...ended, version: work.version + 1 }, 'node.work_moved');
}

function openCase({ change }: Arrived, fact: StoredFact, file: ColdFile): void {
  const { orderId } = change.record.order;
  const record: CaseRecord = {
    caseId: `cold_${orderId.slice(4)}.${hexOf(fact.hash)}`,
    kind: 'cold_chain',
    state: file.action === 'for-people' ? 'for_people' : 'answered',
    orderId,
    nodeId: fulfilmentsNow(change).find(({ fulfilmentId }) => fulfilmentId === file.fulfilmentId)
      ?.nodeId,
    key: file.parcelUri,
    dueAt: undefined,
    openedAt: change.unit.at,
    version: 1,
    document: file,
  };
  putMatter(change, record);
  tellMatter(change, record, {
    verb: 'answered',
    body: {
      parcelUri: file.parcelUri,
      answer: file.report.answer,
      because: file.report.because,
      action: file.action,
      arrivesAt: file.report.arrivesAt ?? null,
      decidedInMs: file.report.decidedInMs,
    },
  });
}

/** The facts that show an answer carried out. A delivery ends them all. */
const showsDone: Readonly<Record<ColdReport['answer'], readonly StoredFact['kind'][]>> = {
  relay: ['loaded', 'delivered'],
  air: ['custody_changed', 'delivered'],
  return: ['arrived', 'return_received', 'delivered'],
  dispose: ['judged', 'damaged', 'return_received'],
};

function closeDone({ change }: Arrived, fact: StoredFact): void {
  const named = traceKeysOf(fact.epcis);
  for (const record of mattersNow(change)) {
    if (record.kind !== 'cold_chain' || record.state === 'done') continue;
    const file = record.document as ColdFile;
    const isShown = showsDone[file.report.answer].includes(fact.kind);
    if (!isShown || fact.at < file.happenedAt || !named.includes(file.parcelUri)) continue;
    const after = { ...record, state: 'done', document: { ...file, doneAt: fact.at } };
    putMatter(change, after);
    tellMatter(change, after, { verb: 'done', body: { parcelUri: file.parcelUri, by: fact.kind } });
  }
}

/** The house has no means of its own: people are asked. */
function forPeople(
  { change }: Arrived,
  fact: StoredFact,
  told: { readonly reason: string; readonly work: Fulfilment | undefined },
): void {
  const { orderId } = change.record.order;
  const id = exceptionId(`exc_${orderId.slice(4)}.cold.${hexOf(fact.hash)}`);
  const bought = new Set(change.record.order.lines.map(({ lineNo }) => lineNo));
  change.unit.exceptionsAdded.push({
    exceptionId: id,
    orderId,
    kind: 'cold-chain',
    state: 'open',
    openedAt: change.unit.at,
    reason: told.reason,
    lines: (told.work?.lines ?? [])
      .filter(({ lineNo }) => bought.has(lineNo))
      .map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits })),
    nearest: undefined,
    version: 1,
  });
  tell(change.unit, {
    type: 'exception.raised',
    id: `${id}.1`,
    orderId,
    subject: `order/${orderId}`,
    causationId: fact.hash,
    body: { exceptionId: id, kind: 'cold-chain', reason: told.reason },
  });
}

/** The first digits of an event hash `ni:///sha-256;<hex>?…`. */
const hexOf = (hash: string): string => (hash.split(';')[1] ?? hash).slice(0, 12);
