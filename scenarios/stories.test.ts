import { describe, expect, it } from 'vitest';

import { readScenarios, readStories } from './testing/stories.ts';

const scenarios = await readScenarios();
const stories = await readStories();

const playing = { seed: 42, onProgress: () => undefined };

describe('every story holds', () => {
  it('has a scenario in each file, under the name of the file', () => {
    expect([...scenarios.values()].map(({ name }) => name)).toEqual([...scenarios.keys()]);
  });

  for (const story of stories)
    it(`the same way every time: ${story.name}`, async () => {
      const report = await story.run(playing);
      expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
      expect((await story.run(playing)).resultHash).toBe(report.resultHash);
    }, 60_000);
});
