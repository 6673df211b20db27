import type { Logger } from 'pino';
import { nextCase } from '@ordermesh/core/hub';
import type { CaseRecord } from '@ordermesh/core/hub';
import { sha256Hex } from '../json/index.ts';
import { writeShared } from '../shared-rows.ts';
import type { SharedRows } from '../shared-rows.ts';
import type { DayCounts, DayQuota } from './day-quota.ts';

/** What telling the other processes needs. */
export interface QuotaSharing extends SharedRows {
  readonly quota: DayQuota;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** How often counts are told and heard, ms: for so long callers of several processes may ask more than their share. */
const everyMs = 10_000;

/** Adds up what callers ask of all processes of a store, now and then; what cannot be told now is told the next time. */
export function shareQuota(parts: QuotaSharing): {
  readonly tell: () => Promise<void>;
  readonly stop: () => Promise<void>;
} {
  const tell = async (): Promise<void> => {
    const said = parts.quota.unsaid();
    if (said.requests.size === 0) return;
    try {
      const all = await addUp(parts, said);
      if (all) parts.quota.heard(said, all);
    } catch (failure) {
      parts.log.warn({ err: failure }, 'quotas: counts were not told; it is tried again');
    }
  };
  let telling = Promise.resolve();
  const timer = setInterval(() => {
    telling = telling.then(tell);
  }, everyMs).unref();
  return {
    tell,
    stop: async () => {
      clearInterval(timer);
      await telling;
      await tell();
    },
  };
}

/** @returns what all have counted; undefined when others were always faster */
async function addUp(
  parts: QuotaSharing,
  { day, requests }: DayCounts,
): Promise<ReadonlyMap<string, number> | undefined> {
  const all = new Map<string, number>();
  const ids = [...requests.keys()].map(caseIdOf);
  const isWritten = await writeShared(parts, ids, (known) =>
    [...requests].map(([caller, count], ix) => {
      const caseId = ids[ix] ?? '';
      const before = known.get(caseId);
      const total = countOn(day, before) + count;
      all.set(caller, total);
      const document: CountDocument = { day, requests: total };
      const row = { caseId, kind: 'request_count', state: 'kept', document } as const;
      return nextCase(before, parts.now(), row);
    }),
  );
  return isWritten ? all : undefined;
}

/** Callers may be named by an identity provider, e.g. by an address of theirs: the store keeps no such name. */
const caseIdOf = (caller: string): string => `quota_${sha256Hex(caller).slice(0, 32)}`;

interface CountDocument {
  readonly day: number;
  readonly requests: number;
}

function countOn(day: number, record: CaseRecord | undefined): number {
  const counted = record?.document as CountDocument | undefined;
  return counted?.day === day ? counted.requests : 0;
}
