import Type from 'typebox';
import { idText, instant, named, nullable, strict } from '../fields.ts';

const single = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

export const auditEntrySchema = named(
  'AuditEntry',
  strict(
    {
      position: Type.Integer({ description: 'Of the event in the log; the event tells the rest.' }),
      at: instant('When it was committed.'),
      principal: idText(
        'Who: an API key, or host for the staff of the machine.',
        'key_3f9a12c07b55',
      ),
      operation: Type.String({ description: 'What was called, e.g. publishStrategy.' }),
      request_id: nullable(Type.String({ description: 'As answered in x-request-id.' })),
      change: Type.String({ description: 'What it led to, e.g. strategy.published.' }),
      resource: idText('What was changed, e.g. node/fr_07; order/… for all about an order.'),
      subject: Type.String({ description: 'What exactly, e.g. a fulfilment of the order.' }),
      reason: nullable(
        Type.String({ description: 'As it was given; of orders only codes, never free text.' }),
      ),
      changed: Type.Array(
        strict({
          field: Type.String({ description: 'JSON pointer.' }),
          from: Type.Optional(single),
          to: Type.Optional(single),
        }),
        { description: 'Fields of settings that differ; of lists and objects only where.' },
      ),
      changed_more: Type.Integer({ description: 'How many more fields differ than are listed.' }),
      stock: Type.Array(
        strict({
          node: Type.String(),
          item: Type.String(),
          lot: Type.String(),
          on_hand_units: Type.Integer({
            description: 'Added to what is on hand; may be negative.',
          }),
          safety_units: Type.Integer({ description: 'Added to what is kept back.' }),
        }),
        { description: 'Counts that were changed by hand; at most 50.' },
      ),
    },
    { description: 'Who changed what, when, with which request.' },
  ),
);
