import { answerText, coldReasonText, lostText } from '@ordermesh/core/execute';
import type { PackGuide, WantedUnits, WeighedAnswer } from '@ordermesh/core/execute';
import type { Outcome } from '@ordermesh/core/words';
import type { ColdSaid, EdgeAgent, EdgeRefusal, PackSaid } from '../agent.ts';
import { readMessage } from './read-message.ts';
import type { EdgeMessage } from './read-message.ts';

/** An answer for the person or device that spoke: plain JSON, sentences in English and Chinese. */
export type EdgeAnswer = Readonly<Record<string, unknown>>;

/**
 * Does what a message says and answers it. `tell` is the caller's: it has the link.
 *
 * @param at when the message came, epoch ms UTC
 * @returns undefined for `tell`
 */
export function answerMessage(
  agent: EdgeAgent,
  source: unknown,
  at: number,
): EdgeAnswer | undefined {
  const read = readMessage(source, at);
  if (!read.ok) return { said: 'refused', reason: 'not-understood', faults: read.refusal };
  return act(agent, read.value);
}

function act(agent: EdgeAgent, message: EdgeMessage): EdgeAnswer | undefined {
  switch (message.say) {
    case 'tell':
      return undefined;
    case 'watch':
      agent.watch(message.parcel);
      return { said: 'watching', parcel: message.parcel.parcelUri };
    case 'reading':
      return outcomeAnswer(agent.reading(message.parcelUri, message), coldAnswer);
    case 'done':
      return outcomeAnswer(agent.done(message.parcelUri), ({ chosen }) => ({
        said: 'done',
        parcel: message.parcelUri,
        option: chosen.optionId,
      }));
    case 'task':
    case 'scan':
    case 'put_back':
    case 'close':
      return packed(agent, message);
  }
}

function packed(
  agent: EdgeAgent,
  message: Extract<EdgeMessage, { say: 'task' | 'scan' | 'put_back' | 'close' }>,
): EdgeAnswer {
  if (message.say === 'task') {
    agent.task(message.task);
    return { said: 'task', task: message.task.taskId };
  }
  const { taskId } = message;
  const outcome =
    message.say === 'scan'
      ? agent.scan(taskId, message)
      : message.say === 'put_back'
        ? agent.putBack(taskId)
        : agent.close(taskId, message.parcelUri, message.weightGrams);
  return outcomeAnswer(outcome, (said: PackSaid) => ({
    said: message.say,
    task: taskId,
    missing: said.missing.map(missing),
  }));
}

const outcomeAnswer = <T>(
  outcome: Outcome<T, EdgeRefusal>,
  answer: (value: T) => EdgeAnswer,
): EdgeAnswer => (outcome.ok ? answer(outcome.value) : refusalAnswer(outcome.refusal));

/** What is said about a parcel: after a reading, or because time has passed. */
export function coldAnswer({ parcelUri, judgement, answer, decidedInMs }: ColdSaid): EdgeAnswer {
  const celsius = (milliCelsius: number | undefined): number | null =>
    milliCelsius === undefined ? null : milliCelsius / 1000;
  return {
    said: 'judged',
    parcel: parcelUri,
    level: judgement.level,
    because: { reason: judgement.because, ...coldReasonText(judgement.because) },
    celsius: celsius(judgement.nowMilliCelsius),
    mean_kinetic_celsius: celsius(judgement.meanKineticMilliCelsius),
    outside_minutes: minutes(judgement.outsideMs),
    not_seen_minutes: minutes(judgement.gapMs),
    survives_minutes: minutes(judgement.survivesMs),
    ...(answer && {
      answer: {
        ...weighed(answer.chosen),
        do: answerText(answer.chosen.kind),
        decided_in_seconds: Math.ceil((decidedInMs ?? 0) / 1000),
        others: answer.others.map((one) => ({
          ...weighed(one),
          lost: one.lost && { ...one.lost, ...lostText(one.lost) },
        })),
      },
    }),
  };
}

const minutes = (ms: number): number => Math.floor(ms / 60_000);

const weighed = ({ optionId, kind, placeUri, cost, arrivesAt }: WeighedAnswer) => ({
  option: optionId,
  kind,
  place: placeUri ?? null,
  total_minor: cost.totalMinor,
  arrives_at: arrivesAt === undefined ? null : new Date(arrivesAt).toISOString(),
});

const missing = ({ lineNo, itemId, name, units, lots, shelf }: WantedUnits) => ({
  line_no: lineNo,
  item: itemId,
  name,
  units,
  ...(lots.length > 0 && { lots }),
  ...(shelf !== undefined && { shelf }),
});

function refusalAnswer(refusal: EdgeRefusal): EdgeAnswer {
  switch (refusal.reason) {
    case 'wrong':
      return { said: 'stop', reason: refusal.refusal.reason, ...guideAnswer(refusal.guide) };
    case 'put-back-first':
      return { said: 'stop', reason: refusal.reason, ...guideAnswer(refusal.guide) };
    case 'units-missing':
      return { said: 'refused', reason: refusal.reason, missing: refusal.missing.map(missing) };
    case 'not-watched':
    case 'no-answer':
      return { said: 'refused', reason: refusal.reason, about: refusal.parcelUri };
    case 'no-task':
    case 'closed':
      return { said: 'refused', reason: refusal.reason, about: refusal.taskId };
  }
}

const guideAnswer = ({ why, putBack, take }: PackGuide) => ({ why, put_back: putBack, take });
