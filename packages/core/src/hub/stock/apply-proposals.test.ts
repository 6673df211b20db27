import {
  aDraftLine,
  aParcel,
  held,
  nodeUriOf,
  packedAt,
  pass,
  placed,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { stagedFact } from '../../facts/index.ts';
import { itemId, nodeId } from '../../words/index.ts';
import type { Fulfilment } from '../../release/index.ts';

const [dc, oat] = [nodeId('dc_w'), itemId('OAT')];

/** An order for two, of which only one was packed, and a count that finds one on the shelf fewer. */
async function shortWorld() {
  const world = await smallWorld({ stock: { dc_w: { OAT: 10, TEA: 5 } } });
  const order = await placed(world, { lines: [aDraftLine('OAT', 2)] });
  const work = order.fulfilments[0] as Fulfilment;
  held(await world.hub.nodeAct(work.fulfilmentId, work.epoch, { act: 'accept' }));
  const parcel = aParcel();
  await scan(world, packedAt(world, work, { parcel, item: 'OAT', units: 1 }));
  await pass(world, 60_000);
  const nodeUri = nodeUriOf(dc);
  await scan(world, stagedFact({ at: world.clock.now(), nodeUri, parcelUris: [parcel] }));
  await pass(world, 60_000);
  const row = { nodeId: dc, lot: '' };
  const found = held(
    await world.hub.reconcileStock({
      source: 'wms',
      asOfAt: world.clock.now(),
      isComplete: true,
      by: 'anna',
      rows: [
        { ...row, itemId: oat, onHandUnits: 9 },
        { ...row, itemId: itemId('TEA'), onHandUnits: 6 },
      ],
    }),
  );
  return { world, orderId: work.orderId, found };
}

const apply = (world: SmallWorld, reconciliationId: string) =>
  world.hub.applyProposals({ reconciliationId, proposalIds: undefined, by: 'boss' });
const shorts = (world: SmallWorld) =>
  world.database.events.filter(({ type }) => type === 'dev.ordermesh.node.short_picked.v1');

describe('applying proposals', () => {
  it('tells a short pick and marks it in one commit, once, however many apply it at once', async () => {
    const { world, found } = await shortWorld();
    expect(found.proposals.map(({ kind }) => kind).sort()).toEqual(['adjust', 'report-short']);
    const { reconciliationId } = found;
    const all = await Promise.all([1, 2, 3].map(() => apply(world, reconciliationId)));
    for (const one of all) expect(held(one).refused).toEqual([]);
    expect(shorts(world)).toHaveLength(1);
    const kept = held(await world.hub.reconciliation(reconciliationId));
    expect([...kept.appliedProposalIds].sort()).toEqual(['p1', 'p2']);
    expect(world.hub.position(dc, oat)?.onHandUnits).toBe(9);
    expect(world.hub.position(dc, itemId('TEA'))?.onHandUnits).toBe(6);
  });

  it('leaves a proposal open whose act is refused, and says why', async () => {
    const { world, orderId, found } = await shortWorld();
    held(await world.hub.cancelOrder(orderId, { reason: 'not wanted' }));
    const short = found.proposals.find(({ kind }) => kind === 'report-short')?.proposalId;
    const applied = held(await apply(world, found.reconciliationId));
    expect(applied.refused).toEqual([{ proposalId: short, reason: 'fenced' }]);
    expect(applied.appliedProposalIds).not.toContain(short);
    expect(world.hub.position(dc, itemId('TEA'))?.onHandUnits).toBe(6);
    const [record] = await world.store.cases([found.reconciliationId]);
    expect(record?.state).toBe('open');
  });
});
