import { itemId, thingOf } from '../../../words/index.ts';
import type { NodeId } from '../../../words/index.ts';
import {
  custodyStage,
  foldCustody,
  inspectionStage,
  restockedBy,
  restockMoves,
} from '../../../aftercare/index.ts';
import type { Custody, FactGoods, Grade, Restocked, ReturnFact } from '../../../aftercare/index.ts';
import { documentsOf, looseItems, traceKeysOf } from '../../../facts/index.ts';
import type { StoredFact } from '../../../facts/index.ts';
import type { FactNames } from '../../capture/fact-names.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { CaseRecord } from '../../ports/records.ts';
import { mattersNow, putMatter, returnFileOf, tellMatter } from '../matters.ts';
import { exchangeFallsDue } from '../exchanges/due.ts';
import { payDue } from '../money/pay-due.ts';
import type { Arrival } from './arrival.ts';
import { returnOfFact } from './return-of-fact.ts';
import { returnState } from './return-state.ts';
import { returnableLines } from './returnable.ts';
import { endAwaited } from './returns.ts';

const steps: Readonly<Partial<Record<StoredFact['kind'], ReturnFact['step']>>> = {
  return_handed_in: 'handed_in',
  return_received: 'received',
  return_inspected: 'inspected',
};

/** Whether a fact speaks of goods that come back. */
export const isReturnFact = ({ kind }: StoredFact): boolean => steps[kind] !== undefined;

/** The ids of returns that a fact names. */
export const returnIdsOf = ({ epcis }: StoredFact): readonly string[] =>
  documentsOf(epcis, 'rma').flatMap((uri) => {
    const { kind, key } = thingOf(uri);
    return kind === 'return' ? [key] : [];
  });

/**
 * Goods came back, were inspected, or a fact about them was withdrawn: each return that is concerned follows its facts.
 * What is on shelves is booked at the node where it physically is; refunds that became due are approved. Neither looks
 * at the other.
 */
export function goodsComeBack(names: FactNames, arrival: Arrival): void {
  const { change, arrived, standing } = arrival;
  const concerned = new Set<string>();
  for (const fact of arrived.filter(isReturnFact)) {
    const known = returnKnowing(change, fact);
    if (known) concerned.add(known.caseId);
    else if (standing.includes(fact)) concerned.add(assign(names, arrival, fact).caseId);
  }
  for (const caseId of concerned) {
    const before = mattersNow(change).find((one) => one.caseId === caseId);
    const after = follow(names, arrival, caseId);
    if (before && isOver(before) && after && !isOver(after)) othersYield(names, change, caseId);
  }
}

const returnKnowing = (change: OrderChange, { hash }: StoredFact): CaseRecord | undefined =>
  [...change.before.cases, ...change.cases.values()].find(
    (record) => record.kind === 'return' && returnFileOf(record).factHashes.includes(hash),
  );

function assign(names: FactNames, arrival: Arrival, fact: StoredFact): CaseRecord {
  const goods = goodsOf(names, arrival, fact);
  const record = returnOfFact(names, arrival, { fact, goods, named: returnIdsOf(fact) });
  const file = returnFileOf(record);
  const after = { ...record, document: { ...file, factHashes: [...file.factHashes, fact.hash] } };
  putMatter(arrival.change, after);
  return after;
}

/** The goods that a fact names, loose or by the parcels that they are in. */
function goodsOf(names: FactNames, arrival: Arrival, fact: StoredFact): readonly FactGoods[] {
  const loose = looseItems(fact.epcis).flatMap(({ itemUri, lot, units }): FactGoods[] => {
    const id = names.itemOf(itemUri);
    return id === undefined ? [] : [{ itemId: id, lot, units }];
  });
  if (loose.length > 0) return loose;
  const packed = traceKeysOf(fact.epcis).flatMap((uri) =>
    [...(arrival.contents.get(uri) ?? [])].map(([id, units]) => ({
      itemId: itemId(id),
      lot: '',
      units,
    })),
  );
  if (packed.length > 0) return packed;
  // Nobody told what was packed: then it is all that the work sent.
  const lines = arrival.workOfParcel(fact)?.lines ?? [];
  return lines.map((line) => ({ itemId: line.itemId, lot: '', units: line.quantityUnits }));
}

/** What the standing facts of a return say. */
function custodyOf(names: FactNames, arrival: Arrival, hashes: readonly string[]): Custody {
  const facts = arrival.standing.filter((fact) => isReturnFact(fact) && hashes.includes(fact.hash));
  return foldCustody(
    facts.map((fact) => ({
      step: steps[fact.kind] ?? 'handed_in',
      at: fact.at,
      nodeId: names.nodeOf(fact.nodeUri),
      goods: goodsOf(names, arrival, fact),
      grade: fact.kind === 'return_inspected' ? gradeOf(fact) : undefined,
    })),
  );
}

/** What an inspection found, by its disposition. @see CBV 2.0 §7.2 */
function gradeOf({ epcis }: StoredFact): Grade {
  const { disposition } = epcis;
  if (disposition === 'conformant' || disposition === 'sellable_accessible') return 'sellable';
  return disposition === 'damaged' || disposition === 'destroyed' ? 'scrap' : 'quarantine';
}

function follow(names: FactNames, arrival: Arrival, caseId: string): CaseRecord | undefined {
  const { change } = arrival;
  const record =
    change.cases.get(caseId) ?? change.before.cases.find((one) => one.caseId === caseId);
  if (!record) return undefined;
  const before = returnFileOf(record);
  const custody = custodyOf(names, arrival, before.factHashes);
  const onShelves = restockedBy(custody);
  const moves = restockMoves(before.restocked, onShelves);
  const file = { ...before, custody, restocked: onShelves };
  const nodeId = arrivedNode(custody) ?? record.nodeId;
  putMatter(change, { ...record, nodeId, document: file });
  payDue(change, caseId);
  const after = change.cases.get(caseId) ?? record;
  const state = returnState(change.record, after);
  const isAwaited = custodyStage(file) === 'awaited';
  const settled = {
    ...after,
    state,
    dueAt: isAwaited && state === 'open' ? after.dueAt : undefined,
  };
  putMatter(change, settled);
  if (!isAwaited) exchangeFallsDue(change, file.exchangeId);
  tellMatter(change, settled, {
    verb: moves.length > 0 ? 'restocked' : 'moved',
    stockMoves: moves.map(bookMove),
    body: {
      custody: custodyStage(file),
      inspection: inspectionStage(file),
      plannedNodeId: file.plannedNodeId ?? null,
      restocked: onShelves,
    },
  });
  return settled;
}

const isOver = ({ state }: CaseRecord): boolean => state === 'cancelled' || state === 'expired';

/**
 * Goods of a return that was over came after all, and their customer has asked to return them once more: of the other
 * returns those end for whose goods nothing is left that could come.
 */
function othersYield(names: FactNames, change: OrderChange, caseId: string): void {
  const known = { record: change.record, facts: change.before.facts };
  const others = mattersNow(change).filter(
    (one) => one.kind === 'return' && one.caseId !== caseId && one.state === 'open',
  );
  for (const other of others.reverse()) {
    const lines = returnableLines(names, {
      ...known,
      works: change.before.fulfilments,
      cases: mattersNow(change),
    });
    const isCrowded = returnFileOf(other).lines.some(({ lineNo }) =>
      lines.some((line) => line.lineNo === lineNo && line.takenUnits > line.deliveredUnits),
    );
    const because = 'its goods came back with another return';
    if (isCrowded && custodyStage(returnFileOf(other)) === 'awaited')
      endAwaited(change, other, { state: 'cancelled', because });
  }
}

const arrivedNode = ({ back }: Custody): NodeId | undefined => back[0]?.nodeId;

const bookMove = ({ nodeId, itemId, lot, units }: Restocked) => ({
  nodeId,
  itemId,
  lot,
  onHandUnits: units,
  reservedUnits: 0,
  safetyUnits: 0,
  guard: 'physical' as const,
});
