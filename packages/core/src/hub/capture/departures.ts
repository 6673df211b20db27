import { provesDeparture } from '../../execute/index.ts';
import { traceKeysOf } from '../../facts/index.ts';
import type { StoredFact } from '../../facts/index.ts';

/**
 * The fact that took a parcel off its node, as things stand: its last departure, unless the shipping was voided after
 * it. Undefined: the parcel is (again) at its node.
 *
 * @param standing facts that hold, sorted by when they happened
 */
export function departureOf(
  parcelUri: string,
  standing: readonly StoredFact[],
): StoredFact | undefined {
  let left: StoredFact | undefined;
  for (const fact of standing) {
    const isVoid = fact.kind === 'shipping_voided';
    if (!isVoid && !provesDeparture(fact.kind)) continue;
    if (traceKeysOf(fact.epcis).includes(parcelUri)) left = isVoid ? undefined : fact;
  }
  return left;
}

/** Whether a fact can change what stands: it voids a shipping, or withdraws another fact. */
export const mayUndo = (fact: StoredFact): boolean =>
  fact.kind === 'shipping_voided' || fact.hasErrorDeclaration;

/** Parcels that were packed at a place, as far as it was told. */
export function packedAt(
  nodeUri: string | undefined,
  facts: readonly StoredFact[],
): readonly string[] {
  const uris = facts.flatMap((fact) =>
    fact.kind === 'packed' && fact.nodeUri === nodeUri ? (fact.epcis.parentID ?? []) : [],
  );
  return [...new Set(uris)];
}

/** Parcels that were packed at a place and have left it, as things stand. */
export const goneFrom = (
  nodeUri: string | undefined,
  standing: readonly StoredFact[],
): readonly string[] =>
  packedAt(nodeUri, standing).filter((uri) => departureOf(uri, standing) !== undefined);
