import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readHead } from '@ordermesh/core/hub';
import type { SealingKey } from '@ordermesh/core/hub';
import { AppFailure } from '../errors/index.ts';
import { judgeBy, signatureOf, trusted } from './key-pair.ts';
import type { TrustedKey } from './key-pair.ts';

interface KeyFile {
  /** PEM texts by what they hold. */
  readonly privatePems: readonly string[];
  readonly publicPems: readonly string[];
}

/** The blocks of a file of keys. @throws AppFailure `audit-key-unreadable` when it is not there */
function readBlocks(path: string): KeyFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppFailure('audit-key-unreadable', { why: `"${path}" cannot be read.`, cause });
  }
  const blocks = text
    .split('-----BEGIN ')
    .slice(1)
    .map((block) => `-----BEGIN ${block}`);
  const of = (kind: string): string[] =>
    blocks.filter((block) => block.startsWith(`-----BEGIN ${kind}-----`));
  return { privatePems: of('PRIVATE KEY'), publicPems: of('PUBLIC KEY') };
}

function ed25519(path: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new AppFailure('audit-key-unreadable', { why: `"${path}" holds no sound key.`, cause });
  }
  throw new AppFailure('audit-key-unreadable', {
    why: `"${path}" holds a key that is not Ed25519.`,
  });
}

/** Public keys of a file, the newest first. @throws AppFailure `audit-key-unreadable` */
export function readPublicKeys(path: string): readonly TrustedKey[] {
  const { privatePems, publicPems } = readBlocks(path);
  if (privatePems.length > 0)
    throw new AppFailure('audit-key-unreadable', {
      why: `"${path}" holds a private key: it stays where the hub runs. Take the file that ends with .pub.`,
    });
  if (publicPems.length === 0)
    throw new AppFailure('audit-key-unreadable', { why: `"${path}" holds no public key.` });
  return publicPems.map((pem) => trusted(ed25519(path, () => createPublicKey(pem))));
}

/** The key of a file that signs, and the public ones behind it, which other processes sign with or did before. */
function readKeyFile(path: string) {
  const { privatePems, publicPems } = readBlocks(path);
  const [pem, ...more] = privatePems;
  if (pem === undefined || more.length > 0)
    throw new AppFailure('audit-key-unreadable', {
      why: `"${path}" must hold one private key, and may hold public ones behind it.`,
    });
  const privateKey = ed25519(path, () => createPrivateKey(pem));
  const own = trusted(ed25519(path, () => createPublicKey(privateKey)));
  const others = publicPems.map((one) => trusted(ed25519(path, () => createPublicKey(one))));
  return { privateKey, own, others };
}

/** PEM texts of all public keys of a file that signs, its own first. */
export function publicPemsOf(path: string): readonly string[] {
  const { own, others } = readKeyFile(path);
  return [own, ...others].map(({ key }) => String(key.export({ type: 'spki', format: 'pem' })));
}

/** A key that signs seals, with its name and the names of all whose seals it goes on behind. */
export interface NamedSealingKey extends SealingKey {
  readonly keyId: string;
  /** Its own too. */
  readonly believes: readonly string[];
}

/**
 * The key that signs seals. What this process knows of the chain is kept in the data directory, where who only can
 * write the database cannot write.
 *
 * @throws AppFailure `audit-key-unreadable`
 */
export function readSealingKey({
  auditKeyFile,
  dataDirectory,
}: {
  readonly auditKeyFile: string;
  readonly dataDirectory: string;
}): NamedSealingKey | undefined {
  if (auditKeyFile === '') return undefined;
  const { privateKey, own, others } = readKeyFile(auditKeyFile);
  return {
    keyId: own.keyId,
    believes: [own, ...others].map(({ keyId }) => keyId),
    sign: (text) => signatureOf(own, privateKey, text),
    judge: judgeBy([own, ...others]),
    known: knownHead(knownHeadPath(dataDirectory)),
  };
}

/** Where a process keeps the newest seal that it knows. */
const knownHeadPath = (dataDirectory: string): string => join(dataDirectory, 'audit-head.txt');

function knownHead(path: string): SealingKey['known'] {
  let known = readKnown(path);
  return {
    read: () => known,
    write: (head) => {
      known = head;
      writeWhole(path, `${String(head.number)}.${head.hash}\n`);
    },
  };
}

function readKnown(path: string): ReturnType<SealingKey['known']['read']> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failure;
  }
  const head = readHead(text.trim());
  if (head) return head;
  throw new AppFailure('audit-key-unreadable', {
    why: `"${path}" holds no head of the audit trail.`,
  });
}

/** Written beside, synced, then renamed: a kill leaves the old or the new one. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${String(process.pid)}.part`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, path);
}
