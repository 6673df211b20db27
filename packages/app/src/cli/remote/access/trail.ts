import { headText, readHead } from '@ordermesh/core/hub';
import type { TrailCheck, TrailHead } from '@ordermesh/sdk';
import { AppFailure } from '../../../errors/index.ts';
import { readPublicKeys } from '../../../trail/index.ts';
import type { TrailFileAsk } from '../../../trail/index.ts';
import { typed, wholeNumber } from '../../command.ts';
import type { Command, CommandIo, Typed } from '../../command.ts';
import { connect, minuteText, remoteOptions } from '../connect.ts';
import { foundLines, misfitText, verifyFile } from './trail-file.ts';

/** Whether the audit trail is as it was sealed: in the hub, or in a file that it wrote. */
export const auditVerify: Command = {
  name: 'audit verify',
  summary:
    'Check the audit trail against its seals; exit 1 and the first misfit when it was touched',
  usage:
    '[--file trail.jsonl] [--head <head>] [--public-key audit.key.pub[,…]] [--signed-from 41] [--json]',
  options: {
    ...remoteOptions,
    file: {
      type: 'string',
      says: 'A file of audit export: it is checked here, without a hub.',
    },
    head: {
      type: 'string',
      says: 'A head that was noted earlier (audit head): proves that nothing up to it was cut off or made anew.',
    },
    'public-key': {
      type: 'string',
      says: 'Files of public keys (audit keygen), joined by commas: each seal must be signed by one of them.',
    },
    'signed-from': {
      type: 'string',
      says: 'With --public-key: the first seal that must be signed; default 1.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, auditVerify, [0, 0]);
    const ask = askOf(asked);
    const file = asked.text('file');
    if (file !== undefined) return verifyFile(file, ask, { io, asJson: asked.flag('json') });
    const { head, keys, signedFrom } = ask;
    const check = await connect(asked, io).audit.verify(
      head && headText(head),
      keys && { keys: keys.map(({ text }) => text), from: signedFrom },
    );
    if (asked.flag('json')) io.out(`${JSON.stringify(check)}\n`);
    else io.out(`${checkLines(check, ask, io).join('\n')}\n`);
    return check.misfit === null ? 0 : 1;
  },
};

/** What the check shall be held against. @throws AppFailure `usage`, `audit-key-unreadable` */
function askOf(asked: Typed): TrailFileAsk {
  const [noted, paths, from] = ['head', 'public-key', 'signed-from'].map(asked.text);
  const head = noted === undefined ? undefined : readHead(noted);
  if (noted !== undefined && !head)
    throw new AppFailure('usage', {
      why: '--head is the number of a seal, a point, and 64 hex digits, as audit head gives it.',
    });
  if (from !== undefined && paths === undefined)
    throw new AppFailure('usage', { why: '--signed-from needs --public-key: by whom?' });
  return {
    head,
    keys: paths?.split(',').flatMap(readPublicKeys),
    signedFrom: Math.max(1, wholeNumber(from ?? '1', '--signed-from')),
  };
}

function checkLines(
  { misfit, seals, entries, last, unsealed }: TrailCheck,
  { head, keys, signedFrom }: TrailFileAsk,
  { paint }: CommandIo,
): readonly string[] {
  if (misfit)
    return [
      `${paint.bad('✖')} ${misfitText(misfit)}`,
      ...(seals > 0
        ? [`  ${String(entries)} entries under ${String(seals)} seals before it fit`]
        : []),
    ];
  return [
    `${paint.good('✔')} ${String(entries)} entries under ${String(seals)} seals are as they were sealed`,
    ...foundLines({ head, isSigned: keys !== undefined, signedFrom }),
    ...(last ? [`  ${paint.dim('head')} ${last.head}`] : []),
    ...(unsealed > 0 ? [`  ${String(unsealed)} newer entries wait for their seal`] : []),
  ];
}

/** The newest seal, to be noted where whoever runs the hub cannot write. */
export const auditHead: Command = {
  name: 'audit head',
  summary:
    'Show the head of the audit trail: note it elsewhere, and audit verify --head proves the rest',
  usage: '[--json]',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, auditHead, [0, 0]);
    const head = await connect(asked, io).audit.head();
    if (asked.flag('json')) io.out(`${JSON.stringify(head)}\n`);
    else tellHead(head, io);
    return 0;
  },
};

/** The head alone goes to where it is kept. */
function tellHead({ head, position, sealed_at: at, signature }: TrailHead, io: CommandIo): void {
  const by = signature ? `signed by ${signature.key_id}` : 'not signed';
  io.talk(`  sealed up to position ${String(position)} at ${minuteText(at)}, ${by}\n`);
  io.out(`${head}\n`);
}
