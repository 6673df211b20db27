import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type {
  Adjusted,
  Adjustment,
  Allocation,
  LotBlocked,
  Quota,
  Reconciliation,
  Snapshot,
  Transfer,
  TransferAsk,
  TransferReceipt,
} from './types.ts';
import type { Transport } from '../transport.ts';

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about who may sell what. */
export interface AllocationCalls {
  get(): Promise<Allocation>;
  /** Replaces all rules; they count for the next order. */
  publish(document: Allocation, note: string): Promise<Allocation>;
  quotas(): AsyncGenerator<Quota, void, undefined>;
}

/** @see AllocationCalls */
export const allocationCalls = (transport: Transport): AllocationCalls => ({
  get: () => transport.send({ method: 'GET', path: at('allocation') }),
  publish: (document, note) =>
    transport.send({ method: 'PUT', path: at('allocation'), query: { note }, body: document }),
  quotas: () => rowsOf(transport, at('allocation', 'quotas')),
});

/** Calls about lots and corrections of the books. */
export interface CorrectionCalls {
  /** Books differences with reasons; orders that lose their goods are routed again. */
  adjust(rows: readonly Adjustment[]): Promise<Adjusted>;
  setLots(
    rows: readonly {
      readonly item: string;
      readonly lot: string;
      readonly expires_at?: string;
      readonly received_at?: string;
    }[],
  ): Promise<{ readonly lots: number }>;
  /** Quarantines, recalls or frees a lot; tells the orders that it reached. */
  blockLot(
    lot: { readonly item: string; readonly lot: string },
    state: LotBlocked['state'],
    reason: string,
  ): Promise<LotBlocked>;
}

/** @see CorrectionCalls */
export const correctionCalls = (transport: Transport): CorrectionCalls => ({
  adjust: (rows) =>
    transport.send({ method: 'POST', path: at('stock', 'adjustments'), body: { rows } }),
  setLots: (rows) => transport.send({ method: 'PUT', path: at('lots'), body: { rows } }),
  blockLot: ({ item, lot }, state, reason) =>
    transport.send({
      method: 'POST',
      path: at('lots', item, lot, 'block'),
      body: { state, reason },
      repeatable: true,
    }),
});

/** Calls about goods that move between nodes. */
export interface TransferCalls {
  request(ask: TransferAsk): Promise<Transfer>;
  get(id: string): Promise<Transfer>;
  list(
    query?: ListQuery & { readonly from?: string; readonly to?: string },
  ): AsyncGenerator<Transfer, void, undefined>;
  /** Holds the goods at the source. */
  approve(id: string): Promise<Transfer>;
  cancel(id: string): Promise<Transfer>;
  /** Goods have left. */
  ship(
    id: string,
    shipped?: Pick<TransferReceipt, 'at'> & Partial<Pick<TransferAsk, 'lines'>>,
  ): Promise<Transfer>;
  /** Goods have arrived. */
  receive(id: string, received?: TransferReceipt): Promise<Transfer>;
}

/** @see TransferCalls */
export const transferCalls = (transport: Transport): TransferCalls => {
  const act =
    (verb: string) =>
    (id: string, body?: object): Promise<Transfer> =>
      transport.send({
        method: 'POST',
        path: at('transfers', id, verb),
        ...(body && { body }),
      });
  return {
    request: (ask) => transport.send({ method: 'POST', path: at('transfers'), body: ask }),
    get: (id) => transport.send({ method: 'GET', path: at('transfers', id) }),
    list: (query) => rowsOf(transport, at('transfers'), query),
    approve: (id) => act('approve')(id),
    cancel: (id) => act('cancel')(id),
    ship: (id, shipped = {}) => act('ship')(id, shipped),
    receive: (id, received = {}) => act('receive')(id, received),
  };
};

/** Calls that compare the books with another system's. */
export interface ReconciliationCalls {
  /** Explains every difference; changes nothing. */
  compare(snapshot: Snapshot): Promise<Reconciliation>;
  get(id: string): Promise<Reconciliation>;
  /** Applies proposals, each once; all when none are named. */
  apply(id: string, proposals?: readonly string[]): Promise<Reconciliation>;
}

/** @see ReconciliationCalls */
export const reconciliationCalls = (transport: Transport): ReconciliationCalls => ({
  compare: (snapshot) =>
    transport.send({ method: 'POST', path: at('reconciliations'), body: snapshot }),
  get: (id) => transport.send({ method: 'GET', path: at('reconciliations', id) }),
  apply: (id, proposals) =>
    transport.send({
      method: 'POST',
      path: at('reconciliations', id, 'apply'),
      body: proposals ? { proposals } : {},
      repeatable: true,
    }),
});
