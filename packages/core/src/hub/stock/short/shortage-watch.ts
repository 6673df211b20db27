import type { StockPosition } from '../../../stock/index.ts';
import { positionKey } from '../../decide/keys.ts';
import type { HubParts } from '../../run/parts.ts';
import { holdersYield } from './holders-yield.ts';
import type { GoodsGone } from './holders-yield.ts';
import { missingAt } from './missing.ts';

/**
 * Positions of which more is held than is there, whoever took the goods: another process may have held what a till here
 * sold, and a process that booked a sale may have died before it found other goods for those who held them.
 */
export interface ShortageWatch {
  look(): void;
  /** Resolves when nobody is being found other goods. */
  settled(): Promise<void>;
}

const gone: GoodsGone = { type: 'node.work_taken_back', because: 'goods-gone' };

/** Opens the watch. A position is acted on once for every change of what is missing there. */
export function shortageWatch(parts: HubParts): ShortageWatch {
  const { board, env } = parts;
  let acted = new Map<string, number>();
  let acting: Promise<unknown> = Promise.resolve();

  /** What the store does not know to be missing may be missing in a moment: it is looked at again. */
  async function act(fresh: readonly StockPosition[]): Promise<void> {
    for (const place of fresh)
      if (!(await holdersYield(parts, place, gone))) acted.delete(positionKey(place));
  }

  return {
    look: () => {
      const short = board.stock.short.all();
      if (short.length === 0 && acted.size === 0) return;
      const fresh = short.filter((one) => acted.get(positionKey(one)) !== missingAt(one));
      acted = new Map(short.map((one) => [positionKey(one), missingAt(one)]));
      if (fresh.length === 0) return;
      acting = acting
        .then(() => act(fresh))
        .catch((failure: unknown) => {
          acted.clear();
          env.log('warn', 'finding other goods for what is missing failed; it is tried again', {
            failure: String(failure),
          });
        });
    },
    settled: async () => {
      await acting;
    },
  };
}
