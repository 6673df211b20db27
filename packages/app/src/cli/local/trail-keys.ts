import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { AppFailure } from '../../errors/index.ts';
import { newKeyPair, publicPemsOf, readPublicKeys } from '../../trail/index.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';

/** Makes a key that signs the seals of the audit trail. */
export const auditKeygen: Command = {
  name: 'audit keygen',
  summary:
    'Make the key that signs the seals of the audit trail, and the public one that checks them',
  usage: '<audit.key> [--after old-audit.key]',
  options: {
    after: {
      type: 'string',
      says: 'The key until now: its public keys are believed beside the new one.',
    },
  },
  run: (args, io) => {
    const asked = typed(args, auditKeygen, [1, 1]);
    const [path = ''] = asked.words;
    const after = asked.text('after');
    const older = after === undefined ? [] : publicPemsOf(after);
    const { privatePem, publicPem } = newKeyPair();
    const publicPath = `${path}.pub`;
    for (const taken of [path, publicPath].filter(existsSync))
      throw new AppFailure('usage', { why: `${taken} exists; a key is never written over.` });
    writeNew(path, [privatePem, ...older].join(''), 0o600);
    writeNew(publicPath, [publicPem, ...older].join(''), 0o644);
    const [{ keyId } = { keyId: '' }] = readPublicKeys(publicPath);
    if (asked.flag('json'))
      io.out(`${JSON.stringify({ key_id: keyId, file: path, public_file: publicPath })}\n`);
    else
      io.out(
        [
          `${io.paint.good('✔')} ${keyId}`,
          `  ${path} signs: only processes with the role worker read it (OM_AUDIT_KEY_FILE=${path})`,
          `  ${publicPath} checks: give it to whoever checks the trail`,
          '',
        ].join('\n'),
      );
    return Promise.resolve(0);
  },
};

function writeNew(path: string, text: string, mode: number): void {
  const handle = openSync(path, 'wx', mode);
  writeSync(handle, text);
  closeSync(handle);
}
