import type { LoggedEvent, StoredEntry, TrailStore } from '@ordermesh/core/hub';

import type { MemoryDatabase } from './database.ts';

/** The audit trail as it lies in memory, and the seals over it. */
export const trailSeals = ({ events, seals }: MemoryDatabase): TrailStore => ({
  unsealedEntries: async (afterSequence, limit) => {
    const stretch = events.slice(afterSequence, afterSequence + limit);
    return {
      entries: stretch.flatMap(entryOf),
      throughSequence: stretch.at(-1)?.sequence ?? afterSequence,
    };
  },
  storedEntries: async ({ afterSequence, throughSequence }, limit) =>
    events.slice(afterSequence, throughSequence).flatMap(entryOf).slice(0, limit),
  seals: async (afterNumber, limit) => seals.slice(afterNumber, afterNumber + limit),
  lastSeal: async () => seals.at(-1),
  trailProgress: async (eventsMax) => {
    const last = seals.at(-1);
    const from = last?.throughSequence ?? 0;
    const waiting = events.slice(from, from + eventsMax).filter(({ by }) => by);
    const times = waiting.map(({ recordedAt }) => recordedAt);
    return {
      lastSeal: last?.number ?? 0,
      sealedAt: last?.sealedAt ?? null,
      signedThrough: seals.findLast(({ signature }) => signature)?.number ?? null,
      unsealed: waiting.length,
      unsealedSince: times.length === 0 ? null : Math.min(...times),
    };
  },
  addSeal: async (seal) => {
    if (seal.number !== seals.length + 1) return false;
    seals.push(seal);
    return true;
  },
});

function entryOf(event: LoggedEvent): StoredEntry[] {
  const { sequence, recordedAt, origin, ...draft } = event;
  const { type, orderId, subject, by } = draft;
  if (!by) return [];
  const { principal } = by;
  const resource = orderId === undefined ? subject : null;
  const stored = { principal, resource, event: JSON.stringify(draft) };
  return [{ sequence, recordedAt, origin, type, orderId: orderId ?? null, ...stored }];
}
