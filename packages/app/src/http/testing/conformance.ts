import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { problemSchema, sharedSchemas } from '../schemas/index.ts';
import { routes } from '../routes/index.ts';
import { pathTest } from '../path-test.ts';
import type { RouteDefinition } from '../route.ts';
import { openStreams } from '../wire/sse.ts';

/** Tells what is wrong with an answer by its documented schema; undefined when nothing is. */
export type Conformance = (answer: {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}) => string | undefined;

const shared = new Map(sharedSchemas.map((schema) => [`${schema.$id}#`, schema]));

/** A schema with what it points to in its place; the API has no schema that contains itself. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { readonly $ref?: string };
  if ($ref !== undefined) return resolved(shared.get($ref));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => (key === '$id' ? [] : [[key, resolved(held)]])),
  );
}

/** Compares answers with what the API says about them, so that every test of the API tests its description too. */
export function conformance(): Conformance {
  const known = routes(openStreams()).map((definition) => ({
    definition,
    isPath: pathTest(definition.path),
  }));
  const compiled = new Map<TSchema, ReturnType<typeof Compile>>();
  const check = (schema: TSchema, body: unknown): string | undefined => {
    const validator = compiled.get(schema) ?? Compile(resolved(schema) as TSchema);
    compiled.set(schema, validator);
    if (validator.Check(body)) return undefined;
    return validator
      .Errors(body)
      .slice(0, 3)
      .map(({ instancePath, message }) => `${instancePath} ${message}`)
      .join('; ');
  };
  // A literal path comes before one with a parameter that would take it as well.
  const definitionOf = (method: string, path: string): RouteDefinition | undefined =>
    known
      .filter(({ definition, isPath }) => definition.method === method && isPath(path))
      .sort((a, b) => a.definition.path.split(':').length - b.definition.path.split(':').length)[0]
      ?.definition;
  return ({ method, path, status, body }) => {
    if (status >= 400) return check(problemSchema, body);
    const definition = definitionOf(method, path);
    if (definition === undefined) return undefined;
    const response = definition.responses[status];
    if (response === undefined)
      return `${definition.operationId} does not describe status ${status}`;
    return response.schema === undefined || response.mediaType !== undefined
      ? undefined
      : check(response.schema, body);
  };
}
