import type { Store } from '@ordermesh/core/hub';
import { itemId, nodeId } from '@ordermesh/core/words';

import { anItem } from '../build/order.ts';
import { anEvent, aUnit, monday } from '../build/unit.ts';
import { auditCases } from './audit-cases.ts';
import { caseCases } from './case-cases.ts';
import { orderCases } from './order-cases.ts';
import { plain, wordOf } from './same.ts';
import type { ContractCase } from './same.ts';
import { stockCases } from './stock-cases.ts';
import { trailCases } from './trail-cases.ts';

const settingCases: readonly ContractCase<Store>[] = [
  {
    name: 'publishes a version of a document once',
    run: async (store, same) => {
      const record = (version: number) =>
        ({
          kind: 'strategy',
          documentId: 'standard',
          version,
          publishedAt: monday,
          note: 'first',
          document: { weights: [1, 2], name: 'ü' },
        }) as const;
      const units = [1, 1, 2].map((version) => aUnit({ documents: [record(version)] }));
      same((await store.commit(units)).map(wordOf), ['ok', 'stale', 'ok']);
      same((await store.commit(units)).map(wordOf), ['stale', 'stale', 'stale']);
      same(plain(await store.documents('strategy', 'standard')), [record(1), record(2)]);
      same(await store.documents('network'), []);
    },
  },
  {
    name: 'the last word about items, node states and supplies counts',
    run: async (store, same) => {
      const supply = {
        nodeId: nodeId('st_001'),
        itemId: itemId('tea'),
        expectedAt: monday + 5,
        units: 7,
      };
      const state = { nodeId: nodeId('st_001'), state: 1, reason: 'storm', sinceAt: monday };
      await store.commit([
        aUnit({ items: [anItem('tea')], inbound: [supply], nodeStates: [state] }),
        aUnit({
          items: [anItem('tea', { name: 'Green tea' })],
          nodeStates: [{ ...state, state: 2 }],
        }),
      ]);
      const start = await store.boardStart(monday, () => undefined);
      same(
        start.items.map(({ name }) => name),
        ['Green tea'],
      );
      same([start.inbound, start.nodeStates.map((row) => row.state)], [[supply], [2]]);
      await store.commit([aUnit({ inbound: [{ ...supply, units: 0 }] })]);
      same((await store.boardStart(monday, () => undefined)).inbound, []);
    },
  },
  {
    name: 'events name the writer who committed them, else the store itself',
    run: async (store, same) => {
      const heard = (id: string) => aUnit({ events: [anEvent(id)] });
      await store.commit([heard('evt_1')], 'hub-2');
      await store.commit([heard('evt_2')], 'hub-3');
      await store.commit([heard('evt_3')]);
      const { events } = await store.events(0, 10);
      const origins = events.map(({ origin }) => origin);
      same(origins.slice(0, 2), ['hub-2', 'hub-3']);
      same(new Set(origins).size, 3);
    },
  },
  {
    name: 'an empty batch is answered with nothing',
    run: async (store, same) => {
      same(await store.commit([]), []);
      await store.ping();
    },
  },
];

/** The promises of the store port. Run each on a fresh (or emptied) store. */
export const storeContract: readonly ContractCase<Store>[] = [
  ...stockCases,
  ...orderCases,
  ...caseCases,
  ...settingCases,
  ...auditCases,
  ...trailCases,
];
