import type { OrderId } from '@ordermesh/core/words';
import { isActive } from '@ordermesh/core/release';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import type { Customers } from './customers.ts';

const minuteMs = 60_000;

/** Why they cancel; the log says it. */
export const tooMuch = 'enough-has-come';

/** Some customers look at their order every few minutes: once a part of it has gone they cancel all that has not. */
export function regret(mesh: Mesh, chance: Chance, { acknowledged }: Customers): void {
  if (mesh.mix.regrets === 0) return;
  const done = new Set<OrderId>();
  const look = (): void => {
    if (mesh.isHealed()) return;
    for (const orderId of acknowledged.keys()) {
      if (done.has(orderId)) continue;
      if (chance.fork(`regret ${orderId}`).unit() >= mesh.mix.regrets) done.add(orderId);
      else lookAt(mesh, chance, { orderId, cancelled: () => done.add(orderId) });
    }
    mesh.clock.after(chance.between(3, 9) * minuteMs, look);
  };
  mesh.clock.after(chance.between(3, 9) * minuteMs, look);
}

function lookAt(
  mesh: Mesh,
  chance: Chance,
  { orderId, cancelled }: { readonly orderId: OrderId; readonly cancelled: () => void },
): void {
  ask(mesh, {
    ...{ from: 'shop', chance },
    handle: (_hub, store) => store.fulfilments([orderId]),
    answered: (works) => {
      const isPartly =
        works.some(({ state }) => state === 'shipped') &&
        works.some(({ state }) => isActive(state));
      if (!isPartly) return;
      cancelled();
      insist(mesh, {
        ...{ from: 'shop', chance, triesMax: 3 },
        handle: (hub) => hub.cancelOrder(orderId, { reason: tooMuch }),
        answered: () => undefined,
      });
    },
    silence: () => undefined,
  });
}
