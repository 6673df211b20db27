import { minuteMs } from '../../words/index.ts';
import type { ReassignmentTerms } from '../../strategy/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import { nextCase } from '../run/next-case.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit } from '../run/unit-draft.ts';
import { reassignOpen } from './reassign.ts';

/** Looks from time to time at orders that nobody has begun, beside everything else: no timer waits for it. */
export interface ReassignWatch {
  look(): void;
  /** Resolves when nothing is being looked at. */
  settled(): Promise<void>;
}

/** Opens the watch. Of several processes one looks; the terms are those of the strategy that counts. */
export function reassignWatch(parts: HubParts, owner: string): ReassignWatch {
  let isLooking = false;
  let nextAt = 0;
  let looking: Promise<unknown> = Promise.resolve();
  return {
    look: () => {
      const at = parts.env.now();
      const terms = parts.board.strategyAt(at)?.document.reassignment;
      if (terms === undefined || isLooking || at < nextAt) return;
      isLooking = true;
      nextAt = at + terms.everySeconds * 1000;
      looking = lookOnce(parts, owner, terms)
        .catch((failure: unknown) => {
          parts.env.log('warn', 'looking at orders not begun failed; it is tried again', {
            failure: String(failure),
          });
        })
        .finally(() => {
          isLooking = false;
        });
    },
    settled: async () => {
      await looking;
    },
  };
}

/** Who looks, until when nobody else does, when the last look was, and where the next one goes on. */
interface ReassignJob {
  readonly owner: string;
  readonly leaseUntilAt: number;
  readonly lookedAt: number;
  readonly after?: string;
}

const jobId = 'rea_job';
/** Longer than any look takes; a process that dies holds up the others so long. */
const leaseMs = 5 * minuteMs;

async function lookOnce(parts: HubParts, owner: string, terms: ReassignmentTerms): Promise<void> {
  const at = parts.env.now();
  const [held] = await parts.store.cases([jobId]);
  const job = held?.document as ReassignJob | undefined;
  if (job !== undefined && !isFree(job, { at, owner, everyMs: terms.everySeconds * 1000 })) return;
  const taken = jobCase(held, { ...job, owner, leaseUntilAt: at + leaseMs, lookedAt: at }, at);
  if (!(await writeJob(parts, held, taken))) return;
  const { after } = await reassignOpen(parts, terms, job?.after);
  const done = { owner: '', leaseUntilAt: 0, lookedAt: at, ...(after !== undefined && { after }) };
  await writeJob(parts, taken, jobCase(taken, done, at));
}

/** Nobody looks now, and the last look, whoever took it, is a period ago. */
const isFree = (
  job: ReassignJob,
  { at, owner, everyMs }: { readonly at: number; readonly owner: string; readonly everyMs: number },
): boolean =>
  (job.owner === '' || job.owner === owner || at >= job.leaseUntilAt) &&
  Math.abs(at - job.lookedAt) >= Math.min(everyMs, leaseMs);

const jobCase = (before: CaseRecord | undefined, job: ReassignJob, at: number): CaseRecord =>
  nextCase(before, at, {
    caseId: jobId,
    kind: 'reassign_job',
    state: job.owner === '' ? 'idle' : 'busy',
    document: job,
  });

async function writeJob(
  parts: HubParts,
  before: CaseRecord | undefined,
  job: CaseRecord,
): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    (before === undefined ? unit.casesAdded : unit.casesChanged).push(job);
    return unit;
  });
  return result?.ok === true;
}
