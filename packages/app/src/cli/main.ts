import { OrdermeshError } from '@ordermesh/sdk';
import { AppFailure, didYouMean, errorByCode, errorRegistry } from '../errors/index.ts';
import type { ErrorEntry } from '../errors/index.ts';
import { version } from '../runtime/version.ts';
import { optionsOf } from './command.ts';
import type { Command, CommandIo } from './command.ts';
import { commands } from './commands.ts';
import { forTerminal, table } from './paint.ts';

/**
 * Runs the command line.
 *
 * @param args what was typed after `ordermesh`
 * @returns the exit code: 0, 1, 64 usage, 65 input, 69 unavailable, 75 try again
 */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
  const speaking = args.includes('--quiet') ? { ...io, talk: () => undefined } : io;
  try {
    return await dispatch(args, speaking);
  } catch (failure) {
    return explainFailure(failure, io, args.includes('--json'));
  }
}

async function dispatch(args: readonly string[], io: CommandIo): Promise<number> {
  const [first, second] = args;
  if (first === undefined || ['--help', '-h', 'help'].includes(first)) return help(second, io);
  if (first === '--version' || first === '-v') {
    io.out(`${version}\n`);
    return 0;
  }
  const command =
    commands.find(({ name }) => name === [first, second].join(' ')) ??
    commands.find(({ name }) => name === first);
  if (command === undefined) return unknownCommand(first, second, io);
  const rest = args.slice(command.name.split(' ').length);
  if (!rest.includes('--help') && !rest.includes('-h')) return command.run(rest, io);
  io.out(helpOf(command, io));
  return 0;
}

function help(topic: string | undefined, io: CommandIo): number {
  const about = commands.filter(
    ({ name }) => topic !== undefined && (name === topic || name.startsWith(`${topic} `)),
  );
  const text = about.map((command) => helpOf(command, io)).join('\n');
  io.out(about.length > 0 ? text : overview(io));
  return 0;
}

function unknownCommand(first: string, second: string | undefined, io: CommandIo): number {
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0 && (second === undefined || second.startsWith('-'))) {
    io.out(family.map((command) => helpOf(command, io)).join('\n'));
    return second === '--help' || second === '-h' ? 0 : errorRegistry.usage.exit;
  }
  const names = commands.map(({ name }) => name);
  const asked = family.length > 0 ? `${first} ${second ?? ''}` : first;
  const known =
    family.length > 0 ? names : [...names, ...names.map((name) => name.split(' ')[0] ?? '')];
  throw new AppFailure('unknown-command', {
    why: `There is no command "${asked}". ${didYouMean(asked, known)}`.trim(),
  });
}

const overview = (io: CommandIo): string =>
  [
    `${io.paint.strong('ordermesh')} ${io.paint.dim(version)}  the hub of distributed order management`,
    '',
    ...table(
      ['', '', ''],
      commands.map(({ name, summary }) => ['', name, summary]),
    ).slice(1),
    '',
    '  ordermesh <command> --help explains a command. Settings: flags > OM_* > ordermesh.config.json > defaults.',
    '',
  ].join('\n');

function helpOf(command: Command, io: CommandIo): string {
  const options = Object.entries(optionsOf(command.options)).map(([name, { type, says }]) => [
    '',
    `--${name}${type === 'string' ? ' …' : ''}`,
    says,
  ]);
  return [
    `${io.paint.strong(`ordermesh ${command.name}`)} ${command.usage}`,
    `  ${command.summary}`,
    ...table(['', '', ''], options).slice(1),
    '',
  ].join('\n');
}

interface Shown {
  readonly code: string;
  readonly title: string;
  readonly why: string;
  readonly ways: readonly string[];
  readonly errors: readonly { readonly pointer: string; readonly why: string }[];
  readonly docs: string;
  readonly trace: string;
  readonly exit: number;
}

/** Four lines that teach: what, why, try, docs. */
function explainFailure(failure: unknown, io: CommandIo, asJson: boolean): number {
  const shown = shownOf(failure);
  if (asJson) {
    const { ways, ...rest } = shown;
    io.talk(`${JSON.stringify({ ...rest, try: ways })}\n`);
    return shown.exit;
  }
  const { paint } = io;
  const more = shown.errors
    .slice(0, 10)
    .map(({ pointer, why }) => `  ${paint.dim('at  ')} ${pointer || '/'}  ${why}`);
  const trace = shown.trace === '' ? '' : paint.dim(`   trace ${shown.trace}`);
  io.talk(
    forTerminal(
      [
        `${paint.bad(`✖ ${shown.code}`)} ${shown.title}`,
        `  ${paint.dim('why ')} ${shown.why}`,
        ...more,
        ...shown.ways.map((way, i) => `  ${i === 0 ? paint.dim('try ') : '    '} ${way}`),
        `  ${paint.dim('docs')} ${shown.docs}   ${paint.dim(`exit ${shown.exit}`)}${trace}`,
        '',
      ].join('\n'),
    ),
  );
  return shown.exit;
}

function shownOf(failure: unknown): Shown {
  if (failure instanceof OrdermeshError) return shownOfHub(failure);
  if (failure instanceof AppFailure)
    return shownOfEntry(failure.entry, failure.why, { ways: failure.ways, errors: failure.errors });
  const why = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  return shownOfEntry(errorRegistry.bug, why, {});
}

const shownOfEntry = (
  entry: ErrorEntry,
  why: string,
  more: Partial<Pick<Shown, 'ways' | 'errors'>>,
): Shown => ({
  code: entry.code,
  title: entry.title,
  why,
  ways: more.ways ?? entry.try,
  errors: more.errors ?? [],
  docs: `/docs/errors/${entry.code}`,
  trace: '',
  exit: entry.exit,
});

function shownOfHub(failure: OrdermeshError): Shown {
  const entry = errorByCode(failure.code);
  if (failure.status === 0)
    return shownOfEntry(
      errorRegistry['server-unreachable'],
      `${failure.message} (${failure.why}).`,
      {},
    );
  return {
    code: failure.code === '' ? `HTTP ${failure.status}` : failure.code,
    title: failure.message,
    why: failure.why,
    ways: failure.ways,
    errors: failure.errors,
    docs: failure.docs,
    trace: failure.traceId,
    exit: entry?.exit ?? 1,
  };
}
