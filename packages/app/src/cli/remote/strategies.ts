import type { CheckedStrategy } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { readJson } from '../../json/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command, CommandIo } from '../command.ts';
import { table } from '../paint.ts';
import { waits } from './access/approvals.ts';
import { connect, minuteText, remoteOptions, writeRows } from './connect.ts';

/** All versions. */
export const strategyList: Command = {
  name: 'strategy list',
  summary: 'List strategies and their versions',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, strategyList, [0, 0]);
    writeRows(io, await connect(asked, io).strategies.list(), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['strategy', 'version', '', 'published', 'note'],
          rows.map((row) => [
            row.strategy_id,
            `${row.version}`,
            row.live ? 'live' : '',
            minuteText(row.published_at),
            row.note,
          ]),
        ),
    });
    return 0;
  },
};

function documentIn(path: string, io: CommandIo): unknown {
  const bytes = io.readFile(path);
  if (bytes === undefined)
    throw new AppFailure('input-unreadable', { why: `${path} does not exist.` });
  const reading = readJson(bytes);
  if (reading.ok) return reading.value;
  throw new AppFailure('input-unreadable', { why: `${path}: ${reading.fault.remedy}` });
}

function writeChecked(
  io: CommandIo,
  checked: CheckedStrategy,
  how: { readonly asJson: boolean; readonly did: string },
): void {
  const { document, warnings } = checked;
  if (how.asJson) {
    io.out(`${JSON.stringify(checked)}\n`);
    return;
  }
  const name = `${String(document['strategy_id'])} v${String(document['version'])}`;
  io.out(`${io.paint.good('✔')} ${name} ${how.did}\n`);
  for (const { pointer, why } of warnings)
    io.out(`${io.paint.warn('!')} ${pointer || '/'}  ${why}\n`);
}

/** Checks a file. */
export const strategyValidate: Command = {
  name: 'strategy validate',
  summary: 'Check a strategy file; every fault with its place and remedy',
  usage: '<file.json>',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, strategyValidate, [1, 1]);
    const document = documentIn(asked.words[0] ?? '', io);
    const checked = await connect(asked, io).strategies.validate(document);
    writeChecked(io, checked, { asJson: asked.flag('json'), did: 'may be published' });
    return 0;
  },
};

/** Publishes a file. */
export const strategyPublish: Command = {
  name: 'strategy publish',
  summary: 'Publish a strategy file; it decides within a second',
  usage: '<file.json> --note "why"',
  options: { ...remoteOptions, note: { type: 'string', says: 'Why, for people.' } },
  run: async (args, io) => {
    const asked = typed(args, strategyPublish, [1, 1]);
    const note = asked.text('note');
    if (note === undefined)
      throw new AppFailure('usage', { why: '--note is needed: tell people why.' });
    const document = documentIn(asked.words[0] ?? '', io);
    const checked = await connect(asked, io).strategies.publish(document, note);
    if (waits(io, checked.approval, asked.flag('json'))) return 0;
    writeChecked(io, checked, { asJson: asked.flag('json'), did: 'is live' });
    return 0;
  },
};

/** Compares versions. */
export const strategyDiff: Command = {
  name: 'strategy diff',
  summary: 'What changed between two versions, in sentences',
  usage: '<strategy> <from> [to] [--language en|zh]',
  options: { ...remoteOptions, language: { type: 'string', says: 'en or zh; default en.' } },
  run: async (args, io) => {
    const asked = typed(args, strategyDiff, [2, 3]);
    const [id = '', from = '', to] = asked.words;
    const versions = [from, to].map((text) =>
      text === undefined ? undefined : wholeNumber(text.replace(/^v/, ''), 'A version'),
    );
    const changes = await connect(asked, io).strategies.diff(id, versions[0] ?? 0, versions[1]);
    const language = asked.text('language') === 'zh' ? 'zh' : 'en';
    const marks = { added: '+', removed: '−', changed: '~', reordered: '↕' };
    writeRows(io, changes, {
      asJson: asked.flag('json'),
      lines: (rows) => rows.map(({ change, says }) => `${marks[change]} ${says[language]}`),
    });
    return 0;
  },
};

/** Returns to an earlier version. */
export const strategyRollback: Command = {
  name: 'strategy rollback',
  summary: 'Make an earlier version live again, as a new version',
  usage: '<strategy> <version> --note "why"',
  options: { ...remoteOptions, note: { type: 'string', says: 'Why, for people.' } },
  run: async (args, io) => {
    const asked = typed(args, strategyRollback, [2, 2]);
    const [id = '', version = ''] = asked.words;
    const note = asked.text('note');
    if (note === undefined)
      throw new AppFailure('usage', { why: '--note is needed: tell people why.' });
    const live = await connect(asked, io).strategies.rollback(
      id,
      wholeNumber(version.replace(/^v/, ''), 'A version'),
      note,
    );
    if (waits(io, live.approval, asked.flag('json'))) return 0;
    if (asked.flag('json')) io.out(`${JSON.stringify(live)}\n`);
    else io.out(`${io.paint.good('✔')} ${live.strategy_id} v${live.version} is live\n`);
    return 0;
  },
};
