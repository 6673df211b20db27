import { rowsOf } from '../paging.ts';
import type { Transport } from '../transport.ts';
import type { WriteOptions } from '../order-calls.ts';
import type { ListPage } from '../world-types.ts';
import type {
  AftercarePolicy,
  AftercarePolicyChange,
  AftercarePolicyVersion,
  ClaimAsk,
  Matter,
  MatterQuery,
  Refund,
  RefundAsk,
  ReturnAsk,
  ReturnMatter,
  Tracking,
} from './types.ts';

type Rows<T> = AsyncGenerator<T, void, undefined>;

/** Calls about what happens after delivery. Goods come back by facts: see `facts.capture`. */
export interface AftercareCalls {
  requestReturn(orderId: string, ask: ReturnAsk, write?: WriteOptions): Promise<ReturnMatter>;
  return(caseId: string): Promise<ReturnMatter>;
  returns(query?: MatterQuery): Rows<ReturnMatter>;
  /** The customer keeps the goods. */
  cancelReturn(caseId: string, because: string): Promise<ReturnMatter>;
  /** Never above what was paid. */
  approveRefund(caseId: string, ask: RefundAsk): Promise<ReturnMatter>;
  /** No (more) money goes back. */
  denyRefund(caseId: string, because: string): Promise<ReturnMatter>;
  /** The payment system reports that the money went back; said twice it changes nothing. */
  issueRefund(orderId: string, refundId: string, reference: string): Promise<Refund>;
  requestExchange(
    orderId: string,
    ask: ReturnAsk & { readonly replacement: readonly object[] },
    write?: WriteOptions,
  ): Promise<Matter>;
  exchange(caseId: string): Promise<Matter>;
  exchanges(query?: MatterQuery): Rows<Matter>;
  openClaim(orderId: string, ask: ClaimAsk, write?: WriteOptions): Promise<Matter>;
  claim(caseId: string): Promise<Matter>;
  claims(query?: MatterQuery): Rows<Matter>;
  decideClaim(
    caseId: string,
    decision: { readonly outcome: 'reship' | 'refund' | 'reject'; readonly because: string },
  ): Promise<Matter>;
  readonly policy: AftercarePolicyCalls;
}

/** Calls about what counts for returns, exchanges and claims; publishing needs a key with the scope `admin`. */
export interface AftercarePolicyCalls {
  /** The live version, or an earlier one. */
  get(version?: number): Promise<AftercarePolicyVersion>;
  list(): Promise<readonly AftercarePolicyVersion[]>;
  validate(policy: AftercarePolicy): Promise<{ readonly policy: AftercarePolicyVersion['policy'] }>;
  publish(policy: AftercarePolicy, note: string): Promise<AftercarePolicyVersion>;
  diff(from: number, to?: number): Promise<readonly AftercarePolicyChange[]>;
  /** Makes an earlier version count again, as a new version. */
  rollback(version: number, note: string): Promise<AftercarePolicyVersion>;
}

/** Calls about what readers see of an order. */
export interface TrackingCalls {
  /** `basic` when no tier is named. */
  tracking(orderId: string, tier?: Tracking['tier']): Promise<Tracking>;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** @see TrackingCalls */
export const trackingCalls = (transport: Transport): TrackingCalls => ({
  tracking: (id, tier) =>
    transport.send({ method: 'GET', path: at('orders', id, 'tracking'), query: { tier } }),
});

/** @see AftercareCalls */
export function aftercareCalls(transport: Transport): AftercareCalls {
  const open = <T extends Matter>(
    path: string,
    body: object,
    write: WriteOptions = {},
  ): Promise<T> =>
    transport.send({
      method: 'POST',
      path,
      query: { dry_run: write.dryRun },
      body,
      headers: { 'idempotency-key': write.idempotencyKey },
      idempotent: true,
    });
  const act = <T>(path: string, body: object): Promise<T> =>
    transport.send({ method: 'POST', path, body, repeatable: true });
  const read = <T>(path: string): Promise<T> => transport.send({ method: 'GET', path });
  return {
    requestReturn: (id, ask, write) => open(at('orders', id, 'returns'), ask, write),
    return: (id) => read(at('returns', id)),
    returns: (query) => rowsOf(transport, at('returns'), query),
    cancelReturn: (id, because) => act(at('returns', id, 'cancel'), { because }),
    // Said twice it would pay twice, within what was paid: not sent again by itself.
    approveRefund: (id, ask) =>
      transport.send({ method: 'POST', path: at('returns', id, 'refunds'), body: ask }),
    denyRefund: (id, because) => act(at('returns', id, 'deny-refund'), { because }),
    issueRefund: (id, refundId, reference) =>
      act(at('orders', id, 'refunds', refundId, 'issue'), { reference }),
    requestExchange: (id, ask, write) => open(at('orders', id, 'exchanges'), ask, write),
    exchange: (id) => read(at('exchanges', id)),
    exchanges: (query) => rowsOf(transport, at('exchanges'), query),
    openClaim: (id, ask, write) => open(at('orders', id, 'claims'), ask, write),
    claim: (id) => read(at('claims', id)),
    claims: (query) => rowsOf(transport, at('claims'), query),
    decideClaim: (id, decision) => act(at('claims', id, 'decide'), decision),
    policy: policyCalls(transport),
  };
}

function policyCalls(transport: Transport): AftercarePolicyCalls {
  const path = at('aftercare-policy');
  const rows = async <T>(of: string, query = {}): Promise<readonly T[]> =>
    (await transport.send<ListPage<T>>({ method: 'GET', path: `${path}/${of}`, query })).data;
  return {
    get: (version) => transport.send({ method: 'GET', path, query: { version } }),
    list: () => rows('versions'),
    validate: (policy) =>
      transport.send({ method: 'POST', path: `${path}:validate`, body: policy, repeatable: true }),
    publish: (policy, note) =>
      transport.send({ method: 'POST', path, query: { note }, body: policy }),
    diff: (from, to) => rows('diff', { from, to }),
    rollback: (version, note) =>
      transport.send({ method: 'POST', path: `${path}/rollback`, body: { version, note } }),
  };
}
