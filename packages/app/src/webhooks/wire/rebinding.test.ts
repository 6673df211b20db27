import type { LookupAddress, lookup } from 'node:dns';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedLookup } from './address-guard.ts';

/** A name server that says something else each time. */
function fickle(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const resolve = ((
    ...[, , callback]: [string, object, (e: null, all: LookupAddress[]) => void]
  ) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
  return { resolve, asked: () => asked };
}

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

describe('a name whose address changes between two looks', () => {
  it('is looked at again for each attempt, and refused as soon as it leads inside', async () => {
    const names = fickle(['93.184.216.34'], ['127.0.0.1'], ['93.184.216.34', '10.0.0.1']);
    const guarded = guardedLookup('public', names.resolve);
    const look = () =>
      new Promise((settle) => {
        guarded('rebind.example', {}, (failure, address) => {
          settle(failure?.code ?? address);
        });
      });
    expect([await look(), await look(), await look()]).toEqual([
      '93.184.216.34',
      'address-refused',
      'address-refused',
    ]);
  });

  it('cannot change it between the check and the connection: the socket goes to what was checked', async () => {
    const reached = await new Promise<{ host: string | undefined; asked: number }>((settle) => {
      // The second answer would be an address where nobody listens.
      const names = fickle(['127.0.0.1'], ['192.0.2.1']);
      server = createServer((asked, answer) => {
        answer.end();
        settle({ host: asked.headers.host, asked: names.asked() });
      }).listen(0, '127.0.0.1', () => {
        const { port } = server?.address() as AddressInfo;
        const lookupOnce = guardedLookup('any', names.resolve);
        request({ host: 'rebind.example', port, lookup: lookupOnce, agent: false }).end();
      });
    });
    expect(reached.asked).toBe(1);
    expect(reached.host).toContain('rebind.example');
  });
});
