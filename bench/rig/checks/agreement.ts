import type { Store } from '@ordermesh/core/hub';
import { availableToPromise } from '@ordermesh/core/stock';
import { itemId } from '@ordermesh/core/words';

/**
 * Whether every process knows what the database says: what may be sold of some items, node by node, asked of each.
 *
 * @returns the first difference
 */
export async function disagreement(
  store: Store,
  asked: {
    readonly urls: readonly string[];
    readonly key: string;
    readonly items: readonly string[];
  },
): Promise<string | undefined> {
  for (const item of asked.items) {
    const stored = await storedUnits(store, item);
    for (const url of asked.urls) {
      const seen = await available(url, asked.key, item);
      if (seen === undefined) return `${url} does not answer`;
      const other = seen.find(
        ({ node, available_units: units }) => units !== (stored.get(node) ?? 0),
      );
      if (other)
        return `${url} ${item} at ${other.node}: ${String(other.available_units)}, database ${String(stored.get(other.node))}`;
    }
  }
  return undefined;
}

async function storedUnits(store: Store, item: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await store.positions({ limit: 1000, after: undefined, itemId: itemId(item) });
  const stored = new Map<string, number>();
  for (const row of rows)
    stored.set(row.nodeId, (stored.get(row.nodeId) ?? 0) + availableToPromise(row));
  return stored;
}

interface NodeUnits {
  readonly node: string;
  readonly available_units: number;
}

async function available(
  url: string,
  key: string,
  item: string,
): Promise<readonly NodeUnits[] | undefined> {
  try {
    const answer = await fetch(`${url}/v1/stock/availability/${encodeURIComponent(item)}`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) return undefined;
    const { nodes } = (await answer.json()) as { readonly nodes: readonly NodeUnits[] };
    return nodes;
  } catch {
    return undefined;
  }
}
