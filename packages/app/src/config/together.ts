import { AppFailure } from '../errors/index.ts';
import { environmentNameOf, flagOf } from './definitions.ts';
import type { SettingName, Settings } from './definitions.ts';

/** Two settings that do not go together, and what to do. */
interface Discord {
  readonly names: readonly [SettingName, SettingName];
  readonly why: string;
  readonly remedy: string;
}

/** What settings say about each other. @throws AppFailure `config-invalid-value` */
export function checkTogether(settings: Settings, originOf: (name: SettingName) => string): void {
  const discord = waitsTooLong(settings) ?? alone(settings);
  if (!discord) return;
  const from = discord.names.map((name) => `${name} came from ${originOf(name)}`).join(', ');
  throw new AppFailure('config-invalid-value', {
    why: `${discord.why} (${from}.)`,
    try: [discord.remedy],
  });
}

function waitsTooLong({ pickupReminderHours, pickupHours }: Settings): Discord | undefined {
  if (pickupReminderHours <= pickupHours) return undefined;
  return {
    names: ['pickupReminderHours', 'pickupHours'],
    why: `pickupReminderHours ${pickupReminderHours} is above pickupHours ${pickupHours}; nobody would be reminded in time.`,
    remedy: `Set pickupReminderHours to at most ${pickupHours} (${flagOf('pickupReminderHours')} ${pickupHours}).`,
  };
}

/** The embedded store belongs to one process. */
function alone({ store, roles, bus }: Settings): Discord | undefined {
  const name = bus !== '' ? 'bus' : 'roles';
  if (store !== 'embedded' || (bus === '' && roles === 'all')) return undefined;
  return {
    names: ['store', name],
    why: 'The embedded store belongs to one process, which does everything; several need PostgreSQL.',
    remedy: `Set ${environmentNameOf('store')} to postgres://…, or leave ${environmentNameOf(name)} out.`,
  };
}
