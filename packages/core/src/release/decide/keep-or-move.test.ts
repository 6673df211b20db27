import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keepOrMove } from './keep-or-move.ts';

const judge = (keepMinor: number | undefined, moveMinor: number | undefined, gainMinMinor = 10) => {
  const { choice, because } = keepOrMove({ keepMinor, moveMinor, gainMinMinor });
  return [choice, because];
};

describe('work that could move', () => {
  it('moves when that saves enough', () => {
    expect(judge(100, 90)).toEqual(['move', 'cheaper']);
  });
  it('stays when the gain is not worth the trouble', () => {
    expect(judge(100, 91)).toEqual(['keep', 'gain-too-small']);
  });
  it('stays when moving costs as much or more', () => {
    expect(judge(100, 100)).toEqual(['keep', 'dearer']);
  });
  it('does the only thing that is possible', () => {
    expect(judge(undefined, 900)).toEqual(['move', 'only-way']);
    expect(judge(900, undefined)).toEqual(['keep', 'only-way']);
    expect(judge(undefined, undefined)).toEqual(['keep', 'no-way']);
  });
});

it('never goes to and fro: what moved there does not move back at the same costs', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(100), (here, there, gainMinMinor) => {
      const goes = keepOrMove({ keepMinor: here, moveMinor: there, gainMinMinor }).choice;
      const returns = keepOrMove({ keepMinor: there, moveMinor: here, gainMinMinor }).choice;
      expect(goes === 'move' && returns === 'move').toBe(false);
    }),
  );
});
