/**
 * The command line `ordermesh`: data to stdout, talk to stderr, errors that teach, exit codes that scripts can read.
 *
 * @packageDocumentation
 */
export { commands } from './commands.ts';
export type { Command, CommandIo, CommandOption } from './command.ts';
export { main } from './main.ts';
export { processIo } from './process-io.ts';
