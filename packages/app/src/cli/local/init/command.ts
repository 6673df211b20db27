import { questions } from '../../../first-day/questions.ts';
import { strategyWishes } from '../../../first-day/strategy.ts';
import { settingNames, flagOf } from '../../../config/index.ts';
import { typed } from '../../command.ts';
import type { Command, CommandOption } from '../../command.ts';
import { settingOptions } from '../../configure.ts';

const settingFlags = new Set(settingNames.map((name) => flagOf(name).slice(2)));

/** A flag for every question; the currency is a setting already. */
const answerOptions: Readonly<Record<string, CommandOption>> = Object.fromEntries(
  Object.values(questions)
    .flat()
    .filter(({ flag }) => !settingFlags.has(flag))
    .map(({ flag, says }) => [flag, { type: 'string', says: `${says.en}.` }] as const),
);

/** Makes a set-up for a new business. */
export const init: Command = {
  name: 'init',
  summary:
    'Set up a business: settings, nodes, items, stock, carrier, holidays, strategy, admin key',
  usage: '[--yes] [--from answers.json] [--dry-run] [--replace] [--empty]',
  options: {
    ...settingOptions,
    yes: { type: 'boolean', says: 'Ask nothing: take defaults for what is not given.' },
    from: { type: 'string', says: 'JSON file of answers; flags beat it.' },
    'dry-run': { type: 'boolean', says: 'Show what would be written, write nothing.' },
    replace: { type: 'boolean', says: 'Replace what is there and differs; otherwise it stays.' },
    empty: { type: 'boolean', says: 'Settings and key only: no network, items or stock.' },
    language: { type: 'string', says: 'en or zh; default that of the terminal.' },
    ...answerOptions,
    'items-file': { type: 'string', says: 'CSV, NDJSON or XLSX file of items, as for import.' },
    'stock-file': { type: 'string', says: 'The same of stock.' },
    strategy: { type: 'string', says: `What routing strives for: ${strategyWishes.join(', ')}.` },
  },
  run: async (args, io) => {
    const asked = typed(args, init, [0, 0]);
    // Loaded here, so that other commands start without the hub and the lists of holidays.
    const { runInit } = await import('./run-init.ts');
    return runInit(asked, io);
  },
};
