import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import Type from 'typebox';
import type { TSchema } from 'typebox';
import { errorRegistry } from '../../errors/index.ts';
import type { ErrorName } from '../../errors/index.ts';
import type { RouteDefinition } from '../route.ts';
import { sharedSchemas, problemSchema } from '../schemas/index.ts';

/** The groups of the API, in reading order. */
const tags = [
  ['orders', 'Orders: place, look, cancel, route again.'],
  ['carts', 'Before the order: promises for carts, stock held for carts.'],
  ['fulfilments', 'The work of nodes: offers, accepts, rejects, short picks.'],
  ['facts', 'What physically happened, as EPCIS 2.0 events.'],
  ['decisions', 'Why it was decided so: explain, compare, replay.'],
  ['network', 'Nodes, carrier services, lanes.'],
  ['stock', 'Positions, availability, items, supplies on their way.'],
  ['strategies', 'How decisions weigh money, time and rules.'],
  ['exceptions', 'Questions that wait for people.'],
  ['events', 'The log of everything that was committed, as CloudEvents.'],
  ['ingest', 'Orders from marketplaces, shops and ERPs, in any order, as often as they like.'],
  ['webhooks', 'Who is told of what happens, signed, at least once.'],
] as const;

/** Lets @fastify/swagger collect the operations; `/openapi.json` is made from exactly what is served. */
export async function documentApi(app: FastifyInstance, version: string): Promise<void> {
  for (const schema of sharedSchemas) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ordermesh',
        version,
        description:
          'The hub of distributed order management. Unknown keys are refused, money is integer minor units, ' +
          'instants are RFC 3339 in UTC, errors are RFC 9457 problems with code, why and try.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: tags.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An API key (om_test_… or om_live_…), a token of the identity provider, or of a tracking link.',
          },
        },
      },
      security: [{ key: [] }],
    },
    refResolver: {
      buildLocalReference: (...[json, , , index]) =>
        typeof json['$id'] === 'string' ? json['$id'] : `part-${index}`,
    },
  });
}

const general: readonly ErrorName[] = [
  'key-missing',
  'scope-missing',
  'rate-limited',
  'hub-busy',
  'request-invalid',
  'starting',
];
const ofBodies: readonly ErrorName[] = ['body-invalid', 'body-too-large', 'media-type'];

/** What fastify and its OpenAPI writer know about an operation. */
export function operationSchema(definition: RouteDefinition): FastifySchema {
  return {
    operationId: definition.operationId,
    tags: [definition.tag],
    summary: definition.summary,
    description: `${definition.description ?? definition.summary}\n\nScope: \`${definition.scope}\`.`,
    ...(definition.params && { params: definition.params }),
    ...(definition.query && { querystring: definition.query }),
    ...(definition.body && { body: pointed(definition.body), consumes: consumed(definition) }),
    response: { ...successes(definition), ...problems(definition) },
  };
}

/** A shared schema is pointed to, so that it stands in the document once. */
const pointed = (schema: TSchema): object =>
  '$id' in schema ? { $ref: `${String(schema.$id)}#` } : schema;

const consumed = ({ bodyKind }: RouteDefinition): string[] => [
  bodyKind === 'ndjson' ? 'application/x-ndjson' : 'application/json',
];

function successes({ responses }: RouteDefinition): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { says, schema, mediaType, example }]) => [
      status,
      schema === undefined
        ? Type.Null({ description: says })
        : {
            description: says,
            content: {
              [mediaType ?? 'application/json']: {
                schema: { ...schema, ...(example !== undefined && { examples: [example] }) },
              },
            },
          },
    ]),
  );
}

function problems({ body, errors }: RouteDefinition): Record<string, unknown> {
  const names = [...general, ...(body === undefined ? [] : ofBodies), ...(errors ?? [])];
  const byStatus = new Map<number, ErrorName[]>();
  for (const name of names) {
    const { status } = errorRegistry[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, held]) => [
      String(status),
      {
        description: held
          .map((name) => `${errorRegistry[name].code} ${errorRegistry[name].title}`)
          .join(' · '),
        content: { 'application/problem+json': { schema: { $ref: `${problemSchema.$id}#` } } },
      },
    ]),
  );
}
