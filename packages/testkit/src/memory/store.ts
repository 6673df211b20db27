import type { Store } from '@ordermesh/core/hub';
import { StoreFailure, arbitrate } from '@ordermesh/core/hub';

import { applyWrites, memoryDatabase } from './database.ts';
import type { MemoryDatabase } from './database.ts';
import { auditReads } from './audit-reads.ts';
import { caseReads } from './case-reads.ts';
import { factReads } from './fact-reads.ts';
import { orderReads } from './order-reads.ts';
import { settingReads } from './setting-reads.ts';
import { trailSeals } from './trail-seals.ts';

/** How a memory store is opened. */
export interface MemoryStoreOptions {
  /** A database shared with other stores; a new empty one when absent. */
  readonly database?: MemoryDatabase;
  /** What its events carry as origin. */
  readonly origin?: string;
}

/**
 * The store port in memory, for tests and the simulation: the same arbitration as the databases, no clock, no
 * randomness. A commit is applied at once and resolves in a microtask. Reads hand out the stored records themselves.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const database = options.database ?? memoryDatabase();
  const origin = options.origin ?? 'memory';
  let isClosed = false;
  return {
    commit: async (units, writer = origin) => {
      if (isClosed) throw new StoreFailure('The store is closed', false);
      const { results, writes } = arbitrate(units, database, {
        firstSequence: database.events.length + 1,
        origin: writer,
      });
      applyWrites(database, writes);
      return results;
    },
    ...orderReads(database),
    ...factReads(database),
    ...settingReads(database),
    ...caseReads(database),
    ...auditReads(database),
    ...trailSeals(database),
    ping: async () => {
      if (isClosed) throw new StoreFailure('The store is closed', false);
    },
    close: async () => {
      isClosed = true;
    },
  };
}
