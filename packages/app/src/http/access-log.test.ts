import { smallWorld } from '@ordermesh/testkit';
import pino from 'pino';
import { expect, it } from 'vitest';

import { apiWorld } from './testing/api-world.ts';

it('writes down what was asked for, and no tracking token however its path is spelled', async () => {
  const world = await smallWorld();
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const { http } = await apiWorld({ ...world, now: () => world.clock.now() }, { log });
  const token = 'trk_0123456789abcdef0123456789abcdef';
  const spelled = [
    `/t/${token}`,
    `/%74/${token}`,
    `/t/${token}/`,
    `//t/${token}`,
    `/t/${token}?a=1`,
  ];
  for (const url of spelled) await http.app.inject({ url });
  await http.app.inject({ url: '/v1/orders?limit=1' });
  await http.close();
  await world.hub.stop();
  const paths = lines.map((line) => (JSON.parse(line) as { path?: string }).path);
  expect(paths.filter((path) => path !== undefined)).toEqual([
    ...spelled.map(() => '/t/…'),
    '/v1/orders',
  ]);
  expect(lines.join('')).not.toContain(token);
});
