import { thingOf } from '../../words/index.ts';
import { packedItems, recalledFact, standingFacts, traceKeysOf } from '../../facts/index.ts';
import type { EpcisEvent, StoredFact } from '../../facts/index.ts';
import type { EventDraft, FactRecord, ParcelRecord } from '../ports/records.ts';
import type { FactNames } from './fact-names.ts';

/** A fact on its way into the store, with what is known about it. */
export interface Arriving {
  readonly fact: StoredFact;
  readonly record: FactRecord;
  readonly parcels: readonly ParcelRecord[];
}

/** What was booked for the order before, as the log has it. */
export type Booked = readonly Pick<EventDraft, 'type' | 'subject' | 'stockMoves'>[];

/** The parcels that a fact names. */
export const parcelsIn = (fact: StoredFact): readonly string[] =>
  traceKeysOf(fact.epcis).filter((uri) => thingOf(uri).kind === 'parcel');

/** A fact as the store kept it. */
export const recalled = (record: FactRecord): StoredFact =>
  recalledFact(JSON.parse(record.epcis) as EpcisEvent, record);

/** Items per parcel, as packing facts told them. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What every parcel holds, by item id, after all packing and unpacking. */
export function parcelContents(names: FactNames, facts: readonly StoredFact[]): Contents {
  const contents = new Map<string, Map<string, number>>();
  for (const { kind, epcis } of standingFacts(facts)) {
    if ((kind !== 'packed' && kind !== 'unpacked') || epcis.parentID === undefined) continue;
    const inside = contents.get(epcis.parentID) ?? new Map<string, number>();
    contents.set(epcis.parentID, inside);
    for (const { itemUri, units } of packedItems(epcis)) {
      const item = names.itemOf(itemUri);
      if (item === undefined) continue;
      inside.set(item, (inside.get(item) ?? 0) + (kind === 'packed' ? units : -units));
    }
  }
  return contents;
}

/** Units per item in parcels, as far as anybody told. */
export function unitsIn(
  contents: Contents,
  parcelUris: readonly string[],
): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const uri of parcelUris)
    for (const [item, more] of contents.get(uri) ?? [])
      units.set(item, (units.get(item) ?? 0) + more);
  return units;
}
