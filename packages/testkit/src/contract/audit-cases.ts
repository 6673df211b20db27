import type { Actor, AuditFilter, Store } from '@ordermesh/core/hub';
import { orderId } from '@ordermesh/core/words';

import { anEvent, aUnit, monday } from '../build/unit.ts';
import { plain } from './same.ts';
import type { ContractCase } from './same.ts';

const anna: Actor = { principal: 'key_anna', operation: 'setNodeState', requestId: 'req-1' };
const shop: Actor = { principal: 'key_shop', operation: 'placeOrder', requestId: undefined };
const changed = { fields: [{ field: '/state', from: 'open', to: 'draining' }], more: 0 };

/** What every store holds about who changed what. */
export const auditCases: readonly ContractCase<Store>[] = [
  {
    name: 'finds who changed what by principal, resource and time, newest first, and nothing that the house did itself',
    run: async (store, same) => {
      const order = orderId('ord_1');
      await store.commit([
        aUnit({ events: [anEvent('e_1', { subject: 'node/st_001', by: anna, changed })] }),
        aUnit({ at: monday + 5, events: [anEvent('e_2', { subject: 'node/st_001' })] }),
        aUnit({
          at: monday + 10,
          events: [
            anEvent('e_3', { subject: 'order/ord_1', orderId: order, by: shop }),
            anEvent('e_4', { subject: 'fulfilment/f_1', orderId: order, by: shop }),
          ],
        }),
        aUnit({
          at: monday + 20,
          events: [
            anEvent('e_5', { subject: 'order/ord_1', orderId: order, by: anna }),
            anEvent('e_6', { subject: 'strategy/standard', by: anna }),
          ],
        }),
      ]);
      const ids = async (filter: AuditFilter, limit = 9, after?: string) => {
        const page = await store.auditList(filter, { limit, after });
        return [page.rows.map(({ id }) => id), page.next !== undefined];
      };
      same(await ids({}), [['e_6', 'e_5', 'e_4', 'e_3', 'e_1'], false]);
      same(await ids({ principal: 'key_anna' }), [['e_6', 'e_5', 'e_1'], false]);
      same(await ids({ resource: 'node/st_001' }), [['e_1'], false]);
      same(await ids({ resource: 'order/ord_1' }), [['e_5', 'e_4', 'e_3'], false]);
      same(await ids({ resource: 'order/ord_1', principal: 'key_shop' }), [['e_4', 'e_3'], false]);
      same(await ids({ resource: 'node/st_001', principal: 'key_shop' }), [[], false]);
      same(await ids({ recordedFromAt: monday + 10, recordedUntilAt: monday + 20 }), [
        ['e_4', 'e_3'],
        false,
      ]);
      const first = await store.auditList({}, { limit: 2, after: undefined });
      same(await ids({}, 2, first.next), [['e_4', 'e_3'], true]);
      same(await ids({ principal: 'key_nobody' }), [[], false]);
      const [oldest] = (
        await store.auditList({ resource: 'node/st_001' }, { limit: 1, after: undefined })
      ).rows;
      same(plain([oldest?.by, oldest?.changed]), plain([anna, changed]));
      const { events } = await store.events(0, 10);
      same(plain(events.map(({ by }) => by?.principal ?? null)), [
        'key_anna',
        null,
        'key_shop',
        'key_shop',
        'key_anna',
        'key_anna',
      ]);
    },
  },
];
