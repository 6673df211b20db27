import { readHead } from '@ordermesh/core/hub';
import type { TrailCheck, TrailHead, TrailMisfit } from '@ordermesh/sdk';
import { AppFailure } from '../../../errors/index.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { connect, minuteText, remoteOptions } from '../connect.ts';

/** Whether the audit trail is as it was sealed. */
export const auditVerify: Command = {
  name: 'audit verify',
  summary:
    'Check the audit trail against its seals; exit 1 and the first misfit when it was touched',
  usage: '[--head <head>] [--json]',
  options: {
    ...remoteOptions,
    head: {
      type: 'string',
      says: 'A head that was noted earlier (audit head): proves that nothing up to it was cut off or made anew.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, auditVerify, [0, 0]);
    const head = asked.text('head');
    if (head !== undefined && !readHead(head))
      throw new AppFailure('usage', {
        why: '--head is the number of a seal, a point, and 64 hex digits, as audit head gives it.',
      });
    const check = await connect(asked, io).audit.verify(head);
    if (asked.flag('json')) io.out(`${JSON.stringify(check)}\n`);
    else io.out(`${checkLines(check, head, io).join('\n')}\n`);
    return check.misfit === null ? 0 : 1;
  },
};

function checkLines(
  { misfit, seals, entries, last, unsealed }: TrailCheck,
  head: string | undefined,
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
    ...(head === undefined ? [] : [`  the noted head ${head.slice(0, 16)}… is among them`]),
    ...(last ? [`  ${paint.dim('head')} ${last.head}`] : []),
    ...(unsealed > 0 ? [`  ${String(unsealed)} newer entries wait for their seal`] : []),
  ];
}

const says: Readonly<Record<TrailMisfit['what'], string>> = {
  'entry-changed': 'was changed after it was sealed',
  'entry-removed': 'was removed after it was sealed',
  'entry-added': 'was put in after its place was sealed',
  'seal-changed': 'was changed',
  'seal-missing': 'is missing',
  'seal-unbound': 'does not follow from the one before it',
  'head-missing': 'was noted and is not there any more: the trail was cut',
  'head-differs': 'is another than the one that was noted: the trail was made anew',
};

const misfitText = ({ what, seal, position }: TrailMisfit): string =>
  position === null
    ? `seal ${String(seal)} ${says[what]}`
    : `entry ${String(position)} (seal ${String(seal)}) ${says[what]}`;

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
function tellHead({ head, position, sealed_at: at }: TrailHead, io: CommandIo): void {
  io.talk(`  sealed up to position ${String(position)} at ${minuteText(at)}\n`);
  io.out(`${head}\n`);
}
