import type { Db } from '../postgres/connection.ts';
import { openDb } from '../postgres/connection.ts';
import { checkServer } from '../postgres/boot-check.ts';
import { openEmbedded } from '../pglite/store.ts';

/** Where a store lives. */
export type StorePlace =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly connectionString: string; readonly schema: string };

/** A place that is open. */
export interface OpenPlace {
  readonly db: Db;
  readonly schema: string | undefined;
}

/**
 * Opens a place for as long as the work takes. An embedded store is locked meanwhile, as by a process of the hub.
 *
 * @throws StoreFailure when it cannot be reached, or would lose what is written to it
 */
export async function atPlace<T>(
  place: StorePlace,
  work: (open: OpenPlace) => Promise<T>,
): Promise<T> {
  const isServer = place.kind === 'postgres';
  const schema = isServer ? place.schema : undefined;
  const db = isServer
    ? openDb({ connectionString: place.connectionString, poolMax: 2, schema })
    : await openEmbedded(place.directory);
  try {
    await checkServer(db, isServer);
    return await work({ db, schema });
  } finally {
    await db.close();
  }
}
