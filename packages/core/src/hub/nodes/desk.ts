import type { FulfilmentId, ItemId, NodeId, ServiceId } from '../../words/index.ts';
import type { Fulfilment, PickGroup, WorkOffer } from '../../release/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { ExceptionRecord } from '../ports/records.ts';
import type { Page, PageAsk } from '../ports/store.ts';

/** How a node is switched: by staff, by a health check, or by the store itself. */
export interface NodeSwitch {
  /** `draining`: no new work, what is in hand is finished. `stricken`: its open work moves to other nodes. */
  readonly state: 'open' | 'draining' | 'stricken';
  readonly reason: string;
  /** Who switched it; absent = staff. */
  readonly by?: string;
  /** It opens again by itself then, epoch ms; absent = when somebody opens it. */
  readonly untilAt?: number;
}

/** What switching a node moved. */
export interface NodeSwitched {
  /** Orders that went to other nodes, or came back to this one. */
  readonly rerouted: number;
}

/** A time in which a node is switched off. */
export interface NodePause {
  readonly nodeId: NodeId;
  readonly state: 'draining' | 'stricken';
  readonly reason: string;
  readonly by: string;
  readonly sinceAt: number;
  /** Undefined = until somebody opens it. */
  readonly untilAt: number | undefined;
}

/** Places in a slot that somebody holds before there is an order, e.g. while a customer looks at delivery times. */
export interface SlotHoldAsk {
  /** Start of the slot; absent = the first one with room. */
  readonly slotAt?: number;
  readonly orders: number;
  /** 30 … 86,400. */
  readonly ttlSeconds: number;
  readonly note: string;
}

/** Held places, and what became of them. */
export interface SlotHold {
  readonly holdId: string;
  readonly nodeId: NodeId;
  readonly slotAt: number;
  readonly orders: number;
  readonly note: string;
  readonly state: 'held' | 'confirmed' | 'released' | 'expired';
  /** Undefined once they are used or free. */
  readonly expiresAt: number | undefined;
}

/** A capacity slot and how full it is; the day's limit too where there is one. */
export interface SlotView {
  readonly slotAt: number;
  readonly ordersMax: number;
  /** Used by orders or held. */
  readonly ordersUsed: number;
  readonly dayOrdersMax: number | undefined;
  readonly dayOrdersUsed: number | undefined;
  /** Services that take so many parcels on that day; those without a limit are not there. */
  readonly carriers: readonly {
    readonly serviceId: ServiceId;
    readonly parcelsMax: number;
    readonly parcelsUsed: number;
  }[];
}

/** A work that a picker takes, under the epoch it was offered with. */
export interface TakenTote {
  readonly fulfilmentId: FulfilmentId;
  readonly epoch: number;
}

/** What a vendor says it has. */
export interface StockFeed {
  /** When the vendor made it, epoch ms; an older one than the last changes nothing. */
  readonly madeAt: number;
  /** What it does not name is gone. */
  readonly isComplete: boolean;
  /** On hand counts goods that are held for orders and not shipped yet. */
  readonly rows: readonly {
    readonly itemId: ItemId;
    readonly lot?: string;
    readonly onHandUnits: number;
  }[];
}

/** What became of a feed. */
export interface FeedTaken {
  /** False: a newer feed was there already. */
  readonly isApplied: boolean;
  readonly positions: number;
  /** Positions that the feed did not name and that are gone. */
  readonly removed: number;
}

/** What nodes ask and tell besides answering offers made to them alone. */
export interface NodeDesk {
  /** What was offered to the node and others at once: what is open, or all. */
  offers(
    filter: { readonly nodeId?: NodeId; readonly state?: WorkOffer['state'] },
    ask: PageAsk,
  ): Promise<Page<WorkOffer>>;
  /**
   * The node of the offer takes the work. The first claim wins, every other one is refused as `already-claimed`;
   * sent again by the winner it answers the same work.
   */
  claimOffer(offerId: string): Promise<HubOutcome<Fulfilment>>;
  /** Opens, drains or strikes a node, with an end if it shall open again by itself; refused for a moment in the past. */
  switchNode(nodeId: NodeId, to: NodeSwitch): Promise<HubOutcome<NodeSwitched>>;
  /** The times in which the node is switched off now; usually none or one. */
  pauses(nodeId: NodeId): Promise<readonly NodePause[]>;
  /** The slots of the node from now until a moment, at most 200. */
  slots(nodeId: NodeId, untilAt: number): HubOutcome<readonly SlotView[]>;
  /** Holds places until they are confirmed or the time is over; refused as `slot-full` when there is no room. */
  holdSlot(nodeId: NodeId, ask: SlotHoldAsk): Promise<HubOutcome<SlotHold>>;
  /** Held places become used ones. */
  confirmSlot(holdId: string): Promise<HubOutcome<SlotHold>>;
  /** Held or used places are free again. */
  releaseSlot(holdId: string): Promise<HubOutcome<SlotHold>>;
  /** What the node may pick now, as walks: per slot, carrier service and collection, items summed. */
  pickList(nodeId: NodeId, ordersMax: number): Promise<readonly PickGroup[]>;
  /** Accepts several works in one go; each is judged alone. */
  takeGroup(totes: readonly TakenTote[]): Promise<readonly HubOutcome<Fulfilment>[]>;
  /** Stock by feed: absolute, safe to send late, twice and in any order. */
  takeFeed(nodeId: NodeId, feed: StockFeed): Promise<HubOutcome<FeedTaken>>;
  /** People have looked into an exception; one about an order that waits for a node is refused. */
  resolveException(
    exceptionId: string,
    ask: { readonly by: string; readonly note: string },
  ): Promise<HubOutcome<ExceptionRecord>>;
}
