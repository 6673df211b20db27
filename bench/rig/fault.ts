import type { Store } from '@ordermesh/core/hub';

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
  /** The share of orders that were sent, 0 … 1. */
  readonly progress: () => number;
}

/** What a fault knows before processes start. */
export type SceneAsk = Pick<Stage, 'scratch' | 'random'> & { readonly processes: number };

/** The machine cannot do it, as was found on the way. */
export class CannotBePlayed extends Error {}

/** A fault at work. */
export interface Disturbance {
  /** How often it struck, as seen in the victim: a process that died of it, a connection that broke. */
  readonly fired: () => number;
  /** Ends it and leaves nothing broken behind: from now on everything must come to rest. */
  readonly heal: () => Promise<void>;
  /** How often each kind struck, and what the victims said, for the row of the table. */
  readonly counts?: () => Readonly<Record<string, number>>;
  /** What else is worth reading. */
  readonly notes?: () => readonly string[];
  /** What the fault itself found wrong. */
  readonly faults?: () => readonly string[];
}

/** What a fault builds before processes start, and what differs for them because of it. */
export interface Scene {
  /** Settings of the processes besides where their database is. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before each start of a process. */
  readonly before?: (name: string) => readonly string[];
  /** Fills the database instead of this tree. */
  readonly furnish?: (url: string, schema: string, orders: number) => void;
  /** One order in so many wants goods that are far too few; absent = few do. */
  readonly scarceEvery?: number;
  /** The build that a process runs at its next start; undefined = this tree's. */
  readonly program?: (name: string) => string | undefined;
  /** The address that a process listens on; undefined = 127.0.0.1. */
  readonly hostOf?: (name: string) => string;
  /** A server of this fault's own, instead of the one that runs share. */
  readonly cluster?: Cluster;
  readonly begin: (stage: Stage) => Disturbance;
  /** What has not come to rest, looked at after healing. */
  readonly unrest?: (store: Store) => Promise<string | undefined>;
  /** Takes away what was built; processes have ended by then. */
  readonly close?: () => Promise<void>;
}

/** A kind of real fault under which real processes work. */
export interface Fault {
  readonly name: string;
  readonly says: string;
  readonly store: 'postgres' | 'embedded';
  /** Why this machine cannot do it; undefined = it can. */
  readonly lacks: () => string | undefined;
  /** @throws CannotBePlayed when it turns out only now that this machine cannot do it */
  readonly open: (asked: SceneAsk) => Promise<Scene>;
}

/** A fault that needs nothing of its own. */
export const bare =
  (begin: Scene['begin']): Fault['open'] =>
  () =>
    Promise.resolve({ begin });

/** Several disturbances at once. */
export function both(...disturbances: readonly Disturbance[]): Disturbance {
  return {
    fired: () => disturbances.reduce((sum, { fired }) => sum + fired(), 0),
    counts: () =>
      Object.assign({}, ...disturbances.map(({ counts }) => counts?.())) as object as Record<
        string,
        number
      >,
    heal: async () => {
      await Promise.all(disturbances.map(({ heal }) => heal()));
    },
  };
}
