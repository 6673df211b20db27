// Sends requests made from the OpenAPI document to every operation. `npm run fuzz -- --requests 200000 --seed 7 --only setStock --as carrier`.
import { parseArgs } from 'node:util';

import { fuzzOperation, fuzzWorld } from '../packages/app/src/http/testing/fuzz/index.ts';
import { principalKinds } from '../packages/core/src/parties/index.ts';
import { aDraft, smallWorld } from '../packages/testkit/src/index.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    as: { type: 'string' },
  },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seed)) {
  console.error('Give whole numbers: npm run fuzz -- --requests 200000 --seed 7');
  process.exit(64);
}

const kind = principalKinds.find((one) => one === values.as);
if (values.as !== undefined && kind === undefined) {
  console.error(`--as is one of ${principalKinds.join(', ')}.`);
  process.exit(64);
}

const world = await fuzzWorld(
  async () => {
    const { hub, store, database, clock } = await smallWorld();
    return {
      backend: { hub, store, now: () => clock.now() },
      database,
      stop: () => hub.stop(),
    };
  },
  aDraft({ customer_id: 'c_mine' }),
  kind,
);

const chosen = world.operations.filter(
  ({ operationId }) => values.only === undefined || operationId === values.only,
);
if (chosen.length === 0) {
  console.error(`There is no operation ${String(values.only)}.`);
  process.exit(64);
}

/** On one hub; a fresh one follows, so that it does not fill up. */
const sliceMax = 1_000;
const each = Math.ceil(requests / chosen.length);
const startedAt = Date.now();
const answers: Record<string, number> = {};
let [sent, findings] = [0, 0];
const seconds = (): string => ((Date.now() - startedAt) / 1_000).toFixed(0);

for (const [ix, operation] of chosen.entries()) {
  for (let done = 0; done < each; done += sliceMax) {
    const effort = { requests: Math.min(sliceMax, each - done), seed: seed + done };
    const result = await fuzzOperation(world, operation, effort);
    sent += result.sent;
    for (const [hundreds, n] of Object.entries(result.answers))
      answers[hundreds] = (answers[hundreds] ?? 0) + n;
    if (result.finding === undefined) continue;
    findings += 1;
    console.log(
      `\n✗ ${operation.operationId}: ${result.finding.fault}\n  ${result.finding.curl}\n` +
        `  again: npm run fuzz -- --only ${operation.operationId} --requests ${effort.requests} --seed ${effort.seed}${kind === undefined ? '' : ` --as ${kind}`}\n`,
    );
    break;
  }
  if ((ix + 1) % 12 === 0 || ix + 1 === chosen.length)
    console.log(`${ix + 1} of ${chosen.length} operations, ${sent} requests, ${seconds()} s`);
}
await world.close();

const told = Object.entries(answers)
  .sort()
  .map(([hundreds, n]) => `${hundreds} ${n}`)
  .join(', ');
console.log(`seed ${seed}: ${sent} requests to ${chosen.length} operations, answers ${told}`);
console.log(`${findings} broken promises`);
process.exitCode = findings === 0 ? 0 : 1;
