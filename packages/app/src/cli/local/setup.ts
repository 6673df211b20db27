import { AppFailure, didYouMean } from '../../errors/index.ts';
import { addKey, createKey, keyFilePath, scopes } from '../../keys/index.ts';
import type { Scope } from '../../keys/index.ts';
import { settingDefinitions } from '../../config/index.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { configurationOf, settingOptions } from '../configure.ts';
import { table } from '../paint.ts';

/** Makes an API key. */
export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Make an API key; it is shown once, only its hash is kept',
  usage: '--name <name> --scopes <scope,scope> [--mode test|live]',
  options: {
    ...settingOptions,
    name: { type: 'string', says: 'Whose key it is.' },
    scopes: { type: 'string', says: `What it may do, joined by commas: ${scopes.join(', ')}.` },
    mode: { type: 'string', says: 'test or live; default live.' },
  },
  run: (args, io) => {
    const asked = typed(args, keysCreate, [0, 0]);
    const [name, list] = [asked.text('name'), asked.text('scopes')];
    if (name === undefined || list === undefined)
      throw new AppFailure('usage', {
        why: '--name and --scopes are needed.',
        try: ['ordermesh keys create --name shop --scopes orders:write'],
      });
    const mode = asked.text('mode') ?? 'live';
    if (mode !== 'test' && mode !== 'live')
      throw new AppFailure('usage', { why: '--mode is test or live.' });
    const { settings } = configurationOf(asked, io);
    const { text, record } = createKey({ name, mode, scopes: scopesOf(list), at: Date.now() });
    addKey(keyFilePath(settings), record);
    io.talk(
      `  ${io.paint.good('✔')} ${record.keyId} kept in ${keyFilePath(settings)}; the key, shown only now:\n`,
    );
    io.out(
      asked.flag('json')
        ? `${JSON.stringify({ key: text, key_id: record.keyId, scopes: record.scopes })}\n`
        : `${text}\n`,
    );
    return Promise.resolve(0);
  },
};

const scopesOf = (list: string): readonly Scope[] =>
  list.split(',').map((asked) => {
    const scope = scopes.find((known) => known === asked.trim());
    if (scope !== undefined) return scope;
    throw new AppFailure('usage', {
      why: `There is no scope "${asked}". ${didYouMean(asked, scopes)}`.trim(),
      try: [`Known: ${scopes.join(', ')}`],
    });
  });

/** Shows the settings in force. */
export const configPrint: Command = {
  name: 'config print',
  summary: 'Show every setting in force and, with --origin, where it comes from',
  usage: '[--origin]',
  options: {
    ...settingOptions,
    origin: { type: 'boolean', says: 'Add where each value comes from.' },
  },
  run: (args, io) => {
    const asked = typed(args, configPrint, [0, 0]);
    const rows = configurationOf(asked, io).origins.map(({ name, value, origin }) => ({
      name,
      value: settingDefinitions[name].secret ? withoutPassword(String(value)) : value,
      ...(asked.flag('origin') && { origin }),
    }));
    if (asked.flag('json')) io.out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    else {
      const cells = rows.map(({ name, value, origin }) => [name, String(value), origin ?? '']);
      io.out(
        `${table(['setting', 'value', asked.flag('origin') ? 'origin' : ''], cells).join('\n')}\n`,
      );
    }
    return Promise.resolve(0);
  },
};

const withoutPassword = (address: string): string =>
  address.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:…@');
