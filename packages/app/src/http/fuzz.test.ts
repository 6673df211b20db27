import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { fuzzOperation, fuzzWorld } from './testing/fuzz/index.ts';
import type { FuzzResult, FuzzWorld } from './testing/fuzz/index.ts';

/** Per operation; `npm run fuzz` sends as many as one likes. */
const requests = 50;

let world: FuzzWorld;
const results: FuzzResult[] = [];

beforeAll(async () => {
  world = await fuzzWorld(async () => {
    const small = await smallWorld();
    return {
      backend: { hub: small.hub, store: small.store, now: () => small.clock.now() },
      database: small.database,
      stop: () => small.hub.stop(),
    };
  }, aDraft());
});
afterAll(async () => {
  await world.close();
});

describe('strangers’ requests, made from the OpenAPI document', () => {
  it('break no promise: no 5xx, answers by the schema, problems by the registry, no write by a refused request', async () => {
    for (const operation of world.operations)
      results.push(await fuzzOperation(world, operation, { requests, seed: 1 }));
    const findings = results.flatMap(({ operationId, finding }) =>
      finding === undefined ? [] : [`${operationId}: ${finding.fault}\n  ${finding.curl}`],
    );
    expect(findings).toEqual([]);
  }, 600_000);
});
