import { thingOf } from '../../words/index.ts';
import { recalledFact, traceKeysOf } from '../../facts/index.ts';
import type { EpcisEvent, StoredFact } from '../../facts/index.ts';
import type { EventDraft, FactRecord, ParcelRecord } from '../ports/records.ts';

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
