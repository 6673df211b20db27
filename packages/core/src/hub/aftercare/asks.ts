import type { NodeId } from '../../words/index.ts';
import type { AskedLine, ClaimKind, ClaimOutcome, Evidence } from '../../aftercare/index.ts';

/** What a customer asks to return. */
export interface ReturnAsk {
  readonly lines: readonly AskedLine[];
  readonly method: 'bring' | 'send';
  /** Where they want to bring or send it; the hub chooses when absent. */
  readonly nodeId?: NodeId;
}

/** Money that people approve for a return or claim. */
export interface RefundAsk {
  readonly lines: readonly {
    readonly lineNo: number;
    readonly units: number;
    /** Exactly so much (goods and tax) instead of the units' share. */
    readonly amountMinor?: number;
  }[];
  readonly shippingMinor?: number;
  readonly because: string;
}

/** Goods wanted instead of the returned ones. */
export interface ExchangeAsk extends ReturnAsk {
  /** The new lines, in the spelling of an order draft (`item`, `quantity`, `price`, `tax`). */
  readonly replacement: readonly unknown[];
}

/** What a customer claims. */
export interface ClaimAsk {
  readonly claim: ClaimKind;
  readonly lines: readonly { readonly lineNo: number; readonly units: number }[];
  readonly evidence: readonly Omit<Evidence, 'at'>[];
}

/** What people decide about a claim. */
export interface ClaimDecision {
  readonly outcome: ClaimOutcome;
  readonly because: string;
  /** Who answers for it; the one that the facts point to when absent. */
  readonly responsible?: { readonly party: 'carrier' | 'node' | 'nobody'; readonly id?: string };
  /** Only for a refund: exactly these amounts instead of the whole share. */
  readonly refund?: RefundAsk;
}
