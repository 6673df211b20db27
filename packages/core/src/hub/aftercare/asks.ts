import type { NodeId } from '../../words/index.ts';
import type { AskedLine } from '../../aftercare/index.ts';

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
