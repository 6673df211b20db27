import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { runDemo } from './index.ts';
import { morningInShanghai } from './session.ts';

/** An output that is no terminal and remembers its lines. */
function collector(): {
  readonly stream: NodeJS.WriteStream;
  readonly lines: () => readonly string[];
} {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString('utf8');
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, lines: () => text.split('\n') };
}

it('starts, takes orders through the real hub on the embedded database, and ends with balanced books', async () => {
  const output = collector();
  const code = await runDemo(
    { port: 0, seed: 42, ordersPerSecond: 10, scale: 60, dataDirectory: undefined },
    {
      json: true,
      seconds: 4,
      output: output.stream,
      input: process.stdin,
      noColor: undefined,
      forceColor: undefined,
      ended: new Promise(() => undefined),
    },
  );
  const told = output
    .lines()
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = told.at(-1) as {
    type: string;
    holds: boolean;
    figures: { ordersAccepted: number; ordersRouted: number };
    books: { orders: number };
  };
  expect(code).toBe(0);
  expect(summary.type).toBe('summary');
  expect(summary.holds).toBe(true);
  expect(summary.figures.ordersAccepted).toBeGreaterThan(10);
  expect(summary.books.orders).toBe(summary.figures.ordersAccepted);
  expect(told.filter(({ type }) => type === 'stage').length).toBe(3);
  expect(told.some(({ type, why }) => type === 'event' && String(why) !== '')).toBe(true);
}, 90_000);

it('opens at ten in the morning of the day in Shanghai, whatever the hour is here', () => {
  expect(new Date(morningInShanghai(Date.parse('2026-03-01T20:30:00Z'))).toISOString()).toBe(
    '2026-03-02T02:00:00.000Z',
  );
  expect(new Date(morningInShanghai(Date.parse('2026-03-02T15:30:00Z'))).toISOString()).toBe(
    '2026-03-02T02:00:00.000Z',
  );
});
