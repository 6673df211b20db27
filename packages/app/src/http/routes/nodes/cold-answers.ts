import Type from 'typebox';
import type { Static } from 'typebox';
import type { CaseRecord, ColdFile } from '@ordermesh/core/hub';
import { instantText, orderId } from '@ordermesh/core/words';
import { snakeKeys } from '../../../json/index.ts';
import { idText, limitUsual, listOf, oneOf, pageQuery, ref, strict } from '../../schemas/fields.ts';
import { coldAnswerSchema } from '../../schemas/node-work.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listColdAnswers = route({
  method: 'GET',
  path: '/v1/cold-answers',
  operationId: 'listColdAnswers',
  tag: 'exceptions',
  summary: 'Goods that got too warm on their way, and what was decided where they were',
  description:
    'Judged and answered by the agent in the vehicle or store, also without a link; each with its numbers and the alternatives that lost.',
  scope: 'orders:read',
  access: { action: 'cold.read' },
  query: strict({
    ...pageQuery,
    state: Type.Optional(oneOf(['answered', 'for_people', 'done'])),
    order_id: Type.Optional(idText('Only of this order.')),
  }),
  responses: { 200: { says: 'A page of answers.', schema: listOf(ref(coldAnswerSchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const filter = {
      kind: 'cold_chain' as const,
      ...(query.state !== undefined && { state: query.state }),
      ...(query.order_id !== undefined && { orderId: orderId(query.order_id) }),
    };
    const after = positionOf('cold-answers', query.cursor);
    const page = await store.caseList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('cold-answers', page, coldAnswerView) };
  },
});

function coldAnswerView(record: CaseRecord): Static<typeof coldAnswerSchema> {
  const file = record.document as ColdFile;
  return {
    case_id: record.caseId,
    state: record.state as Static<typeof coldAnswerSchema>['state'],
    order_id: record.orderId ?? null,
    node: record.nodeId ?? null,
    parcel: file.parcelUri,
    action: file.action,
    happened_at: instantText(file.happenedAt),
    done_at: file.doneAt === undefined ? null : instantText(file.doneAt),
    report: snakeKeys(file.report) as object,
  };
}

/** Answers of the cold chain. */
export const coldAnswerRoutes: readonly RouteDefinition[] = [listColdAnswers];
