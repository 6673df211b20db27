import type { NotedKey } from '@ordermesh/core/hub';
import type { ApiKey } from './api-keys.ts';

/** Digits of the hash that tell one key from another; the key itself has 128 random bits, so they lead nowhere. */
const fingerprintDigits = 16;

/** A key as the audit trail tells of it. Its name and the codes of customers may name people: they stay in the file. */
export const notedKey = ({ keyId, sha256, kind, scopes, owns, createdAt }: ApiKey): NotedKey => ({
  keyId,
  fingerprint: sha256.slice(0, fingerprintDigits),
  kind: kind ?? 'admin',
  scopes,
  owns: {
    ...(owns?.nodes && { nodes: owns.nodes }),
    ...(owns?.services && { services: owns.services }),
    ...(owns?.customers && { customers: owns.customers.length }),
  },
  createdAt,
});
