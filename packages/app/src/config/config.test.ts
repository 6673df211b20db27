import { describe, expect, it } from 'vitest';
import { AppFailure } from '../errors/index.ts';
import { environmentNameOf, flagOf, loadConfiguration, rolesIn, settingNames } from './index.ts';
import type { ConfigSources } from './index.ts';

const files = (held: Record<string, string>) => (path: string) =>
  path in held ? new TextEncoder().encode(held[path]) : undefined;
const load = (sources: Partial<ConfigSources>) =>
  loadConfiguration({ flags: {}, environment: {}, readFile: files({}), ...sources });
const originOf = (sources: Partial<ConfigSources>, name: string) =>
  load(sources).origins.find((value) => value.name === name);
const failureOf = (sources: Partial<ConfigSources>): AppFailure => {
  try {
    load(sources);
  } catch (failure) {
    if (failure instanceof AppFailure) return failure;
  }
  throw new Error('It was accepted.');
};

describe('settings', () => {
  it('need nothing: every one has a default', () => {
    expect(load({}).settings).toMatchObject({ store: 'embedded', host: '127.0.0.1', port: 4600 });
    expect(load({}).origins.every(({ origin }) => origin === 'default')).toBe(true);
  });

  it('take flags before environment before file before default, and say which', () => {
    const file = { 'ordermesh.config.json': '{"port":1,"host":"a","logLevel":"warn"}' };
    const environment = { OM_PORT: '2', OM_HOST: 'b' };
    const sources = { flags: { port: '3' }, environment, readFile: files(file) };
    expect(originOf(sources, 'port')).toEqual({ name: 'port', value: 3, origin: 'flag --port' });
    expect(originOf(sources, 'host')).toEqual({ name: 'host', value: 'b', origin: 'env OM_HOST' });
    expect(originOf(sources, 'logLevel')?.origin).toBe('file ordermesh.config.json');
    expect(originOf(sources, 'store')?.origin).toBe('default');
  });

  it('read secrets from files that OM_…_FILE names', () => {
    const sources = {
      environment: { OM_STORE_FILE: '/run/store' },
      readFile: files({ '/run/store': 'postgres://u@h/d\n' }),
    };
    expect(originOf(sources, 'store')).toMatchObject({
      value: 'postgres://u@h/d',
      origin: 'env OM_STORE_FILE (/run/store)',
    });
    expect(failureOf({ environment: { OM_STORE_FILE: '/gone' } }).entry.code).toBe('OM1003');
  });

  it.each([
    ['environment', { environment: { OM_PROT: '1' } }, 'OM_PORT'],
    [
      'file',
      { readFile: files({ 'ordermesh.config.json': '{"dataDirectry":"x"}' }) },
      'dataDirectory',
    ],
  ])('name an unknown key in the %s with what was probably meant', (_where, sources, meant) => {
    const failure = failureOf(sources);
    expect([failure.entry.code, failure.why.includes(`Did you mean "${meant}"?`)]).toEqual([
      'OM1001',
      true,
    ]);
  });

  it('leave foreign environment names alone', () => {
    const environment = {
      PATH: '/bin',
      OM_KEY: 'om_test_x',
      OM_URL: 'http://h',
      OM_TEST_POSTGRES: 'postgres://h',
    };
    expect(load({ environment }).settings.port).toBe(4600);
  });

  it.each([
    [{ environment: { OM_PORT: '70000' } }, 'env OM_PORT'],
    [{ environment: { OM_CURRENCY: 'QQQ' } }, 'env OM_CURRENCY'],
    [{ environment: { OM_URI_HOST: 'https://shop' } }, 'env OM_URI_HOST'],
    [{ environment: { OM_PORT: '4600.5' } }, 'env OM_PORT'],
    [{ flags: { logLevel: 'loud' } }, 'flag --log-level'],
    [{ environment: { OM_REMORSE_MINUTES: '-1' } }, 'env OM_REMORSE_MINUTES'],
    [{ environment: { OM_CHOICE_DEFAULT: 'wait' } }, 'env OM_CHOICE_DEFAULT'],
    [{ flags: { pickupHours: '0' } }, 'flag --pickup-hours'],
    [{ flags: { store: 'mysql://h' } }, 'flag --store'],
    [
      { readFile: files({ 'ordermesh.config.json': '{"port":"x"}' }) },
      'file ordermesh.config.json',
    ],
  ] as const)('refuse a wrong value and tell where it came from (%#)', (sources, origin) => {
    const failure = failureOf(sources);
    expect([failure.entry.code, failure.why.includes(origin)]).toEqual(['OM1002', true]);
  });

  it('refuse a reminder that would come after the goods are gone, and say what to set', () => {
    const failure = failureOf({ environment: { OM_PICKUP_HOURS: '48' } });
    expect([failure.entry.code, failure.why, failure.ways]).toEqual([
      'OM1002',
      'pickupReminderHours 72 is above pickupHours 48; nobody would be reminded in time. (pickupReminderHours came from default, pickupHours came from env OM_PICKUP_HOURS.)',
      ['Set pickupReminderHours to at most 48 (--pickup-reminder-hours 48).'],
    ]);
    const flags = { pickupHours: '48', pickupReminderHours: '24' };
    expect(load({ flags }).settings).toMatchObject({ pickupHours: 48, pickupReminderHours: 24 });
  });

  it('never show the value of a secret in an error', () => {
    expect(failureOf({ environment: { OM_STORE: 'mysql://u:hunter2@h' } }).why).not.toContain(
      'hunter2',
    );
  });

  it('refuse a file that is asked for and missing, or that is no object', () => {
    expect(failureOf({ configPath: 'gone.json' }).entry.code).toBe('OM1003');
    expect(failureOf({ readFile: files({ 'ordermesh.config.json': '[]' }) }).entry.code).toBe(
      'OM1003',
    );
    expect(
      failureOf({ readFile: files({ 'ordermesh.config.json': '{"port":1,"port":2}' }) }).entry.code,
    ).toBe('OM1003');
  });

  it('have one flag and one environment name each', () => {
    expect(flagOf('dataDirectory')).toBe('--data-directory');
    expect(environmentNameOf('batchLimitBytes')).toBe('OM_BATCH_LIMIT_BYTES');
    expect(new Set(settingNames.map(environmentNameOf)).size).toBe(settingNames.length);
  });

  it.each([
    [{ OM_ROLES: 'api' }, 'embedded store belongs to one process'],
    [{ OM_BUS: 'nats://h:4222' }, 'embedded store belongs to one process'],
    [{ OM_ROLES: 'kitchen' }, 'must be all, or some of'],
    [{ OM_BUS: 'amqp://h' }, 'must be nats://'],
  ])('refuse a part in a hub of several that cannot be played: %o', (environment, why) => {
    expect(failureOf({ environment }).why).toContain(why);
  });

  it('take a part in a hub of several on PostgreSQL and NATS', () => {
    const environment = {
      OM_STORE: 'postgres://h/d',
      OM_BUS: 'nats://a:1,tls://b:2',
      OM_ROLES: 'worker,webhook',
    };
    expect([...rolesIn(load({ environment }).settings.roles)]).toEqual(['worker', 'webhook']);
    expect(rolesIn(load({}).settings.roles)).toEqual(
      new Set(['api', 'router', 'webhook', 'worker']),
    );
  });
});
