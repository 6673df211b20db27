import { compileNetwork } from '../../../network/decide/index.ts';
import type { NetworkDocument } from '../../../network/decide/index.ts';
import type { KitComponent } from '../../../parties/decide/index.ts';
import { laneClock } from '../../../promise/decide/index.ts';
import type { PromiseModels } from '../../../promise/decide/index.ts';
import { chooseShare } from '../../../route/decide/index.ts';
import type { PriceShare, RecordedSpan } from '../../../route/decide/index.ts';
import type { DemandZone } from '../../../stock/decide/index.ts';
import { compileStrategy } from '../../../strategy/decide/index.ts';
import type { StrategyDocument } from '../../../strategy/decide/index.ts';
import { demandOfParts, makeForecast } from '../demand/index.ts';
import type { ForecastAsk } from '../demand/index.ts';

/** A span of the past with the demand that came before it. */
export interface ShareSpan extends Omit<RecordedSpan, 'forecast'> {
  /** What was known of demand when the span began; undefined: prices rise with depletion. */
  readonly demand: ForecastAsk | undefined;
}

/** What is asked when the share of prices is chosen: plain data, so that another thread can work on it. */
export interface ShareAsk {
  readonly at: number;
  readonly network: NetworkDocument;
  readonly strategy: StrategyDocument;
  readonly models: PromiseModels;
  readonly zones: readonly DemandZone[];
  /** What kits are picked from; those that lie ready-packed are absent. */
  readonly kits: Readonly<Record<string, readonly KitComponent[]>>;
  readonly spans: readonly ShareSpan[];
  /** So long a price counts before it is made anew, ms. */
  readonly everyMs: number;
  readonly horizonDays: number;
  readonly futures: number;
}

/**
 * Chooses how much of the goods' prices counts by living past spans again: for each the forecast is made from what came
 * before it, so that nothing of the span itself is known to its prices. Seconds to minutes of work.
 */
export function shareFromPast(ask: ShareAsk): PriceShare {
  const network = compileNetwork(ask.network);
  const strategy = compileStrategy(ask.strategy);
  const context = { network, strategy, laneClock: laneClock(network, ask.models) };
  const spans = ask.spans.map(({ demand, ...span }) => {
    const forecasts = demand && demandOfParts(makeForecast(demand).forecasts, (id) => ask.kits[id]);
    const forecast = forecasts && { version: 0, madeAt: span.fromAt, zones: ask.zones, forecasts };
    return { ...span, forecast };
  });
  return chooseShare(context, spans, ask);
}
