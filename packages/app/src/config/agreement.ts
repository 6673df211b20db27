import type { SettingName, Settings } from './definitions.ts';
import type { Role } from './roles.ts';

/** Which processes of a store must have the same value: each its own, all, or those with a role. */
type Agreement = 'own' | 'all' | Role;

/** Of every setting, so that a new one says it too. */
const agreements: Readonly<Record<SettingName, Agreement>> = {
  store: 'own',
  storeSchema: 'own',
  roles: 'own',
  bus: 'own',
  dataDirectory: 'own',
  // Told apart by warnings of their own, which know more: who takes orders, and who can open what.
  routing: 'own',
  secretKey: 'own',
  auditKeyFile: 'own',
  routingTries: 'router',
  busName: 'all',
  busPartitions: 'all',
  busReplicas: 'all',
  host: 'own',
  port: 'own',
  apiKeysFile: 'own',
  logLevel: 'own',
  publicUrl: 'own',
  bodyLimitBytes: 'api',
  batchLimitBytes: 'api',
  currency: 'all',
  uriHost: 'all',
  remorseMinutes: 'all',
  consolidateMinutes: 'all',
  choiceMinutes: 'all',
  choiceDefault: 'all',
  pickupReminderHours: 'all',
  pickupHours: 'all',
  webhookTargets: 'all',
  // The keys of the issuer may be a file, at another place on each machine.
  tokenIssuer: 'api',
  tokenAudience: 'api',
  tokenKeys: 'own',
  tokenAlgorithms: 'api',
  tokenClockSeconds: 'api',
  tokenKindClaim: 'api',
  tokenOwnsClaim: 'api',
  requestsPerMinute: 'own',
  requestsPerDay: 'api',
  requestsPerMinuteKeyless: 'own',
  writesAtOnceMax: 'own',
  writesAnsweredMs: 'own',
  stopSecondsMax: 'own',
  fourEyes: 'all',
  approvalHours: 'all',
  // One worker may be the one that makes them: how often is its own, but not what is made.
  pricesEveryMinutes: 'own',
  pricesMinutesMax: 'all',
  pricesHorizonDays: 'worker',
  pricesFutures: 'worker',
  pricesShrinkPercent: 'worker',
  forecastEveryHours: 'own',
  forecastWeeks: 'worker',
};

const agreed = Object.entries(agreements) as readonly (readonly [SettingName, Agreement])[];

/** The values that a process with these roles must share with others of its store, by name; none of them is a secret. */
export function agreedSettings(
  settings: Settings,
  roles: ReadonlySet<Role>,
): Readonly<Partial<Record<SettingName, string | number>>> {
  const counts = (name: SettingName, who: Agreement): boolean =>
    // Without a bus its name means nothing.
    settings.bus === '' && name.startsWith('bus')
      ? false
      : who === 'all' || (who !== 'own' && roles.has(who));
  return Object.fromEntries(
    agreed.flatMap(([name, who]) => (counts(name, who) ? [[name, settings[name]]] : [])),
  );
}
