import type { CurrencyCode, DecisionId, ItemId, NodeId, Window } from '../../words/index.ts';
import type { LifecycleOrder, StoredFact } from '../../facts/decide/index.ts';
import type { CustomerOrder } from '../../intake/decide/index.ts';
import type { DeliveryPromise } from '../../promise/decide/index.ts';
import type { ColdReport } from '../../execute/decide/index.ts';
import type { Explanation } from '../../route/decide/index.ts';
import type { Fulfilment, Milestone } from '../../release/decide/index.ts';
import type { ClaimFile, ExchangeFile, Refund, ReturnFile } from '../../aftercare/decide/index.ts';

/**
 * Everything that views of one order rest on, as the hub knows it at `at`. It holds more than any reader may
 * see; `trackOrder` cuts it down to a tier.
 */
export interface TrackedOrder {
  /** When it is looked at, epoch ms UTC; decides only what is overdue. */
  readonly at: number;
  readonly order: CustomerOrder;
  /** The names under which facts speak of it, and how far decisions have taken it. */
  readonly lifecycleOrder: LifecycleOrder;
  /** All facts that concern it, in any order; corrections and duplicates included. */
  readonly facts: readonly StoredFact[];
  /** The promise in force. */
  readonly promise: DeliveryPromise | undefined;
  readonly legs: readonly TrackedLeg[];
  /** Routing decisions about it, oldest first. */
  readonly decisions: readonly TrackedDecision[];
  /** Names of its items for people, by id. */
  readonly itemNames: ReadonlyMap<ItemId, string>;
  /** The nodes that facts and legs may name. */
  readonly nodes: readonly TrackedNode[];
  /** What its customer is asked; absent = nothing. */
  readonly choice?: TrackedChoice;
  /** Until when goods wait at the counter; absent = none do. */
  readonly collectUntilAt?: number;
  /** Goods that got too warm on their way, and the answers, oldest first; absent = none did. */
  readonly coldChain?: readonly TrackedCold[];
  /** When what it said of people was made unreadable for good; absent = it was not. */
  readonly erasedAt?: number;
  /** Returns, exchanges and claims about it; absent = nobody looked for them. */
  readonly aftercare?: TrackedAftercare;
}

/** What was asked after delivery, as the hub knows it. */
export interface TrackedAftercare {
  /** Days after delivery in which a return may be asked for. */
  readonly returnDays: number;
  /** Currency of the network's costs. */
  readonly costCurrency: CurrencyCode;
  /** Every refund of the order, oldest first. */
  readonly refunds: readonly Refund[];
  readonly returns: readonly TrackedMatter<ReturnFile>[];
  readonly exchanges: readonly TrackedExchange[];
  readonly claims: readonly TrackedMatter<ClaimFile>[];
}

/** A return, exchange or claim; its room gives `state` and `file` their meaning. */
export interface TrackedMatter<File> {
  readonly caseId: string;
  readonly state: string;
  readonly openedAt: number;
  readonly file: File;
}

/** An exchange, with what was wanted instead and the order that sends it. */
export interface TrackedExchange extends TrackedMatter<ExchangeFile> {
  readonly wanted: readonly { readonly name: string; readonly units: number }[];
  /** Undefined until it was placed. */
  readonly replacement: TrackedOrder | undefined;
}

/** An excursion of the cold chain with its answer, as the hub knows it. */
export interface TrackedCold {
  readonly caseId: string;
  readonly parcelUri: string;
  readonly happenedAt: number;
  /** When the answer was carried out; undefined while it was not. */
  readonly doneAt: number | undefined;
  /** What the house did about it. */
  readonly action: 'goes-on' | 'sent-again' | 'for-people';
  readonly report: ColdReport;
}

/** An open question to the customer, as the hub knows it: the pick-up store cannot serve the order. */
export interface TrackedChoice {
  readonly choiceId: string;
  /** Until when the customer may choose; goods are held so long. */
  readonly untilAt: number;
  readonly options: readonly {
    readonly option: 'pickup' | 'ship' | 'cancel';
    /** The store of a pick-up. */
    readonly nodeId: NodeId | undefined;
    readonly window: Window | undefined;
  }[];
}

/** The work of one node for the order, and the parcels that came of it so far. */
export interface TrackedLeg {
  readonly fulfilment: Fulfilment;
  /** URIs of its parcels; empty until something was packed. */
  readonly parcelUris: readonly string[];
  /** Its planned steps; absent where the node is not known any more. */
  readonly milestones?: readonly Milestone[];
}

/** A stored decision, told. */
export interface TrackedDecision {
  readonly decisionId: DecisionId;
  readonly explanation: Explanation;
}

/** A node under its name in facts and its name for people. */
export interface TrackedNode {
  readonly nodeId: NodeId;
  /** As facts name it: GLN Digital Link or private URI. */
  readonly nodeUri: string;
  readonly name: string;
}
