import Type from 'typebox';
import { approvalSchema } from './access/approvals.ts';
import {
  count,
  idText,
  instant,
  named,
  nullable,
  oneOf,
  positive,
  ref,
  strict,
  whole,
} from './fields.ts';

const open = (name: string, says: string, examples: readonly unknown[] = []) =>
  whole(
    named(
      name,
      Type.Object({}, { additionalProperties: true, description: says, examples: [...examples] }),
    ),
  );

/** Documents that core rooms read and judge field by field; the API hands them through in snake_case. */
export const nodeProfileSchema = open(
  'NodeProfile',
  'What a node can do, when, how much and at what cost. Fields as in core/network NodeProfile, in snake_case; unknown ones are refused.',
);

export const networkSchema = named(
  'Network',
  strict(
    {
      version: Type.Integer(),
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
      nodes: Type.Array(ref(nodeProfileSchema)),
      carrier_services: Type.Array(whole(Type.Object({}))),
      duty_rates: Type.Array(whole(Type.Object({}))),
    },
    { description: 'All nodes, carrier services and duty rates at one version.' },
  ),
);

export const networkWaitsSchema = named(
  'NetworkWaits',
  strict(
    {
      version: Type.Integer({ description: 'Live, now as before.' }),
      approval: ref(approvalSchema),
    },
    { description: 'A network that was asked for and is not published yet.' },
  ),
);

export const nodeWaitsSchema = named(
  'NodeWaits',
  strict(
    { node: idText('Code of the node.'), approval: ref(approvalSchema) },
    { description: 'A profile that was asked for; the node is as it was, or is not there yet.' },
  ),
);

export const nodeStates = ['open', 'draining', 'stricken'] as const;

export const nodeSchema = named(
  'Node',
  strict({
    node: idText('Code of the node.'),
    state: oneOf(nodeStates),
    reason: Type.String(),
    load_percent: Type.Integer({ minimum: 0, maximum: 100 }),
    profile: ref(nodeProfileSchema),
  }),
);

export const nodeMovedSchema = named(
  'NodeMoved',
  strict({
    node: idText('Code of the node.'),
    state: oneOf(nodeStates),
    rerouted: count('Orders that got another node.'),
    approval: Type.Optional(ref(approvalSchema)),
  }),
);

export const itemSchema = open(
  'Item',
  'A sellable item. Fields as in core/parties ItemProfile, in snake_case; unknown ones are refused.',
  [
    {
      item_id: 'OAT-1L',
      name: 'Oat milk 1 L',
      unit: 'each',
      weight_grams: 1050,
      temperature_class: 'ambient',
    },
    {
      item_id: 'TEASET',
      name: 'Tea set: one pot, two cups',
      unit: 'each',
      weight_grams: 1400,
      temperature_class: 'ambient',
      components: [
        { item_id: 'POT', units_per_kit: 1 },
        { item_id: 'CUP', units_per_kit: 2 },
      ],
      ship_together: true,
    },
  ],
);

export const positionSchema = named(
  'StockPosition',
  strict(
    {
      node: idText('Where.'),
      item: idText('What.'),
      lot: Type.String(),
      on_hand_units: count('On hand.'),
      reserved_units: count('Held for orders and carts.'),
      safety_units: count('Kept back from sale.'),
      fenced_units: count('Kept for channels, tiers, customers.'),
      available_units: count('Available to promise: what may still be sold now.'),
    },
    { description: 'Goods of one item and lot at one node.' },
  ),
);

export const owedSchema = named(
  'OwedStock',
  strict(
    {
      node: idText('Where.'),
      item: idText('What.'),
      lot: Type.String(),
      owed_units: positive('Left before the books had them.'),
    },
    { description: 'Units that left before the books had them: the next receipt pays them.' },
  ),
);

export const availabilitySchema = named(
  'Availability',
  strict({
    item: idText('What.'),
    total_units: count('Sum over all nodes, now.'),
    nodes: Type.Array(
      strict({
        node: idText('Where.'),
        available_units: count('Now.'),
        later: Type.Array(strict({ at: instant('Moment.'), available_units: count('Then.') })),
      }),
    ),
  }),
);

export const stockCountSchema = strict({
  node: idText('Where.', 'st_003'),
  item: idText('What.', 'OAT-1L'),
  lot: Type.Optional(Type.String({ maxLength: 200 })),
  on_hand_units: count('What was counted.'),
  safety_units: Type.Optional(count('Kept back from sale; unchanged when absent.')),
});

export const inboundSchema = strict({
  node: idText('Where.'),
  item: idText('What.'),
  expected_at: instant('When it comes.'),
  units: positive('How many.'),
});

export const exceptionSchema = named(
  'Exception',
  strict(
    {
      exception_id: idText('exc_…'),
      order_id: idText('ord_…'),
      kind: Type.String(),
      state: oneOf(['open', 'resolved']),
      opened_at: instant('When it opened.'),
      reason: Type.String(),
      lines: Type.Array(strict({ line_no: positive('Line.'), units: positive('Units.') })),
      nearest: nullable(Type.Object({ change: Type.String() })),
      version: Type.Integer(),
    },
    { description: 'A question for people.' },
  ),
);
