import type { OrderId } from '../../words/index.ts';
import type { Env } from '../ports/env.ts';
import type { WorkQueue } from '../ports/bus.ts';

/** Orders that are accepted within this time go to the bus together. */
const gatherMs = 4;
/** A bus that does not answer is not asked more often at once; routers find the rest in the store. */
const putsAtOnce = 8;

/** Tells routers over the bus which orders wait for them; what cannot be told they find in the store. */
export function handingOver(
  env: Env,
  queue: WorkQueue | undefined,
): ((orderIds: readonly OrderId[]) => void) | undefined {
  if (!queue) return undefined;
  let gathered: OrderId[] = [];
  let puts = 0;
  const put = (): void => {
    const some = gathered;
    gathered = [];
    if (puts >= putsAtOnce) return;
    puts += 1;
    queue
      .put(some)
      .catch((failure: unknown) => {
        env.log('warn', 'the bus does not take orders for routers; they find them in the store', {
          orders: some.length,
          failure: String(failure),
        });
      })
      .finally(() => {
        puts -= 1;
      });
  };
  return (orderIds) => {
    if (gathered.length === 0) env.after(gatherMs, put);
    gathered.push(...orderIds);
  };
}
