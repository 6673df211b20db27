import Type from 'typebox';
import { claimKinds, claimOutcomes, conditions } from '@ordermesh/core/aftercare';
import {
  count,
  fieldsFrom,
  fromTier,
  idText,
  minor,
  oneOf,
  personal,
  positive,
  strict,
  whole,
} from '../../schemas/fields.ts';

const lineUnits = { line_no: positive('Order line.', 2_000), units: positive('Units.') };

/** Lines have numbers up to 2,000; their parts ten thousand times that and more. */
const lineOrPart = positive('Order line, or one of the parts that the order names.', 20_009_999);

/** What a customer asks to return. */
export const returnAsk = {
  method: oneOf(['bring', 'send'], { description: 'To a counter, or by parcel with a label.' }),
  node: Type.Optional(idText('Where they want it to go; the hub chooses when absent.')),
  lines: Type.Array(
    strict({
      ...lineUnits,
      line_no: lineOrPart,
      reason: Type.String({ minLength: 1, maxLength: 200, examples: ['too small'] }),
      condition: oneOf(conditions),
    }),
    { minItems: 1, maxItems: 2_000 },
  ),
};

/** Money that people approve. */
export const refundAsk = strict({
  because: Type.String({ minLength: 1, maxLength: 200 }),
  shipping_minor: Type.Optional(minor('Of the shipping price.')),
  lines: Type.Array(
    strict({
      line_no: positive('Order line.', 2_000),
      units: count('Units that it pays for.'),
      amount_minor: Type.Optional(count('Exactly so much instead of the units’ share.')),
    }),
    { maxItems: 2_000 },
  ),
});

/** What a customer claims. */
export const claimAsk = strict({
  claim: oneOf(claimKinds),
  lines: Type.Array(strict(lineUnits), { minItems: 1, maxItems: 2_000 }),
  evidence: Type.Optional(
    Type.Array(
      strict({
        kind: oneOf(['text', 'photo', 'document']),
        content: Type.String({ minLength: 1, maxLength: 2_000 }),
      }),
      { maxItems: 20 },
    ),
  ),
});

/** What people decide about a claim. */
export const claimDecision = strict({
  outcome: oneOf(claimOutcomes),
  because: Type.String({ minLength: 1, maxLength: 500 }),
});

/** A matter after delivery: its record, its file, and the money. */
export const matterSchema = Type.Object(
  {
    record: fromTier('basic', Type.Object({ case_id: Type.String(), state: Type.String() })),
    file: personal(whole(Type.Object({}))),
    currency: fromTier('basic', Type.String()),
    ...fieldsFrom('basic', {
      custody: Type.Optional(Type.String({ description: 'Of a return: where the goods are.' })),
      refund: Type.Optional(Type.String({ description: 'How far the money is.' })),
      return_uri: Type.Optional(Type.String({ description: 'What the label names.' })),
    }),
  },
  {
    description:
      'The matter with its state, its file (lines, node, custody by facts) and its refunds.',
  },
);

/** The body of an act with nothing but its reason. */
export const becauseBody = strict({ because: Type.String({ minLength: 1, maxLength: 200 }) });

/** The path of one matter. */
export const matterParams = strict({ case_id: idText('ret_…, xch_… or clm_…') });
