import { defineConfig } from 'vitest/config';

/** Tests that need a running server carry it in their name, so that `npm test` needs none. */
const needsServer = ['{packages/*/src,scenarios,conformance}/**/*.{pg,nats}.test.ts'];

/** `OM_SUITE=servers` runs only the tests that need PostgreSQL or NATS. */
const onlyServers = process.env['OM_SUITE'] === 'servers';

export default defineConfig({
  resolve: { conditions: ['ordermesh-src'] },
  ssr: { resolve: { conditions: ['ordermesh-src'] } },
  test: {
    include: onlyServers
      ? needsServer
      : ['{packages/*/src,bench,scenarios,conformance}/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(onlyServers ? [] : needsServer)],
    expect: { requireAssertions: true },
    pool: 'threads',
    // Files share the modules that they import: no test replaces one, and reading them anew for each took a third of the time.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
