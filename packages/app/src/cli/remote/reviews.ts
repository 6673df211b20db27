import type { Review } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command } from '../command.ts';
import { table } from '../paint.ts';
import { connect, minuteText, remoteOptions, writeRows } from './connect.ts';

const states = ['open', 'agreed', 'disagreed'] as const;
const reasons = ['low-confidence', 'overridden', 'regretted'] as const;

function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  known: readonly T[],
): T | undefined {
  const found = known.find((one) => one === value);
  if (value === undefined || found !== undefined) return found;
  throw new AppFailure('usage', { why: `--${name} is one of ${known.join(', ')}.` });
}

async function collected<T>(rows: AsyncGenerator<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** The queue. */
export const reviewsList: Command = {
  name: 'reviews list',
  summary: 'Decisions that people look at: nearly a draw, moved by hand, or turned out badly',
  usage: '[--state open|agreed|disagreed] [--reason low-confidence|overridden|regretted]',
  options: {
    ...remoteOptions,
    state: { type: 'string', says: 'Default open.' },
    reason: { type: 'string', says: 'Only these.' },
  },
  run: async (args, io) => {
    const asked = typed(args, reviewsList, [0, 0]);
    const state = oneOf('state', asked.text('state'), states) ?? 'open';
    const reason = oneOf('reason', asked.text('reason'), reasons);
    const query = { state, ...(reason !== undefined && { reason }) };
    writeRows(io, await collected(connect(asked, io).reviews.list(query)), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['review', 'reason', 'because', 'node', 'sure %', 'costs more', 'opened'],
          rows.map(cells),
        ),
    });
    return 0;
  },
};

/** The amount is in minor units: what was regretted, or what moving by hand cost more. */
const cells = (one: Review): readonly string[] => [
  one.review_id,
  one.reason,
  one.because,
  one.node ?? '',
  `${one.still_best_percent ?? ''}`,
  `${one.hindsight?.regret_minor ?? one.moved?.extra_minor ?? ''}`,
  minuteText(one.opened_at),
];

/** Agree or disagree. */
export const reviewsLabel: Command = {
  name: 'reviews label',
  summary: 'Agree or disagree with a decision',
  usage: '<review> agree|disagree [--note text]',
  options: { ...remoteOptions, note: { type: 'string', says: 'Why, in words.' } },
  run: async (args, io) => {
    const asked = typed(args, reviewsLabel, [2, 2]);
    const [id = '', said] = asked.words;
    if (said !== 'agree' && said !== 'disagree')
      throw new AppFailure('usage', { why: 'Say agree or disagree.' });
    const note = asked.text('note');
    const label = { verdict: said, ...(note !== undefined && { note }) } as const;
    const review = await connect(asked, io).reviews.label(id, label);
    io.out(
      asked.flag('json')
        ? `${JSON.stringify(review)}\n`
        : `${io.paint.good('✔')} ${review.review_id} ${review.state}\n`,
    );
    return 0;
  },
};

/** Rows to learn from. */
export const reviewsExport: Command = {
  name: 'reviews export',
  summary: 'Labelled decisions as rows to learn from, one JSON value a line',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, reviewsExport, [0, 0]);
    for await (const row of connect(asked, io).reviews.rows()) io.out(`${JSON.stringify(row)}\n`);
    return 0;
  },
};

/** Against the strategy. */
export const ordersMove: Command = {
  name: 'orders move',
  summary: 'Move the work that nobody has begun to a node, against the strategy',
  usage: '<order> <node> --reason text',
  options: {
    ...remoteOptions,
    reason: { type: 'string', says: 'Why, in words; whoever reviews it reads this.' },
  },
  run: async (args, io) => {
    const asked = typed(args, ordersMove, [2, 2]);
    const [order = '', node = ''] = asked.words;
    const reason = asked.text('reason');
    if (reason === undefined || reason === '')
      throw new AppFailure('usage', { why: '--reason is needed: say why.' });
    const moved = await connect(asked, io).reviews.moveByHand(order, { node, reason });
    io.out(
      asked.flag('json')
        ? `${JSON.stringify(moved)}\n`
        : `${io.paint.good('✔')} ${moved.order_id} goes to ${moved.node}, ${moved.extra_minor} minor units more\n`,
    );
    return 0;
  },
};
