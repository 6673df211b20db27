import Type from 'typebox';
import { adjustmentReasons } from '@ordermesh/core/hub';
import { customerTiers } from '@ordermesh/core/parties';
import {
  count,
  fromTier,
  idText,
  instant,
  minor,
  named,
  nullable,
  oneOf,
  positive,
  strict,
} from './fields.ts';

const ids = (says: string) => Type.Optional(Type.Array(idText(says), { maxItems: 10_000 }));
const says = (text: string) => Type.String({ maxLength: 200, description: text });

const branch = { units: count('Quota of the whole branch; its children share what is left.') };

export const allocationSchema = named(
  'Allocation',
  strict(
    {
      version: Type.Optional(
        count('The version that this was made from; absent or 0 publishes regardless.'),
      ),
      buffers: Type.Optional(
        Type.Array(
          strict({
            buffer_id: idText('Name of the rule.'),
            channel: idText('The channel that does not see these units; * = every other.'),
            nodes: ids('Only at these nodes.'),
            node_tags: ids('Only at nodes with one of these tags.'),
            items: ids('Only of these items.'),
            units: Type.Optional(count('Units kept back.')),
            percent: Type.Optional(count('Or this share of what is on hand, if larger.', 100)),
          }),
        ),
      ),
      fences: Type.Optional(
        Type.Array(
          strict({
            fence_id: idText('Name of the fence.'),
            nodes: Type.Array(idText('At each of these nodes.')),
            items: Type.Array(idText('Of each of these items.')),
            until: Type.Optional(instant('From then on nothing is kept.')),
            channels: Type.Array(
              strict({
                channel: idText('The channel; * = every other.'),
                ...branch,
                open_pool: Type.Optional(
                  Type.Boolean({ description: 'May it also buy unfenced units? Default yes.' }),
                ),
                tiers: Type.Optional(
                  Type.Array(
                    strict({
                      tier: oneOf(customerTiers),
                      ...branch,
                      customers: Type.Optional(
                        Type.Array(strict({ customer_id: idText('As in the order.'), ...branch })),
                      ),
                    }),
                  ),
                ),
              }),
            ),
          }),
        ),
      ),
      shelf_life: Type.Optional(
        Type.Array(
          strict({
            items: ids('Only of these items.'),
            channels: ids('Only for these channels.'),
            tiers: Type.Optional(Type.Array(oneOf(customerTiers))),
            customer_ids: ids('Only for these customers.'),
            days: positive('Days that must be left on a lot.', 3650),
          }),
        ),
      ),
    },
    {
      description:
        'Who may sell what: buffers that a channel does not see, units fenced for channel › tier › customer, days that a lot must still keep.',
      examples: [
        {
          buffers: [{ buffer_id: 'stores', channel: 'tmall', node_tags: ['store'], units: 2 }],
          fences: [
            {
              fence_id: 'launch',
              nodes: ['dc_w'],
              items: ['OAT'],
              channels: [{ channel: 'webshop', units: 40, tiers: [{ tier: 'vip', units: 10 }] }],
            },
          ],
          shelf_life: [{ channels: ['b2b'], days: 30 }],
        },
      ],
    },
  ),
);

export const quotaSchema = named(
  'Quota',
  strict(
    {
      node: idText('Where.'),
      item: idText('What.'),
      branch: idText('fence/channel/tier/customer.', 'launch/webshop/vip'),
      quota_units: count('Of the branch itself, without the parts of its children.'),
      used_units: minor('Held by live orders and carts, or shipped.'),
      left_units: minor('Still kept for it.'),
    },
    { description: 'What a branch of a fence keeps, and what was used of it.' },
  ),
);

export const lotSchema = named(
  'Lot',
  strict(
    {
      item: idText('What.'),
      lot: idText('Its code.'),
      state: oneOf(['released', 'quarantined', 'recalled']),
      reason: Type.String(),
      expires_at: nullable(instant('From then on it is sold no more.')),
      received_at: nullable(instant('When it came.')),
    },
    { description: 'A batch of an item, wherever it lies.' },
  ),
);

export const lotBlockedSchema = named(
  'LotBlocked',
  strict(
    {
      ...lotSchema.properties,
      on_hand_units: count('Units at nodes; nobody is promised them while it is blocked.'),
      moved_orders: Type.Array(idText('Orders that held it and were routed again.')),
      reached_orders: Type.Array(
        strict({ order_id: idText('ord_…'), units: count('Units that have left for it.') }),
      ),
    },
    { description: 'A lot, and every order that has to do with it.' },
  ),
);

export const adjustmentSchema = strict({
  node: idText('Where.', 'st_003'),
  item: idText('What.', 'OAT'),
  lot: Type.Optional(says('Batch or lot.')),
  units: minor('Difference: above 0 found, below 0 gone.'),
  reason: oneOf(adjustmentReasons),
  note: Type.Optional(says('For people.')),
});

export const movedAwaySchema = fromTier(
  'advanced',
  named(
    'Adjusted',
    strict(
      {
        positions: count('Differences that were booked.'),
        moved_orders: Type.Array(idText('Orders that lost goods and were routed again.')),
        moved_units: count('Units that they lost.'),
      },
      { description: 'What was booked, and whom it touched.' },
    ),
  ),
);

const transferStates = ['requested', 'approved', 'shipped', 'received', 'cancelled'] as const;

export const transferLineSchema = strict({
  item: idText('What.', 'OAT'),
  lot: Type.Optional(says('Batch or lot; needed where the item is kept by lot.')),
  units: positive('How many.'),
});

export const receivedLineSchema = strict({
  item: idText('What.', 'OAT'),
  lot: Type.Optional(says('Batch or lot.')),
  units: count('How many arrived fit to be sold.'),
  lost_units: Type.Optional(count('How many did not.')),
  loss_reason: Type.Optional(says('Why, e.g. damaged.')),
});

export const transferSchema = named(
  'Transfer',
  strict(
    {
      transfer_id: idText('trf_…'),
      from: idText('Source node.'),
      to: idText('Destination node.'),
      state: oneOf(transferStates),
      expected_at: instant('When it should arrive.'),
      reason: Type.String(),
      lines: Type.Array(
        strict({
          item: idText('What.'),
          lot: Type.String(),
          units: positive('Wanted.'),
          shipped_units: count('Left the source.'),
          received_units: count('Arrived.'),
          lost_units: count('Never arrived, or not fit to be sold.'),
          loss_reason: nullable(Type.String()),
        }),
      ),
      history: Type.Array(
        strict({ state: oneOf(transferStates), by: Type.String(), at: instant('When.') }),
      ),
    },
    { description: 'Goods that move from one node to another.' },
  ),
);

export const snapshotRowSchema = strict({
  node: idText('Where.', 'dc_w'),
  item: idText('What.', 'OAT'),
  lot: Type.Optional(says('Batch or lot.')),
  on_hand_units: count('On hand there.', 2_000_000_000),
  reserved_units: Type.Optional(count('Held there.', 2_000_000_000)),
  unit: Type.Optional(says('What it counts in, e.g. each, gram, kg.')),
});

const causes = [
  'facts-after-snapshot',
  'shipment-in-flight',
  'short-pick-unconfirmed',
  'receipt-not-told',
  'unit-mismatch',
  'unknown-node',
  'unknown-item',
  'lots-not-told',
  'real-drift',
] as const;

export const reconciliationSchema = named(
  'Reconciliation',
  strict(
    {
      reconciliation_id: idText('rec_…'),
      source: Type.String(),
      by: Type.String(),
      as_of: instant('The moment of the snapshot.'),
      rows: count('Rows compared.'),
      matches: count('Rows that agree.'),
      differences: Type.Array(
        strict({
          node: idText('Where.'),
          item: idText('What.'),
          lot: Type.String(),
          snapshot_units: count('There.', 2_000_000_000),
          book_units: minor('Here, now; less what is owed.'),
          reserved: nullable(
            strict({
              snapshot_units: count('There.', 2_000_000_000),
              book_units: count('Here.', 2_000_000_000),
            }),
          ),
          causes: Type.Array(
            strict({
              cause: oneOf(causes),
              units: minor('All causes together are snapshot minus books.'),
              because: Type.Array(Type.String()),
            }),
          ),
        }),
      ),
      proposals: Type.Array(
        strict({
          proposal_id: idText('p1, p2 …'),
          kind: oneOf(['adjust', 'report-short', 'receive-transfer']),
          is_applied: Type.Boolean(),
          refused_because: nullable(
            Type.String({ description: 'Why it could not be applied just now; it is still open.' }),
          ),
          node: nullable(idText('For an adjustment.')),
          item: nullable(idText('For an adjustment or receipt.')),
          lot: nullable(Type.String()),
          units: minor('What it changes.'),
          subject: nullable(idText('The fulfilment or transfer that it is about.')),
        }),
      ),
    },
    { description: 'Why two books differ, and what would mend it. Nothing is mended by itself.' },
  ),
);
