/** Why an EPCIS document or event is not taken. */
export type EpcisFaultReason =
  | 'not-an-object'
  | 'not-a-list'
  | 'missing'
  | 'unknown-field'
  | 'not-allowed-here'
  | 'unknown-event-type'
  | 'unknown-context'
  | 'undeclared-prefix'
  | 'unknown-word'
  | 'not-a-uri'
  | 'not-a-text'
  | 'not-a-number'
  | 'not-a-boolean'
  | 'not-a-time'
  | 'not-an-offset'
  | 'not-a-unit-code'
  | 'too-deep'
  | 'rule-broken';

/** One thing wrong with an input: where, why, and what to do about it. */
export interface EpcisFault {
  /** JSON pointer (RFC 6901) into what was sent, e.g. `/epcisBody/eventList/0/bizStep`. */
  readonly field: string;
  readonly reason: EpcisFaultReason;
  /** A sentence that tells the sender what to do. */
  readonly remedy: string;
}

/** Appends one name to a JSON pointer. */
export const below = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replace(/~/g, '~0').replace(/\//g, '~1')}`;
