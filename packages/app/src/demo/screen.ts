import type { ReadStream, WriteStream } from 'node:tty';

/** A terminal that is redrawn in place. */
export interface LiveScreen {
  draw(rows: readonly string[]): void;
  /** Gives the terminal back: cursor on, keys as before, last picture left standing. */
  close(): void;
}

const code = String.fromCharCode(27);

/** Takes the terminal: hides the cursor, reads single keys. */
export function liveScreen(
  terminal: { readonly output: WriteStream; readonly input: ReadStream },
  onKey: (key: string) => void,
): LiveScreen {
  const { output, input } = terminal;
  const heard = (chunk: Buffer): void => {
    for (const key of chunk.toString('utf8')) onKey(key);
  };
  let drawn = 0;
  output.write(`${code}[?25l`);
  if (input.isTTY) input.setRawMode(true);
  input.on('data', heard);
  input.resume();
  return {
    draw: (rows) => {
      const up = drawn > 0 ? `${code}[${String(drawn)}F` : '';
      const text = rows.map((row) => `${row}${code}[K`).join('\n');
      output.write(`${up}${text}\n${code}[J`);
      drawn = rows.length;
    },
    close: () => {
      input.off('data', heard);
      if (input.isTTY) input.setRawMode(false);
      input.pause();
      output.write(`${code}[?25h`);
    },
  };
}
