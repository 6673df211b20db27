import { packedWithout, partedFrom } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import { tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';

/** The work as it is written: what it shared a parcel with goes on without it when it leaves. */
export function parted(unit: UnitDraft, before: Fulfilment, after: Fulfilment): Fulfilment {
  const from = partedFrom(before, after);
  if (from.length === 0) return after;
  const { fulfilmentId, orderId } = after;
  tell(unit, {
    type: 'node.work_parted',
    id: `${fulfilmentId}.parted.${String(before.version + 1)}`,
    orderId,
    subject: `fulfilment/${fulfilmentId}`,
    body: { fulfilmentId, nodeId: after.nodeId, from },
  });
  return packedWithout(after, from);
}
