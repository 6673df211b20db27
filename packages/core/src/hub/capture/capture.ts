import { thingOf } from '../../words/index.ts';
import type { OrderId } from '../../words/index.ts';
import { workByFact } from '../../execute/index.ts';
import {
  canonicalJson,
  captureFacts as readFacts,
  foldLifecycle,
  recalledFact,
  standingFacts,
  traceKeysOf,
} from '../../facts/index.ts';
import type { EpcisEvent, StoredFact } from '../../facts/index.ts';
import { isActive, watchAt } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { FactNames } from './fact-names.ts';
import { keepUnlinked } from './keep-unlinked.ts';
import type { Arriving } from './keep-unlinked.ts';
import { consume, lateAct, parcelContents } from './goods-left.ts';
import type { Contents } from './goods-left.ts';
import type { CaptureResult } from '../outcome.ts';
import { waitAtCounter } from '../changes/pickup-wait.ts';
import { changeOrder } from '../orders/orders.ts';
import type { HubParts } from '../run/parts.ts';
import type { FactRecord } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';
import { leftAt, watchPromise } from '../watch/watch-promise.ts';

/**
 * Takes EPCIS events: each is judged alone, stored once, and moves the order that it speaks of. A fact whose order is
 * not known yet is kept and found again when a parcel it names becomes known.
 */
export async function captureFacts(
  parts: HubParts,
  names: FactNames,
  body: unknown,
): Promise<readonly CaptureResult[]> {
  const capture = readFacts(body, parts.env.now());
  const arriving = await arrivals(parts, names, capture.facts);
  const known = await knownKeys(parts, capture.facts);
  const fresh = new Map<string, Arriving>();
  for (const one of arriving) {
    const key = keyOf(one.record);
    if (!known.has(key) && !fresh.has(key)) fresh.set(key, one);
  }
  await writeFresh(parts, names, [...fresh.values()]);
  parts.figures.add('factsCaptured', fresh.size);
  const accepted = arriving.map((one): CaptureResult => {
    const key = keyOf(one.record);
    return {
      ok: true,
      eventId: one.fact.eventId,
      kind: one.fact.kind,
      orderId: one.record.orderId,
      duplicate: known.has(key) || fresh.get(key) !== one,
    };
  });
  return inOrderSent(accepted, capture.faults);
}

const keyOf = (record: { readonly hash: string; readonly hasErrorDeclaration: boolean }): string =>
  record.hasErrorDeclaration ? `${record.hash}&err` : record.hash;

async function knownKeys(
  parts: HubParts,
  facts: readonly StoredFact[],
): Promise<ReadonlySet<string>> {
  if (facts.length === 0) return new Set();
  const known = await parts.store.knownFacts(
    facts.map(({ hash, hasErrorDeclaration }) => ({ hash, hasErrorDeclaration })),
  );
  return new Set(known.map(keyOf));
}

async function arrivals(
  parts: HubParts,
  names: FactNames,
  facts: readonly StoredFact[],
): Promise<readonly Arriving[]> {
  const traces = facts.map((fact) => traceKeysOf(fact.epcis));
  const uris = [...new Set(traces.flat())];
  const stored = uris.length > 0 ? await parts.store.parcels(uris) : [];
  const parcelOf = new Map(stored.map((parcel) => [parcel.parcelUri, parcel]));
  return facts.map((fact, ix) => {
    const parcels = (traces[ix] ?? []).flatMap((uri) => parcelOf.get(uri) ?? []);
    const named = fact.orderKeys.map((key) => names.orderOf(key)).find((id) => id !== undefined);
    return {
      fact,
      parcels,
      record: recordOf(fact, named ?? parcels[0]?.orderId, traces[ix] ?? []),
    };
  });
}

const recordOf = (
  fact: StoredFact,
  orderId: OrderId | undefined,
  objectUris: readonly string[],
): FactRecord => ({
  hash: fact.hash,
  hasErrorDeclaration: fact.hasErrorDeclaration,
  eventId: fact.eventId,
  kind: fact.kind,
  at: fact.at,
  recordedAt: fact.recordedAt,
  orderId,
  objectUris,
  epcis: canonicalJson(fact.epcis),
});

async function writeFresh(
  parts: HubParts,
  names: FactNames,
  fresh: readonly Arriving[],
): Promise<void> {
  const groups = new Map<OrderId | undefined, Arriving[]>();
  for (const one of fresh) {
    const group = groups.get(one.record.orderId);
    if (group) group.push(one);
    else groups.set(one.record.orderId, [one]);
  }
  await Promise.all(
    [...groups].map(async ([id, group]) => {
      if (id === undefined) return keepUnlinked(parts, names, group);
      const late = await parts.store.unlinkedFacts([
        ...new Set(group.flatMap(({ record }) => record.objectUris)),
      ]);
      const outcome = await changeOrder(parts, id, (change) => {
        factsArrive(parts, names, { change, group, late });
        return undefined;
      });
      // An order that this hub never took: the facts are kept all the same.
      if (!outcome.ok) await keepUnlinked(parts, names, group);
    }),
  );
}

function factsArrive(
  parts: HubParts,
  names: FactNames,
  arrival: {
    readonly change: OrderChange;
    readonly group: readonly Arriving[];
    readonly late: readonly FactRecord[];
  },
): void {
  const { change, group, late } = arrival;
  const { orderId } = change.record.order;
  const before = change.before.facts.map(recalled);
  const linked = late.map(recalled);
  const arrived = [...group.map(({ fact }) => fact), ...linked];
  const all = [...before, ...arrived];
  change.unit.facts.push(...group.map(({ record }) => ({ ...record, orderId })));
  change.unit.factsLinked.push(...late.map(({ hash }) => ({ hash, orderId })));
  const contents = parcelContents(names, all);
  for (const fact of standingFacts(arrived)) {
    const work = workOf(names, change, { fact, group });
    if (work) moveWork(parts, change, { fact, work, contents });
    else if (fact.kind === 'departed') lateAct(names, change, { fact, contents });
  }
  const lifecycle = foldLifecycle(
    names.lifecycleOrder(change.record, all, fulfilmentsNow(change)),
    all,
  );
  if (lifecycle.advanced === 'delivered' && change.record.status !== 'delivered')
    countDelivery(parts, change, lifecycle.asOf);
  change.record = { ...change.record, status: lifecycle.advanced };
  for (const fact of arrived) tellFact(change, fact, lifecycle.advanced);
}

const recalled = (record: FactRecord): StoredFact =>
  recalledFact(JSON.parse(record.epcis) as EpcisEvent, record);

function countDelivery(parts: HubParts, change: OrderChange, at: number): void {
  parts.figures.add('delivered');
  const window = change.record.promise?.window;
  if (window && at <= window.endAt) parts.figures.add('deliveredInWindow');
}

function tellFact(change: OrderChange, fact: StoredFact, status: string): void {
  const { orderId } = change.record.order;
  tell(change.unit, {
    type: fact.hasErrorDeclaration ? 'fact.corrected' : `fact.${fact.kind}`,
    id: fact.hasErrorDeclaration ? `${fact.hash}&err` : fact.hash,
    orderId,
    subject: `order/${orderId}`,
    body: { hash: fact.hash, kind: fact.kind, at: fact.at, nodeUri: fact.nodeUri ?? null, status },
  });
}

/** Whose work the fact is about: the parcel's, or that of the node where it happened. */
function workOf(
  names: FactNames,
  change: OrderChange,
  told: { readonly fact: StoredFact; readonly group: readonly Arriving[] },
): Fulfilment | undefined {
  const works = fulfilmentsNow(change).filter(
    ({ state }) => isActive(state) || state === 'shipped' || state === 'delivered',
  );
  const parcelWork = told.group
    .filter(({ fact }) => fact === told.fact)
    .flatMap(({ parcels }) => parcels.map(({ fulfilmentId }) => fulfilmentId));
  const known = [
    ...parcelWork,
    ...change.unit.parcels
      .filter(({ parcelUri }) => traceKeysOf(told.fact.epcis).includes(parcelUri))
      .map(({ fulfilmentId }) => fulfilmentId),
  ];
  const byParcel = works.find(({ fulfilmentId }) => known.includes(fulfilmentId));
  if (byParcel) return byParcel;
  const nodeId = names.nodeOf(told.fact.nodeUri);
  // A node may have the order twice: what it does now is about the goods that have not left.
  const there = works.filter((work) => work.nodeId === nodeId);
  return there.find(({ state }) => isActive(state)) ?? there[0];
}

function moveWork(
  parts: HubParts,
  change: OrderChange,
  told: { readonly fact: StoredFact; readonly work: Fulfilment; readonly contents: Contents },
): void {
  const { fact, work } = told;
  const parcelUris = traceKeysOf(fact.epcis).filter((uri) => thingOf(uri).kind === 'parcel');
  for (const parcelUri of parcelUris)
    if (!change.unit.parcels.some((known) => known.parcelUri === parcelUri))
      change.unit.parcels.push({
        parcelUri,
        orderId: work.orderId,
        fulfilmentId: work.fulfilmentId,
      });
  const moved = workByFact(work, fact.kind);
  if (!moved) return;
  const gone = moved.leavesNode ? consume(change, { ...told, parcelUris }) : 'all';
  const state = gone === 'some' ? 'ready' : moved.state;
  if (gone === 'some' && work.state === 'ready') return;
  tellMoved(parts, change, { work, state, at: fact.at });
}

/** The work is further; goods that left later than planned may break the promise. */
function tellMoved(
  parts: HubParts,
  change: OrderChange,
  moved: { readonly work: Fulfilment; readonly state: Fulfilment['state']; readonly at: number },
): void {
  const { work, state, at } = moved;
  const board = parts.pathBoard;
  const after = state === 'shipped' ? leftAt(change, work, { at, board }) : work;
  const dueAt = watchAt(state, after.expected);
  tellState(change, { ...after, state, dueAt, version: work.version + 1 }, 'node.work_moved');
  if (after.expected.window.endAt > work.expected.window.endAt)
    watchPromise(change, board, 'left-late');
  if (state === 'ready' && work.state !== 'ready') waitAtCounter(change, work);
  if (state === 'shipped') parts.env.log('debug', 'shipped', { fulfilmentId: work.fulfilmentId });
}

type Fault = Extract<CaptureResult, { ok: false }>['faults'][number];

/** Results in the order in which the events were sent, refused ones in their place. */
function inOrderSent(
  accepted: readonly CaptureResult[],
  faults: readonly Fault[],
): readonly CaptureResult[] {
  const byEvent = new Map<number, Fault[]>();
  for (const fault of faults) {
    const ix = Number(/\/eventList\/(\d+)/.exec(fault.field)?.[1] ?? 0);
    byEvent.set(ix, [...(byEvent.get(ix) ?? []), fault]);
  }
  const results: CaptureResult[] = [];
  const waiting = [...accepted];
  for (const [ix, some] of [...byEvent].sort(([a], [b]) => a - b)) {
    results.push(...waiting.splice(0, ix - results.length), { ok: false, faults: some });
  }
  return [...results, ...waiting];
}
