import Type from 'typebox';
import { count, idText, named, oneOf, strict } from '../fields.ts';

/** What was erased, or would be. */
export const erasureSchema = named(
  'Erasure',
  strict(
    {
      dry_run: Type.Boolean({ description: 'Nothing was written.' }),
      erased_orders: Type.Array(idText('An order.'), {
        description:
          'Orders whose name, address lines, phone and gift message nobody can read any more.',
      }),
      erased_rows: count('Rows of sources that waited to be tried again.'),
      kept_orders: Type.Array(
        strict({ order_id: idText('An order.'), because: oneOf(['order-open']) }),
        { description: 'Orders that must still be delivered: ask again when they are done.' },
      ),
      kept: Type.Array(strict({ what: Type.String(), because: Type.String() }), {
        description: 'What stays of all orders, and why.',
      }),
    },
    { description: 'Personal data that was made unreadable, and what stays.' },
  ),
);
