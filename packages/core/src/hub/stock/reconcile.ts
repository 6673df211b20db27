import { recalledFact } from '../../facts/index.ts';
import type { EpcisEvent } from '../../facts/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { isQuota, netMove, nodeOfOwed, reconcile } from '../../stock/index.ts';
import type { OpenWork, ReconcileQuestion, Reconciliation, Transfer } from '../../stock/index.ts';
import type { InputFault, NodeId, OrderId } from '../../words/index.ts';
import { parcelContents } from '../capture/arriving.ts';
import type { FactNames } from '../capture/fact-names.ts';
import { positionKey } from '../decide/keys.ts';
import { uuidV7 } from '../ports/env.ts';
import type { CaseRecord, LoggedEvent } from '../ports/records.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { SnapshotAsk, StoredReconciliation } from './desk.ts';

/** Compares a snapshot with the books and keeps what was found; nothing in the books changes. */
export async function reconcileSnapshot(
  parts: HubParts,
  names: FactNames,
  ask: SnapshotAsk,
): Promise<HubOutcome<StoredReconciliation>> {
  const faults = snapshotFaults(parts, ask);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  const found = reconcile(await questionOf(parts, names, ask));
  const at = parts.env.now();
  const kept: StoredReconciliation = {
    ...found,
    reconciliationId: `rec_${uuidV7(at, parts.env.randomHex())}`,
    source: ask.source,
    by: ask.by,
    appliedProposalIds: [],
  };
  await parts.commit(() => {
    const unit = emptyUnit(at);
    unit.casesAdded.push(reconciliationCase(kept, { version: 1, openedAt: at }));
    tell(unit, {
      type: 'stock.reconciled',
      id: `${kept.reconciliationId}.1`,
      subject: `reconciliation/${kept.reconciliationId}`,
      body: { ...summaryOf(kept), by: ask.by, source: ask.source },
    });
    return unit;
  });
  return { ok: true, value: kept };
}

/** The case that keeps a reconciliation. */
export const reconciliationCase = (
  document: StoredReconciliation,
  { version, openedAt }: Pick<CaseRecord, 'version' | 'openedAt'>,
): CaseRecord => ({
  caseId: document.reconciliationId,
  kind: 'reconciliation',
  state: document.appliedProposalIds.length < document.proposals.length ? 'open' : 'closed',
  orderId: undefined,
  nodeId: undefined,
  key: document.source,
  dueAt: undefined,
  openedAt,
  version,
  document,
});

const summaryOf = ({ rows, matches, differences, proposals }: Reconciliation) => ({
  rows,
  matches,
  differences: differences.length,
  proposals: proposals.length,
});

function snapshotFaults(parts: HubParts, ask: SnapshotAsk): readonly InputFault[] {
  const places = new Set<string>();
  const faults: InputFault[] = [];
  if (ask.asOfAt > parts.env.now())
    faults.push({
      field: '/as_of',
      reason: 'in-the-future',
      remedy: 'Send the moment at which the numbers were true; check the clock of the sender.',
    });
  ask.rows.forEach((row, ix) => {
    const key = positionKey(row);
    if (places.has(key))
      faults.push({
        field: `/rows/${String(ix)}`,
        reason: 'duplicate',
        remedy: 'Send each node, item and lot once.',
      });
    places.add(key);
    if (isQuota(row))
      faults.push({
        field: `/rows/${String(ix)}/lot`,
        reason: 'wrong-format',
        remedy: 'The code of a lot must not begin with #.',
      });
  });
  return faults.slice(0, 100);
}

async function questionOf(
  parts: HubParts,
  names: FactNames,
  ask: SnapshotAsk,
): Promise<ReconcileQuestion> {
  const { board } = parts;
  const nodeIds = new Set(ask.rows.map(({ nodeId }) => nodeId));
  const works = await openWorks(parts, names, [...nodeIds]);
  // The board is read last and at once: what is booked meanwhile is in the log already.
  const transfers = await transfersUnderWay(parts);
  const moves = await movesAfter(parts, ask, nodeIds);
  return {
    asOfAt: ask.asOfAt,
    isComplete: ask.isComplete,
    rows: ask.rows,
    isNode: (nodeId) => board.network.nodeIxOf(nodeId) !== undefined,
    unitOf: (itemId) => board.items.get(itemId)?.unit,
    books: booksOf(parts, nodeIds),
    moves,
    works,
    transfers,
  };
}

/** What is on hand, less what is owed: as it would be if all had been told. */
function booksOf(
  { board: { stock } }: HubParts,
  nodeIds: ReadonlySet<NodeId>,
): ReconcileQuestion['books'] {
  const owed = [...stock.owed()].map((position) => ({
    ...position,
    nodeId: nodeOfOwed(position),
    onHandUnits: -position.onHandUnits,
  }));
  return [...stock.positions(), ...owed].filter(
    (position) => nodeIds.has(position.nodeId) && !isQuota(position),
  );
}

const eventsPerRead = 1000;

/** Everything that moved on hand at the nodes after the snapshot's moment. */
async function movesAfter(
  parts: HubParts,
  { asOfAt }: SnapshotAsk,
  nodeIds: ReadonlySet<NodeId>,
): Promise<ReconcileQuestion['moves']> {
  const events: LoggedEvent[] = [];
  let sequence = await sequenceBefore(parts, asOfAt);
  for (;;) {
    const page = await parts.store.events(sequence, eventsPerRead);
    events.push(
      ...page.events.filter(
        ({ recordedAt, stockMoves }) =>
          recordedAt > asOfAt &&
          stockMoves
            .map(netMove)
            .some(({ nodeId, onHandUnits }) => onHandUnits !== 0 && nodeIds.has(nodeId)),
      ),
    );
    if (page.events.length < eventsPerRead) break;
    sequence = page.watermark;
  }
  const happened = await factTimes(parts, events);
  return events.flatMap(({ type, id, recordedAt, causationId, stockMoves }) =>
    stockMoves
      .map(netMove)
      .filter(
        ({ nodeId, lot, onHandUnits }) =>
          onHandUnits !== 0 && nodeIds.has(nodeId) && !isQuota({ lot }),
      )
      .map(({ nodeId, itemId, lot, onHandUnits }) => ({
        nodeId,
        itemId,
        lot,
        units: onHandUnits,
        happenedAt: happened.get(causationId ?? '') ?? recordedAt,
        kind: type.replace(/^dev\.ordermesh\.|\.v\d+$/g, ''),
        eventId: id,
      })),
  );
}

/** A minute of grace, because processes write events of nearly the same moment in any order. */
const graceMs = 60_000;

/** A sequence before which everything was recorded before the moment; about twenty reads of one event. */
async function sequenceBefore({ store, board }: HubParts, at: number): Promise<number> {
  let [low, high] = [0, board.sequence];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { events } = await store.events(middle, 1);
    const [event] = events;
    if (event && event.recordedAt < at - graceMs) low = Math.max(middle + 1, event.sequence);
    else high = middle;
  }
  return low;
}

/** When the facts behind events happened, by hash. */
async function factTimes(
  { store }: HubParts,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<string, number>> {
  const ids = [
    ...new Set(
      events.flatMap(({ orderId, causationId }) => (orderId && causationId ? [orderId] : [])),
    ),
  ];
  const times = new Map<string, number>();
  for (let from = 0; from < ids.length; from += 200)
    for (const { hash, at } of await store.facts(ids.slice(from, from + 200))) times.set(hash, at);
  return times;
}

async function transfersUnderWay({ store }: HubParts): Promise<readonly Transfer[]> {
  const found: Transfer[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.caseList(
      { kind: 'transfer', state: 'shipped' },
      { limit: 200, after },
    );
    found.push(...page.rows.map(({ document }) => document as Transfer));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

/** Work that has begun at the nodes, with what it holds and what its parcels lack. */
async function openWorks(
  parts: HubParts,
  names: FactNames,
  nodeIds: readonly NodeId[],
): Promise<readonly OpenWork[]> {
  const found: OpenWork[] = [];
  for (const nodeId of nodeIds)
    for (let after: string | undefined; ;) {
      const page = await parts.store.fulfilmentList(
        { nodeId, states: ['in_progress', 'ready'] },
        { limit: 200, after },
      );
      found.push(...(await worksWithGoods(parts, names, page.rows)));
      if (page.next === undefined) break;
      after = page.next;
    }
  return found;
}

async function worksWithGoods(
  parts: HubParts,
  names: FactNames,
  works: readonly Fulfilment[],
): Promise<readonly OpenWork[]> {
  const ids = [...new Set(works.map(({ orderId }) => orderId))];
  const held = await parts.store.reservations(ids);
  const packed = await packedUnits(parts, names, ids);
  return works.map((work) => ({
    fulfilmentId: work.fulfilmentId,
    orderId: work.orderId,
    nodeId: work.nodeId,
    epoch: work.epoch,
    lines: held
      .filter(
        (one) => one.fulfilmentId === work.fulfilmentId && one.state === 'live' && !isQuota(one),
      )
      .map(({ lineNo, itemId, lot, units }) => {
        const inParcels = packed.get(work.fulfilmentId);
        const wanted = work.lines.reduce(
          (sum, line) => (line.itemId === itemId ? sum + line.quantityUnits : sum),
          0,
        );
        const isPacked = work.state === 'ready' && inParcels !== undefined;
        const missing = isPacked ? Math.max(0, wanted - (inParcels.get(itemId) ?? 0)) : 0;
        return { lineNo, itemId, lot, heldUnits: units, shortUnits: Math.min(units, missing) };
      }),
  }));
}

/** Units per item in the parcels of every fulfilment, as far as packing was scanned. */
async function packedUnits(
  { store }: HubParts,
  names: FactNames,
  ids: readonly OrderId[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const records = await store.facts(ids);
  const contents = parcelContents(
    names,
    records.map((record) => recalledFact(JSON.parse(record.epcis) as EpcisEvent, record)),
  );
  const packed = new Map<string, Map<string, number>>();
  for (const { parcelUri, fulfilmentId } of await store.parcels([...contents.keys()])) {
    const units = packed.get(fulfilmentId) ?? new Map<string, number>();
    packed.set(fulfilmentId, units);
    for (const [item, more] of contents.get(parcelUri) ?? [])
      units.set(item, (units.get(item) ?? 0) + more);
  }
  return packed;
}
