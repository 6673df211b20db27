import { join } from 'node:path';

import { pgliteStore } from '@ordermesh/adapters/pglite';
import { postgresStore } from '@ordermesh/adapters/postgres';
import type { Store } from '@ordermesh/core/hub';
import { memoryStore } from '@ordermesh/testkit';

import type { Cluster } from './cluster.ts';

/** Where the orders of a run lie. */
export interface Database {
  /** What a process of the hub needs to know to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Opens it from outside, to fill it before and to look at it after. */
  readonly open: (origin: string) => Promise<Store>;
}

/** A schema of a cluster. */
export const postgresDatabase = ({ url }: Pick<Cluster, 'url'>, schema: string): Database => ({
  environment: { OM_STORE: url, OM_STORE_SCHEMA: schema },
  open: (origin) => postgresStore({ connectionString: url, poolMax: 4, origin, schema }),
});

/** The embedded store in the data directory of its one process. */
export const embeddedDatabase = (directory: string): Database => ({
  environment: { OM_STORE: 'embedded' },
  open: (origin) => pgliteStore({ directory: join(directory, 'store'), origin }),
});

/** A store that no process of the hub sees. */
export const memoryDatabase = (): Database => ({
  environment: {},
  open: (origin) => Promise.resolve(memoryStore({ origin })),
});
