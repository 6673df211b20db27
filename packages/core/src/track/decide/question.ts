import type { Window } from '../../words/index.ts';
import type { Sentence } from '../../route/decide/index.ts';
import { optionLabel, questionLabel } from './labels.ts';
import type { TrackedChoice, TrackedOrder } from './tracked-order.ts';

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

/** What a customer must know besides the status: a question, and until when goods wait at the counter. */
export interface CustomerDesk {
  readonly question?: CustomerQuestion;
  readonly collectUntilAt?: number;
}

/** @see CustomerDesk */
export function customerDesk(tracked: TrackedOrder): CustomerDesk {
  const { choice, collectUntilAt } = tracked;
  return {
    ...(choice && { question: questionOf(tracked, choice) }),
    ...(collectUntilAt !== undefined && { collectUntilAt }),
  };
}

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
