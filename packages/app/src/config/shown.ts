import { settingDefinitions, settingNames } from './definitions.ts';
import type { SettingName } from './definitions.ts';
import type { OriginatedValue } from './load.ts';

/**
 * A value as people may see it: addresses without their passwords, and of any other secret only that there is one.
 *
 * @returns texts and numbers as they are when the setting is no secret
 */
export function shownValue(name: SettingName, value: string | number): string | number {
  if (!settingDefinitions[name].secret || value === '') return value;
  if (isAddress(name)) return String(value).replace(/\/\/([^:@/,]*):[^@/,]*@/g, '//$1:…@');
  return 'set';
}

const isAddress = (name: SettingName): boolean => name === 'store' || name === 'bus';

/** The settings that are not as usual, by name, as people may see them. */
export function changedSettings(
  origins: readonly OriginatedValue[],
): Readonly<Record<string, string | number>> {
  const valueOf = new Map(origins.map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = valueOf.get(name);
      const isUsual = value === undefined || value === settingDefinitions[name].fallback;
      return isUsual ? [] : [[name, shownValue(name, value)]];
    }),
  );
}
