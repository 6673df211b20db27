import Type from 'typebox';
import { strategyId } from '@ordermesh/core/words';
import { strategyDifference, strategyJson } from '@ordermesh/core/strategy';
import type { StrategyDocument } from '@ordermesh/core/strategy';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import { dryRunQuery, idText, listOf, positive, ref, strict } from '../schemas/fields.ts';
import {
  checkedStrategySchema,
  strategyChangeSchema,
  strategySchema,
  strategyVersionSchema,
} from '../schemas/log.ts';
import { waitingFor } from '../views/approvals.ts';
import { listAnswer } from '../wire/cursor.ts';
import { fieldErrorsOf, valueOf } from '../wire/refusal.ts';
import { route } from '../route.ts';
import type { RouteDefinition } from '../route.ts';

type Published = ReturnType<Backend['hub']['strategies']>[number];

const versionView = ({ document, publishedAt, note, live }: Published) => ({
  strategy_id: document.strategyId,
  version: document.version,
  live,
  published_at: new Date(publishedAt).toISOString(),
  note,
  document: strategyJson(document),
});

type Checked = Parameters<
  typeof valueOf<{ document: StrategyDocument; warnings: Parameters<typeof fieldErrorsOf>[0] }>
>[0];

const checkedView = (outcome: Checked) => {
  const { document, warnings } = valueOf(outcome);
  return { document: strategyJson(document), warnings: fieldErrorsOf(warnings) };
};

const params = strict({ strategy_id: idText('Name of the strategy.', 'standard') });

const listStrategies = route({
  method: 'GET',
  path: '/v1/strategies',
  operationId: 'listStrategies',
  tag: 'strategies',
  summary: 'All versions of all strategies',
  scope: 'strategies:read',
  access: { action: 'strategy.read' },
  responses: { 200: { says: 'All versions.', schema: listOf(ref(strategyVersionSchema)) } },
  handle: ({ hub }) => ({
    status: 200,
    body: listAnswer('strategies', { rows: hub.strategies(), next: undefined }, versionView),
  }),
});

/** The version that was asked for, or the live one. */
function versionOf(hub: Backend['hub'], id: string, version: number | undefined): Published {
  const held = hub.strategies().filter(({ document }) => document.strategyId === id);
  const found =
    version === undefined
      ? (held.find(({ live }) => live) ?? held.at(-1))
      : held.find(({ document }) => document.version === version);
  if (found !== undefined) return found;
  const which = version === undefined ? '' : ` version ${version}`;
  throw new AppFailure('not-found', { why: `There is no strategy "${id}"${which}.` });
}

const version = (says: string) => positive(says, 1_000_000);

const getStrategy = route({
  method: 'GET',
  path: '/v1/strategies/:strategy_id',
  operationId: 'getStrategy',
  tag: 'strategies',
  summary: 'One version of a strategy',
  scope: 'strategies:read',
  access: { action: 'strategy.read' },
  params,
  query: strict({ version: Type.Optional(version('The live one when absent.')) }),
  responses: { 200: { says: 'The version.', schema: ref(strategyVersionSchema) } },
  errors: ['not-found'],
  handle: ({ hub, params: path, query }) => ({
    status: 200,
    body: versionView(versionOf(hub, path.strategy_id, query.version)),
  }),
});

const validate = route({
  method: 'POST',
  path: '/v1/strategies::validate',
  operationId: 'validateStrategy',
  tag: 'strategies',
  summary: 'Check a strategy without publishing it',
  scope: 'strategies:read',
  access: { action: 'strategy.read' },
  body: strategySchema,
  bodyJudge: 'hub',
  responses: {
    200: {
      says: 'It may be published; warnings name what probably is not meant.',
      schema: ref(checkedStrategySchema),
    },
  },
  handle: ({ hub, body }) => ({ status: 200, body: checkedView(hub.validateStrategy(body)) }),
});

const publish = route({
  method: 'POST',
  path: '/v1/strategies',
  operationId: 'publishStrategy',
  tag: 'strategies',
  summary: 'Publish a new version; it decides within a second, without a restart',
  scope: 'strategies:write',
  access: { action: 'strategy.publish' },
  query: strict({
    ...dryRunQuery,
    note: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for people.' })),
  }),
  body: strategySchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'It could be published (dry_run).', schema: ref(checkedStrategySchema) },
    201: { says: 'Published and live.', schema: ref(checkedStrategySchema) },
    202: {
      says: 'It waits until another key agrees (setting fourEyes).',
      schema: ref(checkedStrategySchema),
    },
  },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub, body, query, meta }) => {
    const checked = () => checkedView(hub.validateStrategy(body));
    if (query.dry_run === true) return { status: 200, body: checked() };
    const wish = { kind: 'strategy', strategy: body, note: query.note ?? '' } as const;
    const approval = await waitingFor(hub, wish, meta.principal);
    if (approval) return { status: 202, body: { ...checked(), approval } };
    return { status: 201, body: checkedView(await hub.publishStrategy(body, wish.note)) };
  },
});

const diff = route({
  method: 'GET',
  path: '/v1/strategies/:strategy_id/diff',
  operationId: 'compareStrategies',
  tag: 'strategies',
  summary: 'What changed between two versions, as sentences',
  scope: 'strategies:read',
  access: { action: 'strategy.read' },
  params,
  query: strict({
    from: version('The earlier version.'),
    to: Type.Optional(version('The later one; the live one when absent.')),
  }),
  responses: { 200: { says: 'The changes.', schema: listOf(ref(strategyChangeSchema)) } },
  errors: ['not-found'],
  handle: ({ hub, params: path, query }) => {
    const before = versionOf(hub, path.strategy_id, query.from).document;
    const after = versionOf(hub, path.strategy_id, query.to).document;
    const rows = strategyDifference(before, after, hub.network().currency);
    return { status: 200, body: listAnswer('diff', { rows, next: undefined }, (row) => row) };
  },
});

const rollback = route({
  method: 'POST',
  path: '/v1/strategies/:strategy_id/rollback',
  operationId: 'rollbackStrategy',
  tag: 'strategies',
  summary: 'Make an earlier version live again, as a new version',
  scope: 'strategies:write',
  access: { action: 'strategy.publish' },
  params,
  body: strict({
    version: version('The version to return to.'),
    note: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  responses: {
    201: { says: 'Live again.', schema: ref(strategyVersionSchema) },
    202: {
      says: 'It waits until another key agrees (setting fourEyes).',
      schema: ref(strategyVersionSchema),
    },
  },
  errors: ['not-found', 'version-conflict', 'store-busy'],
  handle: async ({ hub, params: path, body, meta }) => {
    const id = strategyId(path.strategy_id);
    const wish = { kind: 'rollback', strategyId: id, ...body } as const;
    const approval = await waitingFor(hub, wish, meta.principal);
    if (approval) {
      const held = versionView(versionOf(hub, id, body.version));
      return { status: 202, body: { ...held, approval } };
    }
    const document = valueOf(await hub.rollbackStrategy(id, body.version, body.note));
    return {
      status: 201,
      body: versionView(versionOf(hub, document.strategyId, document.version)),
    };
  },
});

/** How decisions weigh. */
export const strategyRoutes: readonly RouteDefinition[] = [
  listStrategies,
  getStrategy,
  validate,
  publish,
  diff,
  rollback,
];
