import { commands } from '../../packages/app/src/cli/index.ts';
import type { Command } from '../../packages/app/src/cli/index.ts';
import {
  environmentNameOf,
  flagOf,
  settingDefinitions,
  settingNames,
} from '../../packages/app/src/config/index.ts';
import { errorEntries } from '../../packages/app/src/errors/index.ts';
import { scopes } from '../../packages/app/src/keys/index.ts';
import { code, page, table } from './markdown.ts';

/** Every error code, as API and command line use them. */
export const errorsPage = (): string =>
  page(
    'Errors',
    'One list for the API (RFC 9457 `application/problem+json`) and the command line. 1xxx: the process and its surroundings; 2xxx: the request; 3xxx: the business says no; 9xxx: our fault. A running hub serves each code under `/docs/errors/<code>`.',
    [
      table(
        ['Code', 'HTTP', 'Exit', 'What', 'Why', 'Try'],
        errorEntries.map((entry) => [
          code(entry.code),
          entry.status === 0 ? '–' : `${entry.status}`,
          `${entry.exit}`,
          entry.title,
          entry.why,
          entry.try.map(wayText).join('<br>'),
        ]),
      ),
      'Exit codes: 0 good, 1 a check failed, 64 wrong use, 65 bad input, 69 something is not reachable, 75 try again.',
    ],
  );

/** Commands as code; angle brackets would otherwise be read as HTML. */
const wayText = (way: string): string =>
  way.startsWith('ordermesh ') ? code(way) : way.replace(/</g, '&lt;');

/** Every setting with its three names and its default. */
export const settingsPage = (): string =>
  page(
    'Settings',
    'Strongest first: flag, environment, file, default. The file is `ordermesh.config.json` in the working directory, or what `--config` or `OM_CONFIG` names. Each `OM_X` may come from a file named by `OM_X_FILE`. An unknown name is an error with a suggestion.',
    [
      table(
        ['In the file', 'Flag', 'Environment', 'Default', 'Meaning'],
        settingNames.map((name) => [
          code(name),
          code(flagOf(name)),
          code(environmentNameOf(name)),
          code(String(settingDefinitions[name].fallback)),
          settingDefinitions[name].says,
        ]),
      ),
      'Client commands read two more from the environment: `OM_URL` (default `http://127.0.0.1:4600`) and `OM_KEY` (default: the key of the demo).',
      `## Scopes of API keys\n\n${scopes.map(code).join(', ')}. A write scope reads too; \`admin\` holds all.`,
    ],
  );

/** Every command with its options. */
export const commandsPage = (): string =>
  page(
    'Commands',
    'Results go to stdout, talk to stderr. Every command takes `--json`, `--quiet` and `--help`.',
    commands.map(commandPart),
  );

const serves = new Set(['serve', 'doctor', 'init', 'keys create', 'config print']);

function commandPart({ name, summary, usage, options }: Command): string {
  const own = Object.entries(options).filter(([option]) => !isSetting(name, option));
  const rows = own.map(([option, { type, says }]) => [
    code(`--${option}${type === 'string' ? ' …' : ''}`),
    says,
  ]);
  return [
    `## ordermesh ${name}`,
    `${summary}.`,
    `\`\`\`text\nordermesh ${name} ${usage}`.trimEnd() + '\n```',
    ...(serves.has(name) ? ['Takes every flag of the [settings](settings.md) too.'] : []),
    ...(rows.length > 0 ? [table(['Option', 'Meaning'], rows)] : []),
  ].join('\n\n');
}

const flags = new Set(['config', ...settingNames.map((name) => flagOf(name).slice(2))]);
const isSetting = (command: string, option: string): boolean =>
  serves.has(command) && flags.has(option);
