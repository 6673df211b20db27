import Type from 'typebox';
import { serviceLevels } from '@ordermesh/core/network';
import { holdReasons } from '@ordermesh/core/intake';
import { draftMoney, draftShipTo } from './drafts.ts';
import {
  count,
  fromTier,
  idText,
  instant,
  minor,
  moneySchema,
  named,
  nullable,
  oneOf,
  positive,
  problemSchema,
  ref,
  strict,
  windowSchema,
} from './fields.ts';
import { orderHoldSchema, orderSchema } from './orders.ts';
import { promiseSchema } from './plan.ts';

export const holdAskSchema = named(
  'HoldAsk',
  strict(
    {
      reason: oneOf(holdReasons),
      note: Type.Optional(Type.String({ maxLength: 500, description: 'For people.' })),
      until: Type.Optional(instant('Ends by itself then; absent: when somebody ends it.')),
    },
    { examples: [{ reason: 'fraud', note: 'new card, high value' }] },
  ),
);

export const heldOrderSchema = named(
  'HeldOrder',
  strict(
    {
      holds: Type.Array(ref(orderHoldSchema), { description: 'Those that stand.' }),
      under_way: Type.Array(
        strict({ fulfilment_id: idText('ful_…'), node: idText('Where it goes on.') }),
        { description: 'Work that people have begun: a hold does not stop it.' },
      ),
    },
    { description: 'Why an order waits, and what goes on all the same.' },
  ),
);

export const amendmentAskSchema = named(
  'AmendmentAsk',
  strict(
    {
      ship_to: Type.Optional(draftShipTo),
      service_level: Type.Optional(oneOf(serviceLevels)),
      pickup_node: Type.Optional(idText('Where the customer picks up.', 'st_003')),
      promised_window: Type.Optional(
        strict({ start: instant('First moment.'), end: instant('End.') }),
      ),
      shipping_price: Type.Optional(draftMoney),
      lines: Type.Optional(
        Type.Array(
          strict({
            line_no: Type.Optional(positive('A line of the order; absent: a new line.', 2_000)),
            item: Type.Optional(idText('Item of a new line.', 'OAT-1L')),
            quantity: count('What the customer wants in the end; 0: nothing of it.', 10_000_000),
            price: Type.Optional(draftMoney),
            tax: Type.Optional(draftMoney),
          }),
          { minItems: 1, maxItems: 2_000 },
        ),
      ),
    },
    {
      description:
        'What shall be different; what is absent stays. Price and tax of added units may be named, else they cost what the line costs per unit.',
      examples: [{ lines: [{ line_no: 1, quantity: 3 }] }],
    },
  ),
);

const figures = strict({
  cost_minor: minor('Of all parcels, in the network’s currency.'),
  carbon_grams: count('Grams CO2e.'),
  price_minor: minor(
    'Goods and shipping before tax, in the order’s currency; cancelled units out.',
  ),
  tax_minor: minor('Tax.'),
  promise: nullable(ref(promiseSchema)),
});

export const amendmentSchema = named(
  'Amendment',
  strict(
    {
      feasible: Type.Boolean({ description: 'false only in a dry run; problem tells why.' }),
      committed: Type.Boolean(),
      problem: nullable(ref(problemSchema)),
      order: nullable(ref(orderSchema)),
      works: Type.Array(
        strict({
          fulfilment_id: idText('ful_…'),
          node: idText('Who works.'),
          becomes: oneOf(['kept', 'amended', 'relabelled', 'moved', 'added'] as const, {
            description:
              'kept: untouched. amended: same node and stock, other quantity or service. relabelled: picked goods get another label. moved: taken back. added: new.',
          }),
        }),
      ),
      rework: Type.Array(
        strict({
          fulfilment_id: idText('ful_…'),
          node: idText('Who does it.'),
          task: oneOf(['put_back', 'relabel'] as const),
          units: positive('Units.'),
          cost_minor: minor('By the handling rates of the node.'),
        }),
        { description: 'What people must do again because they had begun.' },
      ),
      before: nullable(figures),
      after: nullable(figures),
      difference: nullable(
        strict({
          cost_minor: minor('Rework included.'),
          carbon_grams: Type.Integer(),
          price_minor: minor('What the customer pays more or less.'),
          tax_minor: minor('Tax more or less.'),
        }),
      ),
    },
    { description: 'An order before and after a change, or what the change would mean.' },
  ),
);

export const choiceSchema = fromTier(
  'basic',
  named(
    'PickupChoice',
    strict(
      {
        choice_id: idText('cho_…'),
        order_id: idText('ord_…'),
        state: oneOf(['open', 'chosen', 'lapsed', 'ended'] as const),
        because: Type.String({ description: 'Why the store could not serve it.' }),
        until: nullable(instant('Until when the customer may choose; goods are held so long.')),
        lines: Type.Array(
          strict({ line_no: positive('Line.'), units: positive('What the store lacks.') }),
        ),
        options: Type.Array(
          strict({
            option: oneOf(['pickup', 'ship', 'cancel'] as const),
            nodes: Type.Array(idText('Where it is collected, or who sends.')),
            window: nullable(ref(windowSchema)),
          }),
          { description: 'The first one’s goods are held.' },
        ),
        chosen: nullable(oneOf(['pickup', 'ship', 'cancel'] as const)),
        by: fromTier('high', nullable(Type.String())),
      },
      { description: 'What a customer is asked since a store could not serve the pick-up.' },
    ),
  ),
);

const shares = {
  price: ref(moneySchema),
  tax: ref(moneySchema),
  shipping: ref(moneySchema),
  total: ref(moneySchema),
};

export const orderMoneySchema = fromTier(
  'basic',
  named(
    'OrderMoney',
    strict(
      {
        order_id: idText('ord_…'),
        total: strict(shares),
        parcels: Type.Array(
          strict({
            fulfilment_id: fromTier('high', idText('ful_…')),
            due: Type.Boolean({ description: 'Its goods have left: capture its total.' }),
            ...shares,
          }),
        ),
        open: strict(shares, { description: 'Of units that no node has yet.' }),
        cancelled: strict(shares, { description: 'To refund, or never to capture.' }),
      },
      { description: 'The money of an order, divided among its parcels without a rest.' },
    ),
  ),
);
