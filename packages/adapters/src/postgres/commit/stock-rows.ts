import type { Writes } from '@ordermesh/core/hub';

import { booleans, int8s, texts } from '../array.ts';
import type { Batch } from './batch.ts';

/** The rows are locked and judged; the guard stands here once more, so that no code path can go around it. */
const movePositions = {
  name: 'move_positions',
  text: `update stock_position p set on_hand_units = p.on_hand_units + n.on_hand_units,
      reserved_units = p.reserved_units + n.reserved_units, safety_units = p.safety_units + n.safety_units
    from (select unnest($1::text[]) as node_id, unnest($2::text[]) as item_id, unnest($3::text[]) as lot,
      unnest($4::int8[]) as on_hand_units, unnest($5::int8[]) as reserved_units, unnest($6::int8[]) as safety_units,
      unnest($7::boolean[]) as must_be_available) n
    where p.node_id = n.node_id and p.item_id = n.item_id and p.lot = n.lot
      and (not n.must_be_available or p.on_hand_units + n.on_hand_units
        - p.reserved_units - n.reserved_units - p.safety_units - n.safety_units >= 0)`,
};
const moveSlots = {
  name: 'move_slots',
  text: `update slot_use s set orders_used = s.orders_used + n.orders
    from (select unnest($1::text[]) as node_id, unnest($2::int8[]) as slot_at, unnest($3::int8[]) as orders) n
    where s.node_id = n.node_id and s.slot_at = n.slot_at`,
};

/** Stock and capacity, as differences. */
export function writeStock(batch: Batch, writes: Writes): void {
  const { positions, slots } = writes;
  batch.write(movePositions, positions, () => [
    texts(positions, ({ after }) => after.nodeId),
    texts(positions, ({ after }) => after.itemId),
    texts(positions, ({ after }) => after.lot),
    int8s(positions, ({ before, after }) => after.onHandUnits - before.onHandUnits),
    int8s(positions, ({ before, after }) => after.reservedUnits - before.reservedUnits),
    int8s(positions, ({ before, after }) => after.safetyUnits - before.safetyUnits),
    booleans(positions, ({ mustBeAvailable }) => mustBeAvailable),
  ]);
  batch.write(moveSlots, slots, () => [
    texts(slots, ({ after }) => after.nodeId),
    int8s(slots, ({ after }) => after.slotAt),
    int8s(slots, ({ before, after }) => after.ordersUsed - before.ordersUsed),
  ]);
}
