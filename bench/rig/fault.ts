import type { App } from './stage/app.ts';
import type { Cluster } from './stage/cluster.ts';

/** What a fault may disturb. */
export interface Stage {
  readonly apps: readonly App[];
  /** Undefined when the run is on the embedded store. */
  readonly cluster: Cluster | undefined;
  /** A directory of this run alone. */
  readonly scratch: string;
  /** 0 … 1, seeded. */
  readonly random: () => number;
}

/** A fault at work. */
export interface Disturbance {
  /** How often it struck, as seen in the victim: a process that died of it, a connection that broke. */
  readonly fired: () => number;
  /** Ends it and leaves nothing broken behind: from now on everything must come to rest. */
  readonly heal: () => Promise<void>;
}

/** A kind of real fault under which real processes work. */
export interface Fault {
  readonly name: string;
  readonly says: string;
  readonly store: 'postgres' | 'embedded';
  /** Why this machine cannot do it; undefined = it can. */
  readonly lacks: () => string | undefined;
  /** Put before each start of a process. */
  readonly before?: (scratch: string, random: () => number) => readonly string[];
  readonly begin: (stage: Stage) => Disturbance;
}
