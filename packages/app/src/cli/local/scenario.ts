import { DatasetMissing } from '@ordermesh/twin';
import type { Scenario, ScenarioReport } from '@ordermesh/twin';
import { AppFailure, didYouMean } from '../../errors/index.ts';
import { typed, wholeNumber } from '../command.ts';
import type { Command, CommandIo } from '../command.ts';
import { progressLine } from '../progress.ts';
import { table } from '../paint.ts';
import { loadScenario, runBench, scenarioNames } from './workspace.ts';

/** Plays a network and its orders, and checks what must hold. */
export const scenario: Command = {
  name: 'scenario',
  summary: 'Play a scenario (olist, reference-day, …) and check what must hold',
  usage: '<name> [--seed 42] [--limit n] [--dataset folder]',
  options: {
    seed: { type: 'string', says: 'Same seed, same result; default 42.' },
    limit: { type: 'string', says: 'Play fewer orders.' },
    dataset: {
      type: 'string',
      says: 'Folder of the foreign data set, for scenarios that need one.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, scenario, [0, 1]);
    const [name] = asked.words;
    if (name === undefined) {
      io.out(`${scenarioNames().join('\n')}\n`);
      return 0;
    }
    const play = await scenarioOf(name);
    const seed = asked.text('seed');
    const limit = asked.text('limit');
    const folder = asked.text('dataset');
    if (!asked.flag('json')) io.talk(`\n  ${io.paint.strong(play.title)}\n`);
    const progress = progressLine(io, { unit: 'orders', asJson: asked.flag('json') });
    const report = await play
      .run({
        seed: seed === undefined ? 42 : wholeNumber(seed, '--seed'),
        ...(limit !== undefined && { limit: wholeNumber(limit, '--limit') }),
        ...(folder !== undefined && { datasetFolder: folder }),
        onProgress: progress.at,
      })
      .catch((failure: unknown) => {
        if (!(failure instanceof DatasetMissing)) throw failure;
        throw new AppFailure('input-unreadable', {
          why: failure.message,
          try: [failure.remedy, `ordermesh scenario ${name} --dataset <folder>`],
        });
      })
      .finally(progress.end);
    const holds = report.checks.every((check) => check.holds);
    io.out(
      asked.flag('json')
        ? `${JSON.stringify({ name, holds, ...report })}\n`
        : reportText(report, io),
    );
    return holds ? 0 : 1;
  },
};

async function scenarioOf(name: string): Promise<Scenario> {
  const names = scenarioNames();
  if (!names.includes(name))
    throw new AppFailure('usage', {
      why: `There is no scenario "${name}". ${didYouMean(name, names)}`.trim(),
      try: names.map((known) => `ordermesh scenario ${known}`),
    });
  const loaded = (await loadScenario(name)) as { readonly scenario?: Scenario };
  if (loaded.scenario === undefined)
    throw new AppFailure('input-unreadable', { why: `scenarios/${name}.ts exports no scenario.` });
  return loaded.scenario;
}

function reportText(report: ScenarioReport, { paint }: CommandIo): string {
  const lines = [
    ...table(
      ['', '', ''],
      report.figures.map(([what, value]) => ['', what, ` ${value}`]),
    ).slice(1),
    ...report.tables.flatMap(({ columns, rows }) => {
      const [head = '', ...body] = table(columns, rows);
      return ['', `  ${paint.dim(head)}`, ...body.map((row) => `  ${row}`)];
    }),
    '',
    ...report.checks.map(
      ({ what, holds, numbers }) =>
        `  ${holds ? paint.good('✔') : paint.bad('✖')} ${what}  ${paint.dim(numbers)}`,
    ),
    ...report.notes.map((note) => `  ${paint.dim(`· ${note}`)}`),
    `  ${paint.dim(`result ${report.resultHash} in ${(report.elapsedMs / 1_000).toFixed(1)} s`)}`,
    '',
  ];
  return lines.join('\n');
}

/** Measures this machine. */
export const bench: Command = {
  name: 'bench',
  summary: 'Measure decisions and orders per second on this machine',
  usage: '[arguments of bench/run.ts]',
  options: {},
  run: (args) => runBench(args),
};
