import { readdirSync } from 'node:fs';
import type { Scenario } from '@ordermesh/twin';
import { describe, expect, it } from 'vitest';

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => name.slice(0, -'.ts'.length));
const all = await Promise.all(
  names.map(
    async (name) =>
      (await import(/* @vite-ignore */ `./${name}.ts`)) as { readonly scenario: Scenario },
  ),
);
const stories = all.map(({ scenario }) => scenario).filter(({ onAnyStore }) => onAnyStore === true);

const playing = { seed: 42, onProgress: () => undefined };

describe('every story holds', () => {
  it('has a scenario in each file, under the name of the file', () => {
    expect(all.map(({ scenario }) => scenario.name)).toEqual(names);
  });

  for (const story of stories)
    it(`the same way every time: ${story.name}`, async () => {
      const report = await story.run(playing);
      expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
      expect((await story.run(playing)).resultHash).toBe(report.resultHash);
    }, 60_000);
});
