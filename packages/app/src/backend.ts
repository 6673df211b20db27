import type { Bus, Hub, Store } from '@ordermesh/core/hub';

/** What the API stands on once the hub has started. */
export interface Backend {
  readonly hub: Hub;
  readonly store: Store;
  /** Wall clock, epoch ms UTC. */
  readonly now: () => number;
  /** What carries the log to other processes; absent in a process that is alone, or where each asks the database. */
  readonly bus?: Bus;
  /** Ends what this process does for others on the bus; the bus itself stays open. */
  readonly endFeeding?: () => Promise<void>;
}
