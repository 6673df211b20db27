import Type from 'typebox';
import { policyDifference } from '@ordermesh/core/aftercare';
import type { AftercarePolicy } from '@ordermesh/core/aftercare';
import type { Hub, HubOutcome, PublishedPolicy } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
import { AppFailure } from '../../../errors/index.ts';
import { camelKeys, snakeKeys, snakeName } from '../../../json/index.ts';
import {
  aftercarePolicySchema,
  policyChangeSchema,
  policyVersionSchema,
} from '../../schemas/customer/aftercare-policy.ts';
import { count, dryRunQuery, listOf, ref, strict } from '../../schemas/fields.ts';
import { listAnswer } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const versionView = ({ version, policy, publishedAt, note, live }: PublishedPolicy) => ({
  version,
  live,
  published_at: publishedAt === undefined ? null : instantText(publishedAt),
  note,
  policy: snakeKeys(policy) as Record<string, unknown>,
});

/** The value; faults point to fields in the spelling of the API. @throws AppFailure */
function valueSpelt<T>(outcome: HubOutcome<T>): T {
  if (outcome.ok || outcome.refusal.reason !== 'invalid') return valueOf(outcome);
  const faults = outcome.refusal.faults.map((one) => ({ ...one, field: snakeName(one.field) }));
  return valueOf<T>({ ok: false, refusal: { reason: 'invalid', faults } });
}

async function versionOf(hub: Hub, version: number | undefined): Promise<PublishedPolicy> {
  const all = await hub.aftercarePolicies();
  const found = all.find((one) => (version === undefined ? one.live : one.version === version));
  if (found !== undefined) return found;
  throw new AppFailure('not-found', {
    why: `There is no version ${String(version)} of the aftercare policy.`,
  });
}

const version = (says: string) => count(`${says} 0 is the standard policy.`, 1_000_000);
const checked = (policy: AftercarePolicy) => ({ policy: snakeKeys(policy) });
const checkedSchema = strict({ policy: ref(aftercarePolicySchema) });

const getPolicy = route({
  method: 'GET',
  path: '/v1/aftercare-policy',
  operationId: 'getAftercarePolicy',
  tag: 'orders',
  summary: 'What counts for returns, exchanges and claims now, or an earlier version',
  scope: 'orders:read',
  access: { action: 'policy.read' },
  query: strict({ version: Type.Optional(version('The live one when absent.')) }),
  responses: { 200: { says: 'The version.', schema: ref(policyVersionSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, query }) => ({
    status: 200,
    body: versionView(await versionOf(hub, query.version)),
  }),
});

const listVersions = route({
  method: 'GET',
  path: '/v1/aftercare-policy/versions',
  operationId: 'listAftercarePolicies',
  tag: 'orders',
  summary: 'Every version of the aftercare policy, oldest first',
  scope: 'orders:read',
  access: { action: 'policy.read' },
  responses: { 200: { says: 'All versions.', schema: listOf(ref(policyVersionSchema)) } },
  handle: async ({ hub }) => ({
    status: 200,
    body: listAnswer(
      'aftercare-policy',
      { rows: await hub.aftercarePolicies(), next: undefined },
      versionView,
    ),
  }),
});

const validate = route({
  method: 'POST',
  path: '/v1/aftercare-policy::validate',
  operationId: 'validateAftercarePolicy',
  tag: 'orders',
  summary: 'Check an aftercare policy without publishing it',
  scope: 'orders:read',
  access: { action: 'policy.read' },
  body: aftercarePolicySchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'It may be published; whole, with the usual values.', schema: checkedSchema },
  },
  handle: ({ hub, body }) => ({
    status: 200,
    body: checked(valueSpelt(hub.validateAftercarePolicy(camelKeys(body)))),
  }),
});

const publish = route({
  method: 'POST',
  path: '/v1/aftercare-policy',
  operationId: 'publishAftercarePolicy',
  tag: 'orders',
  summary: 'Publish a new version; it counts for what is opened from now on',
  description:
    'Fields that are left out are the standard ones. With `version` (the one it was made from) it is refused when a newer one exists. Returns that are open keep the terms under which they were opened.',
  scope: 'admin',
  access: { action: 'policy.publish' },
  query: strict({
    ...dryRunQuery,
    note: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for people.' })),
  }),
  body: aftercarePolicySchema,
  bodyJudge: 'hub',
  responses: {
    200: { says: 'It could be published (dry_run).', schema: checkedSchema },
    201: { says: 'Published and live.', schema: ref(policyVersionSchema) },
  },
  errors: ['version-conflict', 'store-busy'],
  handle: async ({ hub, body, query }) => {
    const document = camelKeys(body);
    if (query.dry_run === true)
      return { status: 200, body: checked(valueSpelt(hub.validateAftercarePolicy(document))) };
    const published = await hub.publishAftercarePolicy(document, query.note ?? '');
    return { status: 201, body: versionView(valueSpelt(published)) };
  },
});

const diff = route({
  method: 'GET',
  path: '/v1/aftercare-policy/diff',
  operationId: 'compareAftercarePolicies',
  tag: 'orders',
  summary: 'What changed between two versions, as sentences',
  scope: 'orders:read',
  access: { action: 'policy.read' },
  query: strict({
    from: version('The earlier version.'),
    to: Type.Optional(version('The later one; the live one when absent.')),
  }),
  responses: { 200: { says: 'The changes.', schema: listOf(ref(policyChangeSchema)) } },
  errors: ['not-found'],
  handle: async ({ hub, query }) => {
    const before = await versionOf(hub, query.from);
    const after = await versionOf(hub, query.to);
    const rows = policyDifference(before.policy, after.policy, hub.network().currency);
    const view = ({ part, says }: (typeof rows)[number]) => ({ part: snakeName(part), says });
    return { status: 200, body: listAnswer('policy-diff', { rows, next: undefined }, view) };
  },
});

const rollback = route({
  method: 'POST',
  path: '/v1/aftercare-policy/rollback',
  operationId: 'rollbackAftercarePolicy',
  tag: 'orders',
  summary: 'Make an earlier version count again, as a new version',
  scope: 'admin',
  access: { action: 'policy.publish' },
  body: strict({
    version: version('The version to return to.'),
    note: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  responses: { 201: { says: 'Live again.', schema: ref(policyVersionSchema) } },
  errors: ['not-found', 'version-conflict', 'store-busy'],
  handle: async ({ hub, body }) => ({
    status: 201,
    body: versionView(valueSpelt(await hub.rollbackAftercarePolicy(body.version, body.note))),
  }),
});

/** What counts for returns, exchanges and claims. */
export const aftercarePolicyRoutes: readonly RouteDefinition[] = [
  getPolicy,
  listVersions,
  validate,
  publish,
  diff,
  rollback,
];
