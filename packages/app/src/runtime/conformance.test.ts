import { createHub } from '@ordermesh/core/hub';
import { memoryDatabase, memoryStore } from '@ordermesh/testkit';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cases } from '../../../../conformance/cases/index.ts';
import type { System } from '../../../../conformance/contract/index.ts';
import { playCase } from '../../../../conformance/run/play.ts';
import { openSystem } from '../../../../conformance/systems/ordermesh/index.ts';
import { demoKey, demoKeyText } from '../keys/index.ts';
import { nodeEnv, startServer } from './index.ts';
import { testServerSettings } from './testing/server-settings.ts';
import type { RunningServer } from './index.ts';

let server: RunningServer;
let shop: System;

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  server = await startServer({
    settings: {
      ...testServerSettings,
      bodyLimitBytes: 1_048_576,
      batchLimitBytes: 1_048_576,
    },
    log,
    keys: () => [demoKey],
    start: async () => {
      const store = memoryStore({ database: memoryDatabase(), origin: 'conformance' });
      const hub = await createHub({ store, env: nodeEnv(log), origin: 'conformance' });
      return { hub, store, now: () => Date.now() };
    },
  });
  shop = await openSystem({ urls: [server.url], key: demoKeyText });
});
afterAll(() => server.stop());

describe('what went wrong elsewhere does not happen here', () => {
  for (const one of cases)
    it(`${one.id}: ${one.situation}`, async () => {
      const { figures, why, verdict } = await playCase(shop, one, 'mem');
      expect({ verdict, why, wrong: figures.filter(({ is, must }) => is !== must) }).toEqual({
        verdict: 'holds',
        why: '',
        wrong: [],
      });
    });
});
