import type { OrderId } from '../../words/index.ts';
import {
  canonicalJson,
  captureFacts as readFacts,
  foldLifecycle,
  standingFacts,
  traceKeysOf,
} from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { goodsComeBack, isReturnFact, returnIdsOf } from '../aftercare/returns/goods-come-back.ts';
import { fulfilmentsNow, tellState } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { parcelContents, recalled } from './arriving.ts';
import type { Arriving, Booked } from './arriving.ts';
import { answersArrive } from './cold/cold-chain.ts';
import { mayUndo } from './departures.ts';
import type { FactNames } from './fact-names.ts';
import { keepUnlinked } from './keep-unlinked.ts';
import { isTakenBack, undo } from './move-work.ts';
import { workMoves } from './untold.ts';
import { haveArrived } from './rest-left.ts';
import { lateAct } from './unwanted-left.ts';
import type { Moving } from './move-work.ts';
import { workOf, workOfParcel } from './whose-work.ts';
import type { CaptureResult } from '../outcome.ts';
import { changeOrder } from '../orders/orders.ts';
import type { HubParts } from '../run/parts.ts';
import type { FactRecord } from '../ports/records.ts';
import { tell } from '../run/unit-draft.ts';

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
  const [stored, orderOfReturn] = await Promise.all([
    uris.length > 0 ? parts.store.parcels(uris) : [],
    ordersOfReturns(parts, facts),
  ]);
  const parcelOf = new Map(stored.map((parcel) => [parcel.parcelUri, parcel]));
  return facts.map((fact, ix) => {
    const parcels = (traces[ix] ?? []).flatMap((uri) => parcelOf.get(uri) ?? []);
    const named = fact.orderKeys.map((key) => names.orderOf(key)).find((id) => id !== undefined);
    const orderId = named ?? orderOfReturn(fact) ?? parcels[0]?.orderId;
    return { fact, parcels, record: recordOf(fact, orderId, traces[ix] ?? []) };
  });
}

/** The order of the return that a fact names. */
async function ordersOfReturns(
  parts: HubParts,
  facts: readonly StoredFact[],
): Promise<(fact: StoredFact) => OrderId | undefined> {
  const ids = [...new Set(facts.flatMap(returnIdsOf))];
  const cases = ids.length > 0 ? await parts.store.cases(ids) : [];
  const orders = new Map(cases.map(({ caseId, orderId }) => [caseId, orderId]));
  return (fact) =>
    returnIdsOf(fact)
      .map((id) => orders.get(id))
      .find((id) => id !== undefined);
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
      const outcome = await changeByFacts(parts, names, { id, group, late });
      // An order that this hub never took: the facts are kept all the same.
      if (!outcome.ok) await keepUnlinked(parts, names, group);
    }),
  );
}

/** What may undo a departure looks at what was booked off with it, and that must be all that the order knows of. */
async function changeByFacts(
  parts: HubParts,
  names: FactNames,
  { id, ...told }: Pick<Arrived, 'group' | 'late'> & { readonly id: OrderId },
): ReturnType<typeof changeOrder> {
  let reads = [...told.group.map(({ fact }) => fact), ...told.late.map(recalled)].some(mayUndo);
  for (let attempt = 1; ; attempt += 1) {
    const known = reads ? await parts.store.order(id) : undefined;
    const booked = known ? await parts.store.orderEvents(id) : undefined;
    const outcome = await changeOrder(parts, id, (draft) => {
      const again = { reason: 'contended', attempts: attempt } as const;
      if (known && draft.before.record.version > known.version) return again;
      const arrival = { change: draft, ...told, booked };
      if (factsArrive(parts, names, arrival) === 'enough') return undefined;
      reads = true;
      return again;
    });
    if (outcome.ok || outcome.refusal.reason !== 'contended' || attempt >= attemptsMax)
      return outcome;
  }
}

/** Facts of one order that arrive together. */
interface Arrived {
  readonly change: OrderChange;
  readonly group: readonly Arriving[];
  readonly late: readonly FactRecord[];
  /** What was booked for the order before; read only when one of them may undo it, or asks for it. */
  readonly booked: Booked | undefined;
}

const attemptsMax = 8;

/** @returns whether the log of the order must be known as well to judge what left */
function factsArrive(parts: HubParts, names: FactNames, arrival: Arrived): 'enough' | 'needs-log' {
  const { change, group, late, booked } = arrival;
  const { orderId } = change.record.order;
  const known = change.before.facts.map(recalled);
  const before = standingFacts(known);
  const linked = late.map(recalled);
  const arrived = [...group.map(({ fact }) => fact), ...linked];
  const all = [...known, ...arrived];
  change.unit.facts.push(...group.map(({ record }) => ({ ...record, orderId })));
  change.unit.factsLinked.push(...late.map(({ hash }) => ({ hash, orderId })));
  const contents = parcelContents(names, all);
  const standing = standingFacts(all);
  const told = { group, contents, booked, before };
  const needs = worksMove(parts, names, { change, arrived, standing, told });
  for (const fact of arrived.filter(mayUndo))
    undo(parts, names, { change, group, fact, before, standing, contents, booked: booked ?? [] });
  answersArrive({
    change,
    arrived,
    standing,
    contents,
    board: parts.pathBoard,
    workOfParcel: (fact) => workOfParcel(change, { fact, group }),
  });
  goodsComeBack(names, {
    change,
    arrived,
    standing,
    contents,
    workOfParcel: (fact) => workOfParcel(change, { fact, group }),
  });
  if (arrived.some(({ kind }) => kind === 'delivered')) arriveWithLast(change, standing);
  const lifecycle = foldLifecycle(
    names.lifecycleOrder(change.record, all, fulfilmentsNow(change)),
    all,
  );
  if (lifecycle.advanced === 'delivered' && change.record.status !== 'delivered')
    countDelivery(parts, change, lifecycle.asOf);
  change.record = { ...change.record, status: lifecycle.advanced };
  for (const fact of arrived) tellFact(change, fact, lifecycle.advanced);
  return needs;
}

/** Each fact moves the work that it is about; a departure that nobody was to make is booked off. */
function worksMove(
  parts: HubParts,
  names: FactNames,
  facts: {
    readonly change: OrderChange;
    readonly arrived: readonly StoredFact[];
    readonly standing: readonly StoredFact[];
    readonly told: Omit<Moving, 'fact' | 'work' | 'earlier'>;
  },
): 'enough' | 'needs-log' {
  const { change, told } = facts;
  let needs: 'enough' | 'needs-log' = 'enough';
  const standing = standingFacts(facts.arrived);
  for (const [ix, fact] of standing.entries()) {
    if (isTakenBack(fact, facts.standing) || isReturnFact(fact)) continue;
    const one = { ...told, fact, earlier: standing.slice(0, ix) };
    const work = workOf(names, change, one);
    const moved = work ? workMoves(parts, change, { ...one, work }) : lateAct(names, change, one);
    if (moved === 'needs-log') needs = 'needs-log';
  }
  return needs;
}

/**
 * Work that went in parcels which were taken for those of another work of its node has arrived when all of them have,
 * though none of the last scans named it.
 */
function arriveWithLast(change: OrderChange, standing: readonly StoredFact[]): void {
  for (const work of fulfilmentsNow(change))
    if (work.state === 'shipped' && haveArrived(work.nodeId, standing)) {
      const after = { ...work, state: 'delivered', dueAt: undefined } as const;
      tellState(change, { ...after, version: work.version + 1 }, 'node.work_moved');
    }
}

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
