/**
 * `npm run rig`: real processes under real faults. Several processes of the hub serve orders from a database of the
 * rig's own while something breaks again and again; then it heals, and the database is read and judged: no acknowledged
 * order is absent, no unit is sold twice, nothing is stuck half a minute after healing, reservations equal lines.
 *
 *   npm run rig                              every fault, 50,000 orders each (5,000 on the embedded store)
 *   npm run rig -- --only kill,postgres      some of them
 *   npm run rig -- --orders 2000 --seed 7    smaller, with other chances
 *   npm run rig -- --heal-seconds 120       for a machine that has other work: so long may coming to rest take
 *   npm run rig -- --soak-minutes 30         steady load (10 orders a second): memory and descriptors must not grow
 *   npm run rig -- --smoke                   a few hundred orders under the kills, within 90 seconds
 *
 * What this machine cannot do is skipped, and the table says why.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { CannotBePlayed } from './rig/fault.ts';
import type { Fault } from './rig/fault.ts';
import { faults } from './rig/faults/index.ts';
import { soak } from './rig/faults/soak.ts';
import { play } from './rig/play.ts';
import type { Played } from './rig/play.ts';
import { openCluster, postgresBin } from './rig/stage/cluster.ts';
import type { Cluster } from './rig/stage/cluster.ts';
import { isClean, printRow, printSkipped } from './rig/table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    orders: { type: 'string', default: '50000' },
    'per-second': { type: 'string' },
    'soak-minutes': { type: 'string' },
    processes: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    smoke: { type: 'boolean', default: false },
    'heal-seconds': { type: 'string', default: '30' },
    keep: { type: 'boolean', default: false },
  },
});
const smokeFaults = ['kill+postgres', 'nats', 'embedded-kill'];
const only = values.only === '' ? [] : values.only.split(',');
const soakMinutes = Number(values['soak-minutes'] ?? 0);
const perSecond = Number(values['per-second'] ?? (soakMinutes > 0 ? 10 : 400));
const isAsked = ({ name }: Fault): boolean =>
  values.smoke ? smokeFaults.includes(name) : only.length === 0 || only.includes(name);
const asked = soakMinutes > 0 ? [soak] : faults.filter(isAsked);
const unknown = only.filter((name) => !faults.some((fault) => fault.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no fault ${unknown.join(', ')}; there are ${faults.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(64);
}

// Every server and process is ended when the rig ends.
process.setMaxListeners(0);
const scratch = mkdtempSync(join(tmpdir(), 'ordermesh-rig-'));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    console.error(`\nStopped by ${signal}. What the processes said is in ${scratch}`);
    process.exit(code);
  });
const played: Played[] = [];
const skipped: { readonly fault: string; readonly why: string }[] = [];
let cluster: Cluster | undefined;
for (const fault of asked) {
  const why = fault.lacks();
  if (why === undefined) await tryToRun(fault);
  else skip(fault, why);
}
await cluster?.close();
const isGood = played.every(isClean);
if (isGood && !values.keep) rmSync(scratch, { recursive: true, force: true });
else console.log(`What the processes said is in ${scratch}`);
console.log(JSON.stringify({ rig: played, skipped, node: process.version }));
process.exit(isGood ? 0 : 1);

async function tryToRun(fault: Fault): Promise<void> {
  try {
    played.push(await run(fault));
  } catch (failure) {
    if (!(failure instanceof CannotBePlayed)) throw failure;
    skip(fault, failure.message);
  }
}

function skip(fault: Fault, why: string): void {
  skipped.push({ fault: fault.name, why });
  printSkipped(fault, why);
}

async function run(fault: Fault): Promise<Played> {
  if (postgresBin() !== undefined)
    cluster ??= await openCluster({ directory: join(scratch, 'cluster') });
  const folder = join(scratch, fault.name.replaceAll(/\W/g, '-'));
  mkdirSync(folder);
  // An embedded store is one process with one connection; a tenth says as much.
  const isSmall = fault.store === 'embedded';
  const result = await play({
    fault,
    cluster: fault.store === 'postgres' ? cluster : undefined,
    scratch: folder,
    orders: ordersOf(isSmall ? 0.1 : 1),
    perSecond: values.smoke ? 40 : perSecond * (isSmall ? 0.25 : 1),
    processes: values.smoke ? 2 : Number(values.processes),
    seed: Number(values.seed),
    healWithinMs: Number(values['heal-seconds']) * 1000,
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K  ${fault.name}: ${text}`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  printRow(result);
  return result;
}

function ordersOf(share: number): number {
  if (values.smoke) return 300;
  return Math.ceil(soakMinutes > 0 ? perSecond * 60 * soakMinutes : Number(values.orders) * share);
}
