import type { ItemId } from '../../words/index.ts';
import type { Board } from '../board/board.ts';

/** Nobody new takes goods of the items, at nodes or announced, before those who wait have had their turn. */
export async function whileSharing<T>(
  board: Board,
  items: ReadonlySet<ItemId>,
  share: () => Promise<T>,
): Promise<T> {
  const own = [...items].filter((item) => !board.sharedOut.has(item));
  for (const item of own) board.sharedOut.add(item);
  const shared = share();
  board.sharing = Promise.allSettled([board.sharing, shared]);
  try {
    return await shared;
  } finally {
    for (const item of own) board.sharedOut.delete(item);
  }
}
