import { errorByCode } from '../../../errors/index.ts';
import type { ApiAnswer } from '../api-world.ts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzWorld } from './world.ts';

/** An answer that takes this process longer is a hang, ms of its own time: the machine may be busy with others. */
const busyMsMax = 1_000;
/** Later than this there is no answer at all, ms. */
const patienceMs = 10_000;

/** Sends a request and holds the answer against every promise. @returns the broken promise; undefined when none is */
export async function faultOf(world: FuzzWorld, request: FuzzRequest): Promise<string | undefined> {
  const before = world.records();
  const sent = await timed(world, request);
  if (typeof sent === 'string') return sent;
  const { answer, busyMs } = sent;
  if (answer === undefined) return world.isStream(request) ? undefined : 'there was no answer';
  return (
    refusalFault(answer) ??
    (answer.status >= 400 ? writeFault(answer, before, world.records()) : undefined) ??
    pollution() ??
    (busyMs > busyMsMax ? hang(world, request) : undefined)
  );
}

interface Timed {
  readonly answer: ApiAnswer | undefined;
  readonly busyMs: number;
}

/** The answer with its time, or what its schema has against it. */
async function timed(world: FuzzWorld, request: FuzzRequest): Promise<Timed | string> {
  const startedAt = process.cpuUsage();
  const patience = new AbortController();
  try {
    const answer = await Promise.race([
      world.send(request),
      later(world.isStream(request) ? 100 : patienceMs, patience.signal),
    ]);
    const { user, system } = process.cpuUsage(startedAt);
    return { answer, busyMs: (user + system) / 1_000 };
  } catch (failure) {
    return `the answer does not keep to its schema: ${String(failure)}`;
  } finally {
    patience.abort();
  }
}

const later = (ms: number, end: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, ms);
    end.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });

function refusalFault({ status, header, at, text }: ApiAnswer): string | undefined {
  if (status >= 500) return `the answer is ${status}: ${text.slice(0, 300)}`;
  if (status < 400) return undefined;
  if (!header('content-type').startsWith('application/problem+json'))
    return `the refusal ${status} is no problem document: ${text.slice(0, 300)}`;
  const known = errorByCode(String(at('/code')));
  if (known?.status !== status) return `${status} ${String(at('/code'))} is not in the registry`;
  return undefined;
}

/** A refusal changes nothing: no new row, no row replaced, and the log stands where it stood. */
function writeFault(
  { status, at }: ApiAnswer,
  before: readonly unknown[],
  after: readonly unknown[],
): string | undefined {
  const isSame = before.length === after.length && before.every((one, ix) => one === after[ix]);
  return isSame
    ? undefined
    : `refused with ${status} ${String(at('/code'))}, and yet something was written`;
}

const pollution = (): string | undefined => {
  const planted = [Object.prototype, Array.prototype].flatMap((value) => Object.keys(value));
  return planted.length === 0 ? undefined : `prototypes have new keys: ${planted.join(', ')}`;
};

/** A busy machine is slow once, a hang is slow again. */
async function hang(world: FuzzWorld, request: FuzzRequest): Promise<string | undefined> {
  const again = await timed(world, request);
  return typeof again !== 'string' && again.busyMs > busyMsMax
    ? `the answer took ${Math.round(again.busyMs)} ms`
    : undefined;
}
