import { describe, expect, it } from 'vitest';

import { cases } from '../cases/index.ts';
import { cannot } from '../contract/index.ts';
import { playCase } from '../run/play.ts';
import { mistakes } from './books.ts';
import type { Mistake } from './books.ts';
import { toyShop } from './shop.ts';

const slow = new Set(['C52', 'C54', 'C55']);

async function noticedBy(planted: Mistake): Promise<readonly string[]> {
  const telling = ['names a message anew', 'shuffles the log', 'sends once only'].includes(planted);
  const some = cases.filter(({ id }) => telling === slow.has(id));
  const outcomes = await Promise.all(some.map((one) => playCase(toyShop(planted), one, 'toy')));
  return outcomes.filter(({ verdict }) => verdict !== 'holds').map(({ played }) => played.id);
}

describe('the cases, against a shop with mistakes planted', () => {
  it('hold when nothing is planted', async () => {
    const outcomes = await Promise.all(cases.map((one) => playCase(toyShop(), one, 'toy')));
    expect(outcomes.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  }, 60_000);

  it('are told as not applicable, with the reason, where a system has no notion of them', async () => {
    const shop = { ...toyShop(), hold: () => cannot('it has no carts') };
    const outcomes = await Promise.all(cases.map((one) => playCase(shop, one, 'toy')));
    const told = outcomes.filter(({ verdict }) => verdict === 'not applicable');
    expect(told.map(({ played, why }) => [played.id, why])).toEqual([
      ['C15', 'it has no carts'],
      ['C24', 'it has no carts'],
      ['C46', 'it has no carts'],
    ]);
  }, 60_000);

  it('notice every mistake, and each case notices one', async () => {
    const noticed = new Map(
      await Promise.all(
        mistakes.map(async (planted) => [planted, await noticedBy(planted)] as const),
      ),
    );
    expect([...noticed].filter(([, ids]) => ids.length === 0)).toEqual([]);
    const able = new Set([...noticed.values()].flat());
    expect(cases.filter(({ id }) => !able.has(id)).map(({ id }) => id)).toEqual([]);
  }, 300_000);
});
