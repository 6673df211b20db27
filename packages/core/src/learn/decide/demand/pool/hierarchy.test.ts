import { expect, it } from 'vitest';

import { priorsOf } from './hierarchy.ts';

const series = (itemId: string, zone: string, perPeriod: number) => ({
  itemId,
  zone,
  group: 'food',
  units: new Array<number>(26).fill(perPeriod),
});

it('expects of an item in a zone what its group sells there, times what the item sells', () => {
  const known = ['a', 'b', 'c'].flatMap((item) => [
    series(item, 'north', 30),
    series(item, 'south', 10),
  ]);
  const fresh = [series('new', 'north', 0), series('new', 'south', 8)];
  const [north = 0, south = 0] = priorsOf([...known, ...fresh]).slice(-2);
  expect(north / south).toBeGreaterThan(2);
  expect(north + south).toBeCloseTo(8, 6);
});

it('leans to all goods where a group has sold next to nothing', () => {
  const known = [series('a', 'north', 30), series('a', 'south', 10)];
  const rare = [series('x', 'north', 0), series('x', 'south', 0.01)].map((one) => ({
    ...one,
    group: 'rare',
  }));
  const [north = 0, south = 0] = priorsOf([...known, ...rare]).slice(-2);
  expect(north / south).toBeCloseTo(3, 1);
});
