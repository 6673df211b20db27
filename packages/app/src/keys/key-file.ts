import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppFailure } from '../errors/index.ts';
import { readJson } from '../json/index.ts';
import { isOwnership, keyKinds } from './kinds.ts';
import { scopes } from './api-keys.ts';
import type { ApiKey, Scope } from './api-keys.ts';

/** Gives the keys that are valid now. */
export type KeyRing = () => readonly ApiKey[];

/** Where the keys are kept. */
export const keyFilePath = (settings: {
  readonly apiKeysFile: string;
  readonly dataDirectory: string;
}): string =>
  settings.apiKeysFile === '' ? join(settings.dataDirectory, 'keys.json') : settings.apiKeysFile;

const lookAgainMs = 1_000;

/**
 * Keys of a file, read again when the file changed (looked at once a second at most), so that a new or removed
 * key counts without a restart. A missing file holds no key.
 */
export function keyRing(path: string, mono: () => number, always: readonly ApiKey[] = []): KeyRing {
  let [lookedAt, stamp, keys] = [-Infinity, '', always];
  return () => {
    if (mono() - lookedAt < lookAgainMs) return keys;
    lookedAt = mono();
    const now = existsSync(path) ? stampOf(path) : '';
    if (now !== stamp) {
      stamp = now;
      keys = [...always, ...(now === '' ? [] : readKeys(path))];
    }
    return keys;
  };
}

function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs}:${size}:${ino}`;
}

/**
 * Reads a key file.
 *
 * @throws AppFailure `config-unreadable` when it is not a list of keys
 */
export function readKeys(path: string): readonly ApiKey[] {
  if (!existsSync(path)) return [];
  const reading = readJson(readFileSync(path));
  const list = reading.ok ? (reading.value as { keys?: unknown } | null)?.keys : undefined;
  if (!Array.isArray(list) || !list.every(isKey))
    throw new AppFailure('config-unreadable', {
      why: `${path} is not a key file.`,
      try: ['ordermesh keys create writes such a file.'],
    });
  return list;
}

/** Adds a key to the file, whole or not at all; the file is readable by its owner only. */
export function addKey(path: string, record: ApiKey): void {
  const keys = [...readKeys(path), record];
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${record.keyId}`;
  writeFileSync(draft, `${JSON.stringify({ keys }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

function isKey(value: unknown): value is ApiKey {
  if (typeof value !== 'object' || value === null) return false;
  const key = value as Record<string, unknown>;
  return (
    typeof key['keyId'] === 'string' &&
    typeof key['name'] === 'string' &&
    typeof key['sha256'] === 'string' &&
    /^[0-9a-f]{64}$/.test(key['sha256']) &&
    Array.isArray(key['scopes']) &&
    key['scopes'].every((scope) => scopes.includes(scope as Scope)) &&
    isOfKnownKind(key)
  );
}

/** A kind that is misspelt would otherwise be staff. */
const isOfKnownKind = ({ kind, owns }: Record<string, unknown>): boolean => {
  if (kind === undefined) return owns === undefined;
  const known = keyKinds.find((one) => one === kind);
  return known !== undefined && isOwnership(known, owns ?? {});
};
