import type { Model, ModelUse } from '@ordermesh/sdk';
import { AppFailure } from '../../../errors/index.ts';
import { typed, wholeNumber } from '../../command.ts';
import type { Command, CommandIo } from '../../command.ts';
import { table } from '../../paint.ts';
import { waits } from '../access/approvals.ts';
import { connect, minuteText, remoteOptions, writeRows } from '../connect.ts';

const noteOption = { note: { type: 'string', says: 'Why, for people.' } } as const;

const lines = (rows: readonly Model[]): readonly string[] =>
  table(
    ['model', 'version', 'serves', 'trained', 'rows', 'kept of 90 %', 'note'],
    rows.map((row) => [
      row.model_id,
      `${row.version}`,
      row.serves_for ?? '',
      minuteText(row.card.trained_at),
      `${row.card.rows}`,
      keptText(row),
      row.note,
    ]),
  );

const keptText = ({ card }: Model): string => {
  const ninth = card.calibration.find(({ level }) => level === 0.9);
  return ninth ? `${(ninth.covered_share * 100).toFixed(1)} %` : '';
};

const write = (io: CommandIo, rows: readonly Model[], asJson: boolean): void =>
  writeRows(io, rows, { asJson, lines });

/** All versions with what their cards say. */
export const modelsList: Command = {
  name: 'models list',
  summary: 'List trained models, what they serve for and how good they were',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, modelsList, [0, 0]);
    const rows: Model[] = [];
    for await (const row of connect(asked, io).models.list()) rows.push(row);
    write(io, rows, asked.flag('json'));
    return 0;
  },
};

/** Trains from the hub's own deliveries. */
export const modelsTrain: Command = {
  name: 'models train',
  summary:
    'Train how long carriers (transit) or nodes (handling) take, and publish it; it serves nothing yet',
  usage: '[handling|transit] [--seed 1] [--features node,weekday] --note "why"',
  options: {
    ...remoteOptions,
    ...noteOption,
    seed: { type: 'string', says: 'The same parcels and seed make the same model. Default 1.' },
    features: { type: 'string', says: 'What it looks at, by comma. Default: what usually helps.' },
  },
  run: async (args, io) => {
    const asked = typed(args, modelsTrain, [0, 1]);
    const use = useOf(asked.words[0] ?? 'transit');
    const seed = wholeNumber(asked.text('seed') ?? '1', '--seed');
    const features = asked.text('features');
    const trained = await connect(asked, io).models.train({
      note: asked.text('note') ?? '',
      use,
      seed,
      ...(features !== undefined && { features: features.split(',').map((name) => name.trim()) }),
    });
    write(io, [trained], asked.flag('json'));
    return 0;
  },
};

function useOf(word: string | undefined): ModelUse {
  if (word === 'handling' || word === 'transit') return word;
  throw new AppFailure('usage', { why: 'The first word is handling or transit.' });
}

/** Lets a version serve. */
export const modelsServe: Command = {
  name: 'models serve',
  summary: 'Let a model say how long handling or transit takes',
  usage: '<handling|transit> <model> <version> --note "why"',
  options: { ...remoteOptions, ...noteOption },
  run: async (args, io) => {
    const asked = typed(args, modelsServe, [3, 3]);
    const [use, model = '', version = ''] = asked.words;
    const serving = await connect(asked, io).models.serve(useOf(use), {
      model_id: model,
      version: wholeNumber(version, 'The version'),
      note: asked.text('note') ?? '',
    });
    if (waits(io, serving.approval, asked.flag('json'))) return 0;
    write(io, [serving], asked.flag('json'));
    return 0;
  },
};

/** Stops what serves. */
export const modelsStop: Command = {
  name: 'models stop',
  summary: 'Stop a model: the curves of the network count again',
  usage: '<handling|transit> --note "why"',
  options: { ...remoteOptions, ...noteOption },
  run: async (args, io) => {
    const asked = typed(args, modelsStop, [1, 1]);
    const because = asked.text('note') ?? 'stopped by hand';
    const stopped = await connect(asked, io).models.stop(useOf(asked.words[0]), because);
    write(io, [stopped], asked.flag('json'));
    return 0;
  },
};

/** Judges what serves. */
export const modelsJudge: Command = {
  name: 'models judge',
  summary: 'Judge what serves by what came of it lately; what is not to be trusted is stopped',
  usage: '',
  options: remoteOptions,
  run: async (args, io) => {
    const asked = typed(args, modelsJudge, [0, 0]);
    writeRows(io, await connect(asked, io).models.judge(), {
      asJson: asked.flag('json'),
      lines: (rows) =>
        table(
          ['use', 'model', 'version', '', 'because'],
          rows.map((row) => [
            row.use,
            row.model_id,
            `${row.version}`,
            row.serves ? 'serves' : 'stopped',
            row.reasons.join(', '),
          ]),
        ),
    });
    return 0;
  },
};
