import type { HubEvent } from '../world-types.ts';
import type { ClaimAsk, ReturnMatter } from './types.ts';

interface GoodsMoved {
  readonly custody: ReturnMatter['custody'];
  readonly inspection: ReturnMatter['inspection'];
  readonly planned_node_id: string | null;
  /** On shelves again because of it, in all. */
  readonly restocked: readonly {
    readonly node_id: string;
    readonly item_id: string;
    readonly lot: string;
    readonly units: number;
  }[];
}

interface RefundApproved {
  readonly refund_id: string;
  readonly total_minor: number;
  /** How much of it pays for a replacement. */
  readonly credited_minor: number;
  readonly currency: string;
  readonly because: string;
}

interface RefundIssued {
  readonly refund_id: string;
  readonly total_minor: number;
}

interface Ended {
  readonly because: string;
}

interface Responsible {
  readonly party: 'carrier' | 'node' | 'nobody';
  readonly id?: string;
  readonly because: string;
}

/** What each event about a return, exchange or claim says besides the matter itself. */
export interface AftercareEventBodies {
  'return.opened': {
    readonly cause: 'customer' | 'undeliverable' | 'refused' | 'unannounced';
    readonly planned_node_id?: string;
  };
  'return.moved': GoodsMoved;
  'return.restocked': GoodsMoved;
  'return.cancelled': Ended;
  'return.expired': Ended;
  'return.refund_approved': RefundApproved;
  'return.refund_denied': Ended;
  'return.refund_issued': RefundIssued;
  'exchange.opened': { readonly return_id: string; readonly difference_minor: number };
  /** Others bought the goods that it held, or they were not there; the hub looks for others. */
  'exchange.goods_lost': { readonly because: string };
  'exchange.goods_held': object;
  'exchange.due': object;
  'exchange.sent': { readonly replacement_order_id: string };
  'exchange.expired': object;
  'exchange.unreturned': object;
  'claim.opened': { readonly claim: ClaimAsk['claim']; readonly suspected: Responsible };
  'claim.decided': Ended & {
    readonly outcome: 'reship' | 'refund' | 'reject';
    /** Epoch ms UTC. */
    readonly at: number;
    readonly responsible: Responsible;
  };
  'claim.refund_approved': RefundApproved;
  'claim.refund_issued': RefundIssued;
}

/** Names of the events, as a subscription filters them. */
export type AftercareEventName = keyof AftercareEventBodies;

/** An event about a return, exchange or claim, with its content. */
export type AftercareEvent<Name extends AftercareEventName = AftercareEventName> = {
  readonly [One in Name]: Omit<HubEvent, 'type' | 'data'> & {
    readonly type: `dev.ordermesh.${One}.v1`;
    readonly data: AftercareEventBodies[One] & {
      readonly case_id: string;
      readonly state: string;
      readonly node_id: string | null;
    };
  };
}[Name];

/**
 * Whether an event (of the log, or a webhook's) is one of these, so that its content is typed. A thin message has no
 * content and never is: read the order that it names.
 */
export function isAftercareEvent<Name extends AftercareEventName>(
  event: HubEvent,
  ...names: readonly Name[]
): event is HubEvent & AftercareEvent<Name> {
  const isNamed = names.some((name) => event.type === `dev.ordermesh.${name}.v1`);
  return isNamed && typeof event.data['case_id'] === 'string';
}
