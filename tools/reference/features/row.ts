import type { Proof } from '../proof.ts';

/** How far a feature is: whole, in part (the text says what is missing), or not there yet. */
export type FeatureState = 'yes' | 'partly' | 'not yet';

/** One feature of the trade, and what shows that it is here. */
export type FeatureRow = readonly [
  feature: string,
  state: FeatureState,
  says: string,
  ...proofs: Proof[],
];
