import { readdirSync } from 'node:fs';

import { slopeOf } from '../checks/slope.ts';
import type { Sample, Slope } from '../checks/slope.ts';
import type { Disturbance, Fault, Stage } from '../fault.ts';
import { bare } from '../fault.ts';
import type { App } from '../stage/app.ts';
import { again } from '../stage/pause.ts';
import { noPostgres } from './kill.ts';

const sampleMs = 5000;
const megabyte = 1_048_576;

/** What is sampled of each process, and how fast it may grow: by more than that, and it would need a restart. */
const measures = [
  { name: 'RSS, MB', perHourMax: 64, of: 'mean' },
  { name: 'heap, MB', perHourMax: 32, of: 'least' },
  { name: 'descriptors', perHourMax: 2, of: 'mean' },
] as const;

/** What one process says of itself, in the order of the measures; undefined = it does not answer. */
async function sampled(app: App): Promise<readonly number[] | undefined> {
  try {
    const answer = await fetch(`${app.url}/metrics`, { signal: AbortSignal.timeout(4000) });
    const lines = (await answer.text()).split('\n');
    const gauge = (name: string): number =>
      Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)) / megabyte;
    const descriptors = readdirSync(`/proc/${String(app.pid())}/fd`).length;
    return [gauge('process_resident_memory_bytes'), gauge('nodejs_heap_used_bytes'), descriptors];
  } catch {
    return undefined;
  }
}

function beginSampling({ apps }: Stage): Disturbance {
  const samples = apps.map(() => measures.map((): Sample[] => []));
  let taken = 0;
  const sampling = again(
    () => sampleMs,
    async () => {
      for (const [at, app] of apps.entries()) {
        const atMs = performance.now();
        const values = await sampled(app);
        values?.forEach((value, ix) => samples[at]?.[ix]?.push({ atMs, value }));
        if (values) taken += 1;
      }
    },
  );
  const slopes = () =>
    apps.flatMap(({ name }, at) =>
      measures.map((measure, ix) => ({
        ...{ measure, app: name },
        slope: slopeOf(samples[at]?.[ix] ?? [], measure.of),
      })),
    );
  return {
    fired: () => taken,
    notes: () =>
      slopes().map(({ app, measure, slope }) => `${app} ${measure.name} per hour: ${text(slope)}`),
    faults: () => [
      ...slopes().flatMap(({ app, measure: { name, perHourMax }, slope }) => {
        if (!slope) return [`${app} ${name}: too few samples; soak longer`];
        if (slope.low <= perHourMax) return [];
        return [`${app} ${name} grows by ${text(slope)} per hour; at most ${String(perHourMax)}`];
      }),
      ...apps.filter((app) => app.starts() > 1).map(({ name }) => `${name} did not stay alive`),
    ],
    heal: () => sampling.stop(),
  };
}

const text = (slope: Slope | undefined): string =>
  slope
    ? `${slope.perHour.toFixed(1)} (95 %: ${slope.low.toFixed(1)} … ${slope.high.toFixed(1)})`
    : 'too few samples';

/** Steady load for long; memory and descriptors must not grow. */
export const soak: Fault = {
  name: 'soak',
  says: 'steady load for long: memory and descriptors must not grow',
  store: 'postgres',
  lacks: noPostgres,
  open: bare(beginSampling),
};
