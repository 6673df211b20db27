import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { RequestMeta } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import type { ErrorName } from '../errors/index.ts';
import type { Scope } from '../keys/index.ts';
import type { Caller } from './access/caller.ts';
import type { Permit, RouteAccess } from './access/route-access.ts';

/** One request as a handler sees it: everything is read and checked. */
export interface RouteAsk<Params, Query, Body> extends Backend {
  readonly caller: Caller;
  /** What the caller may see and reach. */
  readonly permit: Permit;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly meta: RequestMeta;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a handler answers; `undefined` when it wrote to the socket itself. */
export interface RouteAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API: the served route, its checks and its documentation come from here. */
export interface RouteDefinition<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** In fastify's spelling: `/v1/orders/:order_id`; a literal colon is `::`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  /** Which kinds of callers may, and whose things it is about. */
  readonly access: RouteAccess<Static<Params>, Static<Query>, Static<Body>>;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** `hub`: the hub judges the body and names every fault; the schema only documents it. */
  readonly bodyJudge?: 'schema' | 'hub';
  /** `ndjson`: one JSON value a line, read by the handler; the schema describes one line. */
  readonly bodyKind?: 'json' | 'ndjson';
  /** Large batches are allowed. */
  readonly large?: boolean;
  /** Success answers by status. */
  readonly responses: Readonly<Record<number, ResponseDefinition>>;
  /** Refusals that are particular to this operation; the general ones are added. */
  readonly errors?: readonly ErrorName[];
  handle(
    ask: RouteAsk<Static<Params>, Static<Query>, Static<Body>>,
  ): Promise<RouteAnswer | undefined> | RouteAnswer | undefined;
}

/** A success answer. */
export interface ResponseDefinition {
  readonly says: string;
  /** Absent: no body. */
  readonly schema?: TSchema;
  /** Default `application/json`. */
  readonly mediaType?: string;
  readonly example?: unknown;
}

/** Names the types of one operation; the list of operations forgets them. */
export const route = <
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
>(
  definition: RouteDefinition<Params, Query, Body>,
): RouteDefinition => definition;
