import { describe, expect, it } from 'vitest';
import { loggedReason, wordsFor } from './said.ts';

const remarks = [
  { about: 'moved', at: 1, text: 'the store closes early' },
  { about: 'rejected', at: 2, text: 'Mrs Li asked for it' },
] as const;

describe('a reason that somebody gives', () => {
  it('is in the log as it is when it is a code, and never in words', () => {
    expect(['too-busy', 'Mrs Li asked for it', 'x'.repeat(41)].map(loggedReason)).toEqual([
      'too-busy',
      'in-words',
      'in-words',
    ]);
  });

  it('is read in words where they stand, on the order, as long as they stand there', () => {
    expect(wordsFor({ remarks }, { because: 'in-words', at: 2 })).toBe('Mrs Li asked for it');
    expect(wordsFor({ remarks }, { because: 'late', at: 2 })).toBe('late');
    expect(wordsFor({}, { because: 'in-words', at: 2 })).toBe('in-words');
    expect(wordsFor(undefined, { because: 'in-words', at: 2 })).toBe('in-words');
  });
});
