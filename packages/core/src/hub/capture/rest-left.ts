import { provesDeparture } from '../../execute/index.ts';
import { standingFacts } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';
import { isActive } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { Reservation } from '../../reserve/index.ts';
import { thingOf } from '../../words/index.ts';
import type { NodeId } from '../../words/index.ts';
import type { FactRecord } from '../ports/records.ts';
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
  const left = standing
    .filter(({ kind }) => provesDeparture(kind))
    .flatMap(parcelsIn)
    .filter((uri) => !isFromElsewhere(uri, standing, work.nodeId));
  if (left.length === 0) return undefined;
  const isHere = left.every((uri) => departureOf(uri, standing)?.kind === 'delivered');
  return {
    ...work,
    state: isHere ? 'delivered' : 'shipped',
    dueAt: isHere ? undefined : work.expected.window.endAt,
    version: work.version + 1,
  };
}

/** Whether a parcel was packed at, or left, another node. What names a node by its GLN may be this one. */
function isFromElsewhere(uri: string, standing: readonly StoredFact[], nodeId: NodeId): boolean {
  return standing.some((fact) => {
    if (fact.nodeUri === undefined || !parcelsIn(fact).includes(uri)) return false;
    if (fact.kind !== 'packed' && fact.kind !== 'departed') return false;
    const { scheme, key } = thingOf(fact.nodeUri);
    return scheme !== 'gs1' && key !== nodeId;
  });
}
