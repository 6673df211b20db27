import type { CaseKind, CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { nextCase } from '../run/next-case.ts';
import { emptyUnit } from '../run/unit-draft.ts';

/** Who does a job, and until when nobody else does. */
export interface Lease {
  /** Name of a process, unique per start; empty = nobody. */
  readonly owner: string;
  readonly leaseUntilAt: number;
}

/** Nobody does it. */
export const freeLease: Lease = { owner: '', leaseUntilAt: 0 };
/** Longer than any making takes; a process that dies holds up the others so long. */
export const leaseMs = 10 * 60_000;

/** Whether another process does it now. */
export const isLeased = ({ owner, leaseUntilAt }: Lease, by: string, at: number): boolean =>
  owner !== by && at < leaseUntilAt;

/** The record of a job as it becomes. */
export const jobCase = (
  before: CaseRecord | undefined,
  { job, ...of }: { readonly caseId: string; readonly kind: CaseKind; readonly job: Lease },
  at: number,
): CaseRecord =>
  nextCase(before, at, { ...of, state: job.owner === '' ? 'idle' : 'busy', document: job });

/** @returns whether it was written; false when another process was first */
export async function writeJob(
  parts: HubParts,
  before: CaseRecord | undefined,
  taken: CaseRecord,
): Promise<boolean> {
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    (before === undefined ? unit.casesAdded : unit.casesChanged).push(taken);
    return unit;
  });
  return result?.ok === true;
}
