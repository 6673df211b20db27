import type { OrderId } from '../../words/index.ts';
import type { CustomerOrder } from '../../intake/index.ts';
import type { Env } from '../ports/env.ts';
import type { WorkLane, WorkQueue } from '../ports/bus.ts';
import { overtakesOf } from '../run/lanes.ts';

/** Orders that are accepted within this time go to the bus together. */
const gatherMs = 4;
/** A bus that does not answer is not asked more often at once; routers find the rest in the store. */
const putsAtOnce = 8;

/** An order that waits for a router. */
export type HandedOver = Pick<CustomerOrder, 'orderId' | 'tier'>;

/** Whoever may overtake others within a process does so on the bus too. */
const laneOf = ({ tier }: HandedOver): WorkLane => (overtakesOf(tier) > 0 ? 'urgent' : 'usual');

/** Tells routers over the bus which orders wait for them; what cannot be told they find in the store. */
export function handingOver(
  env: Env,
  queue: WorkQueue | undefined,
): ((order: HandedOver) => void) | undefined {
  if (!queue) return undefined;
  const lanes = { urgent: gathering(env, queue, 'urgent'), usual: gathering(env, queue, 'usual') };
  return (order) => lanes[laneOf(order)](order.orderId);
}

/** Puts orders of a lane onto the bus, those of a moment together. */
function gathering(env: Env, queue: WorkQueue, lane: WorkLane): (orderId: OrderId) => void {
  let gathered: OrderId[] = [];
  let puts = 0;
  const put = (): void => {
    const some = gathered;
    gathered = [];
    if (puts >= putsAtOnce) return;
    puts += 1;
    queue
      .put(some, lane)
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
  return (orderId) => {
    if (gathered.length === 0) env.after(gatherMs, put);
    gathered.push(orderId);
  };
}
