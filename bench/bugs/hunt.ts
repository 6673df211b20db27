import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { PlantedBug } from './bug.ts';

/** What one process is asked to do. */
export interface HuntAsk {
  /** The planted bug; absent = the house as it is. */
  readonly bug?: PlantedBug | undefined;
  /** Root of the repository. */
  readonly root: string;
  readonly from: number;
  /** Schedules at most. */
  readonly seeds: number;
  readonly customers: number;
}

/** What became of it. */
export type HuntResult =
  | {
      readonly outcome: 'killed';
      /** Schedules until the first violation, itself included. */
      readonly seeds: number;
      readonly seed: number;
      /** The invariant that broke first. */
      readonly by: string;
      readonly numbers: string;
    }
  | { readonly outcome: 'survived'; readonly seeds: number }
  /** The bug is no bug but nonsense: the process failed, so that no invariant was needed. */
  | { readonly outcome: 'threw' | 'hung'; readonly message: string; readonly seeds: number };

/** A bug with what became of it. */
export interface Hunted {
  readonly bug: PlantedBug | undefined;
  readonly result: HuntResult;
}

const hungAfterMs = 3_600_000;

/** Hunts one bug in a process of its own. */
export const huntOne = (ask: HuntAsk): Promise<HuntResult> =>
  new Promise((resolve) => {
    const self = import.meta.url;
    const script = self.endsWith('.ts') ? './try-bug.ts' : './try-bug.js';
    const child = fork(fileURLToPath(new URL(script, self)), {
      ...(self.endsWith('.ts') && {
        execArgv: ['--import', 'tsx', '--conditions=ordermesh-src'],
      }),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-400)));
    const timer = setTimeout(() => {
      child.kill();
      resolve({
        outcome: 'hung',
        message: `no answer in ${String(hungAfterMs / 60_000)} minutes`,
        seeds: 0,
      });
    }, hungAfterMs);
    const end = (result: HuntResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    child.once('message', (result: HuntResult) => {
      end(result);
    });
    child.once('exit', () => {
      end({ outcome: 'threw', message: said, seeds: 0 });
    });
    child.send(ask);
  });

/** Hunts all, so many at once; `told` is called as each ends. */
export async function huntAll(
  asks: readonly HuntAsk[],
  atOnce: number,
  told: (hunted: Hunted) => void,
): Promise<readonly Hunted[]> {
  const all: Hunted[] = [];
  const left = [...asks];
  const work = async (): Promise<void> => {
    for (let ask = left.shift(); ask; ask = left.shift()) {
      const hunted = { bug: ask.bug, result: await huntOne(ask) };
      all.push(hunted);
      told(hunted);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return all;
}
