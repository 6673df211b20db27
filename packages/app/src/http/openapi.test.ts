import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { routes } from './routes/index.ts';
import { apiWorld } from './testing/api-world.ts';
import type { ApiWorld } from './testing/api-world.ts';
import { openStreams } from './wire/sse.ts';

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: object;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: object }>>;
  };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
      }
    >
  >;
}
interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let world: SmallWorld;
let api: ApiWorld;
let document: ApiDocument;
let operations: { path: string; verb: string; operation: Operation }[];

beforeAll(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  document = (await api.send({ url: '/openapi.json', key: null })).at('') as ApiDocument;
  operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
  );
});
afterAll(async () => {
  await api.http.close();
  await world.hub.stop();
});

const spelled = (path: string): string =>
  path
    .replaceAll('::', '\u0000')
    .replace(/:(\w+)/g, '{$1}')
    .replaceAll('\u0000', ':');

/** Every `$ref` anywhere in a value. */
function refsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    key === '$ref' && typeof held === 'string' ? [held] : refsOf(held),
  );
}

describe('the OpenAPI document', () => {
  it('is version 3.1 with title and version', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'ordermesh', version: '0.0.0' });
  });

  it('describes exactly the operations that are served', () => {
    const served = routes(openStreams()).map(({ method, path }) => `${method} ${spelled(path)}`);
    const described = operations.map(({ path, verb }) => `${verb.toUpperCase()} ${path}`);
    expect(described.sort()).toEqual(served.sort());
    expect(served.length).toBeGreaterThan(40);
  });

  it('gives every operation its own id, a known tag, words, and a described answer per status', () => {
    const tags = document.tags.map(({ name }) => name);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      expect(tags, path).toContain(operation.tags?.[0]);
      expect(operation.summary, path).toBeTruthy();
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(answer.description, `${path} ${status}`).toBeTruthy();
        const schemas = Object.values(answer.content ?? {}).map(({ schema }) => schema);
        expect(
          schemas.every((schema) => schema !== undefined),
          `${path} ${status}`,
        ).toBe(true);
      }
      expect(operation.responses['401']?.content, path).toHaveProperty([
        'application/problem+json',
      ]);
    }
  });

  it('declares every path parameter, and only those', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const declared = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'path')
        .map(({ name, required }) => (required === true ? name : `${name} is not required`))
        .sort();
      expect(declared, path).toEqual(inPath);
    }
  });

  it('points only to schemas that exist, under their own names, and uses each', () => {
    const refs = new Set(refsOf(document));
    const known = Object.keys(document.components.schemas).map(
      (name) => `#/components/schemas/${name}`,
    );
    for (const ref of refs) expect(known).toContain(ref);
    expect([...refs].filter((ref) => /part-|def-/.test(ref))).toEqual([]);
    expect(known.filter((name) => !refs.has(name))).toEqual([]);
  });

  it('refuses unknown keys in every body that it judges itself', () => {
    for (const definition of routes(openStreams())) {
      if (
        definition.body === undefined ||
        definition.bodyJudge === 'hub' ||
        definition.bodyKind === 'ndjson'
      )
        continue;
      expect(definition.body, definition.operationId).toHaveProperty('additionalProperties', false);
    }
  });
});
