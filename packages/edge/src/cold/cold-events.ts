import { coldReportOf } from '@ordermesh/core/execute';
import type { ColdAnswer } from '@ordermesh/core/execute';
import {
  arrivedFact,
  custodyChangedFact,
  judgedFact,
  loadedFact,
  profileNamespace,
  temperatureFact,
  unloadedFact,
} from '@ordermesh/core/facts';
import type { EpcisEvent, Happening } from '@ordermesh/core/facts';
import type { WatchedParcel } from './watched-parcel.ts';

/** What the facts of an agent have in common. */
export interface EdgePlace {
  readonly offset: string;
  /** Where it is now, e.g. a `geo:` URI, or the dock of its node. */
  readonly placeUri: string;
}

/** The excursion with its answer as one fact; spoiled goods are judged besides. */
export function answerEvents(
  parcel: WatchedParcel,
  answer: ColdAnswer,
  told: { readonly place: EdgePlace; readonly decidedInMs: number },
): readonly EpcisEvent[] {
  const happening = happeningOf(parcel, answer.at, told.place);
  const { judgement } = answer;
  const milliCelsius = judgement.nowMilliCelsius ?? parcel.limits.highMilliCelsius;
  const excursion = temperatureFact({
    ...happening,
    celsius: milliCelsius / 1000,
    ...(parcel.deviceUri !== undefined && { deviceUri: parcel.deviceUri }),
    brokenRuleUri: `${profileNamespace}cold/${judgement.because}`,
    coldAnswer: coldReportOf(answer, told.decidedInMs),
  });
  return judgement.level === 'spoiled'
    ? [excursion, judgedFact({ ...happening, isConformant: false })]
    : [excursion];
}

/** The answer was carried out: what moved, and that the goods are in order (or given up). */
export function doneEvents(
  parcel: WatchedParcel,
  answer: ColdAnswer,
  told: { readonly at: number; readonly place: EdgePlace },
): readonly EpcisEvent[] {
  const happening = happeningOf(parcel, told.at, told.place);
  const isConformant = answer.chosen.kind !== 'dispose';
  // After what moved: a fact that says the goods are in order comes last.
  const verdict = judgedFact({ ...happening, at: told.at + 1, isConformant });
  return [...moveEvents(parcel, answer, happening), verdict];
}

function moveEvents(
  parcel: WatchedParcel,
  { chosen }: ColdAnswer,
  happening: Happening & { readonly parcelUris: readonly string[] },
): readonly EpcisEvent[] {
  const { vehicleUri } = parcel;
  const off = vehicleUri === undefined ? [] : [unloadedFact({ ...happening, vehicleUri })];
  switch (chosen.kind) {
    case 'relay':
      return chosen.placeUri === undefined
        ? off
        : [...off, loadedFact({ ...happening, vehicleUri: chosen.placeUri })];
    case 'air':
      return chosen.placeUri === undefined
        ? off
        : [...off, custodyChangedFact({ ...happening, toPartyUri: chosen.placeUri })];
    case 'return':
      return [
        ...off,
        arrivedFact({
          ...happening,
          ...(chosen.placeUri !== undefined && {
            nodeUri: chosen.placeUri,
            placeUri: chosen.placeUri,
          }),
        }),
      ];
    case 'dispose':
      return off;
  }
}

const happeningOf = (
  parcel: WatchedParcel,
  at: number,
  place: EdgePlace,
): Happening & { readonly parcelUris: readonly string[] } => ({
  at,
  offset: place.offset,
  placeUri: place.placeUri,
  orderKeys: parcel.orderUris,
  parcelUris: [parcel.parcelUri],
});
