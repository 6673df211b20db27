import {
  aDraftLine,
  aParcel,
  held,
  leftFact,
  nodeUriOf,
  packedAt,
  pass,
  placed,
  scan,
  sent,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { departedFact, errorDeclaredFact, shippingVoidedFact } from '../../facts/index.ts';
import { dayMs, itemId, nodeId } from '../../words/index.ts';

const [dc, oat] = [nodeId('dc_w'), itemId('OAT')];
const oats = (units: number) => ({ lines: [aDraftLine('OAT', units)] });

/** Lots of OAT at the DC alone: units, and days until they expire. */
async function lotWorld(lots: Readonly<Record<string, readonly [number, number]>>) {
  const world = await smallWorld({ stock: {} });
  const rows = Object.entries(lots);
  const at = { nodeId: dc, itemId: oat };
  held(
    await world.hub.setStock(
      rows.map(([lot, [onHandUnits]]) => ({ ...at, lot, onHandUnits })),
      'count',
    ),
  );
  const expiring = rows.map(([lot, [, days]]) => ({
    itemId: oat,
    lot,
    expiresAt: world.clock.now() + days * dayMs,
  }));
  held(await world.hub.setLots(expiring));
  return world;
}

/** Lots (and quotas) of OAT at the DC: on hand and reserved. */
async function books({ store }: SmallWorld): Promise<readonly string[]> {
  const ask = { limit: 200, after: undefined, nodeId: dc, itemId: oat };
  const { rows } = await store.positions(ask);
  return rows.map((row) => `${row.lot} ${String(row.onHandUnits)}/${String(row.reservedUnits)}`);
}

const voided = (world: SmallWorld, ...parcelUris: string[]) =>
  shippingVoidedFact({ at: world.clock.now(), nodeUri: nodeUriOf(dc), parcelUris });

/** Packs the first work of an order into parcels of so many units each. */
async function packed(world: SmallWorld, total: number, ...units: number[]) {
  const order = await placed(world, oats(total));
  const [work] = order.fulfilments;
  if (!work) throw new Error('not routed');
  const parcels = units.map(() => aParcel());
  for (const [ix, some] of units.entries())
    await scan(
      world,
      packedAt(world, work, { parcel: parcels[ix] ?? '', item: 'OAT', units: some }),
    );
  await pass(world, 60_000);
  return { orderId: work.orderId, parcels };
}

describe('a voided shipping of several lots', () => {
  it('puts every lot back as it was, holds each for the order, and lets it leave again', async () => {
    const world = await lotWorld({ A: [5, 30], B: [5, 10], C: [5, 20] });
    const { orderId, parcel } = await sent(world, oats(7));
    expect(await books(world)).toEqual(['A 5/0', 'C 3/0']);
    await pass(world, 60_000);
    await scan(world, voided(world, parcel));
    expect(await books(world)).toEqual(['A 5/0', 'B 5/5', 'C 5/2']);
    const live = (await world.store.reservations([orderId])).filter(
      ({ state }) => state === 'live',
    );
    expect(live.map(({ lot, units, lineNo }) => [lot, units, lineNo]).sort()).toEqual([
      ['B', 5, 1],
      ['C', 2, 1],
    ]);
    await pass(world, 60_000);
    await scan(world, leftFact(world, dc, parcel));
    expect(await books(world)).toEqual(['A 5/0', 'C 3/0']);
  });

  it('brings back only what the voided parcel held, and the rest with the next one', async () => {
    const world = await lotWorld({ B: [5, 10], C: [5, 20] });
    const { parcels } = await packed(world, 7, 3, 4);
    const [one = '', two = ''] = parcels;
    const departure = departedFact({
      at: world.clock.now(),
      placeUri: `${nodeUriOf(dc)}/GATE`,
      parcelUris: parcels,
      fromUri: nodeUriOf(dc),
    });
    await scan(world, departure);
    expect(await books(world)).toEqual(['C 3/0']);
    await pass(world, 60_000);
    await scan(world, voided(world, one));
    expect(await books(world)).toEqual(['B 1/1', 'C 5/2']);
    await scan(world, voided(world, one));
    expect(await books(world)).toEqual(['B 1/1', 'C 5/2']);
    await pass(world, 60_000);
    await scan(world, voided(world, two));
    expect(await books(world)).toEqual(['B 5/5', 'C 5/2']);
  });

  it('puts both parcels back when their one departure is declared an error', async () => {
    const world = await lotWorld({ B: [5, 10], C: [5, 20] });
    const { parcels } = await packed(world, 7, 3, 4);
    const departure = departedFact({
      at: world.clock.now(),
      placeUri: `${nodeUriOf(dc)}/GATE`,
      parcelUris: parcels,
      fromUri: nodeUriOf(dc),
    });
    await scan(world, departure);
    await scan(world, errorDeclaredFact(departure, world.clock.now()));
    expect(await books(world)).toEqual(['B 5/5', 'C 5/2']);
  });

  it('gives the quota back that the goods had used, so that it is kept for the order again', async () => {
    const world = await smallWorld({ stock: { dc_w: { OAT: 10 } } });
    const fence = { fence_id: 'f', nodes: ['dc_w'], items: ['OAT'] };
    const channels = [{ channel: 'webshop', units: 3, open_pool: false }];
    held(await world.hub.publishAllocation({ fences: [{ ...fence, channels }] }, 'test'));
    const before = await (async () => {
      await placed(world, { ...oats(1), channel: 'webshop' });
      return books(world);
    })();
    const { parcel, orderId } = await sent(world, oats(2));
    const left = await books(world);
    await pass(world, 60_000);
    await scan(world, voided(world, parcel));
    const back = await books(world);
    expect(left).not.toEqual(back);
    held(await world.hub.cancelOrder(orderId, { reason: 'not wanted' }));
    expect(await books(world)).toEqual(before);
  });
});
