import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenario as helloNetwork } from './hello-network.ts';
import { scenario as olist } from './olist.ts';
import { scenario as referenceDay } from './reference-day.ts';

const quietly = { onProgress: () => undefined };
const broken = (report: Awaited<ReturnType<typeof helloNetwork.run>>) =>
  report.checks.filter(({ holds }) => !holds);

it('loses and oversells nothing on three nodes with rejections and a storm, the same way every time', async () => {
  const first = await helloNetwork.run({ seed: 42, ...quietly });
  const again = await helloNetwork.run({ seed: 42, ...quietly });
  const other = await helloNetwork.run({ seed: 43, ...quietly });
  expect(broken(first)).toEqual([]);
  expect(broken(other)).toEqual([]);
  expect(again.resultHash).toBe(first.resultHash);
  expect(other.resultHash).not.toBe(first.resultHash);
});

it('keeps the books through a storm over Shanghai on the reference network', async () => {
  const report = await referenceDay.run({ seed: 7, limit: 300, ...quietly });
  expect(broken(report)).toEqual([]);
}, 60_000);

const folder = '../shared/data/olist';
const real = existsSync(`${folder}/orders.csv.gz`) ? it : it.skip;

real(
  'replays real orders the same way under one seed (skipped where the Olist data set is absent)',
  async () => {
    const first = await olist.run({ seed: 42, limit: 400, ...quietly });
    const again = await olist.run({ seed: 42, limit: 400, ...quietly });
    expect(broken(first)).toEqual([]);
    expect(again.resultHash).toBe(first.resultHash);
  },
  60_000,
);

it('says what is missing where the data set is not there', async () => {
  await expect(olist.run({ seed: 1, datasetFolder: 'no-such-folder', ...quietly })).rejects.toThrow(
    'The Olist orders are not here: no-such-folder/products.csv.gz',
  );
});
