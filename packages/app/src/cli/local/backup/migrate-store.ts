import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupSummary, StorePlace } from '@ordermesh/adapters/backup';
import type { Settings } from '../../../config/index.ts';
import { AppFailure } from '../../../errors/index.ts';
import { version } from '../../../runtime/version.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { configurationOf, settingOptions } from '../../configure.ts';
import { handover } from './file.ts';
import { asAppFailure, mustExist, placeOf } from './place.ts';
import { tell } from './save.ts';

/** Moves everything from one store to another. */
export const migrateStore: Command = {
  name: 'migrate-store',
  summary:
    'Copy the whole store into an empty one, usually from embedded to PostgreSQL, and compare',
  usage: '--to postgres://… [--from embedded|postgres://…]',
  options: {
    ...settingOptions,
    from: { type: 'string', says: 'Where it is now. Default: embedded, in the data directory.' },
    to: {
      type: 'string',
      says: 'Where it shall be: an empty database, in the schema of the settings.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, migrateStore, [0, 0]);
    const to = asked.text('to');
    if (to === undefined)
      throw new AppFailure('usage', {
        why: '--to names the new store.',
        try: ['ordermesh migrate-store --to postgres://ordermesh@127.0.0.1:5432/ordermesh'],
      });
    const { settings } = configurationOf(asked, io);
    const source = placeOf(asked.text('from') ?? 'embedded', settings);
    mustExist(source);
    const moved = await asAppFailure(() => move(source, placeOf(to, settings)));
    tell(moved, io, {
      asJson: asked.flag('json'),
      text: 'copied, read back, and as it was',
      more: nextSteps(source, settings, io),
    });
    return 0;
  },
};

async function move(source: StorePlace, target: StorePlace): Promise<BackupSummary> {
  const { loadStore, readLines, saveStore } = await import('@ordermesh/adapters/backup');
  const between = handover();
  const { write } = between;
  const saving = saveStore(source, {
    write,
    madeBy: `ordermesh ${version}`,
    takenAt: Date.now(),
  }).then(
    () => between.end(),
    (failure: unknown) => {
      between.end(failure instanceof Error ? failure : new Error(String(failure)));
      throw failure;
    },
  );
  try {
    const [loaded] = await Promise.all([
      loadStore(target, readLines(between.lines), { verify: true }),
      saving,
    ]);
    return loaded;
  } catch (failure) {
    // Whoever still writes finds nobody; what went wrong first is told.
    between.end(failure instanceof Error ? failure : new Error(String(failure)));
    await saving.catch(() => undefined);
    throw failure;
  }
}

/** What a person must still do: nothing of it lies in the database. */
function nextSteps(
  source: StorePlace,
  { dataDirectory }: Settings,
  { paint }: CommandIo,
): readonly string[] {
  const secret = join(dataDirectory, 'secret.key');
  if (source.kind !== 'embedded' || !existsSync(secret)) return [];
  return [
    `${paint.warn('!')} personal data stays sealed with ${secret}: serve with OM_SECRET_KEY_FILE=${secret}, in every process`,
    `${paint.warn('!')} the embedded store is left as it is; do not serve from it any more`,
  ];
}
