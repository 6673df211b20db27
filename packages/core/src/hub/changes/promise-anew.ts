import type { Window } from '../../words/index.ts';
import type { PathBoard } from '../../path.ts';
import { promiseOf } from '../../promise/index.ts';
import { fulfilmentsNow } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import { expectNow, isOnItsWay, legOf } from '../watch/expect.ts';

/**
 * The customer asked for something else, so what is promised is said anew, from all that is on its way. While the order
 * goes where it went, a promise that still holds stands.
 */
export function promiseAnew(
  change: OrderChange,
  board: PathBoard,
  { goesElsewhere }: { readonly goesElsewhere: boolean },
): void {
  const { order, promise: told } = change.record;
  const looking = { order, at: change.unit.at, board };
  const works = [...fulfilmentsNow(change), ...change.unit.fulfilmentsAdded].filter(isOnItsWay);
  if (works.length === 0 || !told) return;
  const made = promiseOf(
    works.map((work) => legOf(work, expectNow(work, looking))),
    { madeAt: looking.at, confidencePercent: board.confidencePercent(order, looking.at) },
  );
  const stands = !goesElsewhere && made.window.endAt <= told.window.endAt;
  const promise = stands
    ? { ...told, madeAt: made.madeAt, confidencePercent: made.confidencePercent, legs: made.legs }
    : { ...made, window: windowSaid(made.window, order.promisedWindow) };
  change.record = { ...change.record, promise };
  promiseWorks(change, promise.window);
}

/** What the customer asked for, when it can be met; else what can. */
const windowSaid = (made: Window, wanted: Window | undefined): Window =>
  wanted && made.endAt <= wanted.endAt ? wanted : made;

function promiseWorks(change: OrderChange, promisedWindow: Window): void {
  for (const work of fulfilmentsNow(change))
    if (isOnItsWay(work)) change.fulfilments.set(work.fulfilmentId, { ...work, promisedWindow });
  change.unit.fulfilmentsAdded.forEach((work, ix) => {
    change.unit.fulfilmentsAdded[ix] = { ...work, promisedWindow };
  });
}
