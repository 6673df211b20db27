import type { Hub, Store } from '@ordermesh/core/hub';

/** What the API stands on once the hub has started. */
export interface Backend {
  readonly hub: Hub;
  readonly store: Store;
  /** Wall clock, epoch ms UTC. */
  readonly now: () => number;
}
