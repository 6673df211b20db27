import { postgresStore } from '@ordermesh/adapters/postgres';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';

import { readStories } from './testing/stories.ts';

const connectionString =
  process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const prefix = `om_story_${String(process.pid)}`;
let schemas = 0;

const stories = await readStories();

afterAll(async () => {
  const client = new pg.Client(connectionString);
  await client.connect();
  for (let ix = 1; ix <= schemas; ix += 1)
    await client.query(`drop schema if exists ${prefix}_${String(ix)} cascade`);
  await client.end();
});

describe('every story holds on PostgreSQL', () => {
  it('has stories to tell', () => {
    expect(stories.length).toBeGreaterThan(0);
  });

  for (const story of stories)
    it(
      story.name,
      async () => {
        const report = await story.run({
          seed: 42,
          onProgress: () => undefined,
          openStore: (origin) => {
            schemas += 1;
            const schema = `${prefix}_${String(schemas)}`;
            return postgresStore({ connectionString, poolMax: 4, origin, schema });
          },
        });
        expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
      },
      120_000,
    );
});
