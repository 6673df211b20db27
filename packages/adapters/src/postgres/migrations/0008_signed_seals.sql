-- A seal may be signed by a key that the database does not hold. Seals from before have no signature.
alter table trail_seal
  add column key_id text collate "C",
  -- Ed25519 over number and hash, base64.
  add column signature text collate "C";
