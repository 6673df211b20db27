import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { grantOf, principalKinds, transparencyTiers } from '@ordermesh/core/parties';
import type { Sight } from '@ordermesh/core/parties';
import { routes } from '../routes/index.ts';
import { apiWorld } from '../testing/api-world.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { shapeArbitraries } from '../testing/fuzz/shape.ts';
import type { Shape } from '../testing/fuzz/shape.ts';
import { openStreams } from '../wire/sse.ts';
import { seenOf } from './project.ts';

type Labelled = Shape & { readonly 'x-tier'?: string; readonly 'x-personal'?: boolean };

let world: SmallWorld;
let api: ApiWorld;
let components: Readonly<Record<string, Labelled>>;
beforeAll(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  const document = await api.http.app.inject({ url: '/openapi.json' });
  components = document.json<{ components: { schemas: typeof components } }>().components.schemas;
}, 60_000);
afterAll(async () => {
  await api.http.close();
  await world.hub.stop();
});

/** Answers of operations that somebody sees in part. */
const cut = routes(openStreams()).filter(({ access, responses }) =>
  principalKinds.some((kind) => {
    const grant = grantOf(kind, access.action);
    return grant !== undefined && grant.tier !== 'high' && 200 in responses;
  }),
);

const rank = (tier: string): number => transparencyTiers.findIndex((one) => one === tier);
const sights = transparencyTiers.flatMap((tier) =>
  [true, false].map((seesPersonal): Sight => ({ tier, seesPersonal })),
);

/**
 * Labels read once more, as a table: the path of each field (items of lists as `*`) with the rank it needs and whether it is
 * personal, from the published document.
 */
function labelsOf(shape: Labelled, around = 2, path = ''): ReadonlyMap<string, string> {
  const held = shape.$ref === undefined ? shape : (components[nameOf(shape.$ref)] ?? {});
  const inner =
    held['x-tier'] === undefined && shape.$ref === undefined ? around : ownRank(held, 2);
  const fields = Object.entries(held.properties ?? {}) as [string, Labelled][];
  return new Map([
    ...(held.anyOf ?? []).flatMap((one) => [...labelsOf(one, inner, path)]),
    ...(held.items ? labelsOf(held.items, inner, `${path}/*`) : []),
    ...fields.flatMap(([name, field]) => {
      const own = ownRank(field, inner);
      const label = `${own}${field['x-personal'] === true ? ' personal' : ''}`;
      const at = `${path}/${name}`;
      return [[at, label] as const, ...labelsOf(field, own, at)];
    }),
  ]);
}

const nameOf = ($ref: string): string => $ref.replace('#/components/schemas/', '').replace('#', '');

function ownRank(field: Labelled, inner: number): number {
  if (field['x-tier'] !== undefined) return rank(field['x-tier']);
  if (field.$ref !== undefined) return rank(components[nameOf(field.$ref)]?.['x-tier'] ?? 'high');
  const cases = (field.anyOf ?? []).filter(({ type }) => type !== 'null') as Labelled[];
  return cases.length === 0 ? inner : Math.max(...cases.map((one) => ownRank(one, inner)));
}

/** Every field of an answer as a path. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}/*`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => [
    `${path}/${name}`,
    ...pathsOf(held, `${path}/${name}`),
  ]);
}

const isAllowed = (label: string | undefined, sight: Sight): boolean =>
  label !== undefined &&
  Number(label[0]) <= rank(sight.tier) &&
  (sight.seesPersonal || !label.endsWith('personal'));

describe('what a reader of a tier sees of an answer', () => {
  it('is nothing above the tier, nothing unlabelled, and nothing personal to those who study', () => {
    expect(cut.length).toBeGreaterThan(15);
    for (const { operationId, responses } of cut) {
      const schema = responses[200]?.schema as Labelled;
      const labels = labelsOf(pointed(schema));
      const answers = shapeArbitraries(components, {})(pointed(schema));
      fc.assert(
        fc.property(answers, fc.constantFrom(...sights), (answer, sight) => {
          const shown = pathsOf(seenOf(schema, answer, sight));
          const above = shown.filter(
            (path) => !isWhole(path) && !isAllowed(labels.get(path), sight),
          );
          expect(above, `${operationId} ${JSON.stringify(sight)}`).toEqual([]);
        }),
        { numRuns: 30, seed: 7 },
      );
    }
  }, 120_000);

  it('grows with the tier, and is the same when it is cut again', () => {
    for (const { responses } of cut) {
      const schema = responses[200]?.schema as Labelled;
      fc.assert(
        fc.property(shapeArbitraries(components, {})(pointed(schema)), (answer) => {
          const [basic, advanced, high] = transparencyTiers.map((tier) =>
            seenOf(schema, answer, { tier, seesPersonal: true }),
          );
          const [some, more, most] = [basic, advanced, high].map((one) => new Set(pathsOf(one)));
          expect([...(some ?? [])].filter((path) => !more?.has(path))).toEqual([]);
          expect([...(more ?? [])].filter((path) => !most?.has(path))).toEqual([]);
          expect(seenOf(schema, basic, { tier: 'basic', seesPersonal: true })).toEqual(basic);
        }),
        { numRuns: 15, seed: 7 },
      );
    }
  }, 120_000);

  it('shows no tier but the highest who sends, what it costs, or why an order is held', () => {
    const labels = labelsOf(pointed(responseOf('getOrder')));
    const needs = (path: string): string | undefined => labels.get(path);
    expect(needs('/order/promise/legs/*/node')).toBe('2');
    expect(needs('/fulfilments/*/cost_minor')).toBe('2');
    expect(needs('/order/holds')).toBe('2');
    expect(needs('/order/status')).toBe('1');
    expect(needs('/order/ship_to/recipient')).toBe('0 personal');
    expect(labelsOf(pointed(responseOf('trackOrder'))).get('/parcels/*/work')).toBe('2');
  });
});

const responseOf = (operationId: string): Labelled =>
  cut.find((one) => one.operationId === operationId)?.responses[200]?.schema as Labelled;

/** The document points to components by their place in it. */
const pointed = (schema: Labelled): Labelled =>
  JSON.parse(
    JSON.stringify(schema).replace(/"\$ref":"(\w+)#"/g, '"$ref":"#/components/schemas/$1"'),
  ) as Labelled;

/** Parts that rooms judge by themselves are shown whole; only the highest tier sees them. */
const isWhole = (path: string): boolean =>
  /\/(file|versions|cost_items|cold_answers|back|refunds|suspected|responsible|evidence)\//.test(
    path,
  );
