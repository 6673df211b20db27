/**
 * `npm run bench`: the figures of the house, measured in one run on this machine, with the code as it is published
 * (compiled; the sources run through a loader that names every function anew).
 *
 *   npm run bench                 everything (needs PostgreSQL for the accept figures)
 *   npm run bench -- route        decisions only
 *   npm run bench -- models       training and prediction
 *   npm run bench -- demand       counting and forecasting demand
 *   npm run bench -- sealing      what sealing the audit trail costs (with PostgreSQL where it answers)
 *   npm run bench -- joint        deciding new orders together: CPU per order
 *   npm run bench -- overload     open loop up to twice the knee (only when it is named; needs PostgreSQL)
 *   npm run bench -- routers      1, 2 and 4 routers on NATS (only when it is named; needs PostgreSQL and NATS)
 *   npm run bench -- --smoke      small counts: shows that the benches work, their figures mean little
 */
import pg from 'pg';

import { benchAccept } from './accept.ts';
import { benchDemand } from './demand.ts';
import { benchJoint } from './joint.ts';
import { benchMemory } from './memory.ts';
import { benchModels } from './models.ts';
import { benchOverload } from './overload.ts';
import { isMet, printFigures } from './report.ts';
import type { Figure } from './report.ts';
import { benchRoute } from './route.ts';
import { benchRouters } from './routers.ts';
import { benchSealing } from './sealing.ts';

const asked = process.argv.slice(2);
const isSmoke = asked.includes('--smoke');
const names = asked.filter((name) => !name.startsWith('--'));
const wants = (name: string): boolean => names.length === 0 || names.includes(name);
const postgres = process.env['OM_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const nats = process.env['OM_TEST_NATS'] ?? 'nats://127.0.0.1:4222';

const figures: Figure[] = [];
if (wants('memory')) figures.push(...show('memory', benchMemory(isSmoke ? 2000 : 20_000)));
if (wants('route')) figures.push(...show('route', benchRoute(isSmoke ? 500 : 20_000)));
if (wants('models')) figures.push(...show('models', benchModels(isSmoke ? 20_000 : 500_000)));
if (wants('demand')) figures.push(...show('demand', await benchDemand(isSmoke ? 2000 : 20_000)));
if (wants('joint')) figures.push(...show('joint', await benchJoint(isSmoke ? 1000 : 4000)));
if (wants('sealing')) {
  const url = (await unreachable()) === undefined ? postgres : undefined;
  figures.push(...show('sealing', await benchSealing(url, isSmoke ? 1_800 : 18_000)));
}
if (names.includes('overload')) {
  const seconds = isSmoke ? 2 : 6;
  figures.push(...show('overload', await benchOverload(seconds)));
}
if (names.includes('routers')) {
  const failure = (await unreachable()) ?? (await unreachableBus());
  if (failure)
    console.log(
      `routers: skipped, they need PostgreSQL at ${postgres} and NATS at ${nats}: ${failure}`,
    );
  else
    figures.push(
      ...show('routers', await benchRouters({ url: postgres, nats }, isSmoke ? 400 : 4000)),
    );
}
if (wants('accept')) {
  const failure = await unreachable();
  if (failure)
    console.log(`accept: skipped, PostgreSQL does not answer at ${postgres}: ${failure}`);
  else figures.push(...show('accept', await benchAccept(isSmoke ? 2000 : 40_000)));
}
console.log(JSON.stringify({ bench: figures, node: process.version }));
const missed = figures.filter((figure) => !isMet(figure));
if (missed.length > 0) console.log(`${String(missed.length)} of the figures miss their target.`);
// A smoke run proves that the benches work; only a full run is judged.
process.exit(missed.length > 0 && !isSmoke ? 1 : 0);

function show(name: string, measured: readonly Figure[]): readonly Figure[] {
  console.log(`\n${name}`);
  printFigures(measured);
  return measured;
}

async function unreachableBus(): Promise<string | undefined> {
  const { natsBus } = await import('@ordermesh/adapters/nats');
  try {
    const bus = await natsBus({
      ...{ servers: nats, mesh: 'bench_routers', origin: 'bench', partitions: 8, replicas: 1 },
    });
    await bus.close();
    return undefined;
  } catch (failure) {
    return String(failure);
  }
}

async function unreachable(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: postgres, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (failure) {
    return String(failure);
  }
}
