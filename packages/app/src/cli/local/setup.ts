import { shownValue } from '../../config/index.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { configurationOf, settingOptions } from '../configure.ts';
import { table } from '../paint.ts';

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
      value: shownValue(name, value),
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
