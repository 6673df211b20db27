import type { StoredEntry, TrailProgress, TrailSeal, TrailStore } from '@ordermesh/core/hub';

import type { Db } from '../connection.ts';
import { fromFinalEvents } from '../rows.ts';

const entryColumns = `sequence, recorded_at as "recordedAt", origin, type, order_id as "orderId", principal, resource`;

/** Of the house's own events only where they are. */
const readUnsealed = {
  name: 'read_unsealed_entries',
  text: `select ${entryColumns}, case when principal is null then '' else event end as event ${fromFinalEvents}`,
};
const readStored = {
  name: 'read_stored_entries',
  text: `select ${entryColumns}, event from event_log
    where sequence > $1 and sequence <= $2 and principal is not null order by sequence limit $3`,
};

const sealColumns = `number, after_sequence as "afterSequence", through_sequence as "throughSequence",
  sealed_at as "sealedAt", previous_hash as "previousHash", hash, entries, key_id as "keyId", signature`;
const readSeals = {
  name: 'read_seals',
  text: `select ${sealColumns} from trail_seal where number > $1 order by number limit $2`,
};
const readLastSeal = {
  name: 'read_last_seal',
  text: `select ${sealColumns} from trail_seal order by number desc limit 1`,
};
const readProgress = {
  name: 'read_trail_progress',
  text: `with last as (
      select number, sealed_at, through_sequence from trail_seal order by number desc limit 1)
    select coalesce((select number from last), 0) as "lastSeal", (select sealed_at from last) as "sealedAt",
      (select number from trail_seal where key_id is not null order by number desc limit 1) as "signedThrough",
      count(principal) as unsealed, min(recorded_at) filter (where principal is not null) as "unsealedSince"
    from (
      select principal, recorded_at from event_log
      where sequence > coalesce((select through_sequence from last), 0) order by sequence limit $1::int8) behind`,
};
const insertSeal = {
  name: 'insert_seal',
  text: `insert into trail_seal (number, after_sequence, through_sequence, sealed_at, previous_hash, hash, entries,
      key_id, signature)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (number) do nothing returning number`,
};

type EntryRow = Omit<StoredEntry, 'principal'> & { readonly principal: string | null };
type SealRow = Omit<TrailSeal, 'entries' | 'signature'> & {
  readonly entries: string;
  readonly keyId: string | null;
  readonly signature: string | null;
};

/** The audit trail as it lies in the database, and the seals over it. */
export const trailSeals = (db: Db): TrailStore => ({
  unsealedEntries: async (afterSequence, limit) => {
    const rows = await db.query<EntryRow>(readUnsealed, [afterSequence, limit]);
    const entries = rows.filter((row): row is StoredEntry => row.principal !== null);
    return { entries, throughSequence: rows.at(-1)?.sequence ?? afterSequence };
  },
  storedEntries: ({ afterSequence, throughSequence }, limit) =>
    db.query<StoredEntry>(readStored, [afterSequence, throughSequence, limit]),
  seals: async (afterNumber, limit) =>
    (await db.query<SealRow>(readSeals, [afterNumber, limit])).map(sealOf),
  lastSeal: async () => {
    const [row] = await db.query<SealRow>(readLastSeal);
    return row && sealOf(row);
  },
  trailProgress: async (eventsMax) => {
    const [row] = await db.query<TrailProgress>(readProgress, [eventsMax]);
    if (!row) throw new Error('an aggregate answers with one row');
    return row;
  },
  addSeal: async (seal) => {
    const pairs = JSON.stringify(seal.entries.map(({ sequence, digest }) => [sequence, digest]));
    const written = await db.query(insertSeal, [
      seal.number,
      seal.afterSequence,
      seal.throughSequence,
      seal.sealedAt,
      seal.previousHash,
      seal.hash,
      pairs,
      seal.signature?.keyId ?? null,
      seal.signature?.value ?? null,
    ]);
    return written.length === 1;
  },
});

const sealOf = ({ entries, keyId, signature, ...row }: SealRow): TrailSeal => ({
  ...row,
  entries: pairsIn(entries),
  ...(keyId !== null && signature !== null && { signature: { keyId, value: signature } }),
});

/** Who changed the text so that it is no list any more is found by the seal's hash. */
function pairsIn(text: string): TrailSeal['entries'] {
  try {
    const pairs = JSON.parse(text) as readonly (readonly [number, string])[];
    return pairs.map(([sequence, digest]) => ({ sequence, digest }));
  } catch {
    return [];
  }
}
