import type { Lifecycle } from '../../../facts/decide/index.ts';
import { dayMs } from '../../../words/index.ts';
import type { AdvancedView } from '../advanced.ts';
import type { BasicView } from '../basic.ts';
import type { HighView } from '../high.ts';
import type { Progress } from '../progress.ts';
import { advancedClaim, basicClaim, highClaim } from './claims.ts';
import type { AdvancedClaim, BasicClaim, HighClaim } from './claims.ts';
import { basicExchange, pricedExchange } from './exchanges.ts';
import type { BasicExchange, PricedExchange, SeeOrder } from './exchanges.ts';
import { advancedReturn, basicReturn, highReturn } from './returns.ts';
import type { AdvancedReturn, BasicReturn, HighReturn } from './returns.ts';

/** What happens after delivery, as one tier sees it. */
export interface AfterDelivery<Return, Exchange, Claim> {
  /** Until when what was delivered may be sent back; undefined when nothing (more) can be. */
  readonly returnUntilAt: number | undefined;
  readonly returns: readonly Return[];
  readonly exchanges: readonly Exchange[];
  readonly claims: readonly Claim[];
}

/** As anybody with the link sees it: states, what is awaited from whom, deadlines; no amounts. */
export type BasicAfter = AfterDelivery<BasicReturn, BasicExchange, BasicClaim>;
/** As its customer sees it: with amounts and reasons. */
export type AdvancedAfter = AfterDelivery<
  AdvancedReturn,
  PricedExchange<AdvancedView>,
  AdvancedClaim
>;
/** As staff see it: with nodes, costs, who is responsible, evidence. */
export type HighAfter = AfterDelivery<HighReturn, PricedExchange<HighView>, HighClaim>;

/** @see BasicAfter */
export function basicAfter(progress: Progress, see: SeeOrder<BasicView>): BasicAfter | undefined {
  const { tracked } = progress;
  return after(progress, ({ returns, exchanges, claims }) => ({
    returns: returns.map((one) => basicReturn(tracked, one)),
    exchanges: exchanges.map((one) => basicExchange(tracked, one, see)),
    claims: claims.map((one) => basicClaim(tracked, one)),
  }));
}

/** @see AdvancedAfter */
export function advancedAfter(
  progress: Progress,
  see: SeeOrder<AdvancedView>,
): AdvancedAfter | undefined {
  const { tracked } = progress;
  return after(progress, ({ returns, exchanges, claims }) => ({
    returns: returns.map((one) => advancedReturn(tracked, one)),
    exchanges: exchanges.map((one) => pricedExchange(tracked, one, see)),
    claims: claims.map((one) => advancedClaim(tracked, one)),
  }));
}

/** @see HighAfter */
export function highAfter(progress: Progress, see: SeeOrder<HighView>): HighAfter | undefined {
  const { tracked } = progress;
  return after(progress, ({ returns, exchanges, claims }) => ({
    returns: returns.map((one) => highReturn(tracked, one)),
    exchanges: exchanges.map((one) => pricedExchange(tracked, one, see)),
    claims: claims.map((one) => highClaim(tracked, one)),
  }));
}

type Asked = NonNullable<Progress['tracked']['aftercare']>;

/** Undefined while there is nothing to tell: nothing was delivered, and nobody asked for anything. */
function after<R, X, C>(
  { tracked, lifecycle }: Progress,
  told: (asked: Asked) => Omit<AfterDelivery<R, X, C>, 'returnUntilAt'>,
): AfterDelivery<R, X, C> | undefined {
  const { aftercare, at } = tracked;
  if (aftercare === undefined) return undefined;
  const lastAt = deliveredAt(lifecycle);
  const untilAt = lastAt === undefined ? undefined : lastAt + aftercare.returnDays * dayMs;
  const isEmpty =
    aftercare.returns.length + aftercare.exchanges.length + aftercare.claims.length === 0;
  if (isEmpty && untilAt === undefined) return undefined;
  return {
    returnUntilAt: untilAt !== undefined && at <= untilAt ? untilAt : undefined,
    ...told(aftercare),
  };
}

/** When the last units were delivered that are still with the customer; undefined when none are. */
function deliveredAt({ lines }: Lifecycle): number | undefined {
  const moments = lines.flatMap(({ quantities }) =>
    quantities.filter(({ stage }) => stage === 'delivered').map(({ asOf }) => asOf),
  );
  return moments.length > 0 ? Math.max(...moments) : undefined;
}
