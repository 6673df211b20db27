import { compileNetwork } from '../../../network/decide/index.ts';
import type { NetworkDocument } from '../../../network/decide/index.ts';
import { openItemFutures } from '../../../route/decide/index.ts';
import type { PricedItem, UnitGoods } from '../../../route/decide/index.ts';
import type { ForecastPublished } from '../../../stock/decide/index.ts';
import { settleDue } from './settle-due.ts';
import type { DueWindow, Reassigned } from './window.ts';

/** Orders that nobody has begun, and what follows from the forecast: plain data, so that another thread can work on it. */
export interface SettleAsk extends Omit<DueWindow, 'outlooks'> {
  /** From when on others are expected. */
  readonly at: number;
  readonly network: NetworkDocument;
  readonly forecast: ForecastPublished;
  /** By item of the window; undefined = nobody else is expected to ask for it. */
  readonly goods: readonly ((UnitGoods & Pick<PricedItem, 'itemId'>) | undefined)[];
  /** How far the forecast counts, days. */
  readonly horizonDays: number;
  /** How many futures are sampled per item. */
  readonly futures: number;
}

/**
 * Gives every order that is begun next its node for good, beside everybody whom the forecast expects: futures are sampled
 * for the items of those orders alone. Up to seconds of work at hundreds of nodes; the same question gives the same answer.
 */
export function settleByForecast(ask: SettleAsk): Reassigned {
  const { network, forecast, goods, at, ...window } = ask;
  const futuresOf = openItemFutures(compileNetwork(network), forecast, ask)(at);
  const asked = new Set(
    window.due.flatMap((order) => Array.from(window.orders[order]?.items ?? [])),
  );
  const outlooks = goods.map((one, item) => (one && asked.has(item) ? futuresOf(one) : undefined));
  return settleDue({ ...window, outlooks });
}
