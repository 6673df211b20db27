import Type from 'typebox';
import { conditions, exchangeTriggers, grades, refundTriggers } from '@ordermesh/core/aftercare';
import { count, instant, named, nullable, oneOf, ref, strict } from '../fields.ts';

const part = (says: string) =>
  Type.Integer({ minimum: 0, maximum: 10_000, description: `${says} Basis points (1/100 %).` });
const shares = (names: readonly string[], says: string) =>
  Type.Optional(strict(Object.fromEntries(names.map((name) => [name, part(says)]))));
const days = (says: string, max = 3_650) => Type.Optional(count(`${says} Days.`, max));

/** The rules of returns, exchanges and claims as people edit them. */
export const aftercarePolicySchema = named(
  'AftercarePolicy',
  strict(
    {
      version: Type.Optional(count('The version that it was made from.')),
      return_days: days('After delivery, in which something may be asked for.'),
      hand_in_days: days('After authorisation, in which goods must be handed in.', 365),
      refund_at: Type.Optional(
        oneOf(refundTriggers, { description: 'The fact that makes the refund due.' }),
      ),
      refund_basis_points: shares(grades, 'Of what was paid.'),
      refund_shipping: Type.Optional(oneOf(['never', 'whole_order'])),
      resale_basis_points: shares(conditions, 'Of the price, when sold again.'),
      refurbished_basis_points: shares(conditions, 'The same at a node that refurbishes.'),
      refurbish_minor: Type.Optional(count('Cost per unit, in the network’s currency.')),
      usual_sales_units: Type.Optional(count('What a node sells of an item meanwhile.')),
      bring_km_max: Type.Optional(count('How far goods are brought.', 20_000)),
      exchange_ships_at: Type.Optional(oneOf(exchangeTriggers)),
      exchange_hold_days: days('For which a replacement is kept.', 90),
    },
    { description: 'What counts for returns, exchanges and claims; what is left out is standard.' },
  ),
);

/** One published version. */
export const policyVersionSchema = named(
  'AftercarePolicyVersion',
  strict({
    version: Type.Integer(),
    live: Type.Boolean(),
    published_at: nullable(instant('When; null for the standard policy.')),
    note: Type.String(),
    policy: ref(aftercarePolicySchema),
  }),
);

/** One difference between two versions. */
export const policyChangeSchema = named(
  'AftercarePolicyChange',
  strict({ part: Type.String(), says: strict({ en: Type.String(), zh: Type.String() }) }),
);
