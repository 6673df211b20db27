import Type from 'typebox';
import type { Approval, Hub } from '@ordermesh/core/hub';
import { AppFailure } from '../../../errors/index.ts';
import { mayDo } from '../../../keys/index.ts';
import type { Scope } from '../../../keys/index.ts';
import type { Caller } from '../../access/caller.ts';
import { approvalSchema, approvalVerdictSchema } from '../../schemas/access/approvals.ts';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { approvalLine, approvalView } from '../../views/approvals.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { valueOf } from '../../wire/refusal.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listApprovals = route({
  method: 'GET',
  path: '/v1/approvals',
  operationId: 'listApprovals',
  tag: 'strategies',
  summary: 'Changes that wait for a second pair of eyes, oldest first',
  scope: 'approvals:read',
  access: { action: 'approval.judge' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(
      oneOf(['pending', 'approved', 'rejected'], {
        description: 'pending: nobody judged it, though it may be over by now.',
      }),
    ),
  }),
  responses: { 200: { says: 'A page of approvals.', schema: listOf(ref(approvalSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ hub, query }) => {
    const after = positionOf('approvals', query.cursor);
    const filter = query.state === undefined ? {} : { state: query.state };
    const page = await hub.approvals(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('approvals', page, approvalLine) };
  },
});

const params = strict({ approval_id: idText('apr_…') });

const getApproval = route({
  method: 'GET',
  path: '/v1/approvals/:approval_id',
  operationId: 'getApproval',
  tag: 'strategies',
  summary: 'One approval, with what was asked',
  scope: 'approvals:read',
  access: { action: 'approval.judge' },
  params,
  responses: { 200: { says: 'The approval.', schema: ref(approvalSchema) } },
  errors: ['not-found'],
  handle: async ({ hub, params: { approval_id: id } }) => ({
    status: 200,
    body: approvalView(valueOf(await hub.approval(id))),
  }),
});

const scopeOf: Readonly<Record<Approval['ask']['kind'], Scope>> = {
  strategy: 'strategies:write',
  rollback: 'strategies:write',
  model: 'strategies:write',
  drain: 'nodes:write',
  network: 'nodes:write',
  nodes: 'nodes:write',
};

/** Whoever judges a change must be allowed to make it. @throws AppFailure `not-found`, `scope-missing` */
async function requireScope(hub: Hub, caller: Caller, id: string): Promise<void> {
  const scope = scopeOf[valueOf(await hub.approval(id)).ask.kind];
  if (!mayDo(caller, scope))
    throw new AppFailure('scope-missing', {
      why: `The key "${caller.name}" may not make this change itself; that needs ${scope}.`,
    });
}

const judge = (
  verb: 'approve' | 'reject',
  verdict: 'approved' | 'rejected',
  words: { readonly operationId: string; readonly summary: string; readonly description: string },
): RouteDefinition =>
  route({
    method: 'POST',
    path: `/v1/approvals/:approval_id/${verb}`,
    ...words,
    tag: 'strategies',
    scope: 'approvals:write',
    access: { action: 'approval.judge' },
    params,
    body: approvalVerdictSchema,
    responses: { 200: { says: 'The approval as it is judged.', schema: ref(approvalSchema) } },
    errors: ['not-found', 'own-approval', 'wrong-state', 'version-conflict', 'store-busy'],
    handle: async ({ hub, caller, params: { approval_id: id }, body, meta }) => {
      await requireScope(hub, caller, id);
      const said = { by: meta.principal, verdict, reason: body.reason ?? '' };
      return { status: 200, body: approvalView(valueOf(await hub.judgeApproval(id, said))) };
    },
  });

/** A second pair of eyes. */
export const approvalRoutes: readonly RouteDefinition[] = [
  listApprovals,
  getApproval,
  judge('approve', 'approved', {
    operationId: 'approve',
    summary: 'Agree to a change: it is made now',
    description:
      'Refused to the key that asked, and when the approval has expired or what it would change has been changed since. ' +
      'The change and the agreement are one commit.',
  }),
  judge('reject', 'rejected', {
    operationId: 'reject',
    summary: 'Disagree with a change; whoever asked takes it back with this',
    description: 'Nothing is changed.',
  }),
];
