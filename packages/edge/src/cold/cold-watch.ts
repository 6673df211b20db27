import { chooseAnswer, judgeCold } from '@ordermesh/core/execute';
import type { ColdAnswer, ColdJudgement, ColdQuestion } from '@ordermesh/core/execute';
import type { EdgeEntry } from '../entry.ts';
import type { WatchedParcel } from './watched-parcel.ts';

/** A parcel under watch, as the log tells it. */
export interface ParcelState {
  readonly parcel: WatchedParcel;
  readonly readings: readonly { readonly at: number; readonly milliCelsius: number }[];
  /** The answer that stands; undefined when none was needed. */
  readonly answer: ColdAnswer | undefined;
}

/** Parcels under watch by URI: a fold of the log, entry by entry. An answer that was carried out ends the watch. */
export function foldParcel(parcels: Map<string, ParcelState>, entry: EdgeEntry): void {
  if (entry.kind === 'watch') {
    const { parcel } = entry;
    parcels.set(parcel.parcelUri, watchedAnew(parcel, parcels.get(parcel.parcelUri)));
  }
  if (entry.kind === 'done') parcels.delete(entry.parcelUri);
  if (entry.kind !== 'reading' && entry.kind !== 'answer') return;
  const state = parcels.get(entry.parcelUri);
  if (state)
    parcels.set(
      entry.parcelUri,
      entry.kind === 'reading'
        ? { ...state, readings: [...state.readings, entry.reading] }
        : { ...state, answer: entry.answer },
    );
}

/** New options and limits count from now on; what was measured and decided stays. */
function watchedAnew(parcel: WatchedParcel, known: ParcelState | undefined): ParcelState {
  if (!known) return { parcel, readings: [], answer: undefined };
  const sinceAt = Math.min(parcel.sinceAt, known.parcel.sinceAt);
  return { ...known, parcel: { ...parcel, sinceAt } };
}

/** The question of a parcel at a moment. */
const questionOf = ({ parcel, readings }: ParcelState, at: number): ColdQuestion => ({
  at,
  sinceAt: parcel.sinceAt,
  ...(parcel.outsideBeforeMs !== undefined && { outsideBeforeMs: parcel.outsideBeforeMs }),
  readings,
  limits: parcel.limits,
});

/** What a look at a parcel found. */
export interface Looked {
  readonly judgement: ColdJudgement;
  /** A new answer is needed: this one. */
  readonly answer: ColdAnswer | undefined;
}

/**
 * Looks at a parcel: a new answer is decided when there is none, or when goods that were to be saved have spoiled since.
 */
export function lookAt(state: ParcelState, at: number): Looked {
  const cold = questionOf(state, at);
  const judgement = judgeCold(cold);
  const stands = state.answer;
  if (stands && (judgement.level !== 'spoiled' || stands.judgement.level === 'spoiled'))
    return { judgement, answer: undefined };
  const { goods, options } = state.parcel;
  const chosen = chooseAnswer({ cold, goods, options });
  return { judgement, answer: chosen.ok ? chosen.value : undefined };
}

/**
 * Since when the goods have called for an answer, as their readings tell it: the first moment from which on they have
 * called for one without a break. Found by asking the same judgement again at earlier moments, with what was measured by
 * then; so the time a reading spent on the radio counts.
 */
export function calledAt(state: ParcelState, at: number): number {
  const moments = [...new Set(state.readings.map((reading) => reading.at))]
    .filter((moment) => moment < at)
    .sort((a, b) => b - a);
  let called = at;
  for (const moment of [...moments, state.parcel.sinceAt]) {
    if (!isCalling(state, moment)) return firstCall(state, moment, called);
    called = moment;
  }
  return called;
}

/** Goods whose rescue was decided call again only when they have spoiled. */
const isCalling = (state: ParcelState, at: number): boolean => {
  const { level } = judgeCold(questionOf(state, at));
  return level === 'spoiled' || (level === 'excursion' && state.answer === undefined);
};

/** Between two readings goods are outside for longer and longer: once they call, they go on calling. */
function firstCall(state: ParcelState, notYetAt: number, calledAtLatest: number): number {
  let [before, after] = [notYetAt, calledAtLatest];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isCalling(state, middle)) after = middle;
    else before = middle;
  }
  return after;
}
