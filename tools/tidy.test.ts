import { describe, expect, it } from 'vitest';

import { tidy } from './tidy/index.ts';

describe('tidy', () => {
  it('finds nothing to tidy in the house', () => {
    expect(tidy(process.cwd())).toEqual([]);
  }, 240_000);
});
