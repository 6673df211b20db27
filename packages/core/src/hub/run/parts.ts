import type { TooFewParcels, TrainTask } from '../../learn/index.ts';
import type { ModelDocument } from '../../models/index.ts';
import type { Counterfactual } from '../../route/index.ts';
import type { FlipsAsk } from '../explain/flips.ts';
import type { Reassigned, SettleAsk } from '../../release/index.ts';
import type { Outcome } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import type { Board } from '../board/board.ts';
import type { JointOrder } from '../joint/joint-order.ts';
import type { Env } from '../ports/env.ts';
import type { HandedOver } from '../routing/hand-over.ts';
import type { Busy, Lane } from './lanes.ts';
import type { FigureBook } from './figures.ts';
import type { OrderRules } from './rules.ts';
import type { OrderStates } from './order-state.ts';
import type { CommitResult, CommitUnit, Store } from '../ports/store.ts';

/** @see HubParts.train */
export type Trainer = (
  task: TrainTask,
) => Outcome<ModelDocument, TooFewParcels> | Promise<Outcome<ModelDocument, TooFewParcels>>;

/** @see HubParts.settle */
export type Settler = (ask: SettleAsk) => Reassigned | Promise<Reassigned>;

/** @see HubParts.flips */
export type FlipFinder = (
  ask: FlipsAsk,
) => readonly Counterfactual[] | Promise<readonly Counterfactual[]>;

/** What the hub is made of; its operations share it. */
export interface HubParts {
  readonly store: Store;
  readonly env: Env;
  readonly board: Board;
  readonly pathBoard: PathBoard;
  readonly states: OrderStates;
  readonly figures: FigureBook;
  readonly rules: OrderRules;
  /** Trains a model; in a thread of its own where decisions wait for nothing. */
  readonly train: Trainer;
  /** Gives orders that are begun next their nodes for good; in a thread of its own where decisions wait for nothing. */
  readonly settle: Settler;
  /** Finds what would have flipped a decision; in a thread of its own where decisions wait for nothing. */
  readonly flips: FlipFinder;
  /**
   * Hands a decision to the runner. `decide` runs on the board when its batch is made.
   *
   * @param lane whose turn it is when many wait; default `floor`
   * @param joint of a new order: how it is decided again together with others of its batch
   * @returns the store's word; `undefined` when the decision had nothing to write
   */
  readonly commit: (
    decide: () => CommitUnit | undefined,
    lane?: Lane,
    joint?: JointOrder,
  ) => Promise<CommitResult | undefined>;
  /** Resolves when the board has folded all that other processes had committed when it was asked. */
  readonly caughtUp: () => Promise<void>;
  /** Tells routers over the bus that orders wait for them; may be lost, the store has them. Absent: there is no bus. */
  readonly handOver: ((order: HandedOver) => void) | undefined;
  /** Whether the house is full for the lane. */
  readonly busy: (lane: Lane) => Busy | undefined;
}
