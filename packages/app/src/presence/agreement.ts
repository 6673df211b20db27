import { environmentNameOf } from '../config/index.ts';
import type { SettingName } from '../config/index.ts';
import { namesOf } from './names.ts';
import type { PresenceWarning, PresentProcess } from './process.ts';

/** What differing means, where that is more than answers that differ. */
const meanings: Partial<Record<SettingName, string>> = {
  fourEyes: ' What waits for a second key at some is done at once by others.',
  uriHost: ' The same order has another name in the facts of each.',
  busName: ' They do not hear each other on the bus.',
};

/** One warning for each setting that processes must have in common and have not; who tells nothing of it is left out. */
export function agreementWarnings(present: readonly PresentProcess[]): readonly PresenceWarning[] {
  const told = new Map<SettingName, Map<string, PresentProcess[]>>();
  for (const one of present)
    for (const [key, value] of Object.entries(one.agreed ?? {})) {
      const name = key as SettingName;
      const byValue = told.get(name) ?? new Map<string, PresentProcess[]>();
      told.set(name, byValue.set(String(value), [...(byValue.get(String(value)) ?? []), one]));
    }
  return [...told]
    .filter(([, byValue]) => byValue.size > 1)
    .map(([name, byValue]) => differing(name, byValue));
}

function differing(
  name: SettingName,
  byValue: ReadonlyMap<string, readonly PresentProcess[]>,
): PresenceWarning {
  const setting = environmentNameOf(name);
  const sides = [...byValue].map(([value, some]) => `${namesOf(some)} with ${value || 'nothing'}`);
  return {
    warning: 'settings-differ',
    setting,
    why: `Processes of this store do not agree on ${setting}: ${sides.join('; ')}.${meanings[name] ?? ''}`,
    try: [`Set ${setting} to the same value in every process and start those that differ again.`],
  };
}
