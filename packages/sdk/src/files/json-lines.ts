import type { Transport } from '../transport.ts';

/** One JSON value a line, as they arrive: nothing is held whole. */
export async function* jsonLines(
  transport: Transport,
  path: string,
): AsyncGenerator<Readonly<Record<string, unknown>>, void, undefined> {
  // Own signal: an export may take longer than one request is allowed to.
  const { signal } = new AbortController();
  const answer = await transport.open({ method: 'GET', path }, signal);
  if (!answer.body) return;
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = `${rest}${decoder.decode(read.value, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Readonly<Record<string, unknown>>;
  }
}
