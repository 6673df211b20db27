import type { TrailMisfit } from '@ordermesh/core/hub';

interface Tampering {
  readonly name: string;
  /** May name a position as `$n`: that of the n-th entry. */
  readonly statements: readonly string[];
  /** `position` tells which entry it is, from 1; 0 = none of those that were sealed. */
  readonly found: TrailMisfit;
}

/** How rows of the log and seals may be tampered with by SQL. */
export const tamperings: readonly Tampering[] = [
  {
    name: 'who made a change',
    statements: [
      `update event_log set principal = 'key_carl', event = replace(event, 'key_anna', 'key_carl') where sequence = $3`,
    ],
    found: { what: 'entry-changed', seal: 1, position: 3 },
  },
  {
    name: 'when a change was made',
    statements: [`update event_log set recorded_at = recorded_at - 60000 where sequence = $2`],
    found: { what: 'entry-changed', seal: 1, position: 2 },
  },
  {
    name: 'what was changed, by one letter',
    statements: [`update event_log set event = replace(event, 'e_5', 'e_6') where sequence = $5`],
    found: { what: 'entry-changed', seal: 2, position: 5 },
  },
  {
    name: 'where it is listed',
    statements: [`update event_log set resource = 'node/other' where sequence = $4`],
    found: { what: 'entry-changed', seal: 2, position: 4 },
  },
  {
    name: 'that there was a change at all',
    statements: [`delete from event_log where sequence = $5`],
    found: { what: 'entry-removed', seal: 2, position: 5 },
  },
  {
    name: 'that somebody made it: it looks like one of the house itself',
    statements: [`update event_log set principal = null, resource = null where sequence = $2`],
    found: { what: 'entry-removed', seal: 1, position: 2 },
  },
  {
    name: 'a change that nobody made, in the place of an event of the house',
    statements: [
      `update event_log set principal = 'key_carl', resource = 'node/st_9' where type like '%.house.%'`,
    ],
    found: { what: 'entry-added', seal: 1, position: 0 },
  },
  {
    name: 'which of two changes came first',
    statements: [
      `update event_log a set event = b.event from event_log b
        where (a.sequence, b.sequence) in (($4, $5), ($5, $4))`,
    ],
    found: { what: 'entry-changed', seal: 2, position: 4 },
  },
  {
    name: 'an entry, with its digest in the seal',
    statements: [
      `update event_log set origin = 'elsewhere' where sequence = $1`,
      `update trail_seal set entries = replace(entries, substr(entries, 10, 20), repeat('0', 20)) where number = 1`,
    ],
    found: { what: 'seal-changed', seal: 1 },
  },
  {
    name: 'the text of a seal',
    statements: [`update trail_seal set entries = 'nothing' where number = 2`],
    found: { what: 'seal-changed', seal: 2 },
  },
  {
    name: 'a whole stretch with its seal',
    statements: [
      `delete from event_log where sequence in ($4, $5)`,
      `delete from trail_seal where number = 2`,
    ],
    found: { what: 'seal-missing', seal: 2 },
  },
];
