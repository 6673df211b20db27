import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { allBugs } from './catalogue/index.ts';
import { huntAll } from './hunt.ts';

/** A handful of bugs that die at once; all of them: `npm run sim:bugs`. */
const handful: readonly (readonly [bug: string, by: string])[] = [
  ['double release: the reservation goes on holding', 'reserved = Σ live reservations'],
  ['goods leave and stay on the books', 'books = physical truth'],
  ['the number of the shop is not looked at', 'one external order is one order'],
  ['what a node gives back finds no owner', 'every-order-is-owned'],
];

it('a handful of planted bugs is killed, each by the invariant that it breaks; the house as it is survives', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const base = { root, from: 1, seeds: 6, customers: 30 };
  const bugs = handful.map(([name]) => allBugs.find((bug) => bug.name === name));
  expect(bugs).not.toContain(undefined);
  const asks = [undefined, ...bugs].map((bug) => ({ ...base, bug }));
  const hunted = await huntAll(asks, 2, () => undefined);
  const byOf = new Map(
    hunted.map(({ bug, result }) => [
      bug?.name,
      result.outcome === 'killed' ? result.by : result.outcome,
    ]),
  );
  expect(byOf).toEqual(new Map([[undefined, 'survived'], ...handful]));
}, 240_000);
