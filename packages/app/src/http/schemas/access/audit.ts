import Type from 'typebox';
import { count, idText, instant, named, nullable, oneOf, ref, strict } from '../fields.ts';

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

export const trailHeadSchema = named(
  'TrailHead',
  strict(
    {
      head: Type.String({
        description: 'Number and hash of the seal, as one text to be noted elsewhere.',
        examples: [`12.${'9f'.repeat(32)}`],
      }),
      seal: Type.Integer({ minimum: 1, description: 'Number of the seal: 1, 2, 3 ….' }),
      position: Type.Integer({ description: 'The last position of the log that it covers.' }),
      hash: Type.String({ description: 'SHA-256, hex; contains all seals before.' }),
      sealed_at: instant('When it was made.'),
      signature: nullable(
        strict(
          {
            key_id: Type.String({ examples: ['aud_3f9a12c07b55aa10'] }),
            value: Type.String({ description: 'Ed25519, base64.' }),
          },
          {
            description:
              'Of "ordermesh audit seal " and the head, by a key that the database does not hold; null: not signed.',
          },
        ),
      ),
    },
    { description: 'The newest link of the chain over the audit trail.' },
  ),
);

const misfits = [
  'entry-changed',
  'entry-removed',
  'entry-added',
  'seal-changed',
  'seal-missing',
  'seal-unbound',
  'head-missing',
  'head-differs',
  'signature-missing',
  'signature-wrong',
  'signature-unknown',
] as const;

export const trailCheckSchema = named(
  'TrailCheck',
  strict(
    {
      seals: count('Seals that were checked and fit.'),
      entries: count('Entries under them.'),
      misfit: nullable(
        strict(
          {
            what: oneOf(misfits),
            seal: Type.Integer({ description: 'Number of the seal.' }),
            position: nullable(Type.Integer({ description: 'Of the entry in the log.' })),
          },
          { description: 'The first that does not fit; what is behind it was not looked at.' },
        ),
      ),
      last: nullable(ref(trailHeadSchema)),
      next_after: nullable(
        Type.Integer({ description: 'Go on with this as after; null at the end or at a misfit.' }),
      ),
      unsealed: count('Entries that wait for their seal, counted up to 500; only at the end.'),
    },
    { description: 'What a check of a part of the audit trail found.' },
  ),
);
