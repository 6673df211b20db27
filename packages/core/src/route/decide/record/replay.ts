import { accept, refuse } from '../../../words/index.ts';
import type { Outcome } from '../../../words/index.ts';
import type { RouteAnswer, RouteContext, RouteRefusal } from '../question.ts';
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
      readonly reason: 'other-version';
      /** What the question asks and what the context has, e.g. `network 3`. */
      readonly asked: string;
      readonly given: string;
    }
  | {
      readonly reason: 'answer-differs';
      /** JSON pointer of the first difference. */
      readonly field: string;
      readonly recorded: string;
      readonly replayed: string;
    };

/**
 * Asks a recorded question again.
 *
 * @returns the answer when it is the recorded one byte for byte; else the first thing that differs
 */
export function replay(
  recorded: RecordedDecision,
  context: RouteContext,
): Outcome<Outcome<RouteAnswer, RouteRefusal>, ReplayDifference> {
  const question = decodeQuestion(recorded.question);
  const asked = versionsOf(question.networkVersion, question.strategy);
  const { strategyId, version } = context.strategy.document;
  const given = versionsOf(context.network.document.version, { strategyId, version });
  if (asked !== given) return refuse({ reason: 'other-version', asked, given });
  const answer = routeOrder(question, context);
  if (encodeAnswer(answer) === recorded.answer) return accept(answer);
  const [before, now] = [plainOf(decodeAnswer(recorded.answer)), plainOf(answer)];
  return refuse(
    firstDifference(before, now, '') ?? differs('', recorded.answer, encodeAnswer(answer)),
  );
}

const versionsOf = (
  network: number,
  { strategyId, version }: { readonly strategyId: string; readonly version: number },
): string => `network ${network}, strategy ${strategyId} ${version}`;

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
