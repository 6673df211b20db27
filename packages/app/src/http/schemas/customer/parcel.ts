import Type from 'typebox';
import { fieldsFrom, strict, whole } from '../fields.ts';
import { basisFields, label, moment, nodeName, told } from './told.ts';

const money = Type.Optional(Type.Integer({ description: 'Minor units of cost_currency.' }));
const grams = Type.Optional(Type.Integer({ description: 'Grams CO2e.' }));

const step = strict({
  step: Type.String(),
  planned_at: Type.Integer(),
  latest_at: Type.Integer({ description: 'Later than this the promise is in danger.' }),
  is_reached: Type.Boolean(),
  label,
});
const work = strict({
  fulfilment_id: Type.String(),
  decision_id: Type.String(),
  node: nodeName,
  service_id: Type.String(),
  slot_at: Type.Integer(),
  free_change_until_at: moment('Until then a change costs nothing.'),
  cost_minor: money,
  cost_items: Type.Optional(whole(Type.Object({}))),
  carbon_grams: grams,
});
/** A parcel as a reader of a tier sees it. */
export const parcelSeen = strict({
  ...fieldsFrom('basic', {
    number: Type.Integer(),
    status: told(undefined, 'How far it is.'),
    items: Type.Array(
      strict({ item_id: Type.String(), units: Type.Integer(), name: Type.String() }),
    ),
  }),
  ...fieldsFrom('advanced', {
    parcel_uri: Type.Optional(Type.String()),
    expected: Type.Optional(
      strict({
        ...basisFields,
        window: strict({ start_at: Type.Integer(), end_at: Type.Integer() }),
      }),
    ),
    milestones: Type.Optional(Type.Array(step)),
  }),
  ...fieldsFrom('high', { seen_at: Type.Optional(nodeName), work: Type.Optional(work) }),
});
