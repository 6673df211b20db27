import { held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { epcisDocument, errorDeclaredFact, soldFact } from '../../facts/index.ts';
import type { EpcisEvent } from '../../facts/index.ts';
import { itemId, nodeId, privateUri } from '../../words/index.ts';

const [a, oat] = [nodeId('st_a'), itemId('OAT')];
const host = 'hub.ordermesh.local';

const stocked = (units: number): Promise<SmallWorld> =>
  smallWorld({ stock: { st_a: { OAT: units }, st_b: { OAT: 50 }, dc_w: { OAT: 50 } } });

/** So many oats are sold over the counter of store A. */
const sale = ({ clock }: SmallWorld, units: number): EpcisEvent =>
  soldFact({
    at: clock.now(),
    offset: '+08:00',
    nodeUri: privateUri(host, 'node', 'st_a'),
    orderKeys: [],
    goods: [{ itemUri: privateUri(host, 'sku', 'OAT'), units, unit: 'each' }],
  });

async function tell({ hub, clock }: SmallWorld, ...facts: readonly EpcisEvent[]): Promise<void> {
  for (const result of await hub.captureFacts(epcisDocument(facts, clock.now())))
    expect(result).toMatchObject({ ok: true });
  clock.advance(1000);
}

const received = async ({ hub }: SmallWorld, units: number): Promise<void> => {
  held(await hub.adjustStock([{ nodeId: a, itemId: oat, units, reason: 'found' }], 'dock'));
};

const books = ({ database }: SmallWorld) => ({
  onHand: database.positions.get('st_a\nOAT\n')?.onHandUnits ?? 0,
  owed: database.positions.get('!st_a\nOAT\n')?.onHandUnits ?? 0,
});

/** The board of a process and the tables say the same. */
function expectAgreement(world: SmallWorld): void {
  const { onHand, owed } = books(world);
  expect(world.hub.position(a, oat)?.onHandUnits).toBe(onHand);
  expect(world.hub.owedStock().map(({ nodeId: node, onHandUnits }) => [node, onHandUnits])).toEqual(
    owed === 0 ? [] : [['st_a', owed]],
  );
}

describe('goods that leave before the books have them', () => {
  it('are owed, and the receipt that is told later pays them first', async () => {
    const world = await stocked(3);
    await tell(world, sale(world, 5));
    expect(books(world)).toEqual({ onHand: 0, owed: 2 });
    expectAgreement(world);
    await received(world, 10);
    expect(books(world)).toEqual({ onHand: 8, owed: 0 });
    expectAgreement(world);
  });

  it('are paid bit by bit by small receipts', async () => {
    const world = await stocked(0);
    await tell(world, sale(world, 5));
    await received(world, 2);
    expect(books(world)).toEqual({ onHand: 0, owed: 3 });
    await received(world, 2);
    await received(world, 2);
    expect(books(world)).toEqual({ onHand: 1, owed: 0 });
  });

  it('are not sold by a receipt that only pays', async () => {
    const world = await stocked(0);
    await tell(world, sale(world, 5));
    await received(world, 4);
    const { record } = await placed(world);
    const works = await world.store.fulfilments([record.order.orderId]);
    expect(works.map((work) => work.nodeId)).not.toContain('st_a');
  });

  it('are forgotten by a count, which says what is there', async () => {
    const world = await stocked(0);
    await tell(world, sale(world, 5));
    held(await world.hub.setStock([{ nodeId: a, itemId: oat, onHandUnits: 7 }], 'stock take'));
    expect(books(world)).toEqual({ onHand: 7, owed: 0 });
    await tell(world, sale(world, 9));
    held(await world.hub.setStock([{ nodeId: a, itemId: oat, onHandUnits: 0 }], 'stock take'));
    expect(books(world)).toEqual({ onHand: 0, owed: 0 });
    expectAgreement(world);
  });

  it('are given back by a sale that is withdrawn, and no more comes of it than was there', async () => {
    const world = await stocked(3);
    const sold = sale(world, 5);
    await tell(world, sold);
    await tell(world, errorDeclaredFact(sold, world.clock.now()));
    expect(books(world)).toEqual({ onHand: 3, owed: 0 });
    expectAgreement(world);
  });

  it('are known to a process that starts later', async () => {
    const world = await stocked(1);
    await tell(world, sale(world, 4));
    const later = await smallWorld({
      database: world.database,
      clock: world.clock,
      origin: 'later',
    });
    expectAgreement(later);
    await received(later, 5);
    expect(books(later)).toEqual({ onHand: 2, owed: 0 });
  });

  it('explain a difference to a snapshot of another system', async () => {
    const world = await stocked(3);
    await tell(world, sale(world, 5));
    const found = held(
      await world.hub.reconcileStock({
        source: 'wms',
        asOfAt: world.clock.now(),
        isComplete: false,
        rows: [{ nodeId: a, itemId: oat, lot: '', onHandUnits: 4 }],
        by: 'clerk',
      }),
    );
    expect(found.differences).toMatchObject([{ snapshotUnits: 4, bookUnits: -2 }]);
    const { reconciliationId } = found;
    held(await world.hub.applyProposals({ reconciliationId, proposalIds: undefined, by: 'clerk' }));
    expect(books(world)).toEqual({ onHand: 4, owed: 0 });
  });

  it('come out the same in any order and through two processes at once', async () => {
    const deed = fc.record({
      units: fc.integer({ min: 1, max: 9 }),
      isSale: fc.boolean(),
      hub: fc.integer({ min: 0, max: 1 }),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
        const one = await stocked(6);
        const other = await smallWorld({
          database: one.database,
          clock: one.clock,
          origin: 'other',
        });
        let [net, going] = [6, [] as Promise<void>[]];
        for (const { units, isSale, hub, waits } of deeds) {
          const world = hub === 0 ? one : other;
          net += isSale ? -units : units;
          going.push(isSale ? tell(world, sale(world, units)) : received(world, units));
          one.clock.advance(1);
          if (waits) {
            await Promise.all(going);
            going = [];
          }
        }
        await Promise.all(going);
        // Two processes may have booked a receipt while the other's sale was still on its way: one more pays.
        await received(one, 1);
        await one.hub.settled();
        await other.hub.settled();
        const { onHand, owed } = books(one);
        expect(onHand - owed).toBe(net + 1);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 60_000);
});
