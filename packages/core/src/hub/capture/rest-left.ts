import { provesDeparture } from '../../execute/index.ts';
import { standingFacts } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import type { LineUnits } from '../../intake/index.ts';
import { isActive } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { thingOf } from '../../words/index.ts';
import type { NodeId } from '../../words/index.ts';
import type { FactRecord } from '../ports/records.ts';
import { isQuota } from '../../stock/index.ts';
import { parcelsIn, recalled } from './arriving.ts';
import { departureOf } from './departures.ts';

/**
 * Work of which a part has left and the rest was just taken off (found missing, cancelled): nothing is to be done at
 * the node any more, so it stands where its parcels are.
 *
 * @returns the work further on; undefined while the node still holds goods for it, or nothing has left
 */
export function restHasLeft(
  work: Fulfilment,
  known: {
    readonly facts: readonly FactRecord[];
    readonly reservations: Iterable<Reservation>;
  },
): Fulfilment | undefined {
  if (!isActive(work.state) || work.lines.every(({ quantityUnits }) => quantityUnits === 0))
    return undefined;
  for (const { fulfilmentId, state } of known.reservations)
    if (fulfilmentId === work.fulfilmentId && state === 'live') return undefined;
  const standing = standingFacts(known.facts.map(recalled));
  if (leftFrom(work.nodeId, standing).length === 0) return undefined;
  const isHere = haveArrived(work.nodeId, standing);
  return {
    ...work,
    state: isHere ? 'delivered' : 'shipped',
    dueAt: isHere ? undefined : work.expected.window.endAt,
    version: work.version + 1,
  };
}

/** What is held for an order, by reservation. */
interface Held {
  readonly reservations: ReadonlyMap<string, Reservation>;
}

/** What is still held for a work. */
export const liveOf = (
  { reservations }: Held,
  { fulfilmentId }: Pick<Fulfilment, 'fulfilmentId'>,
): readonly Reservation[] =>
  [...reservations.values()].filter(
    (held) => held.fulfilmentId === fulfilmentId && held.state === 'live',
  );

/** So many of each item. */
export function unitsByItem(held: readonly Reservation[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const one of held) units.set(one.itemId, (units.get(one.itemId) ?? 0) + one.units);
  return units;
}

/**
 * Units per line that a work has still to send. What left with earlier parcels is not among them, although the work
 * names it; a line for which nothing was ever held counts whole.
 */
export function unitsToSend(
  { reservations }: Held,
  work: Pick<Fulfilment, 'fulfilmentId' | 'lines'>,
): readonly LineUnits[] {
  const own = [...reservations.values()].filter(
    (one) => one.fulfilmentId === work.fulfilmentId && !isQuota(one),
  );
  return work.lines
    .map(({ lineNo, quantityUnits }) => {
      const held = own.filter((one) => one.lineNo === lineNo);
      const live = held.filter(({ state }) => state === 'live');
      const units = live.reduce((sum, one) => sum + one.units, 0);
      return { lineNo, units: held.length === 0 ? quantityUnits : Math.min(quantityUnits, units) };
    })
    .filter(({ units }) => units > 0);
}

/** The works of an order, each with no more than it has still to send. */
export const worksToSend = (
  change: Held,
  works: readonly Fulfilment[],
): readonly Pick<Fulfilment, 'state' | 'lines'>[] =>
  works.map((work) => {
    const toSend = new Map(unitsToSend(change, work).map(({ lineNo, units }) => [lineNo, units]));
    return {
      state: work.state,
      lines: work.lines.map((line) => ({ ...line, quantityUnits: toSend.get(line.lineNo) ?? 0 })),
    };
  });

/** Whether every parcel that left a node for the order has been delivered, and at least one has. */
export function haveArrived(nodeId: NodeId, standing: readonly StoredFact[]): boolean {
  const left = leftFrom(nodeId, standing);
  return left.length > 0 && left.every((uri) => departureOf(uri, standing)?.kind === 'delivered');
}

const leftFrom = (nodeId: NodeId, standing: readonly StoredFact[]): readonly string[] =>
  standing
    .filter(({ kind }) => provesDeparture(kind))
    .flatMap(parcelsIn)
    .filter((uri) => !isFromElsewhere(uri, standing, nodeId));

/** Whether a parcel was packed at, or left, another node. What names a node by its GLN may be this one. */
function isFromElsewhere(uri: string, standing: readonly StoredFact[], nodeId: NodeId): boolean {
  return standing.some((fact) => {
    if (fact.nodeUri === undefined || !parcelsIn(fact).includes(uri)) return false;
    if (fact.kind !== 'packed' && fact.kind !== 'departed') return false;
    const { scheme, key } = thingOf(fact.nodeUri);
    return scheme !== 'gs1' && key !== nodeId;
  });
}
