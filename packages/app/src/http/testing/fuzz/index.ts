/**
 * Requests made from our own OpenAPI document: what a stranger could send to each operation, and what must hold of
 * every answer. A refusal is a problem document by the registry, writes nothing, and comes within a second.
 *
 * @packageDocumentation
 */
import fc from 'fast-check';
import { faultOf } from './judge.ts';
import type { Operation } from './operations.ts';
import { requestsFor } from './requests.ts';
import type { FuzzRequest } from './requests.ts';
import { shapeArbitraries } from './shape.ts';
import type { FuzzWorld } from './world.ts';

export { fuzzWorld } from './world.ts';
export type { FuzzBackend, FuzzWorld } from './world.ts';

/** How hard one operation is tried. */
export interface FuzzEffort {
  readonly requests: number;
  readonly seed: number;
}

/** What became of one operation. */
export interface FuzzResult {
  readonly operationId: string;
  readonly sent: number;
  /** Answers by their hundreds: 200, 400. */
  readonly answers: Readonly<Record<string, number>>;
  /** The broken promise and the smallest request that breaks it. */
  readonly finding?: { readonly fault: string; readonly curl: string };
}

/** Tries one operation on a fresh hub; stops at the first broken promise, and shrinks its request. */
export async function fuzzOperation(
  world: FuzzWorld,
  operation: Operation,
  { requests, seed }: FuzzEffort,
): Promise<FuzzResult> {
  const known = await world.renew();
  const of = shapeArbitraries(world.document.components.schemas, known);
  const answers: Record<string, number> = {};
  const watched: FuzzWorld = {
    ...world,
    send: async (request) => {
      const answer = await world.send(request);
      const hundreds = `${Math.floor(answer.status / 100)}xx`;
      answers[hundreds] = (answers[hundreds] ?? 0) + 1;
      return answer;
    },
  };
  let fault = '';
  const holds = fc.asyncProperty(requestsFor(operation, of), async (request) => {
    const found = await faultOf(watched, request);
    if (found !== undefined) fault = found;
    return found === undefined;
  });
  const tried = await fc.check(holds, { numRuns: requests, seed });
  const [request] = tried.counterexample ?? [];
  return {
    operationId: operation.operationId,
    sent: tried.numRuns + tried.numShrinks,
    answers,
    ...(request && { finding: { fault, curl: curlOf(request) } }),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A request as a command; a body that is no text goes through base64. */
function curlOf({ method, url, headers, body }: FuzzRequest): string {
  const given = Object.entries({ authorization: 'Bearer $OM_KEY', ...headers });
  const parts = given.map(
    ([name, value]) =>
      `-H ${name === 'authorization' ? `"${name}: ${value}"` : quoted(`${name}: ${value}`)}`,
  );
  const command = `curl -sS -X ${method} "$OM_URL"${quoted(url)} ${parts.join(' ')}`;
  if (body === undefined) return command;
  const bytes = Buffer.from(body);
  return bytes.includes(0) || Buffer.compare(Buffer.from(bytes.toString()), bytes) !== 0
    ? `base64 -d <<< ${bytes.toString('base64')} | ${command} --data-binary @-`
    : `${command} --data-binary ${quoted(bytes.toString())}`;
}
