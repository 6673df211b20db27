/**
 * Settings of a process: flags > environment > file > defaults, each with its origin.
 *
 * @packageDocumentation
 */
export { environmentNameOf, flagOf, settingDefinitions, settingNames } from './definitions.ts';
export type { LogLevel, SettingDefinition, SettingName, Settings } from './definitions.ts';
export { loadConfiguration } from './load.ts';
export type { ConfigSources, Configuration, OriginatedValue } from './load.ts';
export { agreedSettings } from './agreement.ts';
export { changedSettings, shownValue } from './shown.ts';
export { allRoles, rolesIn } from './roles.ts';
export type { Role } from './roles.ts';
