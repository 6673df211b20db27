import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { RouteAnswer, RouteContext, RouteQuestion, RouteRefusal } from '../question.ts';
import { routeOrder } from '../route-order.ts';
import { decodeAnswer, encodeAnswer } from './answer-record.ts';
import { decodeQuestion } from './question-record.ts';

/** A decision as it is stored: texts of `encodeQuestion` and `encodeAnswer`. */
export interface RecordedDecision {
  readonly question: string;
  readonly answer: string;
}

/** Why a replay does not confirm the record. */
export type ReplayDifference =
  | {
      /** The text of a record is none: cut, edited, or of a form that this code does not know. */
      readonly reason: 'record-unreadable';
      readonly part: 'question' | 'answer';
      readonly says: string;
    }
  | {
      readonly reason: 'other-version';
      /** What is another one, the first of them. */
      readonly part: 'network' | 'strategy';
      /** What the question asks and what the context has, e.g. `3`, `balanced 2`. */
      readonly asked: string;
      readonly given: string;
    }
  | {
      /** Same question, same versions, another answer: the code decides otherwise than it did. */
      readonly reason: 'answer-differs';
      /** JSON pointer of the first difference. */
      readonly field: string;
      readonly recorded: string;
      readonly replayed: string;
    };

/**
 * Asks a recorded question again.
 *
 * A record from before a field was stored is compared without that field.
 *
 * @returns the answer when it is the recorded one byte for byte; else the first thing that differs
 */
export function replay(
  recorded: RecordedDecision,
  context: RouteContext,
): Outcome<Outcome<RouteAnswer, RouteRefusal>, ReplayDifference> {
  const question = readable(recorded.question, decodeQuestion);
  if (!question.ok) return unreadable('question', question.says);
  const before = readable(recorded.answer, decodeAnswer);
  if (!before.ok) return unreadable('answer', before.says);
  const version = otherVersion(question.value, context);
  if (version !== undefined) return refuse(version);
  const answer = routeOrder(question.value, context);
  const now = asOldAs(before.value, answer);
  if (encodeAnswer(now) === recorded.answer) return accept(answer);
  return refuse(
    firstDifference(plainOf(before.value), plainOf(now), '') ??
      differs('', recorded.answer, encodeAnswer(now)),
  );
}

/** A difference in words, for people who look for its cause. */
export function differenceText(difference: ReplayDifference): string {
  switch (difference.reason) {
    case 'record-unreadable':
      return `record: the stored ${difference.part} cannot be read (${difference.says})`;
    case 'other-version':
      return `${difference.part}: decided under ${difference.asked}, asked again under ${difference.given}`;
    case 'answer-differs':
      return `code: ${difference.field} was ${difference.recorded}, is ${difference.replayed} now`;
  }
}

type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly says: string };

function readable<T>(text: string, read: (text: string) => T): Read<T> {
  try {
    return { ok: true, value: read(text) };
  } catch (failure) {
    return { ok: false, says: failure instanceof Error ? failure.message : String(failure) };
  }
}

const unreadable = (part: 'question' | 'answer', says: string) =>
  refuse<ReplayDifference>({ reason: 'record-unreadable', part, says });

function otherVersion(
  { networkVersion, strategy }: RouteQuestion,
  context: RouteContext,
): ReplayDifference | undefined {
  const { version, strategyId } = context.strategy.document;
  const network = context.network.document.version;
  const reason = 'other-version';
  if (networkVersion !== network)
    return { reason, part: 'network', asked: String(networkVersion), given: String(network) };
  const [asked, given] = [`${strategy.strategyId} ${strategy.version}`, `${strategyId} ${version}`];
  return asked === given ? undefined : { reason, part: 'strategy', asked, given };
}

/** The answer without the fields that the record, older than they are, cannot have. */
function asOldAs(
  recorded: Outcome<RouteAnswer, RouteRefusal>,
  answer: Outcome<RouteAnswer, RouteRefusal>,
): Outcome<RouteAnswer, RouteRefusal> {
  if (!recorded.ok || !answer.ok || recorded.value.trace.spreadMinor !== undefined) return answer;
  const { spreadMinor: _spread, stillBestPercent: _percent, ...trace } = answer.value.trace;
  return accept({ ...answer.value, trace });
}

const differs = (field: string, recorded: unknown, replayed: unknown): ReplayDifference => ({
  reason: 'answer-differs',
  field,
  recorded: textOf(recorded),
  replayed: textOf(replayed),
});

const textOf = (value: unknown): string =>
  value === undefined ? 'undefined' : JSON.stringify(value);

/** The answer without typed arrays, so that columns compare number by number. */
function plainOf(answer: Outcome<RouteAnswer, RouteRefusal>): unknown {
  const plain: unknown = JSON.parse(
    JSON.stringify(answer, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    ),
  );
  return plain;
}

function firstDifference(
  before: unknown,
  now: unknown,
  field: string,
): ReplayDifference | undefined {
  if (before === now) return undefined;
  if (!isRecord(before) || !isRecord(now)) return differs(field, before, now);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  for (const name of names) {
    const found = firstDifference(before[name], now[name], `${field}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
