import type { Replay } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command, CommandIo, Typed } from '../command.ts';
import { table } from '../paint.ts';
import { connect, remoteOptions } from './connect.ts';
import { decisionOf } from './decisions.ts';

/** Asks the stored question again. */
export const decisionReplay: Command = {
  name: 'decision replay',
  summary: 'Ask the stored question again and compare; exit 1 when the answer differs',
  usage: '<order | decision> [--today]',
  options: {
    ...remoteOptions,
    today: { type: 'boolean', says: 'Ask on today’s board: what would be chosen now, and why.' },
  },
  run: async (args, io) => {
    const asked = typed(args, decisionReplay, [1, 1]);
    const client = connect(asked, io);
    const id = await decisionOf(client, asked.words[0] ?? '');
    if (asked.flag('today')) {
      const today = await client.decisions.replayToday(id);
      io.out(asked.flag('json') ? `${JSON.stringify(today)}\n` : todayText(today, io));
      return today.same ? 0 : 1;
    }
    const replay = await client.decisions.replay(id);
    if (asked.flag('json')) io.out(`${JSON.stringify(replay)}\n`);
    else if (replay.same) io.out(`${io.paint.good('✔')} ${id}: the same answer, byte for byte\n`);
    else
      io.out(
        `${io.paint.bad('✖')} ${id}: the answer differs\n${replay.differences.map((line) => `  ${line}\n`).join('')}`,
      );
    return replay.same ? 0 : 1;
  },
};

type Today = Awaited<ReturnType<ReturnType<typeof connect>['decisions']['replayToday']>>;

function todayText(
  { decision_id: id, same, before, now, inputs }: Today,
  { paint }: CommandIo,
): string {
  const senders = (plan: Today['now']): string =>
    plan === null
      ? 'no plan'
      : `${plan.sent_by.map((one) => `${one.node_id} by ${one.service_id}`).join(' + ')}, ${plan.total_minor} minor units`;
  const head = same
    ? `${paint.good('✔')} ${id}: the same choice today`
    : `${paint.warn('≠')} ${id}: another choice today`;
  const rows = inputs.map((one) => [one.input, one.at, one.before, one.now]);
  const seen = rows.length === 0 ? [] : table(['seen otherwise', 'where', 'then', 'now'], rows);
  return [
    head,
    `  then ${senders(before)}`,
    `  now  ${senders(now)}`,
    ...seen.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** How many differing decisions are shown one by one. */
const shownMax = 20;

/** Asks every stored decision of a span again. */
export const replayAll: Command = {
  name: 'replay',
  summary: 'Ask every stored decision of a span again; exit 1 when any answer differs',
  usage: '[--from 2026-11-25T00:00:00Z] [--to 2026-11-26T00:00:00Z] [--json]',
  options: {
    ...remoteOptions,
    from: { type: 'string', says: 'Orders accepted at or after (RFC 3339); default: the first.' },
    to: { type: 'string', says: 'Orders accepted before (RFC 3339); default: the newest.' },
  },
  run: async (args, io) => {
    const asked = typed(args, replayAll, [0, 0]);
    const { decisions } = connect(asked, io);
    const span = {
      ...spanEnd(asked, 'from', 'from'),
      ...spanEnd(asked, 'to', 'until'),
      limit: 100,
    };
    const found = openTally();
    const startedMs = performance.now();
    for await (const replay of decisions.replays(span)) {
      found.add(replay);
      if (asked.flag('json')) io.out(`${JSON.stringify(replay)}\n`);
      if (found.count() % 500 === 0) io.talk(progressText(found.count(), startedMs));
    }
    if (!asked.flag('json')) io.out(found.text(io));
    return found.differing() === 0 ? 0 : 1;
  },
};

function spanEnd(
  asked: Typed,
  option: string,
  name: 'from' | 'until',
): { from?: string; until?: string } {
  const text = asked.text(option);
  if (text === undefined) return {};
  if (Number.isNaN(Date.parse(text)))
    throw new AppFailure('usage', { why: `--${option} "${text}" is no moment (RFC 3339).` });
  return { [name]: new Date(text).toISOString() };
}

/** How many there are is not known before the last page: a rate, no share. */
const progressText = (count: number, startedMs: number): string =>
  `  ${count} decisions  ${(count / Math.max(0.001, (performance.now() - startedMs) / 1000)).toFixed(0)} decisions/s\n`;

function openTally() {
  let same = 0;
  const causes = new Map<string, number>();
  const shown: Replay[] = [];
  const differing = (): number => [...causes.values()].reduce((sum, count) => sum + count, 0);
  return {
    add: (replay: Replay): void => {
      if (replay.same) same++;
      else {
        const cause = replay.differences[0]?.split(':')[0] ?? 'unknown';
        causes.set(cause, (causes.get(cause) ?? 0) + 1);
        if (shown.length < shownMax) shown.push(replay);
      }
    },
    count: (): number => same + differing(),
    differing,
    text: ({ paint }: CommandIo): string => {
      const rows = [
        ['the same, byte for byte', String(same)],
        ...[...causes].sort().map(([cause, count]) => [`differs: ${cause}`, String(count)]),
        ['decisions', String(same + differing())],
      ];
      const lines = shown.map(
        (one) => `  ${paint.bad('✖')} ${one.decision_id}  ${one.differences.join('; ')}`,
      );
      return [...table(['answer', 'count'], rows).map((line) => `  ${line}`), ...lines, ''].join(
        '\n',
      );
    },
  };
}
