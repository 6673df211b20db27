import { AppFailure } from '../../../errors/index.ts';

/** Where a replay begins. @throws AppFailure `body-invalid` unless exactly one of the two is given and sound */
export function replayFrom(body: {
  readonly after_sequence?: number;
  readonly since?: string;
}): { readonly afterSequence: number } | { readonly sinceAt: number } {
  const { after_sequence: afterSequence, since } = body;
  if (afterSequence !== undefined && since === undefined) return { afterSequence };
  const sinceAt = Date.parse(since ?? '');
  if (afterSequence === undefined && Number.isFinite(sinceAt)) return { sinceAt };
  const why = 'Send either after_sequence, or since as RFC 3339.';
  throw new AppFailure('body-invalid', {
    why,
    errors: [{ pointer: since === undefined ? '' : '/since', code: 'one-of', why }],
  });
}
