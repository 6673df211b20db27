import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreFailure } from '@ordermesh/core/hub';
import type { StorePlace } from '@ordermesh/adapters/backup';
import type { Settings } from '../../../config/index.ts';
import { AppFailure } from '../../../errors/index.ts';
import type { CommandIo } from '../../command.ts';

/** Where the store is that a text names: `embedded`, in the data directory, or a PostgreSQL address. */
export function placeOf(
  store: string,
  { dataDirectory, storeSchema }: Pick<Settings, 'dataDirectory' | 'storeSchema'>,
): StorePlace {
  if (store === 'embedded') return { kind: 'embedded', directory: join(dataDirectory, 'store') };
  if (/^postgres(ql)?:\/\/\S+$/.test(store))
    return { kind: 'postgres', connectionString: store, schema: storeSchema };
  throw new AppFailure('usage', {
    why: 'A store is embedded, or postgres://user@host:port/database.',
  });
}

/** Of an embedded store that is not there nothing can be read; opening it would make it. */
export function mustExist(place: StorePlace): void {
  if (place.kind === 'postgres' || existsSync(place.directory)) return;
  throw new AppFailure('input-unreadable', {
    why: `There is no embedded store in ${place.directory}.`,
    try: ['Name its directory with --data-directory.'],
  });
}

/** What stores and backups say becomes one of the errors of the house. */
export async function asAppFailure<T>(work: () => Promise<T>): Promise<T> {
  const { DamagedBackup } = await import('@ordermesh/adapters/backup');
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof DamagedBackup)
      throw new AppFailure('backup-damaged', { why: `${failure.message}.` });
    if (failure instanceof StoreFailure)
      throw new AppFailure(codeOf(failure), {
        why: failure.message.replace(/\/\/[^@/\s]*@/g, '//…@'),
        cause: failure,
      });
    throw failure;
  }
}

function codeOf({
  message,
}: StoreFailure): 'store-not-empty' | 'data-directory-locked' | 'store-unreachable' {
  if (message.startsWith('The store is not empty')) return 'store-not-empty';
  return message.includes('is open in process') ? 'data-directory-locked' : 'store-unreachable';
}

/** What lies beside the database and belongs to it. */
export function besides(
  { dataDirectory }: Pick<Settings, 'dataDirectory'>,
  { paint }: Pick<CommandIo, 'paint'>,
): readonly string[] {
  const secret = join(dataDirectory, 'secret.key');
  return existsSync(secret)
    ? [
        `${paint.warn('!')} personal data is sealed with ${secret}, which is not in the database: keep a copy of it apart`,
      ]
    : [];
}
