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
  const told = new Set(present.flatMap(({ agreed = {} }) => Object.keys(agreed) as SettingName[]));
  return [...told].flatMap((name) => {
    const values = new Set(present.flatMap(({ agreed }) => agreed?.[name] ?? []));
    return values.size > 1 ? [differing(name, values, present)] : [];
  });
}

function differing(
  name: SettingName,
  values: ReadonlySet<string | number>,
  present: readonly PresentProcess[],
): PresenceWarning {
  const setting = environmentNameOf(name);
  const sides = [...values].map((value) => {
    const some = present.filter(({ agreed }) => agreed?.[name] === value);
    return `${namesOf(some)} with ${value === '' ? 'nothing' : String(value)}`;
  });
  return {
    warning: 'settings-differ',
    setting,
    why: `Processes of this store do not agree on ${setting}: ${sides.join('; ')}.${meanings[name] ?? ''}`,
    try: [`Set ${setting} to the same value in every process and start those that differ again.`],
  };
}
