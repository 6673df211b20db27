import type { CommitUnit, Store } from '@ordermesh/core/hub';
import { nodeId, orderId } from '@ordermesh/core/words';

import { anOrder } from '../build/order.ts';
import {
  aDecision,
  aFact,
  aFulfilment,
  aReservation,
  aUnit,
  anEvent,
  anException,
  anOrderRecord,
  monday,
} from '../build/unit.ts';
import { plain, wordOf } from './same.ts';
import type { ContractCase } from './same.ts';

const claim = (key: string, bodyHash: string, expiresAt = monday + 1000) => ({
  principal: 'shop',
  key,
  bodyHash,
  expiresAt,
  status: 201,
  responseBody: `{"answer":"${bodyHash}"}`,
});
const placed = (id: string, parts: Partial<CommitUnit> = {}): CommitUnit =>
  aUnit({ orderAdded: anOrderRecord(id), ...parts });
const named = (id: string, external: string): CommitUnit =>
  placed(id, {
    orderAdded: anOrderRecord(id, {
      order: anOrder(id, { externalIds: [{ system: 'shopify', id: external }] }),
    }),
  });

/** What every store holds about orders, the work for them, and what is known about both. */
export const orderCases: readonly ContractCase<Store>[] = [
  {
    name: 'gives back what was written, whole',
    run: async (store, same) => {
      const unit = placed('ord_1', {
        reservationsAdded: [aReservation('rsv_1')],
        fulfilmentsAdded: [aFulfilment('ful_1')],
        decisions: [aDecision('dec_1', 'ord_1', { question: 'line\n"é\u0001\\ud800"' })],
        facts: [aFact('ni:1', { orderId: orderId('ord_1'), objectUris: ['urn:"a"', 'urn:\\b'] })],
        exceptionsAdded: [anException('exc_1')],
        events: [anEvent('evt_1', { orderId: orderId('ord_1'), body: { text: 'ü\u0000' } })],
      });
      await store.commit([unit]);
      const id = orderId('ord_1');
      same(plain(await store.order(id)), plain(unit.orderAdded));
      same(plain(await store.reservations([id])), plain(unit.reservationsAdded));
      same(plain(await store.fulfilments([id])), plain(unit.fulfilmentsAdded));
      same(plain(await store.decisions(id)), plain(unit.decisions));
      same(plain(await store.facts([id])), plain(unit.facts));
      const exceptions = await store.exceptionList(
        { state: 'open' },
        { limit: 5, after: undefined },
      );
      same(plain(exceptions.rows), plain(unit.exceptionsAdded));
      const [event] = await store.orderEvents(id);
      same(event?.body, { text: 'ü\u0000' });
    },
  },
  {
    name: 'one external order is one order, also within a batch, and a refused one blocks nobody',
    run: async (store, same) => {
      const first = named('ord_1', 'A');
      const stale = { record: anOrderRecord('ord_9', { version: 5 }), expectedVersion: 4 };
      const refused = { ...named('ord_2', 'B'), ordersChanged: [stale] };
      const units = [first, named('ord_3', 'A'), refused, named('ord_4', 'B')];
      same((await store.commit(units)).map(wordOf), ['ok', 'external-id-known', 'stale', 'ok']);
      same((await store.commit([named('ord_5', 'A')])).map(wordOf), ['external-id-known']);
      const found = await store.orderByExternalId({ system: 'shopify', id: 'B' });
      same(found?.order.orderId, 'ord_4');
    },
  },
  {
    name: 'answers a repeated key as before, refuses another body, forgets after the term',
    run: async (store, same) => {
      const units = [
        placed('ord_1', { idempotency: claim('k', 'x') }),
        placed('ord_2', { idempotency: claim('k', 'x') }),
      ];
      const [first, again] = await store.commit(units);
      same(first && wordOf(first), 'ok');
      same(again, {
        ok: false,
        refusal: { reason: 'key-replayed', status: 201, responseBody: '{"answer":"x"}' },
      });
      const later = placed('ord_3', { idempotency: claim('k', 'y'), at: monday + 999 });
      same((await store.commit([later])).map(wordOf), ['key-reused']);
      const tooLate = placed('ord_4', {
        idempotency: claim('k', 'y', monday + 9999),
        at: monday + 1000,
      });
      same((await store.commit([tooLate])).map(wordOf), ['ok']);
      same((await store.idempotent('shop', 'k', monday + 1000))?.bodyHash, 'y');
      same(await store.idempotent('other', 'k', monday), undefined);
      same(await store.forgetExpiredKeys(monday + 9999, 10), 1);
      same(await store.idempotent('shop', 'k', monday), undefined);
    },
  },
  {
    name: 'changes an order only from the version that the writer saw',
    run: async (store, same) => {
      const change = (expectedVersion: number, status: string): CommitUnit =>
        aUnit({
          ordersChanged: [
            {
              record: anOrderRecord('ord_1', { version: expectedVersion + 1, status }),
              expectedVersion,
            },
          ],
        });
      const results = await store.commit([
        placed('ord_1'),
        change(1, 'picking'),
        change(1, 'late'),
        change(2, 'packed'),
      ]);
      same(results.map(wordOf), ['ok', 'ok', 'stale', 'ok']);
      same((await store.commit([change(2, 'late'), change(3, 'shipped')])).map(wordOf), [
        'stale',
        'ok',
      ]);
      const record = await store.order(orderId('ord_1'));
      same([record?.version, record?.status], [4, 'shipped']);
    },
  },
  {
    name: 'changes several orders in one unit together or not at all',
    run: async (store, same) => {
      const to = (id: string, expectedVersion: number) => ({
        record: anOrderRecord(id, { version: expectedVersion + 1, status: 'moved' }),
        expectedVersion,
      });
      const together = aUnit({ ordersChanged: [to('ord_1', 1), to('ord_2', 1)] });
      const halfStale = aUnit({ ordersChanged: [to('ord_3', 1), to('ord_2', 1)] });
      await store.commit([placed('ord_1'), placed('ord_2'), placed('ord_3')]);
      same((await store.commit([together, halfStale])).map(wordOf), ['ok', 'stale']);
      const found = await store.orders([orderId('ord_1'), orderId('ord_2'), orderId('ord_3')]);
      same(
        found.map(({ status, version }) => [status, version]),
        [
          ['moved', 2],
          ['moved', 2],
          [found[2]?.status, 1],
        ],
      );
    },
  },
  {
    name: 'changes fulfilments and exceptions only from the version before',
    run: async (store, same) => {
      const one = aFulfilment('ful_1');
      const two = { ...one, version: 2, state: 'accepted' as const, dueAt: undefined };
      const open = anException('exc_1');
      const closed = { ...open, version: 2, state: 'resolved' as const };
      await store.commit([aUnit({ fulfilmentsAdded: [one], exceptionsAdded: [open] })]);
      const results = await store.commit([
        aUnit({ fulfilmentsChanged: [two], exceptionsChanged: [closed] }),
        aUnit({ fulfilmentsChanged: [two] }),
        aUnit({ exceptionsChanged: [closed] }),
      ]);
      same(results.map(wordOf), ['ok', 'stale', 'stale']);
      same(await store.fulfilmentsDue(monday + 9_999_999, 5), []);
      const open2 = await store.exceptionList({ state: 'open' }, { limit: 5, after: undefined });
      same(open2.rows, []);
    },
  },
  {
    name: 'stores a fact once, an error declaration of it too, and links it later',
    run: async (store, same) => {
      const fact = aFact('ni:1', { objectUris: ['urn:parcel:1'] });
      const results = await store.commit([
        aUnit({ facts: [fact] }),
        aUnit({ facts: [fact] }),
        aUnit({ facts: [{ ...fact, hasErrorDeclaration: true }] }),
        aUnit({ facts: [aFact('ni:2'), aFact('ni:2')] }),
      ]);
      same(results.map(wordOf), ['ok', 'known-fact', 'ok', 'known-fact']);
      same((await store.unlinkedFacts(['urn:parcel:1'])).length, 2);
      same(await store.knownFacts([fact, aFact('ni:9')]), [
        { hash: 'ni:1', hasErrorDeclaration: false },
      ]);
      await store.commit([aUnit({ factsLinked: [{ hash: 'ni:1', orderId: orderId('ord_1') }] })]);
      same(await store.unlinkedFacts(['urn:parcel:1']), []);
      same((await store.facts([orderId('ord_1')])).length, 2);
    },
  },
  {
    name: 'lists orders newest first, filtered, page by page',
    run: async (store, same) => {
      const units = ['ord_1', 'ord_2', 'ord_3', 'ord_4'].map((id, ix) =>
        placed(id, {
          orderAdded: anOrderRecord(id, {
            acceptedAt: monday + ix,
            status: ix % 2 ? 'odd' : 'even',
            order: anOrder(id, ix === 3 ? {} : { customerId: `c_${ix % 2}` }),
          }),
          fulfilmentsAdded: [aFulfilment(`ful_${ix}`, id, { nodeId: nodeId(`st_${ix % 2}`) })],
        }),
      );
      await store.commit(units);
      const ids = async (filter: Parameters<Store['orderList']>[0], limit = 9, after?: string) => {
        const page = await store.orderList(filter, { limit, after });
        return [page.rows.map(({ order }) => order.orderId), page.next];
      };
      same(await ids({}, 3), [['ord_4', 'ord_3', 'ord_2'], 'ord_2']);
      same(await ids({}, 3, 'ord_2'), [['ord_1'], undefined]);
      same(await ids({ status: 'odd' }), [['ord_4', 'ord_2'], undefined]);
      same(await ids({ nodeId: nodeId('st_0') }), [['ord_3', 'ord_1'], undefined]);
      const between = { acceptedFromAt: monday + 1, acceptedUntilAt: monday + 3 };
      same(await ids(between), [['ord_3', 'ord_2'], undefined]);
      same(await ids({ state: 'cancelled' }), [[], undefined]);
      same(await ids({ customerIds: ['c_0'] }, 1), [['ord_3'], 'ord_3']);
      same(await ids({ customerIds: ['c_0'] }, 1, 'ord_3'), [['ord_1'], undefined]);
      same(await ids({ customerIds: ['c_1', 'c_0'] }), [['ord_3', 'ord_2', 'ord_1'], undefined]);
      same(await ids({ customerIds: ['c_2'] }), [[], undefined]);
      same(await ids({ customerIds: [] }), [[], undefined]);
    },
  },
];
