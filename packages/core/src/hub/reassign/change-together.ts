import type { OrderId } from '../../words/index.ts';
import { changeOf, sealChange } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubParts } from '../run/parts.ts';
import { joinedUnits } from '../run/unit-draft.ts';

/**
 * Changes several orders in one unit: all of them or none, each under the version that it was decided on. When somebody
 * changed one of them first, nothing is written and nothing is tried again: the reason for the change may be gone.
 *
 * @param decide fills the changes; false = leave everything as it is
 * @returns the changes as committed; undefined when nothing was written
 */
export async function changeTogether(
  parts: HubParts,
  ids: readonly OrderId[],
  decide: (changes: readonly OrderChange[]) => boolean,
): Promise<readonly OrderChange[] | undefined> {
  const states = await Promise.all(ids.map((id) => parts.states.load(id)));
  const known = states.flatMap((state) => state ?? []);
  if (known.length < ids.length) return undefined;
  let changes: readonly OrderChange[] = [];
  const result = await parts.commit(() => {
    const at = parts.env.now();
    changes = known.map((state) => changeOf(state, at, parts.rules));
    return decide(changes) ? joinedUnits(at, changes.map(sealChange)) : undefined;
  });
  return result?.ok === true ? changes : undefined;
}
