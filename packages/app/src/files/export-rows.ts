import { instantText } from '@ordermesh/core/words';
import { orderDocument } from '@ordermesh/core/intake';
import { availableToPromise, isQuota } from '@ordermesh/core/stock';
import type { Backend } from '../backend.ts';
import { snakeKeys } from '../json/index.ts';
import { holidayView, promotionView, weatherView } from '../http/views/demand/signals.ts';
import type { FileKind } from './kinds.ts';
import type { JsonDocument } from './table/paths.ts';

const pageRows = 500;

/**
 * Everything of a kind as documents that an import takes back, page by page: nothing is held whole. Orders come newest
 * first and carry recipients.
 */
export async function* exportedRows(
  kind: FileKind,
  backend: Backend,
): AsyncGenerator<JsonDocument> {
  yield* exporters[kind](backend);
}

const exporters: Readonly<
  Record<FileKind, (backend: Backend) => Iterable<JsonDocument> | AsyncGenerator<JsonDocument>>
> = {
  nodes: ({ hub }) => hub.network().nodes.map((node) => snakeKeys(node) as JsonDocument),
  items: ({ hub }) => hub.items().map((item) => snakeKeys(item) as JsonDocument),
  stock: stockRows,
  inbound: ({ hub }) =>
    hub.items().flatMap(({ itemId }) =>
      hub.announced(itemId).map(({ nodeId, expectedAt, units }) => ({
        node: nodeId,
        item: itemId,
        expected_at: instantText(expectedAt),
        units,
      })),
    ),
  orders: orderRows,
  promotions: async function* ({ hub }) {
    yield* (await hub.promotions()).map(promotionView);
  },
  holidays: async function* ({ hub }) {
    yield* (await hub.holidays()).map(holidayView);
  },
  weather: async function* ({ hub }) {
    yield* (await hub.weather()).map(weatherView);
  },
};

/** Quotas and promised supply have positions too, beside the goods that lie somewhere: they are not counted. */
async function* stockRows({ store, hub }: Backend): AsyncGenerator<JsonDocument> {
  const nodes = new Set<string>(hub.network().nodes.map(({ nodeId }) => nodeId));
  let after: string | undefined;
  do {
    const page = await store.positions({ limit: pageRows, after });
    for (const position of page.rows)
      if (nodes.has(position.nodeId) && !isQuota(position))
        yield {
          node: position.nodeId,
          item: position.itemId,
          lot: position.lot,
          on_hand_units: position.onHandUnits,
          safety_units: position.safetyUnits,
          reserved_units: position.reservedUnits,
          available_units: availableToPromise(position),
        };
    after = page.next;
  } while (after !== undefined);
}

async function* orderRows({ store }: Backend): AsyncGenerator<JsonDocument> {
  let after: string | undefined;
  do {
    const page = await store.orderList({}, { limit: pageRows, after });
    for (const { order, state, status } of page.rows)
      yield { ...orderDocument(order), state, status };
    after = page.next;
  } while (after !== undefined);
}
