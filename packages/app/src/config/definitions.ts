import { usualRules } from '@ordermesh/core/hub';
import type { OrderRules } from '@ordermesh/core/hub';
import { standardCurrencies } from '@ordermesh/core/strategy';
import type { WebhookTargets } from '../webhooks/index.ts';

/** How a text becomes the value of a setting, or what is wrong with it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** One setting: its name in files and flags, its meaning, its default. */
export interface SettingDefinition<T> {
  readonly says: string;
  /** Shown instead of the value by `config print`. */
  readonly secret: boolean;
  readonly fallback: T;
  readonly read: (raw: unknown) => Reading<T>;
}

const read = <T>(value: T): Reading<T> => ({ ok: true, value });
const wrong = <T>(why: string): Reading<T> => ({ ok: false, why });

const text =
  (allowed: RegExp, form: string) =>
  (raw: unknown): Reading<string> =>
    typeof raw === 'string' && allowed.test(raw) ? read(raw) : wrong(`must be ${form}`);

const wholeNumber =
  (min: number, max: number) =>
  (raw: unknown): Reading<number> => {
    const value = typeof raw === 'string' && /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw;
    return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? read(value)
      : wrong(`must be a whole number from ${min} to ${max}`);
  };

const autoOr =
  (given: (raw: unknown) => Reading<number>) =>
  (raw: unknown): Reading<number | 'auto'> => {
    if (raw === 'auto') return read(raw);
    const number = given(raw);
    return number.ok ? number : wrong(`${number.why}, or auto`);
  };

const choice =
  <T extends string>(...values: readonly T[]) =>
  (raw: unknown): Reading<T> => {
    const found = values.find((value) => value === raw);
    return found === undefined ? wrong(`must be one of ${values.join(', ')}`) : read(found);
  };

const setting = <T>(
  fallback: T,
  readValue: (raw: unknown) => Reading<T>,
  words: { readonly says: string; readonly secret?: boolean },
): SettingDefinition<T> => ({
  says: words.says,
  secret: words.secret ?? false,
  fallback,
  read: readValue,
});

/** Every setting there is. Flags are `--kebab-case`, environment names `OM_UPPER_CASE`, file keys `camelCase`. */
export const settingDefinitions = {
  store: setting(
    'embedded',
    text(/^(embedded|postgres(ql)?:\/\/\S+)$/, 'embedded or postgres://user@host:port/database'),
    { says: 'Where orders live: the embedded store, or a PostgreSQL address.', secret: true },
  ),
  storeSchema: setting('ordermesh', text(/^[a-z_][a-z0-9_]{0,62}$/, 'a PostgreSQL schema name'), {
    says: 'PostgreSQL schema that holds the tables.',
  }),
  roles: setting(
    'all',
    text(
      /^(all|(api|router|webhook|worker)(,(api|router|webhook|worker)){0,3})$/,
      'all, or some of api, router, webhook, worker joined by commas',
    ),
    {
      says: 'What this process does: answer requests (api), place accepted orders (router), send webhooks (webhook), act on time and make prices and forecasts (worker). Several need PostgreSQL.',
    },
  ),
  bus: setting(
    '',
    text(
      /^((nats|tls):\/\/[^\s,]+(,(nats|tls):\/\/[^\s,]+){0,15})?$/,
      'nats://user@host:4222, several joined by commas',
    ),
    {
      says: 'NATS with JetStream, 2.9 or later, that carries the log between processes; empty: each process asks the database.',
      secret: true,
    },
  ),
  routing: setting(usualRules.routing, choice<OrderRules['routing']>('intake', 'router'), {
    says: 'Who finds the nodes of a new order: intake, in the commit that accepts it, so that the answer carries promise and plan; or router: the answer says that it is accepted, and a process with the role router places it. The same in every process.',
  }),
  routingTries: setting(usualRules.routingTriesMax, wholeNumber(1, 15), {
    says: 'How often routers try an order that fails, with growing pauses (1 s, 4 s, 16 s … 5 min), before it is a dead letter.',
  }),
  busName: setting('ordermesh', text(/^[A-Za-z0-9_]{1,32}$/, 'letters, digits and _'), {
    says: 'What streams and subjects on the bus are named after: one name for each hub that shares a server.',
  }),
  busPartitions: setting(8, wholeNumber(1, 256), {
    says: 'Subjects that the events on the bus are spread over by their order.',
  }),
  busReplicas: setting(1, wholeNumber(1, 5), {
    says: 'Servers of the NATS cluster that hold each stream.',
  }),
  dataDirectory: setting('.ordermesh', text(/^.{1,1024}$/, 'a path'), {
    says: 'Directory of the embedded store, of the key file and of secret.key.',
  }),
  host: setting('127.0.0.1', text(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or address'), {
    says: 'Address to listen on; 0.0.0.0 listens on all.',
  }),
  port: setting(4600, wholeNumber(0, 65_535), { says: 'Port to listen on; 0 takes a free one.' }),
  apiKeysFile: setting('', text(/^.{0,1024}$/, 'a path'), {
    says: 'File of API keys (hashes only); empty: keys.json in the data directory.',
  }),
  logLevel: setting('info', choice<LogLevel>('debug', 'info', 'warn', 'error', 'silent'), {
    says: 'Least level that is logged.',
  }),
  bodyLimitBytes: setting(1_048_576, wholeNumber(1_024, 268_435_456), {
    says: 'Largest JSON body.',
  }),
  batchLimitBytes: setting(33_554_432, wholeNumber(1_024, 268_435_456), {
    says: 'Largest NDJSON batch or EPCIS document.',
  }),
  currency: setting('CNY', choice(...standardCurrencies), {
    says: 'ISO 4217 code of a store that has no network yet: what its costs and standard strategy are in.',
  }),
  uriHost: setting(
    'hub.ordermesh.local',
    text(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'a host name in lower case'),
    {
      says: 'Host name in the URIs of orders, nodes, items and parcels without GS1 keys. Choose it before the first fact: facts keep the names they came with.',
    },
  ),
  secretKey: setting(
    '',
    text(
      /^([A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=){0,9})?$/,
      'base64 of 32 bytes (openssl rand -base64 32), or several joined by commas',
    ),
    {
      says: 'Seals personal data and the signing keys of webhooks in the store. Several: the first seals, every one opens, so that a new one is put in front; empty: they are kept as they are, but the embedded store makes secret.key in its directory for personal data.',
      secret: true,
    },
  ),
  remorseMinutes: setting(usualRules.remorseMinutes, wholeNumber(0, 10_080), {
    says: 'Minutes for second thoughts: an order may be changed freely before its work goes to a node; never for orders wanted within the hour.',
  }),
  consolidateMinutes: setting(usualRules.consolidateMinutesMax, wholeNumber(0, 1_440), {
    says: 'How many minutes an order may wait for a further one of its customer, where its promise allows it and waiting is worth it, so that both travel in one parcel; 0 = never.',
  }),
  choiceMinutes: setting(usualRules.choiceMinutes, wholeNumber(1, 43_200), {
    says: 'How many minutes a customer may think when the pick-up store does not have the goods.',
  }),
  choiceDefault: setting(
    usualRules.choiceDefault,
    choice<OrderRules['choiceDefault']>('ship', 'cancel'),
    { says: 'What is done for a customer who does not say: ship from elsewhere, or cancel.' },
  ),
  pickupReminderHours: setting(usualRules.pickupReminderHours, wholeNumber(1, 8_760), {
    says: 'How many hours goods wait at the counter before their customer is reminded; not above pickupHours.',
  }),
  pickupHours: setting(usualRules.pickupHours, wholeNumber(1, 8_760), {
    says: 'How many hours goods wait at the counter before they go back to the shelf.',
  }),
  webhookTargets: setting('public', choice<WebhookTargets>('public', 'any'), {
    says: 'Where webhooks may go: public (https, no private or local address), or any.',
  }),
  tokenIssuer: setting('', text(/^(https:\/\/\S{1,500})?$/, 'an https address'), {
    says: 'Issuer (iss) whose tokens are taken beside API keys (OpenID Connect); empty: none are. Needs tokenAudience and tokenKeys.',
  }),
  tokenAudience: setting('', text(/^\S{0,200}$/, 'a name without spaces'), {
    says: 'Audience (aud) that a token must be for.',
  }),
  tokenKeys: setting('', text(/^\S{0,1024}$/, 'an https address or a path'), {
    says: 'Public keys of the issuer: the https address of its JWKS, or a file that holds one.',
  }),
  tokenAlgorithms: setting(
    'RS256,PS256,ES256,EdDSA',
    text(/^[A-Za-z0-9,]{1,200}$/, 'names joined by commas'),
    {
      says: 'Signatures that are taken, joined by commas; only such with a public key.',
    },
  ),
  tokenClockSeconds: setting(30, wholeNumber(0, 300), {
    says: 'By how many seconds the clocks of issuer and hub may differ.',
  }),
  tokenKindClaim: setting('om_kind', text(/^[\w:./-]{1,200}$/, 'the name of a claim'), {
    says: 'Claim that names the kind of caller.',
  }),
  tokenOwnsClaim: setting('om_owns', text(/^[\w:./-]{1,200}$/, 'the name of a claim'), {
    says: 'Claim with the codes of what is theirs: a text, a list, or lists by customers, nodes, services.',
  }),
  requestsPerMinute: setting(0, wholeNumber(0, 1_000_000), {
    says: 'Requests that one API key may send a minute, in bursts of ten seconds’ worth; more get 429. 0 = as many as it likes. Each process counts for itself.',
  }),
  requestsPerDay: setting(0, wholeNumber(0, 1_000_000_000), {
    says: 'Requests that one API key may send a day (UTC) to all processes of the store together; more get 429 until midnight. 0 = as many as it likes.',
  }),
  requestsPerMinuteKeyless: setting(600, wholeNumber(0, 1_000_000), {
    says: 'Requests without a valid key that one address (IPv6: one /64) may send a minute; 0 = as many as it likes.',
  }),
  writesAtOnceMax: setting(256, wholeNumber(0, 1_000_000), {
    says: 'Writes that one process has in hand at once; more get 503 with Retry-After before they are read, so that those in hand are answered in time. 0 = any number.',
  }),
  writesAnsweredMs: setting(500, wholeNumber(0, 60_000), {
    says: 'Within how many milliseconds writes shall be answered on average: when it takes longer, fewer than writesAtOnceMax are taken in hand, until it does not. 0 = always writesAtOnceMax.',
  }),
  auditKeyFile: setting('', text(/^.{0,1024}$/, 'a path'), {
    says: 'File of the key that signs the seals of the audit trail (ordermesh audit keygen), for processes with the role worker; empty: seals are not signed.',
  }),
  fourEyes: setting(usualRules.fourEyes, choice<OrderRules['fourEyes']>('off', 'on'), {
    says: 'on: publishing a strategy or a network, changing or importing nodes, letting a model serve and draining a node wait until another key agrees (ordermesh approvals).',
  }),
  approvalHours: setting(usualRules.approvalHours, wholeNumber(1, 8_760), {
    says: 'How many hours such a wish waits for somebody else.',
  }),
  stopSecondsMax: setting(20, wholeNumber(1, 600), {
    says: 'How long a stop waits for work in flight.',
  }),
  pricesEveryMinutes: setting(10, wholeNumber(0, 10_080), {
    says: 'How often opportunity prices of stock and slots are made anew, where the live strategy weighs them; 0 = never.',
  }),
  pricesMinutesMax: setting(60, wholeNumber(1, 10_080), {
    says: 'An older price sheet counts for no decision.',
  }),
  pricesHorizonDays: setting(14, wholeNumber(1, 365), {
    says: 'How far the demand forecast counts for prices: until stock is renewed, usually.',
  }),
  pricesFutures: setting(32, wholeNumber(1, 1_024), {
    says: 'Sampled futures per item behind its prices: more are steadier and take longer.',
  }),
  pricesShrinkPercent: setting<number | 'auto'>('auto', autoOr(wholeNumber(0, 100)), {
    says: 'Share of the found prices that counts. auto = for goods the best one on past weeks that was never worse there than none, and none before two weeks are known.',
  }),
  forecastEveryHours: setting(168, wholeNumber(0, 8_760), {
    says: 'How often demand is forecast anew from the log; days that have ended are looked at every day; 0 = never.',
  }),
  forecastWeeks: setting(4, wholeNumber(1, 26), {
    says: 'How many weeks the demand forecast is of: at least as long as goods take to come.',
  }),
  publicUrl: setting('', text(/^(https?:\/\/[^\s]{1,512})?$/, 'an http(s) address'), {
    says: 'Address under which others reach this hub; empty: as it listens.',
  }),
};

/** Least level that is logged; `silent` logs nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Name of a setting in files, e.g. `dataDirectory`. */
export type SettingName = keyof typeof settingDefinitions;

type ValueOf<D> = D extends SettingDefinition<infer T> ? T : never;

/** All settings with their values. */
export type Settings = {
  readonly [Name in SettingName]: ValueOf<(typeof settingDefinitions)[Name]>;
};

/** Names of all settings. */
export const settingNames = Object.keys(settingDefinitions) as SettingName[];

const words = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

/** `dataDirectory` → `--data-directory` */
export const flagOf = (name: SettingName): string => `--${words(name).join('-')}`;

/** `dataDirectory` → `OM_DATA_DIRECTORY` */
export const environmentNameOf = (name: SettingName): string =>
  `OM_${words(name).join('_').toUpperCase()}`;
