import Type from 'typebox';
import { idText, instant, named, nullable, oneOf, strict } from '../fields.ts';

const approvalStates = ['pending', 'approved', 'rejected', 'expired', 'stale'] as const;

export const approvalSchema = named(
  'Approval',
  strict(
    {
      approval_id: idText('apr_…'),
      kind: oneOf(['strategy', 'rollback', 'model', 'drain', 'network', 'nodes']),
      resource: Type.String({ description: 'What would change, e.g. strategy/standard.' }),
      wish: nullable(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description:
              'What was asked, whole. null where an approval stands beside others or in the answer of what waits, and its wish is long: GET the approval.',
          },
        ),
      ),
      asked_by: idText('The key that asked.'),
      asked_at: instant('When.'),
      expires_at: instant('Until when somebody may agree.'),
      state: oneOf(approvalStates, {
        description:
          'expired: it waited too long. stale: what it would change has been changed since; ask again.',
      }),
      judged_by: nullable(Type.String({ description: 'The key that agreed or disagreed.' })),
      judged_at: nullable(instant('When.')),
      reason: nullable(Type.String({ description: 'What was said about it.' })),
    },
    { description: 'A change that one key asked for and another has to agree to.' },
  ),
);

export const approvalVerdictSchema = strict({
  reason: Type.Optional(Type.String({ maxLength: 500, description: 'Why, for people.' })),
});
