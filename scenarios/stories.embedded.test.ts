import { pgliteStore } from '@ordermesh/adapters/pglite';
import { describe, expect, it } from 'vitest';

import { readStories } from './testing/stories.ts';

const stories = await readStories();

describe('every story holds on the embedded store', () => {
  it('has stories to tell', () => {
    expect(stories.length).toBeGreaterThan(0);
  });

  for (const story of stories)
    it(
      story.name,
      async () => {
        const report = await story.run({
          seed: 42,
          onProgress: () => undefined,
          openStore: (origin) => pgliteStore({ origin }),
        });
        expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
      },
      120_000,
    );
});
