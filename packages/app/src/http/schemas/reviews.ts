import Type from 'typebox';
import { reviewReasons } from '@ordermesh/core/hub';
import { costItemsSchema } from './plan.ts';
import { count, idText, instant, minor, named, nullable, oneOf, ref, strict } from './fields.ts';

export const reviewStates = ['open', 'agreed', 'disagreed'] as const;

export const reviewSchema = named(
  'Review',
  strict(
    {
      review_id: idText('rvw_…'),
      decision_id: idText('dec_…'),
      order_id: idText('ord_…'),
      node: nullable(idText('The first node that was chosen.')),
      reason: oneOf(reviewReasons),
      because: Type.String({ description: 'What happened, or the reason that was given by hand.' }),
      state: oneOf(reviewStates),
      opened_at: instant('When it happened.'),
      still_best_percent: nullable(
        Type.Integer({ description: 'How sure the choice was to stay the cheapest, 50 … 100.' }),
      ),
      hindsight: nullable(
        strict(
          {
            late_hours: count('Started hours after what was promised first.'),
            realised_minor: minor('The plan with the lateness that came.'),
            regret_minor: nullable(minor('That minus the runner-up as it was planned.')),
          },
          { description: 'Present where goods came late; network’s currency.' },
        ),
      ),
      moved: nullable(
        strict({
          by: Type.String(),
          node: idText('Where to.'),
          extra_minor: minor('What it costs more than what it replaced.'),
        }),
      ),
      label: nullable(
        strict({
          verdict: oneOf(['agree', 'disagree']),
          note: Type.String(),
          by: Type.String(),
          at: instant('When.'),
        }),
      ),
      version: Type.Integer(),
    },
    { description: 'A decision that people look at, and what they think of it.' },
  ),
);

export const labelAskSchema = named(
  'ReviewLabelAsk',
  strict({
    verdict: oneOf(['agree', 'disagree']),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
);

export const handMoveSchema = named(
  'HandMove',
  strict({
    node: idText('Where the work goes.'),
    reason: Type.String({ minLength: 1, maxLength: 500, description: 'In words, for reviewers.' }),
  }),
);

export const handMovedSchema = named(
  'HandMoved',
  strict({
    order_id: idText('ord_…'),
    node: idText('Where the work is now.'),
    decision_id: idText('The decision that was forced.'),
    extra_minor: minor('What it costs more than what it replaced; network’s currency.'),
  }),
);

export const reviewRowSchema = named(
  'ReviewRow',
  strict(
    {
      review_id: idText('rvw_…'),
      decision_id: idText('dec_…'),
      reason: oneOf(reviewReasons),
      agreed: Type.Boolean(),
      still_best_percent: nullable(Type.Integer()),
      margin_minor: minor('Runner-up minus choice; -1 without one.'),
      spread_minor: nullable(Type.Integer()),
      candidates: count('Nodes that could do it.'),
      parcels: count('Parcels of the plan.'),
      fallback_step: count('Fallback of the strategy; 0 = none.'),
      total_minor: minor('Cost of the plan.'),
      cost_items: ref(costItemsSchema),
      regret_minor: nullable(Type.Integer()),
    },
    { description: 'A labelled decision as a row to learn from.' },
  ),
);
