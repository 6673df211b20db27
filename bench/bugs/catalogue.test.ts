import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { plant } from './bug.ts';
import { allBugs } from './catalogue/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it.each(allBugs)('the bug "$name" finds its place once, and changes it', (bug) => {
  const source = readFileSync(`${root}${bug.file}`, 'utf8');
  expect(plant(source, bug)).not.toBe(source);
});

it('plants every piece of a bug that breaks two guards', () => {
  const bug = {
    ...{ name: 'both', file: 'a.ts', like: ['C1'], find: 'lock', replace: 'open' },
    also: [{ find: 'bolt', replace: 'ajar' }],
  };
  expect(plant('lock and bolt', bug)).toBe('open and ajar');
  expect(() => plant('lock', bug)).toThrow('finds its place 0 times');
});

it('no two bugs have one name, and each says what it is like elsewhere', () => {
  expect(new Set(allBugs.map(({ name }) => name)).size).toBe(allBugs.length);
  for (const { like } of allBugs) expect(like.length).toBeGreaterThan(0);
});

it('refuses a bug whose place has moved, and says so', () => {
  const bug = { name: 'gone', file: 'a.ts', find: 'not there', replace: '', like: ['C1'] };
  expect(() => plant('here', bug)).toThrow('finds its place 0 times in a.ts');
});
