import { typed } from '../../command.ts';
import type { Command } from '../../command.ts';
import { configurationOf, settingOptions } from '../../configure.ts';
import { linesOfFile } from './file.ts';
import { asAppFailure, besides, placeOf } from './place.ts';
import { tell } from './save.ts';

/** Brings a backup back. */
export const restore: Command = {
  name: 'restore',
  summary: 'Bring a backup back into an empty store; refuses a damaged file and names where',
  usage: '<file> [--verify] [--read-only] [--store embedded|postgres://…]',
  options: {
    ...settingOptions,
    verify: {
      type: 'boolean',
      says: 'Read everything back: hashes of all tables, and the log replayed, against what the backup recorded.',
    },
    'read-only': {
      type: 'boolean',
      says: 'Only read the file: every line, every table, and the log replayed; no store is opened.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, restore, [1, 1]);
    const [path = ''] = asked.words;
    const { settings } = configurationOf(asked, io);
    const { loadStore, readLines, readStore } = await import('@ordermesh/adapters/backup');
    const lines = readLines(linesOfFile(path));
    const isReadOnly = asked.flag('read-only');
    const verify = asked.flag('verify');
    const restored = await asAppFailure(() =>
      isReadOnly
        ? readStore(lines)
        : loadStore(placeOf(settings.store, settings), lines, { verify }),
    );
    const done = verify ? 'restored, read back, and as it was' : 'restored';
    tell(restored, io, {
      asJson: asked.flag('json'),
      text: isReadOnly ? 'the file is whole' : done,
      more: isReadOnly ? [] : besides(settings, io),
    });
    return 0;
  },
};
