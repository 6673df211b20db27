import { itemId, nodeId } from '@ordermesh/core/words';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const [dc, storeA, oat, tea] = [nodeId('dc_w'), nodeId('st_a'), itemId('OAT'), itemId('TEA')];

/** A transfer, a day of orders, and the warehouse's own numbers: every difference has a cause. */
export const scenario = story({
  name: 'reconciliation',
  title: 'Two books, and why they differ: nothing is mended silently',
  about: [
    'A transfer holds its goods, leaves, and arrives one short: no unit is in two places or in none without a word.',
    'A snapshot of the warehouse is explained cause by cause: later facts, parcels under way, receipts nobody told, drift.',
    'What would mend it is proposed; a person applies it, once, and the log says who.',
  ],
  furniture: smallTown({ stock: { dc_w: { OAT: 40, TEA: 20 } } }),
  tell: async (stage) => {
    await transferOneShort(stage);
    await compare(stage);
  },
});

async function transferOneShort(stage: Stage): Promise<void> {
  const { hub } = stage;
  const { transferId } = stage.held(
    await hub.requestTransfer({
      fromNodeId: dc,
      toNodeId: storeA,
      expectedAt: stage.now() + 86_400_000,
      reason: 'refill',
      by: 'anna',
      lines: [{ itemId: tea, lot: '', units: 10 }],
    }),
  );
  stage.held(await hub.approveTransfer({ transferId, by: 'boss' }));
  const held = stage.stock('dc_w', 'TEA');
  stage.must('approved goods are held', held.available === 10, JSON.stringify(held));
  stage.held(await hub.shipTransfer({ transferId, by: 'dc' }));
  await stage.pass(24 * 60);
  const done = stage.held(
    await hub.receiveTransfer({
      transferId,
      by: 'store',
      lines: [{ itemId: tea, lot: '', units: 9, lostUnits: 1, lossReason: 'damaged' }],
    }),
  );
  const [line] = done.lines;
  stage.must(
    'shipped = received + lost, and why is told',
    line?.shippedUnits === (line?.receivedUnits ?? 0) + (line?.lostUnits ?? 0) &&
      line.lossReason === 'damaged',
    JSON.stringify(line),
  );
  stage.must(
    'the goods are at the store and no longer at the DC',
    stage.stock('st_a', 'TEA').onHand === 9 && stage.stock('dc_w', 'TEA').onHand === 10,
    `${String(stage.stock('st_a', 'TEA').onHand)} and ${String(stage.stock('dc_w', 'TEA').onHand)}`,
  );
}

async function compare(stage: Stage): Promise<void> {
  const { hub } = stage;
  const packed = await stage.place({ lines: [{ item: 'OAT', quantity: 3 }] });
  const [work] = await stage.openWorks(packed.record.order.orderId);
  if (!work) throw new Error('not routed');
  const parcel = await stage.prepare(work);
  await stage.pass(10);
  const asOfAt = stage.now();
  await stage.pass(10);
  // After the snapshot somebody finds two more.
  stage.held(await hub.adjustStock([{ nodeId: dc, itemId: oat, units: 2, reason: 'found' }], 'bo'));
  // The warehouse has deducted the packed parcel (3) and lost one that nobody knows of.
  const found = stage.held(
    await hub.reconcileStock({
      source: 'wms',
      asOfAt,
      isComplete: false,
      by: 'anna',
      rows: [
        { nodeId: dc, itemId: oat, lot: '', onHandUnits: 36 },
        { nodeId: dc, itemId: tea, lot: '', onHandUnits: 10 },
        { nodeId: dc, itemId: itemId('GHOST'), lot: '', onHandUnits: 5 },
      ],
    }),
  );
  const causes = found.differences.flatMap((one) =>
    one.causes.map(({ cause, units }) => [one.itemId, cause, String(units)]),
  );
  stage.table(['item', 'cause', 'units'], causes);
  stage.must(
    'every difference has its causes, and only the rest is drift',
    causes.map((row) => row.join(' ')).join(', ') ===
      'OAT facts-after-snapshot -2, OAT shipment-in-flight -3, OAT real-drift -1, GHOST unknown-item 5',
    causes.map((row) => row.join(' ')).join(', '),
  );
  stage.must('nothing was mended silently', stage.stock('dc_w', 'OAT').onHand === 42, '42');
  const { reconciliationId } = found;
  const apply = () => hub.applyProposals({ reconciliationId, proposalIds: undefined, by: 'boss' });
  await Promise.all([apply(), apply()]);
  stage.must(
    'applied by two people at once, it is booked once',
    stage.stock('dc_w', 'OAT').onHand === 41,
    String(stage.stock('dc_w', 'OAT').onHand),
  );
  const told = stage.events.filter(({ causationId }) => causationId === reconciliationId);
  stage.must(
    'the log says who and why',
    told.length === 1 && told[0]?.body['by'] === 'boss',
    JSON.stringify(told[0]?.body ?? {}),
  );
  await stage.depart(work, parcel);
  const again = stage.held(
    await hub.reconcileStock({
      source: 'wms',
      asOfAt: stage.now(),
      isComplete: false,
      by: 'anna',
      rows: [{ nodeId: dc, itemId: oat, lot: '', onHandUnits: 38 }],
    }),
  );
  stage.must(
    'the next comparison agrees',
    again.differences.length === 0,
    JSON.stringify(again.differences),
  );
}
