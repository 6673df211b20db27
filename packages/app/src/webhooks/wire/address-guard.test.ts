import type { LookupAddress, lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { guardedLookup, isPublicAddress, targetFault } from './address-guard.ts';

describe('a webhook never goes', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:db8::1]/',
    'https://[ff02::1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://db.internal/',
    'https://printer.local/',
    'https://router/',
    'https://①②⑦.⓪.⓪.①/',
    'http://shop.example/',
    'ftp://shop.example/',
    'file:///etc/passwd',
    'https://user:pw@shop.example/',
    'https://shop.example:22/',
    'https://shop.example/#part',
    'not a url',
  ])('to %s', (url) => {
    expect(targetFault(url, 'public')).toBeTypeOf('string');
  });

  it('to a name that leads inside, even when another of its addresses is public', async () => {
    const resolves = (...addresses: string[]): typeof lookup =>
      // Only the callback form is called here.
      ((...[, , callback]: [string, object, (e: null, all: LookupAddress[]) => void]) => {
        callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
      }) as unknown as typeof lookup;
    const look = (targets: 'public' | 'any', ...addresses: string[]) =>
      new Promise((resolve) => {
        guardedLookup(targets, resolves(...addresses))('a.example', {}, (failure, address) => {
          resolve(failure?.code ?? address);
        });
      });
    expect(await look('public', '93.184.216.34')).toBe('93.184.216.34');
    expect(await look('public', '169.254.169.254')).toBe('address-refused');
    expect(await look('public', '93.184.216.34', '127.0.0.1')).toBe('address-refused');
    expect(await look('public', '::ffff:127.0.0.1')).toBe('address-refused');
    expect(await look('any', '127.0.0.1')).toBe('127.0.0.1');
  });
});

describe('a webhook may go', () => {
  it.each(['https://shop.example/hooks', 'https://93.184.216.34/', 'https://shop.example:8443/'])(
    'to %s',
    (url) => {
      expect(targetFault(url, 'public')).toBeUndefined();
    },
  );

  it('to one’s own machine only when the setting says so', () => {
    expect(targetFault('http://127.0.0.1:3000/', 'any')).toBeUndefined();
    expect(targetFault('file:///etc/passwd', 'any')).toBeTypeOf('string');
  });

  it('to public addresses of both families', () => {
    expect(['1.1.1.1', '2606:4700::1111'].every(isPublicAddress)).toBe(true);
    expect(['', 'x', '999.1.1.1'].some(isPublicAddress)).toBe(false);
  });
});
