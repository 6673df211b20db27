import type { Logger } from 'pino';
import type { CaseRecord, Hub, Store } from '@ordermesh/core/hub';
import { sha256Hex } from '../json/index.ts';
import type { DayCounts, DayQuota } from './day-quota.ts';

/** What telling the other processes needs. */
export interface QuotaSharing {
  readonly quota: DayQuota;
  readonly hub: Pick<Hub, 'keepCases'>;
  readonly store: Pick<Store, 'cases'>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** How often counts are told and heard, ms: for so long callers of several processes may ask more than their share. */
const everyMs = 10_000;
/** Another process wrote at the same moment: so often it is tried again. */
const writesMax = 5;

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
  { hub, store, now }: QuotaSharing,
  { day, requests }: DayCounts,
): Promise<ReadonlyMap<string, number> | undefined> {
  const ids = new Map([...requests.keys()].map((caller) => [caller, caseIdOf(caller)]));
  for (let tries = 0; tries < writesMax; tries += 1) {
    const known = new Map((await store.cases([...ids.values()])).map((one) => [one.caseId, one]));
    const all = new Map<string, number>();
    const records = [...requests].map(([caller, count]) => {
      const caseId = ids.get(caller) ?? '';
      const before = known.get(caseId);
      const total = countOn(day, before) + count;
      all.set(caller, total);
      return countCase({ caseId, before, at: now() }, { day, requests: total });
    });
    const added = records.filter(({ version }) => version === 1);
    const changed = records.filter(({ version }) => version > 1);
    if ((await hub.keepCases({ added, changed })).ok) return all;
  }
  return undefined;
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

const countCase = (
  row: { readonly caseId: string; readonly before: CaseRecord | undefined; readonly at: number },
  document: CountDocument,
): CaseRecord => ({
  caseId: row.caseId,
  kind: 'request_count',
  state: 'kept',
  orderId: undefined,
  nodeId: undefined,
  key: undefined,
  dueAt: undefined,
  openedAt: row.before?.openedAt ?? row.at,
  version: (row.before?.version ?? 0) + 1,
  document,
});
