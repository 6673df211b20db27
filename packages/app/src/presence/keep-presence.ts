import type { Logger } from 'pino';
import { nextCase } from '@ordermesh/core/hub';
import type { CaseRecord, Store } from '@ordermesh/core/hub';
import { writeShared } from '../shared-rows.ts';
import type { SharedRows } from '../shared-rows.ts';
import type { PresenceWarning, PresentProcess } from './process.ts';
import { presentNow, thoseThere, warningsAbout } from './roster.ts';

/** What telling the others needs. */
export interface PresenceParts extends SharedRows {
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** The process as the others shall know it, asked at each look; its name stays. */
  readonly self: () => Omit<PresentProcess, 'seenAt'>;
  /** Whether there may be others: then it is said again and again. An embedded store is opened by one process. */
  readonly hasOthers: boolean;
}

/** A process that tells others of the same store that it is there, and hears of them. */
export interface Presence {
  /** Those that were there at the last look, this one too. */
  readonly present: () => readonly PresentProcess[];
  readonly warnings: () => readonly PresenceWarning[];
  /** Tells and hears once more, at once; after `stop` nothing is told any more. */
  readonly look: () => Promise<void>;
  /** Says that it leaves. */
  readonly stop: () => Promise<void>;
}

/** How often it says so, ms: three times within what makes the others think that it is gone. */
const everyMs = 15_000;
/** What stands at so many looks in a row is written to the log: processes start one after the other, and who was killed is missed by then. */
const looksUntilTold = 4;
/** This is no matter of the order in which processes start. */
const isToldAtOnce = ({ warning }: PresenceWarning): boolean => warning === 'audit-chain-broken';
/** What is told once: of settings each by itself. */
const nameOf = ({ warning, setting }: PresenceWarning): string =>
  warning === 'settings-differ' ? `${warning} ${setting ?? ''}` : warning;
const rosterId = 'proc_roster';

/** Tells at once that the process is there, and then again and again until it is stopped. */
export async function keepPresence(parts: PresenceParts): Promise<Presence> {
  let present: readonly PresentProcess[] = [];
  const telling = teller(parts.log);
  let [isStopped, looking] = [false, Promise.resolve()];
  const lookNow = async (): Promise<void> => {
    if (isStopped) return;
    const self = { ...parts.self(), seenAt: parts.now() };
    try {
      present = await write(parts, (known) => presentNow(known, self));
      telling(warningsAbout(present));
    } catch (failure) {
      parts.log.warn({ err: failure }, 'presence: a look failed; it is tried again');
    }
  };
  // One after the other: the process is not told once more when it has left.
  const look = (): Promise<void> => (looking = looking.then(lookNow));
  await look();
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    timer = setTimeout(() => {
      void look().finally(() => {
        if (!isStopped) later();
      });
    }, everyMs);
  };
  if (parts.hasOthers) later();
  return {
    present: () => present,
    warnings: () => warningsAbout(present),
    look,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      await leave(parts);
    },
  };
}

const leave = (parts: PresenceParts): Promise<void> =>
  write(parts, (known) => known.filter(({ name }) => name !== parts.self().name)).then(
    () => undefined,
    // Whoever cannot say goodbye is missed after a while.
    (failure: unknown) => parts.log.warn({ err: failure }, 'presence: leaving was not told'),
  );

/** Changes the one row that holds who is there. @returns what was written, or what stands when others were always faster */
async function write(
  parts: PresenceParts,
  change: (known: readonly PresentProcess[]) => readonly PresentProcess[],
): Promise<readonly PresentProcess[]> {
  let next: readonly PresentProcess[] = [];
  await writeShared(parts, [rosterId], (known) => {
    const before = known.get(rosterId);
    next = change(processesIn(before));
    const document = { processes: next };
    const row = { caseId: rosterId, kind: 'process_roster', state: 'kept', document } as const;
    return [nextCase(before, parts.now(), row)];
  });
  return next;
}

/** Who was there at a moment, and what is wrong with them, for somebody who is none of them. */
export async function readRoster(
  store: Pick<Store, 'cases'>,
  at: number,
): Promise<Pick<Presence, 'present' | 'warnings'>> {
  const [record] = await store.cases([rosterId]);
  const present = thoseThere(processesIn(record), at);
  return { present: () => present, warnings: () => warningsAbout(present) };
}

const processesIn = (record: CaseRecord | undefined): readonly PresentProcess[] =>
  (record?.document as { readonly processes: readonly PresentProcess[] } | undefined)?.processes ??
  [];

/** Writes what stands, once, and that it is over. */
function teller(log: PresenceParts['log']): (warnings: readonly PresenceWarning[]) => void {
  const looks = new Map<string, number>();
  const isTold = (found: PresenceWarning): boolean =>
    looks.get(nameOf(found)) === (isToldAtOnce(found) ? 1 : looksUntilTold);
  const told = new Set<string>();
  return (warnings) => {
    for (const name of looks.keys()) {
      if (warnings.some((found) => nameOf(found) === name)) continue;
      looks.delete(name);
      if (told.delete(name)) log.info({ warning: name }, 'presence: it is over');
    }
    for (const found of warnings) {
      looks.set(nameOf(found), (looks.get(nameOf(found)) ?? 0) + 1);
      if (!isTold(found)) continue;
      told.add(nameOf(found));
      log.warn(found, `presence: ${found.why}`);
    }
  };
}
