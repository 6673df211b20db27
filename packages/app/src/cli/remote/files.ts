import { AppFailure, didYouMean } from '../../errors/index.ts';
import { fileKinds } from '../../files/kinds.ts';
import type { FileKind } from '../../files/kinds.ts';
import { readMapping } from '../../files/mapping/index.ts';
import type { Mapping } from '../../files/mapping/index.ts';
import { exportFile } from '../../files/run/export-file.ts';
import { importFile } from '../../files/run/import-file.ts';
import type { ImportReport } from '../../files/run/import-file.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command, CommandIo, Typed } from '../command.ts';
import { progressLine } from '../progress.ts';
import { waitingLines } from './access/approvals.ts';
import { connect, remoteOptions } from './connect.ts';

const what = fileKinds.join('|');

function kindOf(word: string | undefined): FileKind {
  const kind = fileKinds.find((known) => known === word);
  if (kind !== undefined) return kind;
  throw new AppFailure('usage', {
    why: `There is no "${word ?? ''}" to import or export. ${didYouMean(word ?? '', fileKinds)}`.trim(),
    try: [`Known: ${fileKinds.join(', ')}`],
  });
}

/** Takes a file. */
export const importCommand: Command = {
  name: 'import',
  summary:
    'Import nodes, items, stock, inbound, orders, promotions, holidays or weather from CSV, NDJSON or XLSX',
  usage: `<${what}> <file> [--mapping map.json] [--dry-run] [--resume]`,
  options: {
    ...remoteOptions,
    mapping: {
      type: 'string',
      says: 'JSON file: which column is which field, in which units and forms.',
    },
    'dry-run': {
      type: 'boolean',
      says: 'Check everything, show what would change, write nothing.',
    },
    resume: { type: 'boolean', says: 'Go on where an import of this file stopped.' },
    encoding: { type: 'string', says: 'e.g. gb18030; default UTF-8, a byte order mark wins.' },
    batch: { type: 'string', says: 'Rows per request; default 1000.' },
  },
  run: async (args, io) => {
    const asked = typed(args, importCommand, [2, 2]);
    const [word, path = ''] = asked.words;
    const kind = kindOf(word);
    const isDryRun = asked.flag('dry-run');
    const client = connect(asked, io);
    const progress = progressLine(io, { unit: 'rows', asJson: asked.flag('json') });
    const batch = asked.text('batch');
    const report = await importFile({
      kind,
      path,
      mapping: mappingOf(asked, io),
      isDryRun,
      isResume: asked.flag('resume'),
      send: (documents) => client.files.importRows(kind, documents, { dryRun: isDryRun }),
      onProgress: progress.at,
      ...(batch !== undefined && { batchMax: Math.max(1, wholeNumber(batch, '--batch')) }),
    }).finally(progress.end);
    if (asked.flag('json')) io.out(`${JSON.stringify({ kind, dry_run: isDryRun, ...report })}\n`);
    else io.out(reportText(report, isDryRun, io));
    return report.counts.refused === 0 ? 0 : 65;
  },
};

function mappingOf(asked: Typed, io: CommandIo): Mapping {
  const path = asked.text('mapping');
  const encoding = asked.text('encoding');
  const bytes = path === undefined ? undefined : io.readFile(path);
  if (path !== undefined && bytes === undefined)
    throw new AppFailure('input-unreadable', { why: `There is no mapping file "${path}".` });
  const mapping = readMapping(bytes === undefined ? {} : jsonOf(bytes, path ?? ''));
  return encoding === undefined ? mapping : { ...mapping, encoding };
}

function jsonOf(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new AppFailure('input-unreadable', { why: `"${path}" is not JSON.`, cause });
  }
}

function reportText(report: ImportReport, isDryRun: boolean, { paint }: CommandIo): string {
  const { counts, faults, changes, errorsPath, waiting } = report;
  const would = isDryRun || waiting.length > 0 ? 'would be ' : '';
  const mark = counts.refused === 0 ? paint.good('✔') : paint.warn('!');
  const head = `${mark} ${counts.rows} rows: ${counts.new} ${would}new, ${counts.changed} ${would}changed, ${counts.same} the same, ${counts.refused} refused`;
  const shownChanges = isDryRun
    ? changes.map(
        ({ rowNo, outcome, changes: fields }) =>
          `  ${paint.dim(`row ${rowNo}`)} ${outcome}${fields.map(({ field, before, after }) => `  ${field} ${JSON.stringify(before)} → ${JSON.stringify(after)}`).join('')}`,
      )
    : [];
  const shownFaults = faults.map(
    ({ rowNo, column, value, reason, remedy }) =>
      `  ${paint.bad('✖')} row ${rowNo}${column === '' ? '' : `, ${column}`}${value === '' ? '' : ` "${value}"`}: ${reason}. ${remedy}`,
  );
  const more =
    errorsPath === undefined ? [] : [`  mend them in ${errorsPath} and import that file`];
  const shownWaiting = waiting.flatMap((one) => waitingLines(one, paint));
  return `${[head, ...shownChanges, ...shownFaults, ...more, ...shownWaiting].join('\n')}\n`;
}

/** Writes a file. */
export const exportCommand: Command = {
  name: 'export',
  summary:
    'Export nodes, items, stock, inbound, orders, promotions, holidays or weather to CSV, NDJSON or XLSX',
  usage: `<${what}> <file>`,
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, exportCommand, [2, 2]);
    const [word, path = ''] = asked.words;
    const kind = kindOf(word);
    const rows = await exportFile(kind, path, {
      documents: connect(asked, io).files.exportRows(kind),
    });
    if (asked.flag('json')) io.out(`${JSON.stringify({ kind, rows, file: path })}\n`);
    else io.out(`${io.paint.good('✔')} ${rows} ${kind} in ${path}\n`);
    return 0;
  },
};
