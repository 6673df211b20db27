import { letGo } from '../../reserve/index.ts';
import { coolDown, coolDownEndsAt, excludedAt, isActive, openUnits } from '../../release/index.ts';
import type { Fulfilment, FulfilmentLine } from '../../release/index.ts';
import type { RouteQuestion } from '../../route/index.ts';
import { isQuota } from '../../stock/index.ts';
import type { NodeId } from '../../words/index.ts';
import type { CaseRecord, OrderRecord } from '../ports/records.ts';
import type { OrderState } from '../run/order-state.ts';
import type { OrderRules } from '../run/rules.ts';
import { placesOf } from './places.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import { parted } from '../consolidate/parted-work.ts';
import { endOffers } from '../nodes/offers/offer-cases.ts';
import { restHasLeft } from '../capture/rest-left.ts';

/**
 * An order while one change is being decided: what it was, what it becomes, and the unit that says so. All steps
 * below are pure on their input; the unit is committed only if nobody changed the order in between.
 */
export interface OrderChange {
  readonly before: OrderState;
  readonly unit: UnitDraft;
  record: OrderRecord;
  /** Fulfilments as they become, by id; untouched ones are absent. */
  readonly fulfilments: Map<string, Fulfilment>;
  /** Units freed from nodes that shall find another one. */
  readonly open: Map<number, number>;
  /** Reservations let go in this change, by id, so that no unit is let go twice. */
  readonly reservations: Map<string, OrderState['reservations'][number]>;
  readonly rules: OrderRules;
  /** Matters about the order as they become, by id; untouched ones are absent. Their versions are set when it is sealed. */
  readonly cases: Map<string, CaseRecord>;
}

/** Starts a change of an order. */
export const changeOf = (before: OrderState, at: number, rules: OrderRules): OrderChange => ({
  before,
  unit: emptyUnit(at),
  record: before.record,
  fulfilments: new Map(),
  open: new Map(),
  reservations: new Map(before.reservations.map((held) => [held.reservationId, held])),
  rules,
  cases: new Map(),
});

/** The fulfilments as the change has them now. */
export const fulfilmentsNow = (change: OrderChange): readonly Fulfilment[] =>
  change.before.fulfilments.map((work) => change.fulfilments.get(work.fulfilmentId) ?? work);

/**
 * Frees units of a fulfilment: their reservations are released, the slot place too when nothing is left of the work.
 *
 * @param why what the event says, e.g. `{ type: 'node.rejected', because: 'not-found' }`
 */
export function freeUnits(
  change: OrderChange,
  work: { readonly after: Fulfilment; readonly freed: readonly FulfilmentLine[] },
  why: {
    readonly type: string;
    readonly because: string;
    readonly reroute: boolean;
    /** The units were not found: they are booked off the shelf. */
    readonly missing?: boolean;
    /** Units of this lot are freed first. */
    readonly lot?: string;
  },
): void {
  const { after, freed } = work;
  change.fulfilments.set(after.fulfilmentId, after);
  const stockMoves = freed
    .flatMap((line) => releaseLine(change, after, { ...line, lot: why.lot }))
    .map((move) =>
      why.missing && !isQuota(move) ? { ...move, onHandUnits: move.reservedUnits } : move,
    );
  // Given back whole, taken away or not answered in time: the place is for others again.
  const leaves = !isActive(after.state);
  tell(change.unit, {
    type: why.type,
    id: `${after.fulfilmentId}.${String(after.version)}`,
    orderId: after.orderId,
    subject: `fulfilment/${after.fulfilmentId}`,
    stockMoves,
    slotMoves: leaves
      ? placesOf(after).map((slotAt) => ({
          nodeId: after.nodeId,
          slotAt,
          orders: -1,
          ordersMax: 0,
        }))
      : [],
    body: {
      fulfilmentId: after.fulfilmentId,
      nodeId: after.nodeId,
      state: after.state,
      because: why.because,
      lines: freed.map(({ lineNo, quantityUnits }) => [lineNo, quantityUnits]),
    },
  });
  const left = restHasLeft(after, {
    facts: change.before.facts,
    reservations: change.reservations.values(),
  });
  if (left) tellState(change, left, 'node.work_moved');
  if (!why.reroute) return;
  for (const { lineNo, quantityUnits } of freed)
    change.open.set(lineNo, (change.open.get(lineNo) ?? 0) + quantityUnits);
}

function releaseLine(
  change: OrderChange,
  work: Fulfilment,
  line: FulfilmentLine & { readonly lot: string | undefined },
) {
  const all = [...change.reservations.values()].filter(
    (candidate) => candidate.fulfilmentId === work.fulfilmentId && candidate.lineNo === line.lineNo,
  );
  const held = [
    ...all.filter(({ lot }) => lot === line.lot),
    ...all.filter(({ lot }) => lot !== line.lot),
  ];
  const ended = letGo(held, line.quantityUnits, 'released');
  for (const { record, unitsBefore } of ended.changes) {
    change.reservations.set(record.reservationId, record);
    putReservation(change.unit, record, unitsBefore);
  }
  return [...ended.stockMoves];
}

/** One change per reservation and unit: a second one in the same unit replaces the first, keeping its guard. */
export function putReservation(
  unit: UnitDraft,
  record: OrderState['reservations'][number],
  unitsBefore: number,
): void {
  const ix = unit.reservationsChanged.findIndex(
    (known) => known.record.reservationId === record.reservationId,
  );
  const known = unit.reservationsChanged[ix];
  if (known) unit.reservationsChanged[ix] = { record, unitsBefore: known.unitsBefore };
  else unit.reservationsChanged.push({ record, unitsBefore });
}

/** The node is not asked again for this order before its cool-down is over. */
export function exclude(
  change: OrderChange,
  given: { readonly nodeId: NodeId; readonly because: string },
  agreed: Parameters<typeof coolDown>[2],
): void {
  const { record, unit } = change;
  const excludedNodes = coolDown(record.excludedNodes, { ...given, at: unit.at }, agreed);
  change.record = { ...record, excludedNodes };
}

/** The nodes that the order is not offered to now. */
export const excludedNow = ({ record, unit }: OrderChange): RouteQuestion['excluded'] =>
  excludedAt(record.excludedNodes, unit.at).map(({ nodeId, because }) => ({ nodeId, because }));

/** Nobody can do it now; when a cool-down ends first, the order looks again by itself then. */
export function waitForCoolDown(change: OrderChange): void {
  const { record, unit } = change;
  const dueAt = coolDownEndsAt(record.excludedNodes, unit.at);
  if (dueAt === undefined) return;
  const { orderId } = record.order;
  unit.casesAdded.push({
    caseId: `cool_${orderId.slice(4)}.${String(record.epoch)}`,
    kind: 'cool_down',
    state: 'waiting',
    orderId,
    nodeId: undefined,
    key: undefined,
    dueAt,
    openedAt: unit.at,
    version: 1,
    document: {},
  });
}

/** Closes the change: the order's new version, its state, and every touched fulfilment go into the unit. */
export function sealChange(change: OrderChange): UnitDraft {
  const { unit, before } = change;
  for (const work of before.fulfilments) {
    const after = change.fulfilments.get(work.fulfilmentId);
    if (after)
      unit.fulfilmentsChanged.push({ ...parted(unit, work, after), version: work.version + 1 });
  }
  endOffers(change);
  sealCases(change);
  const state = stateOf(change);
  unit.ordersChanged.push({
    record: {
      ...change.record,
      state,
      status: state === 'cancelled' ? 'cancelled' : change.record.status,
      version: before.record.version + 1,
    },
    expectedVersion: before.record.version,
  });
  return unit;
}

function sealCases({ unit, before, cases }: OrderChange): void {
  for (const record of cases.values()) {
    const known = before.cases.find(({ caseId }) => caseId === record.caseId);
    if (known) unit.casesChanged.push({ ...record, version: known.version + 1 });
    else unit.casesAdded.push({ ...record, version: 1 });
  }
}

/**
 * Cancelled when every unit is; completed when every unit has arrived, will not arrive any more, or is cancelled; else
 * open or unroutable.
 */
function stateOf(change: OrderChange): OrderRecord['state'] {
  const { record } = change;
  const isWanted = record.order.lines.some(
    (line) => (record.cancelledUnits[line.lineNo] ?? 0) < line.quantityUnits,
  );
  if (!isWanted) return 'cancelled';
  if (record.state === 'unroutable') return 'unroutable';
  if (record.waits.length > 0) return 'open';
  const works = [...fulfilmentsNow(change), ...change.unit.fulfilmentsAdded];
  const underWay = works.some((work) => isActive(work.state) || work.state === 'shipped');
  const hasEnded = works.some(({ state }) => state === 'delivered' || state === 'undelivered');
  return !underWay && hasEnded ? 'completed' : 'open';
}

/**
 * Units per line that no live work covers: neither cancelled, nor assigned to a node that works, has shipped or has
 * delivered them, nor waiting for goods. They wait for a node. Units that must be sent again count once more.
 */
export function unassignedUnits(
  record: OrderRecord,
  works: readonly Fulfilment[],
): readonly { readonly lineNo: number; readonly units: number }[] {
  const waiting = new Map<number, number>();
  for (const { lineNo, units } of record.waits)
    waiting.set(lineNo, (waiting.get(lineNo) ?? 0) + units);
  return openUnits(record.order, notWanted(record), works)
    .map(({ lineNo, units }) => ({ lineNo, units: units - (waiting.get(lineNo) ?? 0) }))
    .filter(({ units }) => units > 0);
}

/** Units per line that no work has to cover: cancelled ones, less those that are sent once more. */
function notWanted({
  order,
  cancelledUnits,
  aftercare,
}: OrderRecord): OrderRecord['cancelledUnits'] {
  if (!aftercare) return cancelledUnits;
  const lines = order.lines.map(({ lineNo }) => [
    lineNo,
    (cancelledUnits[lineNo] ?? 0) - (aftercare.owedAgainUnits[lineNo] ?? 0),
  ]);
  return Object.fromEntries(lines) as OrderRecord['cancelledUnits'];
}

/** Tells a new state of a fulfilment and puts it into the change. */
export function tellState(change: OrderChange, after: Fulfilment, type: string): void {
  change.fulfilments.set(after.fulfilmentId, after);
  tell(change.unit, {
    type,
    id: `${after.fulfilmentId}.${String(after.version)}`,
    orderId: after.orderId,
    subject: `fulfilment/${after.fulfilmentId}`,
    body: {
      fulfilmentId: after.fulfilmentId,
      nodeId: after.nodeId,
      epoch: after.epoch,
      state: after.state,
      dueAt: after.dueAt ?? null,
    },
  });
}
