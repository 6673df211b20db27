import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Tests that need a running server carry it in their name, so that `npm test` needs none; all stories on the embedded store take as long. */
const needsServer = [
  '{packages/*/src,scenarios,conformance}/**/*.{pg,nats}.test.ts',
  'scenarios/stories.embedded.test.ts',
];

/** `OM_SUITE=servers` runs only the tests that need PostgreSQL or NATS, and the longest. */
const onlyServers = process.env['OM_SUITE'] === 'servers';

/** Files that take longest go first: one of them last would leave the other worker with nothing to do. */
const longestFirst = [
  'scenarios/stories.embedded.test.ts',
  'scenarios/stories.pg.test.ts',
  'conformance/processes.pg.test.ts',
  'packages/app/src/runtime/routers.nats.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longestFirst.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? longestFirst.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

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
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
  },
});
