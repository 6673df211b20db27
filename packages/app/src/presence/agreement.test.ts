import { describe, expect, it } from 'vitest';
import { agreedSettings, allRoles, loadConfiguration } from '../config/index.ts';
import type { Role } from '../config/index.ts';
import type { PresentProcess } from './process.ts';
import { warningsAbout } from './roster.ts';

const settingsWith = (environment: Readonly<Record<string, string>>) =>
  loadConfiguration({ flags: {}, environment, readFile: () => undefined }).settings;

/** A process as `serve` tells of it. */
function started(
  name: string,
  environment: Readonly<Record<string, string>>,
  roles: ReadonlySet<Role> = allRoles,
): PresentProcess {
  const settings = settingsWith({ OM_STORE: 'postgres://db/om', ...environment });
  const { routing } = settings;
  const agreed = agreedSettings(settings, roles);
  return { name, roles: [...roles], routing, agreed, seenAt: 0 };
}
const differing = (...present: readonly PresentProcess[]) =>
  warningsAbout(present).map(({ warning, setting }) => `${warning} ${setting ?? ''}`);

describe('settings that processes of a store must have in common', () => {
  it('are named when they differ, with both sides, what it means and what to do', () => {
    const [warning, ...more] = warningsAbout([
      started('api-1', { OM_FOUR_EYES: 'on' }),
      started('api-2', { OM_FOUR_EYES: 'off' }),
      started('api-3', { OM_FOUR_EYES: 'on' }),
    ]);
    expect(more).toEqual([]);
    expect(warning).toEqual({
      warning: 'settings-differ',
      setting: 'OM_FOUR_EYES',
      why: 'Processes of this store do not agree on OM_FOUR_EYES: api-1, api-3 with on; api-2 with off. What waits for a second key at some is done at once by others.',
      try: [
        'Set OM_FOUR_EYES to the same value in every process and start those that differ again.',
      ],
    });
  });

  it('are one warning each', () => {
    const other = { OM_PICKUP_HOURS: '96', OM_REMORSE_MINUTES: '7', OM_TOKEN_AUDIENCE: '' };
    expect(differing(started('a', {}), started('b', other))).toEqual([
      'settings-differ OM_REMORSE_MINUTES',
      'settings-differ OM_PICKUP_HOURS',
    ]);
  });

  it('may differ where a process does not use them', () => {
    const worker: ReadonlySet<Role> = new Set(['worker']);
    const [api, plain] = [{ OM_REQUESTS_PER_DAY: '5000', OM_FORECAST_WEEKS: '6' }, {}];
    expect(differing(started('a', api, new Set(['api'])), started('w', plain, worker))).toEqual([]);
    expect(differing(started('a', api, worker), started('w', plain, worker))).toEqual([
      'settings-differ OM_FORECAST_WEEKS',
    ]);
    // Who is on no bus has no name on it.
    const bus = { OM_BUS: 'nats://bus:4222', OM_BUS_NAME: 'market_cn' };
    expect(differing(started('a', bus), started('b', {}))).toEqual([]);
    expect(differing(started('a', bus), started('b', { ...bus, OM_BUS_NAME: 'other' }))).toEqual([
      'settings-differ OM_BUS_NAME',
    ]);
  });

  it('do not cover what each machine has of its own: ports, directories, levels of the log', () => {
    const own = { OM_PORT: '9', OM_DATA_DIRECTORY: '/b', OM_LOG_LEVEL: 'warn', OM_HOST: '0.0.0.0' };
    expect(differing(started('a', {}), started('b', own))).toEqual([]);
  });

  it('are no secrets, and of an older version nothing is known', () => {
    const secret = { OM_SECRET_KEY: `${'A'.repeat(43)}=` };
    const { agreed } = started('a', secret);
    expect(JSON.stringify(agreed)).not.toContain('AAAA');
    expect(agreed).not.toHaveProperty('store');
    const old: PresentProcess = { name: 'old', roles: ['api'], routing: 'intake', seenAt: 0 };
    expect(differing(started('a', { OM_FOUR_EYES: 'on' }), old)).toEqual([]);
  });
});
