import Type from 'typebox';
import { instantOf } from '@ordermesh/core/words';
import type { NodeProfile } from '@ordermesh/core/network';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import { snakeKeys } from '../../json/index.ts';
import {
  idText,
  instant,
  limitUsual,
  listOf,
  oneOf,
  pageQuery,
  ref,
  strict,
} from '../schemas/fields.ts';
import {
  networkSchema,
  networkWaitsSchema,
  nodeMovedSchema,
  nodeProfileSchema,
  nodeSchema,
  nodeStates,
  nodeWaitsSchema,
} from '../schemas/network.ts';
import { houseDocument, withApiPointers } from '../views/documents.ts';
import { waitingFor } from '../views/approvals.ts';
import { listAnswer, positionOf } from '../wire/cursor.ts';
import { etagOf, requireVersion } from '../wire/precondition.ts';
import { valueOf } from '../wire/refusal.ts';
import { ownedNode } from '../access/owners.ts';
import { findNode } from '../find-node.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

const nodeView = (hub: Backend['hub'], profile: NodeProfile) => {
  const now = hub.nodeState(profile.nodeId);
  return {
    node: profile.nodeId,
    state: now?.state ?? 'open',
    reason: now?.reason ?? '',
    load_percent: now?.loadPercent ?? 0,
    profile: snakeKeys(profile) as Record<string, never>,
  };
};

const params = strict({ node: idText('Code of the node.', 'st_003') });

const listNodes = route({
  method: 'GET',
  path: '/v1/nodes',
  operationId: 'listNodes',
  tag: 'network',
  summary: 'List nodes with their state and load',
  scope: 'nodes:read',
  access: { action: 'node.list' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(nodeStates)),
    tag: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  responses: { 200: { says: 'A page of nodes.', schema: listOf(ref(nodeSchema)) } },
  errors: ['cursor-invalid'],
  handle: ({ hub, query }) => {
    const after = positionOf('nodes', query.cursor) ?? '';
    const limit = query.limit ?? limitUsual;
    const rows = [...hub.network().nodes]
      .sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1))
      .filter((node) => node.nodeId > after)
      .filter(({ tags }) => query.tag === undefined || tags.includes(query.tag))
      .map((profile) => nodeView(hub, profile))
      .filter(({ state }) => query.state === undefined || state === query.state);
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? page.at(-1)?.node : undefined;
    return { status: 200, body: listAnswer('nodes', { rows: page, next }, (row) => row) };
  },
});

const getNode = route({
  method: 'GET',
  path: '/v1/nodes/:node',
  operationId: 'getNode',
  tag: 'network',
  summary: 'One node',
  scope: 'nodes:read',
  access: {
    action: 'node.read',
    of: ownedNode,
  },
  params,
  responses: { 200: { says: 'The node.', schema: ref(nodeSchema) } },
  errors: ['not-found'],
  handle: ({ hub, params: path }) => ({
    status: 200,
    body: nodeView(hub, findNode({ hub }, path.node)),
  }),
});

const putNode = route({
  method: 'PUT',
  path: '/v1/nodes/:node',
  operationId: 'putNode',
  tag: 'network',
  summary: 'Add a node or replace its profile',
  scope: 'nodes:write',
  access: { action: 'network.publish' },
  params,
  body: nodeProfileSchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'The node after it.', schema: ref(nodeSchema) },
    202: {
      says: 'It waits until another key agrees (setting fourEyes); nothing is changed.',
      schema: ref(nodeWaitsSchema),
    },
  },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub, params: path, body, meta }) => {
    const profile = houseDocument(body) as { readonly nodeId?: unknown } | null;
    if (profile?.nodeId !== path.node)
      throw new AppFailure('body-invalid', {
        errors: [
          {
            pointer: '/node_id',
            code: 'not-the-path',
            why: `It must be "${path.node}", as in the path.`,
          },
        ],
      });
    const wish = { kind: 'nodes', profiles: [profile], note: `node ${path.node}` } as const;
    const approval = await withApiPointers(() => waitingFor(hub, wish, meta.principal));
    if (approval) return { status: 202, body: { node: path.node, approval } };
    const put = await withApiPointers(async () => valueOf(await hub.putNode(profile)));
    return { status: 200, body: nodeView(hub, put) };
  },
});

const reasonBody = strict({
  reason: Type.String({ minLength: 1, maxLength: 200, examples: ['storm'] }),
  until: Type.Optional(
    instant('It opens again by itself then; when somebody opens it when absent.'),
  ),
  by: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Who does it, e.g. the store.' }),
  ),
});

const moveNode = (
  verb: string,
  state: (typeof nodeStates)[number],
  words: { readonly operationId: string; readonly summary: string },
): RouteDefinition =>
  route({
    method: 'POST',
    path: `/v1/nodes/:node/${verb}`,
    ...words,
    tag: 'network',
    scope: 'nodes:write',
    access: { action: 'node.switch', of: ownedNode },
    params,
    body: reasonBody,
    responses: {
      200: { says: 'The node after it.', schema: ref(nodeMovedSchema) },
      ...(state === 'draining' && {
        202: {
          says: 'It waits until another key agrees (setting fourEyes); the node as it is.',
          schema: ref(nodeMovedSchema),
        },
      }),
    },
    errors: ['not-found', 'store-busy'],
    handle: async ({ hub, params: path, body, meta }) => {
      const node = findNode({ hub }, path.node).nodeId;
      const untilAt = body.until === undefined ? undefined : instantOf(body.until);
      const how = {
        reason: body.reason,
        ...(body.by !== undefined && { by: body.by }),
        ...(untilAt !== undefined && { untilAt }),
      };
      const wish = { kind: 'drain', nodeId: node, ...how } as const;
      const approval = state === 'draining' && (await waitingFor(hub, wish, meta.principal));
      if (approval) {
        const now = hub.nodeState(node)?.state ?? 'open';
        return { status: 202, body: { node, state: now, rerouted: 0, approval } };
      }
      const { rerouted } = valueOf(await hub.switchNode(node, { state, ...how }));
      return { status: 200, body: { node: path.node, state, rerouted } };
    },
  });

const getNetwork = route({
  method: 'GET',
  path: '/v1/network',
  operationId: 'getNetwork',
  tag: 'network',
  summary: 'The whole network at its live version',
  scope: 'nodes:read',
  access: { action: 'network.read' },
  responses: { 200: { says: 'The network.', schema: ref(networkSchema) } },
  handle: ({ hub }) => {
    const network = hub.network();
    return { status: 200, body: snakeKeys(network), headers: { etag: etagOf(network.version) } };
  },
});

const putNetwork = route({
  method: 'PUT',
  path: '/v1/network',
  operationId: 'publishNetwork',
  tag: 'network',
  summary: 'Publish a new version of the whole network',
  scope: 'nodes:write',
  access: { action: 'network.publish' },
  query: strict({ note: Type.Optional(Type.String({ maxLength: 500 })) }),
  body: networkSchema,
  bodyJudge: 'hub',
  large: true,
  responses: {
    200: { says: 'The network as published.', schema: ref(networkSchema) },
    202: {
      says: 'It waits until another key agrees (setting fourEyes); the network is as it was.',
      schema: ref(networkWaitsSchema),
    },
  },
  errors: ['precondition-failed', 'version-conflict', 'store-busy'],
  handle: async ({ hub, body, query, request, meta }) => {
    const { version } = hub.network();
    requireVersion(request, version);
    const document = houseDocument(body);
    const wish = { kind: 'network', document, note: query.note ?? '' } as const;
    const approval = await withApiPointers(() => waitingFor(hub, wish, meta.principal));
    if (approval) return { status: 202, body: { version, approval } };
    const published = await withApiPointers(async () =>
      valueOf(await hub.publishNetwork(document, query.note ?? ''), 'if-match' in request.headers),
    );
    return {
      status: 200,
      body: snakeKeys(published),
      headers: { etag: etagOf(published.version) },
    };
  },
});

/** Nodes and the network they make. */
export const networkRoutes: readonly RouteDefinition[] = [
  listNodes,
  getNode,
  putNode,
  moveNode('drain', 'draining', {
    operationId: 'drainNode',
    summary: 'No new work; work in hand is finished',
  }),
  moveNode('strike', 'stricken', {
    operationId: 'strikeNode',
    summary: 'Cannot work: its open work looks for other nodes',
  }),
  moveNode('restore', 'open', { operationId: 'restoreNode', summary: 'Open again' }),
  getNetwork,
  putNetwork,
];
