import { readdirSync, readFileSync } from 'node:fs';

/** CPU time in µs. */
export interface CpuUsed {
  readonly processMicros: number;
  readonly postgresMicros: number;
}

/** CPU time of one process and of all PostgreSQL processes of the machine, from now to the call. */
export function cpuMeter(pid: number): () => CpuUsed {
  const before = { own: processMicros(pid), postgres: postgresTicks() };
  return () => ({
    processMicros: processMicros(pid) - before.own,
    postgresMicros: postgresSince(before.postgres) * microsPerTick,
  });
}

/** Linux counts CPU time in ticks of 10 ms. */
const microsPerTick = 10_000;

function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

const processMicros = (pid: number): number =>
  ticksOf(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) * microsPerTick;

/** What those that are there now have used since; of one that ended meanwhile nothing is known. */
function postgresSince(before: ReadonlyMap<number, number>): number {
  let ticks = 0;
  for (const [pid, used] of postgresTicks()) ticks += used - (before.get(pid) ?? 0);
  return ticks;
}

/** CPU time of every PostgreSQL process of the machine by its number, in ticks. */
export function postgresTicks(): ReadonlyMap<number, number> {
  const ticks = new Map<number, number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      if (stat.includes('(postgres)')) ticks.set(Number(pid), ticksOf(stat));
    } catch {
      // The process ended between the listing and the reading: it counts no more.
      continue;
    }
  return ticks;
}
