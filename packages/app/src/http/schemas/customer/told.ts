import Type from 'typebox';
import type { TSchema } from 'typebox';
import { oneOf, strict } from '../fields.ts';

/** A moment that may not be known. */
export const moment = (says: string): TSchema =>
  Type.Optional(Type.Integer({ description: `${says} Epoch ms UTC.` }));

/** Words for people in both languages. */
export const label = strict({ en: Type.String(), zh: Type.String() });

/** What a statement rests on. */
export const basisFields = {
  basis: Type.Array(Type.String(), {
    description: 'Hashes of facts, or ids of what was decided.',
  }),
  as_of: Type.Integer({ description: 'When the last of them happened. Epoch ms UTC.' }),
  kind: oneOf(['fact', 'inferred', 'decision', 'prediction']),
};

/** A status with its words and what it rests on; the words of higher tiers are finer. */
export const told = (words: readonly string[] | undefined, says: string): TSchema =>
  strict(
    { status: words === undefined ? Type.String() : oneOf(words), label, ...basisFields },
    { description: says },
  );

/** A node as people know it. */
export const nodeName = strict({
  node_id: Type.Optional(Type.String()),
  name: Type.String({ description: 'Its URI where the network does not know it.' }),
});

/** Every fact that a reader of the high tier may look up. */
export const evidence = Type.Array(
  strict({
    hash: Type.String(),
    kind: Type.String(),
    at: Type.Integer({ description: 'Epoch ms UTC.' }),
    recorded_at: Type.Integer({ description: 'Epoch ms UTC.' }),
    node: Type.Optional(nodeName),
  }),
);

/** A span of time in epoch ms, the end exclusive. */
export const span = Type.Optional(strict({ start_at: Type.Integer(), end_at: Type.Integer() }));

/** It will miss, or has missed, what was promised. */
export const delay = strict({
  ...basisFields,
  label,
  promised_end_at: Type.Integer(),
  expected_end_at: moment('When everything should be there now.'),
  hours_late: Type.Integer(),
});
