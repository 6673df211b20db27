import { givenTogether, withoutUnits } from '../../release/index.ts';
import type { ActOutcome, Fulfilment } from '../../release/index.ts';
import { freeUnits } from './change-order.ts';
import type { OrderChange } from './change-order.ts';

/**
 * A node gave back some units; what must travel in one parcel with them leaves the node as well: the other parts of
 * their kits, the other lines of their group. It is on the shelf, so it is only freed.
 *
 * @param before the work before the node gave back anything
 * @returns what the work is now, and all that is freed
 */
export function freeTogether(
  change: OrderChange,
  before: Fulfilment,
  given: ActOutcome,
): ActOutcome {
  const asked = given.freed.map(({ lineNo, quantityUnits: units }) => ({ lineNo, units }));
  const more = givenTogether(change.record.order, before, asked).flatMap(({ lineNo, units }) => {
    const left = units - (asked.find((one) => one.lineNo === lineNo)?.units ?? 0);
    return left > 0 ? [{ lineNo, units: left }] : [];
  });
  if (more.length === 0) return given;
  const outcome = withoutUnits(given.fulfilment, more, 'rejected');
  if (!outcome.ok) return given;
  const { fulfilment: after, freed } = outcome.value;
  freeUnits(
    change,
    { after, freed },
    { type: 'node.parcel_moved', because: 'travels-together', reroute: true },
  );
  return { fulfilment: after, freed: [...given.freed, ...freed] };
}
