import { join } from 'node:path';
import type { Store } from '@ordermesh/core/hub';
import { AppFailure } from '../errors/index.ts';
import type { Configuration } from '../config/index.ts';
import { sealedStore, secretOfStore } from '../privacy/index.ts';
import { keyBox } from '../webhooks/index.ts';

/** Connections of one process to PostgreSQL. */
const poolMax = 8;

/** What opening a store needs besides its settings. */
export interface StoreOpening {
  /** Name of this process in the log. */
  readonly origin: string;
  /** Receives a line for people. */
  readonly note: (line: string) => void;
}

/**
 * Opens the store that the settings name; what orders say of people is sealed in it once there is a secret. The adapters are loaded here, so that commands without a store start fast.
 *
 * @throws AppFailure `store-unreachable` or `data-directory-locked`, with the origin of the setting
 */
export async function openStore(
  configuration: Configuration,
  opening: StoreOpening,
): Promise<Store> {
  const box = keyBox(secretOfStore(configuration.settings));
  return sealedStore(await openPlain(configuration, opening), box);
}

async function openPlain(
  configuration: Configuration,
  { origin, note }: StoreOpening,
): Promise<Store> {
  const { settings } = configuration;
  try {
    if (settings.store === 'embedded') {
      const { pgliteStore } = await import('@ordermesh/adapters/pglite');
      return await pgliteStore({ directory: join(settings.dataDirectory, 'store'), origin, note });
    }
    const { postgresStore } = await import('@ordermesh/adapters/postgres');
    return await postgresStore({
      connectionString: settings.store,
      poolMax,
      schema: settings.storeSchema,
      origin,
    });
  } catch (failure) {
    throw storeFailure(failure, configuration);
  }
}

function storeFailure(failure: unknown, { settings, origins }: Configuration): AppFailure {
  const text = failure instanceof Error ? failure.message : String(failure);
  const cause = deepest(failure);
  const name = settings.store === 'embedded' ? 'dataDirectory' : 'store';
  const from = origins.find((value) => value.name === name)?.origin ?? 'default';
  const detail = cause === undefined || text.includes(cause) ? text : `${text} (${cause})`;
  const locked = settings.store === 'embedded' && text.includes('is open in process');
  return new AppFailure(locked ? 'data-directory-locked' : 'store-unreachable', {
    why: `${detail.replace(/\/\/[^@/\s]*@/g, '//…@').replace(/[.]?$/, '.')} The setting ${name} came from ${from}.`,
    cause: failure,
  });
}

/** The message at the bottom of the chain of causes: what the network or the disk said. */
function deepest(failure: unknown): string | undefined {
  let at = failure;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (at instanceof AggregateError) at = at.errors[0] as unknown;
  return at instanceof Error && at !== failure ? at.message : undefined;
}
