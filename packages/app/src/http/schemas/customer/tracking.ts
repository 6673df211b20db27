import Type from 'typebox';
import {
  externalIdSchema,
  fieldsFrom,
  fromTier,
  named,
  oneOf,
  ref,
  strict,
  whole,
} from '../fields.ts';
import { afterDeliverySchema } from './after-delivery.ts';
import { parcelSeen } from './parcel.ts';
import { basisFields, delay, evidence, label, moment, span, told } from './told.ts';

const money = Type.Optional(Type.Integer({ description: 'Minor units of cost_currency.' }));
const grams = Type.Optional(Type.Integer({ description: 'Grams CO2e.' }));
const says = (description: string, fields: Type.TProperties) => strict(fields, { description });

const question = says('What the customer is asked.', {
  choice_id: Type.String(),
  label,
  until_at: Type.Integer(),
  options: Type.Array(
    strict({
      option: oneOf(['pickup', 'ship', 'cancel']),
      store: Type.Optional(Type.String({ description: 'Where the goods can be collected.' })),
      label,
      window: span,
    }),
  ),
});
const coldNotice = strict({
  label,
  at: Type.Integer(),
  is_done: Type.Boolean({ description: 'The answer was carried out.' }),
  basis: Type.Array(Type.String()),
});
const erased = says('What the order said of people was made unreadable for good.', {
  label,
  at: Type.Integer({ description: 'Epoch ms UTC.' }),
});
const ahead = says('Part of the goods is further than the order as a whole.', {
  status: Type.String(),
  label,
  parcels: Type.Integer(),
  of_parcels: Type.Integer(),
});
const line = strict({
  line_no: Type.Integer(),
  item_id: Type.String(),
  name: Type.String(),
  unit: oneOf(['each', 'gram']),
  ordered_units: Type.Integer(),
  quantities: Type.Array(
    strict({
      status: Type.String({ description: 'Finer words at higher tiers.' }),
      label,
      ...basisFields,
      units: Type.Integer(),
    }),
  ),
});

const decision = says('A routing decision.', {
  decision_id: Type.String(),
  at: Type.Integer(),
  outcome: Type.String(),
  versions: whole(Type.Object({})),
  text: label,
  alternatives: Type.Array(
    strict({
      node_id: Type.Optional(Type.String()),
      name: Type.String(),
      cost_minor: money,
      extra_minor: money,
    }),
  ),
  margin_minor: money,
});

/** What a reader of a tier sees of an order. */
export const trackingSchema = named(
  'Tracking',
  strict(
    {
      ...fieldsFrom('basic', {
        tier: oneOf(['basic', 'advanced', 'high']),
        order_id: Type.String(),
        external_ids: Type.Array(ref(externalIdSchema)),
        status: told(undefined, 'How far the order is.'),
        ahead: Type.Optional(ahead),
        promised: span,
        delay: Type.Optional(delay),
        lines: Type.Array(line),
        parcels: Type.Array(parcelSeen),
        is_corrected: Type.Boolean({ description: 'A correction withdrew a fact.' }),
        question: Type.Optional(question),
        collect_until_at: moment('Until when goods wait at the counter.'),
        cold_chain: Type.Optional(Type.Array(coldNotice)),
        erased: Type.Optional(erased),
        after_delivery: Type.Optional(fromTier('basic', ref(afterDeliverySchema))),
      }),
      ...fieldsFrom('advanced', {
        confidence_percent: Type.Optional(Type.Integer()),
        exceptions: Type.Optional(
          Type.Array(
            strict({
              status: Type.String(),
              label,
              ...basisFields,
              ...fieldsFrom('high', { subject_uri: Type.Optional(Type.String()) }),
            }),
          ),
        ),
      }),
      ...fieldsFrom('high', {
        cost_currency: Type.Optional(Type.String()),
        cost_minor: money,
        carbon_grams: grams,
        decisions: Type.Optional(Type.Array(decision)),
        cold_answers: Type.Optional(Type.Array(whole(Type.Object({})))),
        evidence: Type.Optional(evidence),
      }),
    },
    {
      description:
        'What the tier may see: statuses with their basis, parcels, expected window; higher tiers find more members.',
    },
  ),
);
