import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { RouteAnswer, RoutePlan, RouteRefusal, RouteTrace } from '../question.ts';
import { runReader, runWriter } from './bytes.ts';

type Columns = 'eliminated' | 'had' | 'needed' | 'wholeOrderMinor';

interface RecordedAnswer {
  readonly plan?: RoutePlan;
  readonly refusal?: Omit<RouteRefusal, 'trace'>;
  readonly trace: Omit<RouteTrace, Columns> & { readonly nodes: number; readonly columns: string };
}

/**
 * Writes an answer down, plan or refusal, with its whole trace. Equal answers give equal texts.
 *
 * @returns JSON text; for 225 nodes and one parcel about 2 kB
 */
export function encodeAnswer(answer: Outcome<RouteAnswer, RouteRefusal>): string {
  if (answer.ok) {
    const { plan, trace } = answer.value;
    return JSON.stringify({ plan, trace: recordTrace(trace) } satisfies RecordedAnswer);
  }
  const { trace, ...refusal } = answer.refusal;
  return JSON.stringify({ refusal, trace: recordTrace(trace) } satisfies RecordedAnswer);
}

/** Reads a recorded answer. @throws Error when the text is not one */
export function decodeAnswer(text: string): Outcome<RouteAnswer, RouteRefusal> {
  const recorded = JSON.parse(text) as RecordedAnswer;
  const trace = readTrace(recorded.trace);
  if (recorded.plan !== undefined) return accept({ plan: recorded.plan, trace });
  const { refusal } = recorded;
  if (refusal === undefined)
    throw new Error('Invariant broken: a recorded answer is a plan or a refusal');
  return refuse({ ...refusal, nearest: refusal.nearest, trace });
}

function recordTrace(trace: RouteTrace): RecordedAnswer['trace'] {
  const { eliminated, had, needed, wholeOrderMinor } = trace;
  const nodes = eliminated.length;
  const writer = runWriter(nodes);
  for (const column of [eliminated, had, needed, wholeOrderMinor])
    writer.column((rows) => {
      rows.set(column);
    });
  // Field by field, in the order that stored answers have: this runs for every order.
  return {
    candidateCount: trace.candidateCount,
    runnerUp: trace.runnerUp,
    marginMinor: trace.marginMinor,
    ...(trace.spreadMinor !== undefined && { spreadMinor: trace.spreadMinor }),
    ...(trace.stillBestPercent !== undefined && { stillBestPercent: trace.stillBestPercent }),
    tieBreaker: trace.tieBreaker,
    fallbackStep: trace.fallbackStep,
    scenarioId: trace.scenarioId,
    gapMinor: trace.gapMinor,
    method: trace.method,
    nodes,
    columns: writer.text(),
  };
}

function readTrace({ nodes, columns, ...plain }: RecordedAnswer['trace']): RouteTrace {
  const read = {
    eliminated: new Uint8Array(nodes),
    had: new Int32Array(nodes),
    needed: new Int32Array(nodes),
    wholeOrderMinor: new Float64Array(nodes),
  };
  const reader = runReader(columns);
  for (const column of [read.eliminated, read.had, read.needed, read.wholeOrderMinor])
    reader.column(nodes, (node, value) => (column[node] = value));
  return { ...read, ...plain, runnerUp: plain.runnerUp, scenarioId: plain.scenarioId };
}
