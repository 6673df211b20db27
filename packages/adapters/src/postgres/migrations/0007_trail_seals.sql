-- Seals over the audit trail: digests of all entries of a stretch of the log, each seal bound to the one before by its
-- hash. A number is taken once, so that several processes may seal and the chain never forks.
create table trail_seal (
  number bigint primary key,
  after_sequence bigint not null,
  through_sequence bigint not null,
  sealed_at bigint not null,
  previous_hash text collate "C" not null,
  hash text collate "C" not null,
  -- JSON: pairs of sequence and digest.
  entries text not null
);
