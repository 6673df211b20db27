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
    'https://127.0.0.2/',
    'https://127.255.255.254/',
    'https://127.0.1/',
    'https://127.65530/',
    'https://0x7f.0x0.0x0.0x1/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://0177.1/',
    'https://127.0.0.1./',
    'https://%31%32%37.0.0.1/',
    'https://127。0。0。1/',
    'https://１２７.0.0.1/',
    'https://0/',
    'https://0x0/',
    'https://0.1.2.3/',
    'https://10.255.255.255/',
    'https://0x0a000001/',
    'https://012.0.0.1/',
    'https://167772161/',
    'https://172.31.255.255/',
    'https://0xac100001/',
    'https://192.168.0.1/',
    'https://3232235521/',
    'https://0300.0250.0.1/',
    'https://169.254.0.1/',
    'https://2852039166/latest/meta-data',
    'https://0xa9fea9fe/latest/meta-data',
    'https://0251.0376.0251.0376/latest/meta-data',
    'https://169.254.43518/latest/meta-data',
    'https://169.254.170.2/v2/credentials',
    'https://100.100.100.200/latest/meta-data',
    'https://100.127.255.255/',
    'https://192.0.0.192/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://198.19.255.255/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://239.255.255.250/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://4294967295/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2002:a9fe:a9fe::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[2001:20::1]/',
    'https://[3fff::1]/',
    'https://[100::1]/',
    'https://[fd00:ec2::254]/latest/meta-data',
    'https://[fe80::a9fe:a9fe]/',
    'https://[fec0::1]/',
    'https://[ff05::1:3]/',
    'https://[5f00::1]/',
    'https://localhost:8443/',
    'https://localhost.localdomain./x',
    'https://a.b.localhost./',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://metadata/',
    'https://kubernetes.default.svc.cluster.local/',
    'https://host.docker.internal/',
    'https://nas.lan/',
    'https://wiki.intranet/',
    'https://nas.home.arpa/',
    'https://PRINTER.LOCAL./',
    'https://ⓛocalhost/',
    'https://shop.example@127.0.0.1/',
    'https://127.0.0.1:443@shop.example/',
    'https://127.0.0.1\\@shop.example/',
    'https:127.0.0.1/',
    'https:\\\\127.0.0.1\\',
    'https://shop.example:25/',
    'https://shop.example:6379@127.0.0.1/',
    'https://256.256.256.256/',
    'https://[::1/',
    'https://[fe80::1%25eth0]/',
    'gopher://127.0.0.1:6379/_',
    'javascript:alert(1)',
    'data:text/plain,x',
    '//127.0.0.1/',
    '',
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
