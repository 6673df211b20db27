import { rowsOf } from './paging.ts';
import type { ListQuery } from './paging.ts';
import type { Transport } from './transport.ts';
import type { Approval } from './wires/approval-types.ts';
import type {
  CaptureResult,
  CheckedStrategy,
  ExceptionView,
  ListPage,
  Node,
  StockCount,
  OwedStock,
  StockPosition,
  StrategyChange,
  StrategyVersion,
} from './world-types.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Rows<T> = AsyncGenerator<T, void, undefined>;

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about physical facts. Facts are idempotent by their event hash. */
export interface FactCalls {
  capture(event: object): Promise<CaptureResult>;
  captureDocument(document: object): Promise<{ readonly results: readonly CaptureResult[] }>;
  list(query?: ListQuery): Rows<JsonObject>;
}

/** @see FactCalls */
export const factCalls = (transport: Transport): FactCalls => ({
  capture: (event) =>
    transport.send({ method: 'POST', path: at('facts'), body: event, repeatable: true }),
  captureDocument: (document) =>
    transport.send({ method: 'POST', path: at('capture'), body: document, repeatable: true }),
  list: (query) => rowsOf(transport, at('facts'), query),
});

/** When a node that is switched off opens again by itself (RFC 3339), and who switched it. */
export interface SwitchHow {
  readonly until?: string;
  readonly by?: string;
}

/** What switching a node moved; with `approval` nothing yet: another key has to agree first. */
export interface NodeMoved {
  readonly rerouted: number;
  readonly approval?: Approval;
}

/** A node after its profile was put; with `approval` nothing was changed yet: another key has to agree first. */
export type NodePut =
  | (Node & { readonly approval?: undefined })
  | { readonly node: string; readonly approval: Approval };

/** Calls about nodes. */
export interface NodeCalls {
  list(query?: ListQuery): Rows<Node>;
  get(node: string): Promise<Node>;
  put(node: string, profile: object): Promise<NodePut>;
  /** No new work. */
  drain(node: string, reason: string, how?: SwitchHow): Promise<NodeMoved>;
  /** Its open work looks for other nodes. */
  strike(node: string, reason: string, how?: SwitchHow): Promise<NodeMoved>;
  restore(node: string, reason: string): Promise<NodeMoved>;
}

/** @see NodeCalls */
export const nodeCalls = (transport: Transport): NodeCalls => {
  const move =
    (verb: string): NodeCalls['drain'] =>
    (node, reason, how = {}) =>
      transport.send({ method: 'POST', path: at('nodes', node, verb), body: { reason, ...how } });
  return {
    list: (query) => rowsOf(transport, at('nodes'), query),
    get: (node) => transport.send({ method: 'GET', path: at('nodes', node) }),
    put: (node, profile) =>
      transport.send({ method: 'PUT', path: at('nodes', node), body: profile }),
    drain: move('drain'),
    strike: move('strike'),
    restore: move('restore'),
  };
};

/** Calls about stock. */
export interface StockCalls {
  list(query?: ListQuery): Rows<StockPosition>;
  /** Units that left before the books had them; of one node, or of all. */
  owed(query?: { readonly node?: string }): Rows<OwedStock>;
  /** Sets counted stock; the difference is booked. */
  set(rows: readonly StockCount[], reason: string): Promise<{ readonly positions: number }>;
  /** What may be sold now and at later moments (RFC 3339); for an asker, what buffers and fences let him buy. */
  availability(
    item: string,
    moments?: readonly string[],
    asker?: { readonly channel: string; readonly tier?: string; readonly customer?: string },
  ): Promise<{ readonly total_units: number; readonly nodes: readonly object[] }>;
  putItems(items: readonly object[]): Promise<{ readonly items: number }>;
}

/** @see StockCalls */
export const stockCalls = (transport: Transport): StockCalls => ({
  list: (query) => rowsOf(transport, at('stock'), query),
  owed: (query) => rowsOf(transport, at('stock', 'owed'), query),
  set: (rows, reason) =>
    transport.send({ method: 'PUT', path: at('stock'), body: { reason, rows } }),
  availability: (item, moments = [], asker) =>
    transport.send({
      method: 'GET',
      path: at('stock', 'availability', item),
      query: { at: moments.length === 0 ? undefined : moments.join(','), ...asker },
    }),
  putItems: (items) => transport.send({ method: 'PUT', path: at('items'), body: { items } }),
});

/** Calls about strategies. */
export interface StrategyCalls {
  list(): Promise<readonly StrategyVersion[]>;
  get(id: string, version?: number): Promise<StrategyVersion>;
  validate(document: unknown): Promise<CheckedStrategy>;
  /** It decides within a second. */
  publish(document: unknown, note: string): Promise<CheckedStrategy>;
  /** What changed, in sentences. */
  diff(id: string, from: number, to?: number): Promise<readonly StrategyChange[]>;
  /** Makes an earlier version live again, as a new version. */
  rollback(id: string, version: number, note: string): Promise<StrategyVersion>;
}

/** @see StrategyCalls */
export const strategyCalls = (transport: Transport): StrategyCalls => ({
  list: async () => {
    const path = at('strategies');
    return (await transport.send<ListPage<StrategyVersion>>({ method: 'GET', path })).data;
  },
  get: (id, version) =>
    transport.send({ method: 'GET', path: at('strategies', id), query: { version } }),
  validate: (document) =>
    transport.send({
      method: 'POST',
      path: 'v1/strategies:validate',
      body: document,
      repeatable: true,
    }),
  publish: (document, note) =>
    transport.send({ method: 'POST', path: at('strategies'), query: { note }, body: document }),
  diff: async (id, from, to) => {
    const list = await transport.send<ListPage<StrategyChange>>({
      method: 'GET',
      path: at('strategies', id, 'diff'),
      query: { from, to },
    });
    return list.data;
  },
  rollback: (id, version, note) =>
    transport.send({
      method: 'POST',
      path: at('strategies', id, 'rollback'),
      body: { version, note },
    }),
});

/** Calls about what waits for people. */
export interface ExceptionCalls {
  list(query?: ListQuery): Rows<ExceptionView>;
  /** People have looked into it; one about an order that waits for a node is refused. */
  resolve(id: string, by: string, note: string): Promise<ExceptionView>;
}

/** @see ExceptionCalls */
export const exceptionCalls = (transport: Transport): ExceptionCalls => ({
  list: (query) => rowsOf(transport, at('exceptions'), query),
  resolve: (id, by, note) =>
    transport.send({ method: 'POST', path: at('exceptions', id, 'resolve'), body: { by, note } }),
});
