import { rowsOf } from './paging.ts';
import type { ListQuery } from './paging.ts';
import type { Transport } from './transport.ts';
import type {
  CaptureResult,
  CheckedStrategy,
  Decision,
  ExceptionView,
  ListPage,
  Node,
  StockCount,
  StockPosition,
  StrategyChange,
  StrategyVersion,
} from './types.ts';

const at = (...parts: string[]): string => ['v1', ...parts.map(encodeURIComponent)].join('/');

/** Calls about physical facts. Facts are idempotent by their event hash. */
export const factCalls = (transport: Transport) => ({
  capture: (event: object): Promise<CaptureResult> =>
    transport.send({ method: 'POST', path: at('facts'), body: event, repeatable: true }),
  captureDocument: (document: object): Promise<{ readonly results: readonly CaptureResult[] }> =>
    transport.send({ method: 'POST', path: at('capture'), body: document, repeatable: true }),
  list: (
    query: ListQuery = {},
  ): AsyncGenerator<Readonly<Record<string, unknown>>, void, undefined> =>
    rowsOf(transport, at('facts'), query),
});

/** Calls about stored decisions. */
export const decisionCalls = (transport: Transport) => ({
  get: (id: string): Promise<Decision> =>
    transport.send({ method: 'GET', path: at('decisions', id) }),
  explain: (id: string): Promise<Readonly<Record<string, unknown>>> =>
    transport.send({ method: 'GET', path: at('decisions', id, 'explain') }),
  versus: (id: string, node: string): Promise<Readonly<Record<string, unknown>>> =>
    transport.send({ method: 'GET', path: at('decisions', id, 'versus', node) }),
  replay: (
    id: string,
  ): Promise<{ readonly same: boolean; readonly differences: readonly string[] }> =>
    transport.send({ method: 'POST', path: at('decisions', id, 'replay'), repeatable: true }),
});

/** Calls about nodes. */
export const nodeCalls = (transport: Transport) => {
  const move = (
    node: string,
    verb: string,
    reason: string,
  ): Promise<{ readonly rerouted: number }> =>
    transport.send({ method: 'POST', path: at('nodes', node, verb), body: { reason } });
  return {
    list: (query: ListQuery = {}): AsyncGenerator<Node, void, undefined> =>
      rowsOf(transport, at('nodes'), query),
    get: (node: string): Promise<Node> =>
      transport.send({ method: 'GET', path: at('nodes', node) }),
    put: (node: string, profile: object): Promise<Node> =>
      transport.send({ method: 'PUT', path: at('nodes', node), body: profile }),
    /** No new work. */
    drain: (node: string, reason: string) => move(node, 'drain', reason),
    /** Its open work looks for other nodes. */
    strike: (node: string, reason: string) => move(node, 'strike', reason),
    restore: (node: string, reason: string) => move(node, 'restore', reason),
  };
};

/** Calls about stock. */
export const stockCalls = (transport: Transport) => ({
  list: (query: ListQuery = {}): AsyncGenerator<StockPosition, void, undefined> =>
    rowsOf(transport, at('stock'), query),
  /** Sets counted stock; the difference is booked. */
  set: (rows: readonly StockCount[], reason: string): Promise<{ readonly positions: number }> =>
    transport.send({ method: 'PUT', path: at('stock'), body: { reason, rows } }),
  availability: (
    item: string,
    moments: readonly string[] = [],
  ): Promise<{ readonly total_units: number; readonly nodes: readonly object[] }> =>
    transport.send({
      method: 'GET',
      path: at('stock', 'availability', item),
      query: { at: moments.length === 0 ? undefined : moments.join(',') },
    }),
  putItems: (items: readonly object[]): Promise<{ readonly items: number }> =>
    transport.send({ method: 'PUT', path: at('items'), body: { items } }),
});

/** Calls about strategies. */
export const strategyCalls = (transport: Transport) => ({
  list: async (): Promise<readonly StrategyVersion[]> =>
    (await transport.send<ListPage<StrategyVersion>>({ method: 'GET', path: at('strategies') }))
      .data,
  get: (id: string, version?: number): Promise<StrategyVersion> =>
    transport.send({ method: 'GET', path: at('strategies', id), query: { version } }),
  validate: (document: unknown): Promise<CheckedStrategy> =>
    transport.send({
      method: 'POST',
      path: 'v1/strategies:validate',
      body: document,
      repeatable: true,
    }),
  publish: (document: unknown, note: string): Promise<CheckedStrategy> =>
    transport.send({ method: 'POST', path: at('strategies'), query: { note }, body: document }),
  diff: async (id: string, from: number, to?: number): Promise<readonly StrategyChange[]> =>
    (
      await transport.send<ListPage<StrategyChange>>({
        method: 'GET',
        path: at('strategies', id, 'diff'),
        query: { from, to },
      })
    ).data,
  rollback: (id: string, version: number, note: string): Promise<StrategyVersion> =>
    transport.send({
      method: 'POST',
      path: at('strategies', id, 'rollback'),
      body: { version, note },
    }),
});

/** Calls about what waits for people. */
export const exceptionCalls = (transport: Transport) => ({
  list: (query: ListQuery = {}): AsyncGenerator<ExceptionView, void, undefined> =>
    rowsOf(transport, at('exceptions'), query),
});
