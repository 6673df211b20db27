import type { Window } from '../../words/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import { coldLabel, erasedLabel, optionLabel, questionLabel } from './labels.ts';
import type { TrackedChoice, TrackedCold, TrackedOrder } from './tracked-order.ts';

/** What the customer is asked, in words for people. Stores where goods can be collected are named at every tier. */
export interface CustomerQuestion {
  readonly choiceId: string;
  readonly label: Sentence;
  readonly untilAt: number;
  readonly options: readonly {
    readonly option: 'pickup' | 'ship' | 'cancel';
    readonly store: string | undefined;
    readonly label: Sentence;
    readonly window: Window | undefined;
  }[];
}

/** Goods of the customer got too warm on their way, and what is done about it. */
export interface ColdNotice {
  readonly label: Sentence;
  readonly at: number;
  /** The answer was carried out. */
  readonly isDone: boolean;
  /** The case; staff find the numbers under it. */
  readonly basis: readonly string[];
}

/** What the order said of people is gone for good. */
export interface ErasedNotice {
  readonly label: Sentence;
  readonly at: number;
}

/**
 * What a customer must know besides the status: a question, until when goods wait at the counter, goods that got too
 * warm, and that what was said of people is gone.
 */
export interface CustomerDesk {
  readonly question?: CustomerQuestion;
  readonly collectUntilAt?: number;
  readonly coldChain?: readonly ColdNotice[];
  /** Absent = nothing was erased. */
  readonly erased?: ErasedNotice;
}

/** @see CustomerDesk */
export function customerDesk(tracked: TrackedOrder): CustomerDesk {
  const { choice, collectUntilAt, coldChain, erasedAt } = tracked;
  return {
    ...(choice && { question: questionOf(tracked, choice) }),
    ...(collectUntilAt !== undefined && { collectUntilAt }),
    ...(coldChain && { coldChain: coldChain.map(noticeOf) }),
    ...(erasedAt !== undefined && { erased: { label: erasedLabel, at: erasedAt } }),
  };
}

const noticeOf = ({ caseId, happenedAt, doneAt, action, report }: TrackedCold): ColdNotice => ({
  label: coldLabel(action, report.answer),
  at: happenedAt,
  isDone: doneAt !== undefined,
  basis: [caseId],
});

function questionOf({ nodes }: TrackedOrder, choice: TrackedChoice): CustomerQuestion {
  return {
    choiceId: choice.choiceId,
    label: questionLabel,
    untilAt: choice.untilAt,
    options: choice.options.map(({ option, nodeId, window }) => {
      const store = nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId;
      return { option, store, label: optionLabel(option, store), window };
    }),
  };
}
