import type { Transport } from './transport.ts';
import type { ListPage } from './world-types.ts';

/** Filters of a list; `limit` is the size of a page (1 … 200), not of the whole. */
export type ListQuery = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * All rows of a list, page by page as they are needed: `for await (const order of client.orders.list()) …`.
 * Stop whenever you like; nothing is loaded ahead.
 */
export async function* rowsOf<T>(
  transport: Transport,
  path: string,
  query: ListQuery = {},
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const { data: rows, page } = await transport.send<ListPage<T>>({
      method: 'GET',
      path,
      query: { ...query, cursor },
    });
    yield* rows;
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
  } while (cursor !== undefined);
}
