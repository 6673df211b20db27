import { hourMs } from '../../words/index.ts';
import type { ItemId } from '../../words/index.ts';
import { changeOrder } from '../orders/orders.ts';
import type { HubParts } from '../run/parts.ts';
import { backAgain } from './back-again.ts';
import { inTurn, waitingCases } from './turn.ts';

/** How late a supply may be before what was promised on it is looked at again. */
const graceMs = hourMs;

/** Items of which a supply is overdue that orders still hold. */
export const overdueItems = ({ board, env }: HubParts): readonly ItemId[] =>
  board.supplies.overdue(env.now() - graceMs);

/**
 * Supplies that were expected and have not come back no promise any more: orders that held them get what is announced
 * later, in turn, or are told that there is no date. When the goods come after all, they are served as before.
 */
export async function leaveOverdue(parts: HubParts): Promise<void> {
  const beforeAt = parts.env.now() - graceMs;
  for (const key of overdueItems(parts))
    for (const orderId of inTurn(await waitingCases(parts, { key })))
      await changeOrder(parts, orderId, (change) =>
        backAgain(
          { change, board: parts.pathBoard },
          ({ itemId, supply }) =>
            itemId === key && supply !== undefined && supply.expectedAt < beforeAt,
          'supply-overdue',
        ),
      );
}
