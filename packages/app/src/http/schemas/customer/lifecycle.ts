import Type from 'typebox';
import { fieldsFrom, fromTier, instant, named, oneOf, positive, strict } from '../fields.ts';

const stageQuantity = strict({
  stage: Type.String(),
  units: positive('Units at this stage.'),
  as_of: instant('When the last fact happened.'),
  kind: oneOf(['fact', 'inferred', 'decision']),
  basis: Type.Array(Type.String(), { description: 'Hashes of facts, or ids of decisions.' }),
});

export const lifecycleSchema = fromTier(
  'advanced',
  named(
    'Lifecycle',
    strict(
      {
        ...fieldsFrom('basic', {
          basic: Type.String(),
          as_of: instant('When the last fact happened.'),
          kind: oneOf(['fact', 'inferred', 'decision']),
          corrected: Type.Boolean({ description: 'A correction withdrew a fact.' }),
        }),
        advanced: Type.String(),
        basis: Type.Array(Type.String()),
        parcel_uris: Type.Array(Type.String()),
        lines: Type.Array(
          strict({
            line_no: positive('Line.'),
            unit: oneOf(['each', 'gram']),
            ordered_units: positive('Ordered.'),
            quantities: Type.Array(stageQuantity),
          }),
        ),
        exceptions: Type.Array(
          strict({
            kind: Type.String(),
            subject_uri: Type.String(),
            basis: Type.String(),
            as_of: instant('When it opened.'),
          }),
        ),
      },
      { description: 'How far the order is, as facts prove it.' },
    ),
  ),
);
