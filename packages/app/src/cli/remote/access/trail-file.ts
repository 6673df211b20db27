import { createWriteStream, existsSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { headText } from '@ordermesh/core/hub';
import { AppFailure } from '../../../errors/index.ts';
import { checkTrail, linesOfFile } from '../../../trail/index.ts';
import type { TrailFileAsk, TrailFileCheck } from '../../../trail/index.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { connect, remoteOptions } from '../connect.ts';

/** Writes the trail to a file. */
export const auditExport: Command = {
  name: 'audit export',
  summary:
    'Write the audit trail with its seals to a file that audit verify --file checks anywhere',
  usage: '<trail.jsonl> [--json]',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, auditExport, [1, 1]);
    const [path = ''] = asked.words;
    if (existsSync(path))
      throw new AppFailure('usage', { why: `${path} exists; a trail is never written over.` });
    const end = await writeLines(path, connect(asked, io).audit.trail());
    if (asked.flag('json')) io.out(`${JSON.stringify({ file: path, ...end })}\n`);
    else
      io.out(
        `${io.paint.good('✔')} ${String(end.entries)} entries under ${String(end.seals)} seals in ${path}\n`,
      );
    return 0;
  },
};

type End = { readonly head: string | null; readonly seals: number; readonly entries: number };

/** The file has its name when the end was written. @throws AppFailure `check-failed` when the hub broke off */
async function writeLines(
  path: string,
  lines: AsyncIterable<Readonly<Record<string, unknown>>>,
): Promise<End> {
  const beside = `${path}.part`;
  const out = createWriteStream(beside, { mode: 0o600 });
  let end: unknown;
  for await (const line of lines) {
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    end = line['end'];
  }
  out.end();
  await finished(out);
  if (end === undefined)
    throw new AppFailure('check-failed', {
      why: `The hub broke off; what came is in ${beside}.`,
      try: ['Export it again.'],
    });
  renameSync(beside, path);
  return end as End;
}

/** Checks a file here. @returns the exit code */
export async function verifyFile(
  path: string,
  ask: TrailFileAsk,
  { io, asJson }: { readonly io: CommandIo; readonly asJson: boolean },
): Promise<number> {
  const check = await checkTrail(linesOfFile(path), ask);
  if (asJson) io.out(`${JSON.stringify(jsonOf(check))}\n`);
  else io.out(`${fileLines(check, ask, io).join('\n')}\n`);
  return check.misfit === undefined ? 0 : 1;
}

const jsonOf = ({ seals, entries, last, signedBy, misfit }: TrailFileCheck) => ({
  seals,
  entries,
  misfit: misfit ?? null,
  last: last ? headText(last) : null,
  signed_by: Object.fromEntries(signedBy),
});

function fileLines(
  { seals, entries, last, signedBy, misfit }: TrailFileCheck,
  { head, keys, signedFrom }: TrailFileAsk,
  { paint }: CommandIo,
): readonly string[] {
  const counted = `${String(entries)} entries under ${String(seals)} seals`;
  if (misfit)
    return [
      `${paint.bad('✖')} ${misfitText(misfit)}`,
      ...(seals > 0 ? [`  ${counted} before it fit`] : []),
    ];
  const signers = [...signedBy].map(([keyId, times]) => `${keyId} (${String(times)})`);
  const unchecked =
    signers.length > 0 && !keys
      ? [`  signed by ${signers.join(', ')}, not checked: give --public-key`]
      : [];
  return [
    `${paint.good('✔')} ${counted} are as they were sealed`,
    ...foundLines({ head, isSigned: keys !== undefined, signedFrom }),
    ...unchecked,
    ...(last ? [`  ${paint.dim('head')} ${headText(last)}`] : []),
  ];
}

/** What else holds. */
export const foundLines = ({
  head,
  isSigned,
  signedFrom,
}: Pick<TrailFileAsk, 'head' | 'signedFrom'> & {
  readonly isSigned: boolean;
}): readonly string[] => [
  ...(head ? [`  the noted head ${headText(head).slice(0, 16)}… is among them`] : []),
  ...(isSigned
    ? [`  every seal from ${String(signedFrom)} on is signed by a key that is trusted`]
    : []),
];

type Misfit = NonNullable<TrailFileCheck['misfit']>;

const says: Readonly<Record<Misfit['what'], string>> = {
  'entry-changed': 'was changed after it was sealed',
  'entry-removed': 'was removed after it was sealed',
  'entry-added': 'was put in after its place was sealed',
  'seal-changed': 'was changed',
  'seal-missing': 'is missing',
  'seal-unbound': 'does not follow from the one before it',
  'head-missing': 'was noted and is not there any more: the trail was cut',
  'head-differs': 'is another than the one that was noted: the trail was made anew',
  'signature-missing': 'is not signed',
  'signature-wrong': 'has a signature that is not of it: it was made by somebody without the key',
  'signature-unknown': 'is signed by a key that is not among those given',
  'line-unreadable': 'is no line of a trail',
  'file-cut': 'does not end as it was written: something is missing, or stands behind its end',
};

/** What does not fit, in words. */
export function misfitText(
  misfit:
    | Misfit
    | { readonly what: keyof typeof says; readonly seal: number; readonly position: number | null },
): string {
  const words = says[misfit.what];
  if (!('seal' in misfit))
    return 'line' in misfit ? `line ${String(misfit.line)} ${words}` : `the file ${words}`;
  const position = 'position' in misfit ? misfit.position : null;
  return position === null
    ? `seal ${String(misfit.seal)} ${words}`
    : `entry ${String(position)} (seal ${String(misfit.seal)}) ${words}`;
}
