import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flagOf, settingDefinitions, settingNames } from '../../../config/index.ts';
import type { Configuration } from '../../../config/index.ts';
import type { CommandIo, Typed } from '../../command.ts';
import { configurationOf } from '../../configure.ts';

/** The settings of a set-up, and the file that they come from or go to. */
export interface SetUp {
  readonly path: string;
  readonly isThere: boolean;
  readonly configuration: Configuration;
}

/** Reads the settings; the file may be one that is yet to be written. @throws AppFailure of the configuration */
export function setUpOf(asked: Typed, io: CommandIo): SetUp {
  const { OM_CONFIG: named, ...environment } = io.environment;
  const path = asked.text('config') ?? named ?? 'ordermesh.config.json';
  const isThere = io.readFile(path) !== undefined;
  if (isThere) return { path, isThere, configuration: configurationOf(asked, io) };
  const withoutFile: CommandIo = {
    ...io,
    environment,
    readFile: (other) => (other === 'ordermesh.config.json' ? undefined : io.readFile(other)),
  };
  const text: Typed['text'] = (name) => (name === 'config' ? undefined : asked.text(name));
  return { path, isThere, configuration: configurationOf({ ...asked, text }, withoutFile) };
}

/** The settings with the currency of the business. */
export const inCurrency = (configuration: Configuration, currency: string): Configuration => ({
  ...configuration,
  settings: { ...configuration.settings, currency: currency },
});

/**
 * Whether the store is opened before anything is shown: an embedded one that has a directory, and every PostgreSQL (its
 * tables are made then), unless a dry run would be the first to touch it.
 */
export const isSetUp = (
  { isThere, configuration: { settings } }: SetUp,
  isDryRun: boolean,
): boolean =>
  settings.store === 'embedded'
    ? existsSync(join(settings.dataDirectory, 'store'))
    : isThere || !isDryRun;

/** Writes where the hub lives and listens, the currency of the business, and what was typed as a flag and is no secret. */
export function writeSettings(
  { path, configuration: { settings } }: SetUp,
  asked: Typed,
  currency: string | undefined,
): void {
  const { store, dataDirectory, host, port } = settings;
  const flagged = settingNames
    .filter((name) => !settingDefinitions[name].secret)
    .filter((name) => asked.text(flagOf(name).slice(2)) !== undefined)
    .map((name) => [name, settings[name]] as const);
  const content = {
    store,
    dataDirectory,
    host,
    port,
    ...(currency !== undefined && { currency }),
    ...Object.fromEntries(flagged),
  };
  writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
}
