import type { Store } from '@ordermesh/core/hub';
import { nodeId, orderId } from '@ordermesh/core/words';

import { aCase, aUnit, anOrderRecord, monday } from '../build/unit.ts';
import { anOrder } from '../build/order.ts';
import { plain, wordOf } from './same.ts';
import type { ContractCase } from './same.ts';

/** What every store holds about matters besides orders, and about amended orders. */
export const caseCases: readonly ContractCase<Store>[] = [
  {
    name: 'opens a case once and changes it only from the version before',
    run: async (store, same) => {
      const open = aCase('trf_1');
      const closed = { ...open, version: 2, state: 'closed', document: { by: 'people' } };
      const results = await store.commit([
        aUnit({ casesAdded: [open] }),
        aUnit({ casesAdded: [open] }),
        aUnit({ casesChanged: [closed] }),
        aUnit({ casesChanged: [closed] }),
      ]);
      same(results.map(wordOf), ['ok', 'stale', 'ok', 'stale']);
      const late = [aUnit({ casesAdded: [open] }), aUnit({ casesChanged: [closed] })];
      same((await store.commit(late)).map(wordOf), ['stale', 'stale']);
      same(plain(await store.cases(['trf_1', 'trf_9'])), plain([closed]));
    },
  },
  {
    name: 'finds cases by what they are about, page by page, and those that are due, earliest first',
    run: async (store, same) => {
      await store.commit([
        aUnit({
          casesAdded: [
            aCase('a_1', { dueAt: monday + 20 }),
            aCase('a_2', { dueAt: monday + 10, orderId: orderId('ord_1'), key: 'rice' }),
            aCase('a_3', { kind: 'return', dueAt: monday, nodeId: nodeId('st_002') }),
            aCase('a_4', { state: 'closed', key: undefined, openedAt: monday + 5 }),
          ],
        }),
      ]);
      const ids = async (filter: Parameters<Store['caseList']>[0], limit = 9, after?: string) => {
        const page = await store.caseList(filter, { limit, after });
        return [page.rows.map(({ caseId }) => caseId), page.next];
      };
      same(await ids({}, 3), [['a_1', 'a_2', 'a_3'], 'a_3']);
      same(await ids({}, 3, 'a_3'), [['a_4'], undefined]);
      same(await ids({ kind: 'transfer', state: 'open' }), [['a_1', 'a_2'], undefined]);
      same(await ids({ orderId: orderId('ord_1') }), [['a_2'], undefined]);
      same(await ids({ nodeId: nodeId('st_002') }), [['a_3'], undefined]);
      same(await ids({ kind: 'transfer', key: 'tea' }), [['a_1'], undefined]);
      same(await ids({ openedFromAt: monday + 1 }), [['a_4'], undefined]);
      same(await ids({ openedFromAt: monday, openedUntilAt: monday + 5 }, 2), [
        ['a_1', 'a_2'],
        'a_2',
      ]);
      const due = async (...asked: Parameters<Store['casesDue']>) =>
        (await store.casesDue(...asked)).map(({ caseId }) => caseId);
      same(await due(['transfer'], monday + 20, 9), ['a_2', 'a_1']);
      same(await due(['transfer'], monday + 20, 1), ['a_2']);
      same(await due(['transfer', 'lot', 'return'], monday + 20, 9), ['a_2', 'a_1', 'a_3']);
      same(await due(['return', 'transfer'], monday + 20, 1), ['a_3', 'a_2']);
      same(await due(['return', 'transfer'], monday - 1, 9), []);
      same(await due([], monday + 20, 9), []);
    },
  },
  {
    name: 'forgets cases for good, but none that somebody changed meanwhile',
    run: async (store, same) => {
      const [one, two] = [aCase('f_1', { dueAt: monday }), aCase('f_2', { dueAt: monday })];
      await store.commit([
        aUnit({ casesAdded: [one, two] }),
        aUnit({ casesChanged: [{ ...two, version: 2 }] }),
      ]);
      same(await store.forgetCases([one, two, aCase('f_9')]), 1);
      same(plain(await store.cases(['f_1', 'f_2', 'f_9'])), plain([{ ...two, version: 2 }]));
      same((await store.casesDue(['transfer'], monday, 9)).length, 1);
      same(await store.forgetCases([]), 0);
      same((await store.commit([aUnit({ casesAdded: [one] })])).map(wordOf), ['ok']);
    },
  },
  {
    name: 'gives an amended order back as it counts now',
    run: async (store, same) => {
      const ordered = anOrderRecord('ord_1');
      const amended = anOrderRecord('ord_1', {
        order: anOrder('ord_1', { channel: 'changed' }),
        amendments: 1,
        version: 2,
      });
      const again = { ...amended, version: 3, status: 'picking' };
      await store.commit([
        aUnit({ orderAdded: ordered }),
        aUnit({ ordersChanged: [{ record: amended, expectedVersion: 1 }] }),
      ]);
      same(plain(await store.order(orderId('ord_1'))), plain(amended));
      await store.commit([aUnit({ ordersChanged: [{ record: again, expectedVersion: 2 }] })]);
      same(plain(await store.order(orderId('ord_1'))), plain(again));
    },
  },
];
