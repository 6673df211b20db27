import Type from 'typebox';
import { approvalSchema } from '../access/approvals.ts';
import {
  count,
  idText,
  instant,
  listOf,
  named,
  nullable,
  oneOf,
  positive,
  ref,
  strict,
} from '../fields.ts';

export const modelUses = ['handling', 'transit'] as const;

const share = (says: string) => Type.Number({ minimum: 0, maximum: 1, description: says });
const modelId = idText('Name of the model.', 'transit');
const version = positive('1, 2, 3 … of this model.', 1_000_000);

const modelCardSchema = named(
  'ModelCard',
  strict(
    {
      trained_at: instant('When it was made.'),
      from: instant('First moment of what it learned from.'),
      until: instant('Last moment of what it learned from.'),
      rows: count('What it learned from.'),
      censored_rows: count('Open cases that its calibration counted as far as they were watched.'),
      seed: count('All chance of the training comes from it.', Number.MAX_SAFE_INTEGER),
      features: Type.Array(Type.String()),
      metrics: Type.Array(strict({ name: Type.String(), value: Type.Number() })),
      calibration: Type.Array(
        strict({
          level: share('What was promised.'),
          covered_share: share('What was kept, on rows that it had not seen.'),
          rows: count('How many rows that were.'),
        }),
      ),
      fallback: Type.String({ description: 'What decides where the model does not.' }),
      digest: Type.String({ description: 'SHA-256 of everything else in the model, hex.' }),
    },
    { description: 'Where a model comes from and how good it was.' },
  ),
);

export const modelSchema = named(
  'Model',
  strict({
    model_id: modelId,
    version,
    predicts: Type.String({ description: 'What its numbers mean, e.g. transit-hours.' }),
    published_at: instant('When it was published.'),
    note: Type.String(),
    serves_for: nullable(oneOf(modelUses)),
    card: ref(modelCardSchema),
    approval: Type.Optional(ref(approvalSchema)),
  }),
);

export const modelTrainSchema = strict({
  note: Type.String({ maxLength: 500, description: 'Why, for people.' }),
  use: Type.Optional(oneOf(modelUses, { description: 'What is trained; transit when absent.' })),
  seed: Type.Optional(count('The same parcels and seed make the same model; 1 when absent.')),
  features: Type.Optional(
    Type.Array(Type.String({ maxLength: 64 }), {
      minItems: 1,
      maxItems: 50,
      description: 'What the model may look at, by name; what usually helps when absent.',
    }),
  ),
});

export const modelServeSchema = strict({
  model_id: modelId,
  version,
  note: Type.String({ maxLength: 500, description: 'Why, for people.' }),
});

export const modelStopSchema = strict({
  reason: Type.String({ minLength: 1, maxLength: 500, description: 'Why, for people.' }),
});

const modelVerdictSchema = named(
  'ModelVerdict',
  strict({
    use: oneOf(modelUses),
    model_id: modelId,
    version,
    serves: Type.Boolean({
      description: 'false: it was stopped, and the curves of the network count again.',
    }),
    reasons: Type.Array(Type.String(), { description: 'stale, inputs-drifted, coverage-off.' }),
    coverage: Type.Array(
      strict({ level: share('What was promised.'), share: share('What was kept.') }),
    ),
    stability: Type.Array(
      strict({
        feature: Type.String(),
        index: Type.Number({
          description: 'Population stability index; above 0.25 another world.',
        }),
      }),
    ),
  }),
);

export const modelVerdictsSchema = listOf(ref(modelVerdictSchema));

/** Those with names of their own under `components`. */
export const modelSchemas = [modelCardSchema, modelSchema, modelVerdictSchema] as const;
