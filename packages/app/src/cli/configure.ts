import { flagOf, loadConfiguration, settingDefinitions, settingNames } from '../config/index.ts';
import type { Configuration, SettingName } from '../config/index.ts';
import type { CommandIo, CommandOption, Typed } from './command.ts';

/** A flag for every setting, and `--config`. */
export const settingOptions: Readonly<Record<string, CommandOption>> = {
  config: { type: 'string', says: 'Configuration file; ordermesh.config.json when it exists.' },
  ...Object.fromEntries(
    settingNames.map((name): [string, CommandOption] => [
      flagOf(name).slice(2),
      {
        type: 'string',
        says: `${settingDefinitions[name].says} Default: ${String(settingDefinitions[name].fallback) || 'none'}.`,
      },
    ]),
  ),
};

/** The configuration with what was typed. @throws AppFailure of the configuration */
export const configurationOf = (asked: Typed, io: CommandIo): Configuration =>
  loadConfiguration({
    flags: Object.fromEntries(
      settingNames.flatMap((name): [SettingName, string][] => {
        const value = asked.text(flagOf(name).slice(2));
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    environment: io.environment,
    readFile: io.readFile,
    configPath: asked.text('config'),
  });
