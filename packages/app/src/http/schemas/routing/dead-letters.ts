import Type from 'typebox';
import { count, idText, instant, named, nullable, oneOf, strict } from '../fields.ts';

export const deadLetterSchema = named(
  'DeadLetter',
  strict(
    {
      dead_letter_id: idText('rtg_…'),
      order_id: idText('ord_…'),
      state: oneOf(['dead', 'waiting', 'routed', 'discarded'], {
        description:
          'dead: nobody tries any more. waiting: it is tried again. routed: nothing of it is open any more. discarded: people gave it up.',
      }),
      accepted_at: instant('When the order was accepted.'),
      tries: count('Tries until it was given up, or since it was retried.', 1_000),
      tries_ever: count('All tries.', 1_000_000),
      retries: count('How often people let it be tried again.', 1_000_000),
      reason: nullable(
        oneOf(['failed', 'never-ended'], {
          description:
            'failed: the last try told what was wrong. never-ended: routers began and did not come back.',
        }),
      ),
      dead_at: nullable(instant('When it was given up.')),
      last_error: nullable(
        strict({
          at: instant('When.'),
          text: Type.String({ description: 'What the try told, for people.' }),
        }),
      ),
      discarded_because: nullable(Type.String({ description: 'Why people gave it up.' })),
    },
    { description: 'An accepted order that routers could not place.' },
  ),
);
