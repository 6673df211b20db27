import { eventHash } from '../epcis/event-hash.ts';
import { instantText } from '../epcis/instant.ts';
import type { EpcisEvent } from '../event.ts';

/**
 * The statement that a recorded event is wrong: the same event again, with an error declaration. It withdraws
 * the original; a corrected event is sent besides, with the id that is named here.
 *
 * @param declaredAt epoch ms UTC
 * @param correctiveEventIds ids of the events that tell it right; none means that it did not occur
 * @see EPCIS 2.0 §7.4.1.4
 */
export function errorDeclaredFact(
  event: EpcisEvent,
  declaredAt: number,
  correctiveEventIds: readonly string[] = [],
): EpcisEvent {
  const isCorrected = correctiveEventIds.length > 0;
  return {
    ...event,
    eventID: event.eventID ?? eventHash(event),
    errorDeclaration: {
      declarationTime: instantText(declaredAt),
      reason: isCorrected ? 'incorrect_data' : 'did_not_occur',
      ...(isCorrected ? { correctiveEventIDs: correctiveEventIds } : {}),
    },
  };
}

/** A document that carries events, as `POST /capture` takes it. @param createdAt epoch ms UTC */
export const epcisDocument = (events: readonly EpcisEvent[], createdAt: number): object => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: instantText(createdAt),
  epcisBody: { eventList: events },
});
