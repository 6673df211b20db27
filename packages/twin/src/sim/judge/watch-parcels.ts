import { factKey } from '@ordermesh/core/hub';
import type { FactRecord, LoggedEvent } from '@ordermesh/core/hub';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Truth } from './truth.ts';
import type { BookWatch } from './watch-books.ts';

/**
 * For each parcel no more is booked off as sent than is in it, with one scan or with several: whoever books more tells
 * the customer that all has left. A parcel that was told to leave before anybody told what is in it is taken to hold all.
 */
export function watchParcels(outside: {
  readonly database: MemoryDatabase;
  readonly truth: Truth;
  readonly broken: (invariant: string, numbers: string) => void;
}): BookWatch {
  const { database, truth, broken } = outside;
  const booked = new Map<string, number>();
  let read = 0;

  function count(parcelUri: string, { subject, stockMoves }: LoggedEvent): void {
    for (const { itemId, onHandUnits } of stockMoves) {
      const key = `${parcelUri}/${itemId}`;
      const units = (booked.get(key) ?? 0) - onHandUnits;
      booked.set(key, units);
      const inside = truth.inParcel(parcelUri).get(itemId) ?? 0;
      if (units > inside)
        broken(
          'a parcel takes along what is in it',
          `${subject} ${key}: ${String(units)} booked off, ${String(inside)} inside`,
        );
    }
  }

  return {
    committed: () => {
      for (; read < database.events.length; read += 1) {
        const event = database.events[read];
        if (event?.type !== 'dev.ordermesh.stock.shipped.v1') continue;
        for (const uri of parcelsTold(database, event)) count(uri, event);
      }
    },
  };
}

/** The parcels with which goods of a work left, where the packing was told before, and for this work. */
function parcelsTold(
  { facts, factsOf, parcels }: MemoryDatabase,
  { causationId = '', orderId, body }: LoggedEvent,
): readonly string[] {
  const cause = factKey({ hash: causationId, hasErrorDeclaration: false });
  const left = facts.get(cause);
  if (!left) return [];
  const before = [...(factsOf.get(orderId ?? '') ?? [])];
  const told = new Set(
    before.slice(0, before.indexOf(cause)).flatMap((key) => packedIn(facts.get(key))),
  );
  return (epcisOf(left).epcList ?? []).filter(
    (uri) => told.has(uri) && parcels.get(uri)?.fulfilmentId === body['fulfilmentId'],
  );
}

const epcisOf = ({ epcis }: FactRecord): EpcisEvent => JSON.parse(epcis) as EpcisEvent;

function packedIn(fact: FactRecord | undefined): readonly string[] {
  if (fact?.kind !== 'packed') return [];
  const { parentID } = epcisOf(fact);
  return parentID === undefined ? [] : [parentID];
}
