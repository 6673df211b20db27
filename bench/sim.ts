/**
 * `npm run sim`: runs the whole mesh (two processes of the hub, nodes, carriers, customers, a net that loses and doubles
 * messages) under seeded faults, and checks every invariant of the house. A failing seed is made smaller and printed as
 * one command.
 *
 *   npm run sim                                  300 schedules of 4 simulated hours
 *   npm run sim -- --seeds 2000 --hours 4        so many schedules, each so long
 *   npm run sim -- --from 17 --seeds 1           one seed again
 *   npm run sim -- --without loss,drain          leave faults out
 *   npm run sim -- --second-half-without routers leave faults out of the later half of the seeds
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { twinWebhooks } from '@ordermesh/app/webhooks';
import { commandOf, restHours, runSchedule, shrink } from '@ordermesh/twin';
import type { Deeds, ScheduleAsk, ScheduleReport } from '@ordermesh/twin';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    hours: { type: 'string', default: '4' },
    customers: { type: 'string', default: '60' },
    without: { type: 'string', default: '' },
    'second-half-without': { type: 'string', default: '' },
    workers: { type: 'string', default: String(Math.min(8, availableParallelism())) },
  },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
const askOf = (seed: number): ScheduleAsk => ({
  seed,
  hours: Number(values.hours),
  customers: Number(values.customers),
  without: [
    ...listOf(values.without),
    ...(seed < from + seeds / 2 ? [] : listOf(values['second-half-without'])),
  ],
  webhooks: twinWebhooks,
});

function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}

/** What was done besides the usual; a schedule in which it never happens proves nothing about it. */
const words: Readonly<Record<keyof Deeds, string>> = {
  placedByRouters: 'placed by routers',
  handedOut: 'handed out by the bus',
  deadLetters: 'dead letters',
  reassigned: 're-assigned',
  settledByForecast: 'settled by the forecast',
  decidedJointly: 'decided jointly',
  told: 'messages to subscribers',
  toldAgain: 'of them told again',
  keysChanged: 'keys changed',
  suspended: 'subscriptions switched off',
  reports: 'reports of nodes',
  staleReports: 'of them stale',
  inParcels: 'works in two parcels',
  regretted: 'customers who had enough',
  exchanges: 'exchanges',
  replaced: 'of them sent',
  undercut: 'times that one lost its goods',
  claims: 'claims decided',
};
const deeds = Object.keys(words) as (keyof Deeds)[];

/** Totals of all schedules that are done. */
const sum = {
  done: 0,
  acknowledged: 0,
  crashes: 0,
  did: Object.fromEntries(deeds.map((deed) => [deed, 0])) as unknown as Deeds,
  steps: 0,
  simulatedHours: 0,
};
const failed: ScheduleReport[] = [];

if (isMainThread) await lead();
else await work(workerData as Int32Array);

async function lead(): Promise<void> {
  const startedMs = performance.now();
  const count = Math.max(1, Math.min(Number(values.workers), seeds));
  // The workers share the number of the next seed, so that none idles while another has seeds left.
  const next = new Int32Array(new SharedArrayBuffer(4));
  next[0] = from;
  await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), {
            workerData: next,
            argv: process.argv.slice(2),
          });
          worker.on('message', add);
          worker.on('error', reject);
          worker.on('exit', () => {
            resolve();
          });
        }),
    ),
  );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const years = sum.simulatedHours / 8766;
  console.log(
    `${String(sum.done)} schedules, ${sum.simulatedHours.toFixed(0)} simulated hours (${years.toFixed(2)} years, rest of ${String(restHours)} h included), ` +
      `${String(sum.acknowledged)} orders acknowledged, ${String(sum.crashes)} crashes, ${String(sum.steps)} steps; ${deedsText(sum.did)}`,
  );
  const { user, system } = process.cpuUsage();
  console.log(
    `${((user + system) / 1000 / sum.done).toFixed(0)} CPU-ms per schedule, ${((performance.now() - startedMs) / 1000).toFixed(0)} s, ${String(failed.length)} with violations`,
  );
  for (const report of failed.slice(0, 5)) await tell(report);
  process.exit(failed.length > 0 ? 1 : 0);
}

async function work(next: Int32Array): Promise<void> {
  for (;;) {
    const seed = Atomics.add(next, 0, 1);
    if (seed >= from + seeds) return;
    parentPort?.postMessage(await runSchedule(askOf(seed)));
  }
}

function add(report: ScheduleReport): void {
  sum.done += 1;
  sum.acknowledged += report.acknowledged;
  sum.crashes += report.crashes;
  sum.steps += report.steps;
  sum.did = plus(sum.did, report.did);
  sum.simulatedHours += report.simulatedHours;
  if (report.violations.length > 0) failed.push(report);
  if (!process.stderr.isTTY) return;
  const full = Math.round((sum.done / seeds) * 30);
  process.stderr.write(
    `\r\x1b[K  ${'█'.repeat(full)}${'░'.repeat(30 - full)} ${String(sum.done)}/${String(seeds)}, ${String(failed.length)} failing`,
  );
}

function deedsText(did: Deeds): string {
  return deeds.map((deed) => `${String(did[deed])} ${words[deed]}`).join(', ');
}

function plus(all: Deeds, one: Deeds): Deeds {
  const sums: Record<keyof Deeds, number> = { ...all };
  for (const deed of deeds) sums[deed] += one[deed];
  return sums;
}

async function tell(report: ScheduleReport): Promise<void> {
  console.log(`\nseed ${String(report.seed)}: ${report.mixText}`);
  for (const { at, invariant, numbers } of report.violations.slice(0, 5))
    console.log(`  ${new Date(at).toISOString()} ${invariant}: ${numbers}`);
  const small = await shrink({ ask: askOf(report.seed), report });
  console.log(`  smaller after ${String(small.runs)} runs: ${small.report.mixText}`);
  console.log(`  ${commandOf(small.ask)}`);
}
