import type { BackupSummary } from '@ordermesh/adapters/backup';
import { AppFailure } from '../../../errors/index.ts';
import { version } from '../../../runtime/version.ts';
import { typed } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { configurationOf, settingOptions } from '../../configure.ts';
import { beginFile } from './file.ts';
import { asAppFailure, besides, mustExist, placeOf } from './place.ts';

/** Writes the whole store into a file. */
export const backup: Command = {
  name: 'backup',
  summary: 'Write the whole store into one file, while others work',
  usage: '--to <file> [--store embedded|postgres://…]',
  options: {
    ...settingOptions,
    to: { type: 'string', says: 'The file; it must not exist yet.' },
  },
  run: async (args, io) => {
    const asked = typed(args, backup, [0, 0]);
    const to = asked.text('to');
    if (to === undefined)
      throw new AppFailure('usage', {
        why: '--to names the file.',
        try: ['ordermesh backup --to 2026-11-27.omb'],
      });
    const { settings } = configurationOf(asked, io);
    const place = placeOf(settings.store, settings);
    mustExist(place);
    const { saveStore } = await import('@ordermesh/adapters/backup');
    const file = beginFile(to);
    try {
      const { write } = file;
      const making = { write, madeBy: `ordermesh ${version}`, takenAt: Date.now() };
      const saved = await asAppFailure(() => saveStore(place, making));
      await file.done();
      tell(saved, io, {
        asJson: asked.flag('json'),
        text: `written to ${to}`,
        more: besides(settings, io),
      });
    } catch (failure) {
      await file.giveUp();
      throw failure;
    }
    return 0;
  },
};

/** Says what a backup holds. */
export function tell(
  { tables, lastSequence, foldedHash, foldAgrees }: BackupSummary,
  { out, paint }: CommandIo,
  {
    asJson,
    text,
    more,
  }: { readonly asJson: boolean; readonly text: string; readonly more: readonly string[] },
): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (asJson) {
    out(
      `${JSON.stringify({ tables, rows, last_sequence: lastSequence, folded_hash: foldedHash, fold_agrees: foldAgrees })}\n`,
    );
    return;
  }
  const lines = [
    `${paint.good('✔')} ${String(rows)} rows of ${String(tables.length)} tables, log up to ${String(lastSequence)}: ${text}`,
    `  ${paint.dim('log folded')} ${foldedHash.slice(0, 16)}${foldAgrees ? ', as the tables of stock and slots say' : ''}`,
    ...(foldAgrees
      ? []
      : [`${paint.bad('✖')} the tables of stock and slots say something else than the log`]),
    ...more,
  ];
  out(`${lines.join('\n')}\n`);
}
