import Type from 'typebox';
import { count, idText, instant, named, nullable, oneOf, ref, strict } from './fields.ts';

const ingestOutcomes = [
  'created',
  'updated',
  'cancelled',
  'remembered',
  'unchanged',
  'older',
  'failed',
  'parked',
  'again',
] as const;
/** How an order of a source stands. */
export const ingestStates = ['placed', 'cancelled', 'trying', 'parked'] as const;

/** Code of a source. */
export const sourceCode = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  description: 'Code of the source; the system of the orders’ external ids.',
  examples: ['tmall'],
});
/** Id at the source. */
export const sourceId = idText('Id that the source gave the order.', '2001');
/** Version at the source. */
export const sourceVersion = count(
  'Grows with every change at the source: a counter, or epoch ms of its last change.',
  Number.MAX_SAFE_INTEGER,
);

const row = strict({
  external_id: sourceId,
  version: sourceVersion,
  kind: Type.Optional(
    oneOf(['order', 'cancel'], {
      description:
        'order (default): how it stands at this version. cancel: cancelled at the source.',
    }),
  ),
  order: Type.Optional(
    Type.Unknown({ description: 'An OrderDraft, judged row by row; absent for a cancel.' }),
  ),
});

/** A batch of a connector. */
export const ingestBatchSchema = named(
  'IngestBatch',
  strict(
    {
      source: sourceCode,
      cursor: Type.Optional(
        Type.String({
          maxLength: 1_000,
          description: 'Where the connector goes on reading; kept when every row is settled.',
        }),
      ),
      rows: Type.Array(row, { minItems: 1, maxItems: 500 }),
    },
    {
      description: 'Orders as a source has them, in any order and as often as it likes.',
      examples: [
        {
          source: 'tmall',
          cursor: 'page-2',
          rows: [{ external_id: '2001', version: 3, kind: 'cancel' }],
        },
      ],
    },
  ),
);

export const ingestResultSchema = named(
  'IngestResult',
  strict(
    {
      external_id: sourceId,
      outcome: oneOf(ingestOutcomes, {
        description:
          'remembered: a cancel whose order has not come. failed: send it again; parked: it failed three times. ' +
          'again: nothing is wrong with it, the hub was busy.',
      }),
      order_id: nullable(Type.String()),
      attempts: count('Tries of this version that failed.'),
      problem: nullable(Type.Object({}, { description: 'Why not, as a problem.' })),
    },
    { description: 'What became of a row.' },
  ),
);

export const ingestAnswerSchema = named(
  'IngestAnswer',
  strict(
    {
      settled: Type.Boolean({ description: 'false: send the batch again.' }),
      cursor: nullable(Type.String({ description: 'The cursor that was kept.' })),
      results: Type.Array(ref(ingestResultSchema), { description: 'One per row, in order.' }),
    },
    { description: 'What became of a batch.' },
  ),
);

export const ingestedOrderSchema = named(
  'IngestedOrder',
  strict(
    {
      source: sourceCode,
      external_id: sourceId,
      version: sourceVersion,
      state: oneOf(ingestStates),
      order_id: nullable(Type.String()),
      attempts: count('Tries of this version that failed.'),
      problem: nullable(Type.Object({}, { description: 'Why the last try failed.' })),
      seen_at: instant('When it was last written.'),
    },
    { description: 'An order of a source, as the hub follows it.' },
  ),
);

export const reconciledSchema = named(
  'Reconciled',
  strict(
    {
      missing: Type.Array(sourceId, { description: 'Unknown here.' }),
      behind: Type.Array(sourceId, { description: 'Known at an older version.' }),
      parked: Type.Array(sourceId, { description: 'Failed too often.' }),
    },
    { description: 'What the hub lacks of what a source has.' },
  ),
);
