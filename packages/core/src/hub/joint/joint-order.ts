import type { WalkedOrder } from '../../path.ts';
import type { NodeId } from '../../words/index.ts';
import type { CommitUnit } from '../ports/store.ts';
import type { UnitDraft } from '../run/unit-draft.ts';

/** A new order of a batch: decided alone so far, it may be decided again together with its neighbours before the commit. */
export interface JointOrder {
  /** As it was decided last; undefined = it takes no part. */
  walked(): WalkedOrder | undefined;
  /** Decides it again on these nodes only. @returns what would be committed; undefined = nothing could be */
  again(onlyNodeIds: readonly NodeId[]): UnitDraft | undefined;
  /** The decision before the last `again` counts. */
  undo(): void;
}

/** One unit of a batch before its commit; `joint` only for new orders. */
export interface BatchEntry {
  readonly unit: CommitUnit;
  readonly joint: JointOrder | undefined;
}

/** Units that take the place of others, by position in the batch. */
export type Replaced = ReadonlyMap<number, CommitUnit>;
