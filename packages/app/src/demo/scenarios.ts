import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DatasetMissing } from '@ordermesh/twin';
import type { Scenario, ScenarioReport, ScenarioTable } from '@ordermesh/twin';
import { AppFailure, didYouMean } from '../errors/index.ts';
import { bar, count, duration, left, painter, right, widthOf } from './paint.ts';
import type { Paint } from './paint.ts';

/** What a scenario run is asked for on the command line. */
export interface ScenarioRun {
  /** A name of the `scenarios` folder, or the path of a file that exports `scenario`. */
  readonly name: string;
  readonly seed: number;
  readonly limit: number | undefined;
  /** Folder of a foreign data set, e.g. of the Olist orders. */
  readonly datasetFolder: string | undefined;
  readonly json: boolean;
  readonly output: NodeJS.WriteStream;
  /** Where the progress bar goes; not drawn when it is no terminal. */
  readonly progress: NodeJS.WriteStream;
  readonly noColor: string | undefined;
  readonly forceColor: string | undefined;
}

/** The folder of the repository in which scenarios lie, one per file. */
const folder = fileURLToPath(new URL('../../../../scenarios/', import.meta.url));

/** Names of the scenarios that come with the house, in alphabetical order. */
export const scenarioNames = (): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => file.replace(/\.ts$/, ''))
        .sort()
    : [];

/**
 * Loads a scenario by name or path.
 *
 * @throws AppFailure `usage` when there is none of that name, `input-unreadable` when the file exports none
 */
export async function loadScenario(name: string): Promise<Scenario> {
  const known = scenarioNames();
  const path = known.includes(name) ? resolve(folder, `${name}.ts`) : pathOf(name);
  if (!existsSync(path))
    throw new AppFailure('usage', {
      why: `There is no scenario "${name}". ${didYouMean(name, known)}`.trim(),
      try: known.map((one) => `ordermesh scenario ${one}`),
    });
  const loaded = (await import(pathToFileURL(path).href)) as { readonly scenario?: Scenario };
  if (!loaded.scenario)
    throw new AppFailure('input-unreadable', { why: `${path} exports no \`scenario\`.` });
  return loaded.scenario;
}

const pathOf = (name: string): string => (isAbsolute(name) ? name : resolve(process.cwd(), name));

/**
 * Runs a scenario and prints what it found.
 *
 * @returns the exit code: 0 when everything that must hold holds, else 1
 * @throws AppFailure as `loadScenario`, and `input-unreadable` when a data set is not there
 */
export async function runScenario(run: ScenarioRun): Promise<number> {
  const scenario = await loadScenario(run.name);
  const paint = painter({ ...run, isTerminal: run.output.isTTY });
  const print = (line: string): void => void run.output.write(`${line}\n`);
  if (!run.json)
    print(`\n ${paint('bold', scenario.title)} ${paint('dim', `seed ${String(run.seed)}`)}\n`);
  const progress = progressBar(run);
  try {
    const report = await scenario.run({
      seed: run.seed,
      ...(run.limit === undefined ? {} : { limit: run.limit }),
      ...(run.datasetFolder === undefined ? {} : { datasetFolder: run.datasetFolder }),
      onProgress: progress.at,
    });
    progress.end();
    if (run.json)
      print(JSON.stringify({ type: 'report', scenario: scenario.name, seed: run.seed, ...report }));
    else for (const row of reportRows(report, paint)) print(row);
    return report.checks.every(({ holds }) => holds) ? 0 : 1;
  } catch (failure) {
    progress.end();
    if (failure instanceof DatasetMissing)
      throw new AppFailure('input-unreadable', {
        why: failure.message,
        try: [failure.remedy, `ordermesh scenario ${scenario.name} --dataset <folder>`],
        cause: failure,
      });
    throw failure;
  }
}

interface Progress {
  readonly at: (done: number, total: number) => void;
  readonly end: () => void;
}

/** A bar with rate and time left on a terminal; a line per tenth elsewhere; NDJSON when asked for. */
function progressBar(run: Pick<ScenarioRun, 'json' | 'progress' | 'output'>): Progress {
  const startedMs = performance.now();
  let [drawnMs, tenth, drawn] = [0, 0, false];
  const live = run.progress.isTTY && !run.json;
  return {
    at: (done, total) => {
      const elapsedMs = performance.now() - startedMs;
      const perSecond = done / Math.max(0.001, elapsedMs / 1000);
      const last = done >= total;
      if (live && (last || elapsedMs - drawnMs > 120)) {
        drawnMs = elapsedMs;
        drawn = true;
        const leftMs = (elapsedMs * (total - done)) / Math.max(1, done);
        run.progress.write(
          `\r  ${bar(done / total, 28)} ${right(String(Math.floor((100 * done) / total)), 3)} %  ${count(done)} / ${count(total)}  ${count(perSecond)} orders/s  ${last ? duration(elapsedMs) : `${duration(leftMs)} left`}   `,
        );
      }
      const nowTenth = Math.floor((10 * done) / total);
      if (live || nowTenth <= tenth) return;
      tenth = nowTenth;
      if (run.json)
        run.output.write(
          `${JSON.stringify({ type: 'progress', done, total, perSecond: Math.round(perSecond) })}\n`,
        );
      else
        run.progress.write(
          `  ${right(String(10 * tenth), 3)} %  ${count(done)} / ${count(total)}  ${count(perSecond)} orders/s\n`,
        );
    },
    end: () => {
      if (drawn) run.progress.write('\n\n');
    },
  };
}

/** A report as people read it: figures, tables, notes, then what holds and what does not. */
export function reportRows(report: ScenarioReport, paint: Paint): readonly string[] {
  const nameColumns = Math.max(...report.figures.map(([name]) => widthOf(name))) + 3;
  return [
    ...report.figures.map(([name, value]) => `  ${paint('dim', left(name, nameColumns))}${value}`),
    ...report.tables.flatMap((table) => ['', ...tableRows(table, paint)]),
    '',
    ...report.checks.map(
      ({ what, holds, numbers }) =>
        `  ${holds ? paint('green', '✔') : paint('red', '✖')} ${what}  ${paint('dim', numbers)}`,
    ),
    ...(report.notes.length === 0 ? [] : ['']),
    ...report.notes.map((note) => paint('dim', `  ${note}`)),
    '',
    paint(
      'dim',
      `  result ${report.resultHash.slice(0, 16)} in ${duration(report.elapsedMs)}; the same seed gives the same result`,
    ),
    '',
  ];
}

function tableRows(table: ScenarioTable, paint: Paint): string[] {
  const widths = table.columns.map((column, ix) =>
    Math.max(widthOf(column), ...table.rows.map((row) => widthOf(row[ix] ?? ''))),
  );
  const rowOf = (cells: readonly string[]): string =>
    cells
      .map((cell, ix) => (ix === 0 ? left(cell, widths[ix] ?? 0) : right(cell, widths[ix] ?? 0)))
      .join('   ');
  return [
    `  ${paint('dim', rowOf(table.columns))}`,
    ...table.rows.map((row, ix) => `  ${ix === 0 ? paint('bold', rowOf(row)) : rowOf(row)}`),
  ];
}
