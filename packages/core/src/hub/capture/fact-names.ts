import {
  itemClassOf,
  itemUri,
  locationUri,
  orderId,
  privateUri,
  thingOf,
} from '../../words/index.ts';
import type { ItemId, NodeId, OrderId } from '../../words/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import { coverageOf } from '../../release/index.ts';
import type { Fulfilment, LineCoverage } from '../../release/index.ts';
import type { NodeProfile } from '../../network/index.ts';
import type { LifecycleLine, LifecycleOrder, StoredFact } from '../../facts/index.ts';
import type { Board } from '../board/board.ts';
import type { OrderRecord } from '../ports/records.ts';

/**
 * How facts name the things of the house: GS1 keys where the user has them, private URIs under the hub's own host
 * name where not. Both ways are read.
 */
export interface FactNames {
  itemUris(item: ItemProfile): readonly string[];
  nodeUri(node: NodeProfile): string;
  orderUri(id: OrderId): string;
  /** The document (`rma`) that facts about a return name. */
  returnUri(caseId: string): string;
  nodeOf(uri: string | undefined): NodeId | undefined;
  itemOf(uri: string): ItemId | undefined;
  /** The order that a `po` document names, when the name holds one of our order ids. */
  orderOf(key: string): OrderId | undefined;
  lifecycleOrder(
    record: OrderRecord,
    facts: readonly StoredFact[],
    works: readonly Fulfilment[],
  ): LifecycleOrder;
}

/** @param host name (and port) of this hub in private URIs, e.g. `hub.example` */
export function factNames(board: Board, host: string): FactNames {
  const byGln = memo(
    () => board.network.document.version,
    () => keyed(board.network.nodes, ({ gln, nodeId }) => gln && [gln, nodeId]),
  );
  const byGtin = memo(
    () => board.items.size,
    () => keyed([...board.items.values()], ({ gtin, itemId }) => gtin && [gtin, itemId]),
  );
  const itemUris = (item: ItemProfile): readonly string[] => [
    ...(item.gtin ? [itemUri(item.gtin)] : []),
    privateUri(host, 'sku', item.itemId),
  ];
  const orderUri = (id: OrderId): string => privateUri(host, 'order', id);

  return {
    itemUris,
    orderUri,
    returnUri: (caseId) => privateUri(host, 'return', caseId),
    nodeUri: (node) => (node.gln ? locationUri(node.gln) : privateUri(host, 'node', node.nodeId)),
    nodeOf: (uri) => {
      if (uri === undefined) return undefined;
      const thing = thingOf(uri);
      if (thing.kind !== 'node') return undefined;
      if (thing.scheme === 'gs1') return byGln().get(thing.key);
      return board.network.nodes[board.network.nodeIxOf(thing.key as NodeId) ?? -1]?.nodeId;
    },
    itemOf: (uri) => {
      const thing = thingOf(itemClassOf(uri) ?? uri);
      if (thing.kind !== 'item') return undefined;
      if (thing.scheme === 'gs1') return byGtin().get(thing.key);
      return board.items.get(thing.key)?.itemId;
    },
    orderOf: (key) => {
      const name = /(ord_[0-9a-f-]{36})$/.exec(key)?.[1];
      return name === undefined ? undefined : orderId(name);
    },
    lifecycleOrder: (record, facts, works) => ({
      orderKeys: [
        ...new Set([orderUri(record.order.orderId), ...facts.flatMap((fact) => fact.orderKeys)]),
      ],
      lines: coverageOf(record.order, record.cancelledUnits, works).flatMap((coverage) =>
        lifecycleLines(coverage, record, itemOf),
      ),
      writtenOffParcelUris: record.aftercare?.writtenOffParcelUris ?? [],
      decided: record.promise ? 'allocated' : 'accepted',
      decidedAt: record.acceptedAt,
    }),
  };

  function itemOf(id: string): Pick<LifecycleLine, 'itemUris' | 'unit'> {
    const item = board.items.get(id);
    return item
      ? { itemUris: itemUris(item), unit: item.unit }
      : { itemUris: [privateUri(host, 'sku', id)], unit: 'each' };
  }
}

/**
 * The line, or its parts: of a kit that is picked as parts the goods are the parts, of a substitute that one. What
 * nobody works on yet, and what is cancelled, stays the line itself.
 */
function lifecycleLines(
  { line, asForms }: LineCoverage,
  record: OrderRecord,
  itemOf: (id: string) => Pick<LifecycleLine, 'itemUris' | 'unit'>,
): readonly LifecycleLine[] {
  const begun = asForms.reduce((sum, { sets }) => sum + sets, 0);
  const itself: LifecycleLine = {
    ...itemOf(line.itemId),
    lineNo: line.lineNo,
    orderedUnits: (record.weighedUnits?.[line.lineNo] ?? line.quantityUnits) - begun,
    cancelledUnits: record.cancelledUnits[line.lineNo] ?? 0,
  };
  const parts = asForms.flatMap(({ form, sets }) =>
    sets === 0
      ? []
      : form.parts.map(({ partNo, itemId, unitsPer }) => ({
          ...itemOf(itemId),
          lineNo: partNo,
          orderedUnits: sets * unitsPer,
        })),
  );
  return itself.orderedUnits > 0 ? [itself, ...parts] : parts;
}

const keyed = <T, Id>(
  things: readonly T[],
  keyOf: (thing: T) => readonly [string, Id] | '' | undefined,
): ReadonlyMap<string, Id> =>
  new Map(things.flatMap((thing) => [keyOf(thing) || []].filter(isPair)));

const isPair = <Id>(pair: readonly [string, Id] | readonly []): pair is readonly [string, Id] =>
  pair.length === 2;

/** Builds anew only when the key has changed. */
function memo<T>(key: () => number, build: () => T): () => T {
  let at: number | undefined;
  let value: T | undefined;
  return () => {
    if (value === undefined || at !== key()) {
      at = key();
      value = build();
    }
    return value;
  };
}
