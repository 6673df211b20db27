import type { Transport } from '../transport.ts';

/** Personal data that was made unreadable, or would be, and what stays. */
export interface Erasure {
  /** Nothing was written. */
  readonly dry_run: boolean;
  readonly erased_orders: readonly string[];
  /** Rows of sources that waited to be tried again. */
  readonly erased_rows: number;
  /** Orders that must still be delivered: ask again when they are done. */
  readonly kept_orders: readonly { readonly order_id: string; readonly because: 'order-open' }[];
  /** What stays of all orders, and why. */
  readonly kept: readonly { readonly what: string; readonly because: string }[];
}

/** Calls about personal data. What is erased does not come back. */
export interface PrivacyCalls {
  /** All of a customer, by the shop's code. */
  eraseCustomer(customerId: string, how?: { readonly dryRun?: boolean }): Promise<Erasure>;
  /** Of one order: `ord_…` or `ext:<system>:<id>`. */
  eraseOrder(orderId: string, how?: { readonly dryRun?: boolean }): Promise<Erasure>;
}

/** @see PrivacyCalls */
export const privacyCalls = (transport: Transport): PrivacyCalls => {
  const erase = (what: string, id: string, dryRun = false): Promise<Erasure> =>
    transport.send({
      method: 'POST',
      path: `v1/${what}/${encodeURIComponent(id)}/erasure`,
      query: { dry_run: dryRun ? true : undefined },
      repeatable: true,
    });
  return {
    eraseCustomer: (customerId, how) => erase('customers', customerId, how?.dryRun),
    eraseOrder: (orderId, how) => erase('orders', orderId, how?.dryRun),
  };
};
