import type { Actor, Store, TrailMisfit } from '@ordermesh/core/hub';
import { trailSealer, verifyTrail } from '@ordermesh/core/hub';

import { anEvent, aUnit, monday } from '../build/unit.ts';

/** Runs statements past the store, as somebody with the password of the database would. */
export type PastTheStore = (statement: string) => Promise<unknown>;

const anna: Actor = { principal: 'key_anna', operation: 'setNodeState', requestId: 'req-1' };

/**
 * Commits six entries under three seals, tampers, and checks.
 *
 * @param statements may name a position as `$n`: that of the n-th entry
 * @returns what was found before and after; the misfit with the place of the entry, from 1, instead of its position; 0 = none
 */
export async function tamperedTrail(
  store: Store,
  past: PastTheStore,
  statements: readonly string[],
): Promise<{ readonly before: TrailMisfit | undefined; readonly after: TrailMisfit | undefined }> {
  const look = trailSealer(store, () => monday);
  const told = (...ids: readonly string[]) =>
    store.commit([aUnit({ events: ids.map((id) => anEvent(id, { by: anna })) })]);
  await told('e_1', 'e_2');
  await store.commit([aUnit({ events: [anEvent('h_1', { type: 'dev.ordermesh.house.did.v1' })] })]);
  await told('e_3');
  await look();
  await told('e_4', 'e_5');
  await look();
  await told('e_6');
  await look();
  const places = (await store.seals(0, 9)).flatMap(({ entries }) =>
    entries.map(({ sequence }) => sequence),
  );
  const check = async () => (await verifyTrail(store, { afterSeal: 0, sealsMax: 9 })).misfit;
  const before = await check();
  for (const statement of statements)
    await past(statement.replaceAll(/\$(\d)/g, (_, place) => String(places[Number(place) - 1])));
  const after = await check();
  if (!after || !('position' in after)) return { before, after };
  return { before, after: { ...after, position: places.indexOf(after.position) + 1 } };
}
