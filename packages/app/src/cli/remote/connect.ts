import { ordermesh } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import { demoKeyText } from '../../keys/index.ts';
import type { CommandIo, CommandOption, Typed } from '../command.ts';

/** Options of every command that talks to a running hub. */
export const remoteOptions: Readonly<Record<string, CommandOption>> = {
  url: { type: 'string', says: 'Address of the hub; default OM_URL or http://127.0.0.1:4600.' },
  key: { type: 'string', says: 'API key; default OM_KEY or the key of the demo.' },
};

/** A client for what was typed and what the environment says. */
export const connect = (asked: Typed, { environment }: CommandIo): Ordermesh =>
  ordermesh({
    url: asked.text('url') ?? environment['OM_URL'] ?? 'http://127.0.0.1:4600',
    key: asked.text('key') ?? environment['OM_KEY'] ?? demoKeyText,
    retriesMax: 1,
  });

/** Writes rows as a table, or as NDJSON with `--json`. */
export function writeRows<T>(
  io: CommandIo,
  rows: readonly T[],
  how: { readonly asJson: boolean; readonly lines: (rows: readonly T[]) => readonly string[] },
): void {
  if (how.asJson) io.out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else io.out(rows.length === 0 ? '' : `${how.lines(rows).join('\n')}\n`);
  if (rows.length === 0) io.talk('  nothing found\n');
}

/** The first rows of a list, at most `rowsMax`. */
export async function firstOf<T>(list: AsyncIterable<T>, rowsMax: number): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const row of list) {
    rows.push(row);
    if (rows.length >= rowsMax) break;
  }
  return rows;
}

/** `2026-11-25 08:00Z` of an instant: UTC, and it says so. */
export const minuteText = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')}Z`;
