import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../config/index.ts';
import { AppFailure } from '../errors/index.ts';

/**
 * The secret that wraps the keys of envelopes, in the form of the setting `secretKey`: the setting, or the file
 * `secret.key` of the data directory, which is made with the first start of an embedded store and readable by its owner
 * only. Several processes on PostgreSQL share a secret only by the setting: without it nothing is sealed.
 *
 * @returns base64 of 32 bytes each, joined by commas, newest first; empty = there is none
 * @throws AppFailure `config-unreadable` when the file holds something else
 */
export function secretOfStore({
  secretKey,
  store,
  dataDirectory,
}: Pick<Settings, 'secretKey' | 'store' | 'dataDirectory'>): string {
  if (store !== 'embedded') return secretKey;
  const path = join(dataDirectory, 'secret.key');
  const kept = existsSync(path) ? readSecrets(path) : [];
  const asked = secretKey === '' ? [] : secretKey.split(',');
  if (asked.length + kept.length > 0) return [...asked, ...kept].join(',');
  const made = randomBytes(32).toString('base64');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

/** What an operator has to know at the start of a hub that seals nothing; undefined when personal data is sealed. */
export const clearTextWarning = ({
  secretKey,
  store,
}: Pick<Settings, 'secretKey' | 'store'>): string | undefined =>
  store === 'embedded' || secretKey !== ''
    ? undefined
    : 'names, phones and addresses are kept in the store in clear text; set OM_SECRET_KEY, the same for all processes, to seal them';

function readSecrets(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\s+/);
  if (lines.every((line) => Buffer.from(line, 'base64').length === 32)) return lines;
  throw new AppFailure('config-unreadable', {
    why: `${path} holds something else than secrets: base64 of 32 bytes a line, newest first.`,
    try: ['Bring back the file from its copy: without it nobody can read addresses and names.'],
  });
}
