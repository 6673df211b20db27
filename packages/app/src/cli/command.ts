import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { AppFailure, didYouMean } from '../errors/index.ts';
import type { Paint } from './paint.ts';

/** The outside of a command, so that tests and the launcher give their own. */
export interface CommandIo {
  /** Results. */
  readonly out: (text: string) => void;
  /** Talk: progress, hints, errors. */
  readonly talk: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** What is typed or piped in, line by line, until it ends. */
  readonly lines: () => AsyncIterable<string>;
  readonly paint: Paint;
  /** Asks a person and waits for a line; absent where nobody sits at a terminal. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Resolves at the first SIGINT or SIGTERM. */
  readonly stopAsked: () => Promise<string>;
}

/** One command: noun and verb, or one word. */
export interface Command {
  /** e.g. `orders get` */
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** Arguments and options, e.g. `<order> [--json]`. */
  readonly usage: string;
  /** What each option means; `--help` prints them. */
  readonly options: Readonly<Record<string, CommandOption>>;
  /** @returns the exit code */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
}

/** An option of a command. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly says: string;
  readonly short?: string;
}

/** What was typed, read. */
export interface Typed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  /** The value of a text option. */
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
}

/** Options that every command has. */
const everywhere: Readonly<Record<string, CommandOption>> = {
  json: { type: 'boolean', says: 'Write JSON (lists: one value a line).' },
  help: { type: 'boolean', says: 'Explain the command.', short: 'h' },
  quiet: { type: 'boolean', says: 'No talk on stderr.' },
};

/** All options of a command. */
export const optionsOf = (
  options: Readonly<Record<string, CommandOption>>,
): Readonly<Record<string, CommandOption>> => ({ ...options, ...everywhere });

/**
 * Reads what was typed after a command.
 *
 * @param words how many words it needs and may have
 * @throws AppFailure `usage`, with what was probably meant
 */
export function typed(
  args: readonly string[],
  command: Pick<Command, 'name' | 'usage' | 'options'>,
  words: readonly [min: number, max: number],
): Typed {
  const options = optionsOf(command.options);
  const { values, positionals } = parsed(args, options, command);
  if (positionals.length < words[0] || positionals.length > words[1])
    throw new AppFailure('usage', {
      why:
        positionals.length < words[0]
          ? `An argument is missing: ${command.usage}`
          : `"${positionals[words[1]] ?? ''}" is one argument too many.`,
      try: [`ordermesh ${command.name} ${command.usage}`, `ordermesh ${command.name} --help`],
    });
  return {
    values,
    words: positionals,
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
  };
}

function parsed(
  args: readonly string[],
  options: Readonly<Record<string, CommandOption>>,
  { name }: Pick<Command, 'name'>,
): { values: Typed['values']; positionals: readonly string[] } {
  const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(options).map(([option, { type, short }]) => [
      option,
      { type, ...(short !== undefined && { short }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: config,
      allowPositionals: true,
    });
    return { values: values as Typed['values'], positionals };
  } catch (failure) {
    const text = failure instanceof Error ? failure.message : String(failure);
    const [, unknown] = /Unknown option '--?([^']+)'/.exec(text) ?? [];
    const meant = unknown === undefined ? '' : didYouMean(unknown, Object.keys(options));
    const why =
      unknown === undefined
        ? text
        : `There is no option --${unknown}. ${meant.replace('"', '"--')}`;
    throw new AppFailure('usage', { why: why.trim(), try: [`ordermesh ${name} --help`] });
  }
}

/** A whole number that was typed. @throws AppFailure `usage` */
export function wholeNumber(text: string, what: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppFailure('usage', { why: `${what} must be a whole number; "${text}" is not.` });
}
