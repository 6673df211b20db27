import { execFileSync } from 'node:child_process';

import { postgresTicks } from './cpu.ts';

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
  const postgres = [...postgresTicks().keys()];
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
