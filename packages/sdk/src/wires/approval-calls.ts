import { rowsOf } from '../paging.ts';
import type { ListQuery } from '../paging.ts';
import type { Transport } from '../transport.ts';
import type { Approval } from './approval-types.ts';

/** Calls about changes that need a second pair of eyes. */
export interface ApprovalCalls {
  /** Oldest first. */
  list(
    query?: ListQuery & { readonly state?: 'pending' | 'approved' | 'rejected' },
  ): AsyncGenerator<Approval, void, undefined>;
  get(id: string): Promise<Approval>;
  /** Makes the change now; refused to the key that asked. */
  approve(id: string, reason?: string): Promise<Approval>;
  /** Whoever asked takes it back with this. */
  reject(id: string, reason?: string): Promise<Approval>;
}

/** @see ApprovalCalls */
export const approvalCalls = (transport: Transport): ApprovalCalls => {
  const at = (id: string, verb = ''): string => `v1/approvals/${encodeURIComponent(id)}${verb}`;
  const judge =
    (verb: string): ApprovalCalls['approve'] =>
    (id, reason) =>
      transport.send({
        method: 'POST',
        path: at(id, verb),
        body: reason === undefined ? {} : { reason },
      });
  return {
    list: (query) => rowsOf(transport, 'v1/approvals', query),
    get: (id) => transport.send({ method: 'GET', path: at(id) }),
    approve: judge('/approve'),
    reject: judge('/reject'),
  };
};
