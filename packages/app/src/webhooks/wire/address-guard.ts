import { lookup as lookUpName } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Where webhooks may go: to public addresses over https, or anywhere (one's own network, tests). */
export type WebhookTargets = 'public' | 'any';

/** Everything that is not a public unicast address. @see IANA IPv4 and IPv6 Special-Purpose Address Registries */
const inner4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Ranges inside 2000::/3 that are no public hosts, or that carry an IPv4 address of anybody's choice. */
const inner6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const inner = new BlockList();
for (const [net, prefix] of inner4) inner.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of inner6) inner.addSubnet(net, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one that everybody on the internet may reach, and nothing near this machine. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inner.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !inner.check(address, 'ipv6');
}

/** Why a webhook must not go to a URL; undefined when it may. Names are looked at again at each attempt. */
export function targetFault(text: string, targets: WebhookTargets): string | undefined {
  if (!URL.canParse(text)) return 'Name an absolute https address.';
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return 'Name an absolute https address.';
  if (url.username !== '' || url.password !== '')
    return 'Leave user and password out; the signature proves who sends.';
  if (url.hash !== '') return 'Leave the fragment out; it is never sent.';
  if (targets === 'any') return undefined;
  if (url.protocol !== 'https:') return 'Use https: the messages tell of orders.';
  return hostFault(url);
}

function hostFault(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 443);
  if (port !== 443 && port < 1024) return 'Use port 443, or one from 1024 on.';
  if (isIP(host) !== 0)
    return isPublicAddress(host) ? undefined : 'Private and local addresses are refused.';
  return /(^|\.)(localhost|localdomain|local|lan|intranet|internal|home\.arpa)\.?$/.test(host) ||
    !host.includes('.')
    ? 'Private and local names are refused.'
    : undefined;
}

/** Resolves like Node's own, and refuses a name when any of its addresses is not public: the socket gets what was checked. */
export const guardedLookup =
  (targets: WebhookTargets, resolve: typeof lookUpName = lookUpName): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (failure, found) => {
      const addresses: readonly LookupAddress[] = failure === null ? found : [];
      const [first] = addresses;
      if (failure !== null || first === undefined) {
        callback(failure ?? refusedAddress('no address'), '', 4);
        return;
      }
      const bad =
        targets === 'any' ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
      if (bad !== undefined) callback(refusedAddress('address-refused'), '', 4);
      else if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };

const refusedAddress = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`The name leads to an address that is refused: ${code}`), { code });
