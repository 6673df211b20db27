import type { Transport } from './transport.ts';
import type { WriteOptions } from './order-calls.ts';

/** A return, exchange or claim as the hub shows it; `file` tells lines, node, custody and decisions. */
export interface Matter {
  readonly record: { readonly case_id: string; readonly state: string; readonly version: number };
  readonly file: Readonly<Record<string, unknown>>;
  readonly currency: string;
  readonly refunds?: readonly Readonly<Record<string, unknown>>[];
}

/** What a customer asks to return. */
export interface ReturnAsk {
  readonly method: 'bring' | 'send';
  readonly node?: string;
  readonly lines: readonly {
    readonly line_no: number;
    readonly units: number;
    readonly reason: string;
    readonly condition: 'unopened' | 'opened' | 'used' | 'damaged';
  }[];
}

/** What a customer claims. */
export interface ClaimAsk {
  readonly claim: 'lost' | 'damaged' | 'wrong_item' | 'missing_unit';
  readonly lines: readonly { readonly line_no: number; readonly units: number }[];
  readonly evidence?: readonly {
    readonly kind: 'text' | 'photo' | 'document';
    readonly content: string;
  }[];
}

/** Calls about what happens after delivery. */
export interface AftercareCalls {
  requestReturn(orderId: string, ask: ReturnAsk, write?: WriteOptions): Promise<Matter>;
  return(caseId: string): Promise<Matter>;
  cancelReturn(caseId: string, because: string): Promise<Matter>;
  requestExchange(
    orderId: string,
    ask: ReturnAsk & { readonly replacement: readonly object[] },
    write?: WriteOptions,
  ): Promise<Matter>;
  exchange(caseId: string): Promise<Matter>;
  openClaim(orderId: string, ask: ClaimAsk, write?: WriteOptions): Promise<Matter>;
  claim(caseId: string): Promise<Matter>;
  decideClaim(
    caseId: string,
    decision: { readonly outcome: 'reship' | 'refund' | 'reject'; readonly because: string },
  ): Promise<Matter>;
}

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** @see AftercareCalls */
export function aftercareCalls(transport: Transport): AftercareCalls {
  const open = (path: string, body: object, write: WriteOptions = {}): Promise<Matter> =>
    transport.send({
      method: 'POST',
      path,
      query: { dry_run: write.dryRun },
      body,
      headers: { 'idempotency-key': write.idempotencyKey },
      idempotent: true,
    });
  const act = (path: string, body: object): Promise<Matter> =>
    transport.send({ method: 'POST', path, body, repeatable: true });
  const read = (path: string): Promise<Matter> => transport.send({ method: 'GET', path });
  return {
    requestReturn: (id, ask, write) => open(at('orders', id, 'returns'), ask, write),
    return: (id) => read(at('returns', id)),
    cancelReturn: (id, because) => act(at('returns', id, 'cancel'), { because }),
    requestExchange: (id, ask, write) => open(at('orders', id, 'exchanges'), ask, write),
    exchange: (id) => read(at('exchanges', id)),
    openClaim: (id, ask, write) => open(at('orders', id, 'claims'), ask, write),
    claim: (id) => read(at('claims', id)),
    decideClaim: (id, decision) => act(at('claims', id, 'decide'), decision),
  };
}
