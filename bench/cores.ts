import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Who sends, and those who serve on cores of their own. */
export interface OwnCores {
  /** Cores as `taskset` lists them; undefined where they could not be told apart. */
  readonly sender: string | undefined;
  readonly giveBack: () => void;
}

/**
 * Gives whoever sends (this process) the last core, and the server and PostgreSQL the others: else a sender that sends
 * twice as much takes from the server what it measures. Only where `taskset` is and may do it; PostgreSQL's processes
 * that start later inherit it from the one that listens.
 */
export function senderApart(serverPid: number, cores: number): OwnCores {
  const postgres = processesNamed('postgres');
  const everyone = [process.pid, serverPid, ...postgres];
  const giveBack = (): void => everyone.forEach((pid) => pin(pid, `0-${String(cores - 1)}`));
  const last = String(cores - 1);
  const others = cores === 2 ? '0' : `0-${String(cores - 2)}`;
  const isApart =
    cores > 1 &&
    pin(process.pid, last) &&
    [serverPid, ...postgres].every((pid) => pin(pid, others));
  if (!isApart) giveBack();
  return { sender: isApart ? last : undefined, giveBack };
}

/** All threads of a process onto these cores. @returns whether that was possible */
function pin(pid: number, cores: string): boolean {
  try {
    execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function processesNamed(name: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && isNamed(entry, name))
    .map(Number);
}

function isNamed(pid: string, name: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(`(${name})`);
  } catch {
    // It ended between the listing and the reading.
    return false;
  }
}
