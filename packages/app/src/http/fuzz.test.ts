import { describe, expect, it } from 'vitest';
import type { PrincipalKind } from '@ordermesh/core/parties';
import { principalKinds } from '@ordermesh/core/parties';
import { aDraft, smallWorld } from '@ordermesh/testkit';
import { fuzzOperation, fuzzWorld } from './testing/fuzz/index.ts';
import type { FuzzResult, FuzzWorld } from './testing/fuzz/index.ts';

/** Per operation; `npm run fuzz` sends as many as one likes. */
const requests = 50;

/** Per operation and kind of caller. */
const requestsAsOthers = 4;
/** Every kind sends to one operation in five, so that each operation is tried by two kinds; `--as` sends to all. */
const share = 5;

const worldOf = (kind?: PrincipalKind): Promise<FuzzWorld> =>
  fuzzWorld(
    async () => {
      const { hub, store, clock, database } = await smallWorld();
      return { backend: { hub, store, now: () => clock.now() }, database, stop: () => hub.stop() };
    },
    aDraft({ customer_id: 'c_mine' }),
    kind,
  );

/** Broken promises of all operations; `answers` counts answers by their hundreds. */
async function findingsOf(
  world: FuzzWorld,
  each: number,
  { answers, operations }: { answers: Record<string, number>; operations: FuzzWorld['operations'] },
) {
  const results: FuzzResult[] = [];
  for (const operation of operations)
    results.push(await fuzzOperation(world, operation, { requests: each, seed: 1 }));
  for (const [hundreds, n] of results.flatMap((one) => Object.entries(one.answers)))
    answers[hundreds] = (answers[hundreds] ?? 0) + n;
  await world.close();
  return results.flatMap(({ operationId, finding }) =>
    finding === undefined ? [] : [`${operationId}: ${finding.fault}\n  ${finding.curl}`],
  );
}

describe('strangers’ requests, made from the OpenAPI document', () => {
  it('break no promise: no 5xx, answers by the schema, problems by the registry, no write by a refused request', async () => {
    const world = await worldOf();
    const { operations } = world;
    expect(await findingsOf(world, requests, { answers: {}, operations })).toEqual([]);
  }, 600_000);

  it.each(principalKinds)(
    'break none either when a caller of another kind sends them: %s',
    async (kind) => {
      const world = await worldOf(kind);
      const answers: Record<string, number> = {};
      const turn = principalKinds.indexOf(kind) % share;
      const operations = world.operations.filter((_operation, ix) => ix % share === turn);
      expect(await findingsOf(world, requestsAsOthers, { answers, operations })).toEqual([]);
      expect(answers['4xx']).toBeGreaterThan(50);
    },
    600_000,
  );
});
