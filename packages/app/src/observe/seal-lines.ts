import type { TrailProgress } from '@ordermesh/core/hub';
import { gauge } from './text-format.ts';

/** So many events behind the newest seal are looked at: a longer stretch is sealed even when it holds no entry. */
export const eventsLookedAt = 25_000;

/** How far the audit trail is sealed, whoever seals it. Ages are by the clock of the process that asks. */
export const sealLines = (progress: TrailProgress, now: number): string[] => [
  ...gauge(
    'ordermesh_audit_seal_number',
    'Number of the newest seal of the audit trail; it falls only when seals were taken away.',
    progress.lastSeal,
  ),
  ...gauge(
    'ordermesh_audit_seal_age_seconds',
    'Age of the newest seal; -1 = there is none. It grows while nobody changes anything.',
    ageSeconds(progress.sealedAt, now) ?? -1,
  ),
  ...gauge(
    'ordermesh_audit_unsealed_entries',
    `Entries that wait for a seal, among the next ${String(eventsLookedAt)} events.`,
    progress.unsealed,
  ),
  ...gauge(
    'ordermesh_audit_unsealed_seconds',
    'For how long the oldest of them has waited; 0 = none waits.',
    ageSeconds(progress.unsealedSince, now) ?? 0,
  ),
];

const ageSeconds = (at: number | null, now: number): number | undefined =>
  at === null ? undefined : Math.max(0, Math.round((now - at) / 1_000));
