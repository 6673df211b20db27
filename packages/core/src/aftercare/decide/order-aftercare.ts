import type { Refund } from './refund.ts';

/** What aftercare adds to an order. */
export interface OrderAftercare {
  /** Returns, exchanges and claims opened so far; with none, nobody looks for them. */
  readonly matters: number;
  /** Every refund, oldest first: the one place that keeps their sum at or below what was paid. */
  readonly refunds: readonly Refund[];
  /** Units per line number that must be sent once more without payment (lost, damaged, not deliverable). */
  readonly owedAgainUnits: Readonly<Record<number, number>>;
  /** Parcels whose goods were sent again: where they are says nothing about the order any more. */
  readonly writtenOffParcelUris: readonly string[];
}

/** Of an order about which nothing was asked after delivery. */
export const noAftercare: OrderAftercare = {
  matters: 0,
  refunds: [],
  owedAgainUnits: {},
  writtenOffParcelUris: [],
};
