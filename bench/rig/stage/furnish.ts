import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { createHub } from '@ordermesh/core/hub';
import type { Env } from '@ordermesh/core/hub';
import { referenceWorld } from '@ordermesh/twin';

import { fill } from '../../fill.ts';
import type { Draft } from '../../fill.ts';
import type { Database } from './database.ts';

/** The world that a run sells from. */
export interface Furnished {
  readonly draft: Draft;
  /** Items that are far too few for those who want them. */
  readonly scarce: readonly string[];
}

const quietEnv: Env = {
  now: () => Date.now(),
  mono: () => performance.now(),
  randomHex: () => randomBytes(16).toString('hex'),
  after: () => () => undefined,
  turn: () => setImmediate(),
  log: () => undefined,
};

/** One order in so many wants scarce goods, unless a run is about them. */
const usuallyScarceEvery = 40;
const scarceItems = 3;

/**
 * Fills a database with the reference network and its stock, and makes a few items scarce: there, races matter.
 *
 * @param orders how many will come: of scarce goods there is about half of what they want
 * @param scarceEvery one order in so many wants scarce goods
 */
export async function furnish(
  database: Database,
  orders: number,
  scarceEvery = usuallyScarceEvery,
): Promise<Furnished> {
  const store = await database.open('furnish');
  const hub = await createHub({
    store,
    env: quietEnv,
    origin: 'furnish',
    lookEveryMs: 3_600_000,
  });
  try {
    const plain = await fill(hub);
    const world = referenceWorld(42);
    const units = Math.ceil(orders / scarceEvery / scarceItems);
    const scarce = world.catalogue
      .filter(({ profile }) => profile.temperatureClass === 'ambient')
      .slice(0, scarceItems)
      .map(({ profile }) => profile.itemId);
    const rows = scarce.flatMap((item) => spread(world.stock, item, units));
    const set = await hub.setStock(rows, 'scarce');
    if (!set.ok) throw new Error(JSON.stringify(set.refusal));
    const draft = (ix: number): unknown => {
      const made = plain(ix) as { readonly lines: readonly object[] };
      const item = scarce[Math.floor(ix / scarceEvery) % scarce.length];
      if (ix % scarceEvery !== 0) return made;
      return {
        ...made,
        lines: made.lines.map((line, at) => (at === 0 ? { ...line, item } : line)),
      };
    };
    return { draft, scarce };
  } finally {
    await hub.stop();
    await store.close();
  }
}

/** So many units of an item, one after the other, over the nodes that carry it. */
function spread(
  stock: ReturnType<typeof referenceWorld>['stock'],
  scarce: string,
  units: number,
): ReturnType<typeof referenceWorld>['stock'] {
  const rows = stock.filter(({ itemId }) => itemId === scarce);
  const [each, rest] = [Math.floor(units / rows.length), units % rows.length];
  return rows.map((row, at) => ({ ...row, onHandUnits: each + (at < rest ? 1 : 0) }));
}
