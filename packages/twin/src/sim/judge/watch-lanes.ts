import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Coming } from '../faults/work-bus.ts';

/** Tiers whose orders go before others while they wait for routers. */
const keyTiers: readonly string[] = ['plus', 'vip', 'enterprise'];

/** An order of a key customer comes to a router over its own lane, and begins at once unless another one is at work. */
export function watchLanes(
  { orders }: MemoryDatabase,
  broken: (invariant: string, numbers: string) => void,
): Coming {
  const isKey = (orderId: string): boolean =>
    keyTiers.includes(orders.get(orderId)?.order.tier ?? '');
  return (orderId, lane, behind) => {
    if (!isKey(orderId)) return;
    if (lane === 'usual') broken('orders of key customers have a lane of their own', orderId);
    if (behind.length > 0 && !behind.some(isKey))
      broken('a key customer waits behind no usual order', `${orderId} behind ${behind.join(' ')}`);
  };
}
