import type { PackTask } from '@ordermesh/edge';
import type { Fulfilment } from '@ordermesh/core/release';
import { hourMs, itemId } from '@ordermesh/core/words';
import type { ItemId } from '@ordermesh/core/words';
import { aDraftLine } from '@ordermesh/testkit';
import type { Stage } from '@ordermesh/twin';
import { agentOf, kindsOf } from './device.ts';
import type { Device, OnTheRoad } from './device.ts';

function packTask(stage: Stage, work: Fulfilment, lines: PackTask['lines']): PackTask {
  const code = (item: ItemId, name: string) => ({
    code: item,
    itemId: item,
    itemUri: stage.names.item(item),
    name,
    unit: 'each' as const,
  });
  return {
    taskId: work.fulfilmentId,
    orderUris: [stage.names.order(work.orderId)],
    lines,
    blockedLots: [{ itemId: itemId('MILK'), lot: 'L-RECALLED' }],
    goodUntilAt: stage.now() + 72 * hourMs,
    codes: [
      code(itemId('MILK'), 'Milk'),
      code(itemId('KEFIR'), 'Kefir'),
      code(itemId('VACCINE'), 'Vaccine'),
    ],
  };
}

/** Everything that can be wrong with a pick is scanned, without a link; later the hub learns all of it once. */
export async function wrongThings(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('MILK', 2)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const box = agentOf(stage, stage.names.node(work.nodeId));
  const line = {
    lineNo: 1,
    itemId: itemId('MILK'),
    name: 'Milk',
    unit: 'each',
    units: 2,
    lots: [],
  } as const;
  const task = packTask(stage, work, [{ ...line, shelf: 'C-3' }]);
  box.agent.task(task);
  const [fresh, old] = [stage.now() + 240 * hourMs, stage.now() + 24 * hourMs];
  const tries = [
    { what: 'wrong-item', scan: { code: 'KEFIR', units: 1 } },
    { what: 'wrong-lot', scan: { code: 'MILK', lot: 'L-RECALLED', units: 1 } },
    { what: 'expired', scan: { code: 'MILK', lot: 'L-7', expiresAt: old, units: 1 } },
    { what: 'wrong-quantity', scan: { code: 'MILK', lot: 'L-8', expiresAt: fresh, units: 3 } },
  ] as const;
  const good = { code: 'MILK', lot: 'L-8', expiresAt: fresh, units: 1 };
  const said: string[] = [];
  let isStopped = true;
  for (const { what, scan } of tries) {
    await stage.pass(1);
    const wrong = box.agent.scan(task.taskId, scan);
    const blocked = box.agent.scan(task.taskId, good);
    isStopped &&=
      !wrong.ok &&
      wrong.refusal.reason === 'wrong' &&
      wrong.refusal.refusal.reason === what &&
      wrong.refusal.guide.take[0]?.en === 'Take 2 × Milk from C-3' &&
      !blocked.ok &&
      blocked.refusal.reason === 'put-back-first';
    if (!wrong.ok && wrong.refusal.reason === 'wrong') {
      const { why, putBack } = wrong.refusal.guide;
      said.push(`${why.en} / ${why.zh}. ${putBack.en} / ${putBack.zh}`);
    }
    await stage.pass(1);
    box.agent.putBack(task.taskId);
  }
  stage.must(
    'wrong item, blocked lot, too old, too many: each stops the pack offline, and the worker is told what to put back and take',
    isStopped && said.length === 4,
    said.join('; '),
  );
  const parcelUri = stage.names.nextParcel();
  box.agent.scan(task.taskId, good);
  const early = box.agent.close(task.taskId, parcelUri);
  box.agent.scan(task.taskId, good);
  const closed = box.agent.close(task.taskId, parcelUri);
  stage.must(
    'a parcel that lacks something is not closed, a whole one is',
    !early.ok && early.refusal.reason === 'units-missing' && closed.ok,
    early.ok ? 'closed early' : early.refusal.reason,
  );
  await afterPacking(stage, box, { orderId, work, parcelUri });
}

async function afterPacking(
  stage: Stage,
  box: Device,
  { orderId, work, parcelUri }: OnTheRoad,
): Promise<void> {
  const cut = await box.agent.tell(box.cut);
  const none = await kindsOf(stage, orderId);
  const told = await box.restarted().tell(box.link);
  const kinds = await kindsOf(stage, orderId);
  stage.must(
    'later the hub knows all of it once: four mis-picks, three put back, one pick and one parcel',
    cut.waiting === 9 &&
      none === '' &&
      told.sent === 9 &&
      told.duplicates === 0 &&
      kinds ===
        'mispick_seen mispick_seen mispick_seen mispick_seen packed picked unpicked unpicked unpicked',
    kinds,
  );
  const advanced = stage.held(await stage.hub.tracking(orderId, 'advanced'));
  const evidence = stage.held(await stage.hub.tracking(orderId, 'high')).evidence;
  stage.must(
    'all was put right: no exception is left open, staff find the mis-picks among the evidence',
    advanced.exceptions.length === 0 &&
      evidence.filter(({ kind }) => kind === 'mispick_seen').length === 4,
    `${String(advanced.exceptions.length)} open, ${advanced.status.status}`,
  );
  const before = stage.stock(work.nodeId, 'MILK').onHand;
  await stage.depart(work, parcelUri);
  await stage.deliver(work, parcelUri);
  const [after] = await stage.works(orderId);
  stage.must(
    'two leave the shelf, and the order arrives',
    before - stage.stock(work.nodeId, 'MILK').onHand === 2 && after?.state === 'delivered',
    `${String(before)} to ${String(stage.stock(work.nodeId, 'MILK').onHand)}, ${String(after?.state)}`,
  );
}
