import { itemId, nodeId } from '@ordermesh/core/words';
import { aDraftLine } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const terms = { blocksShortShelf: true, coolDowns: [{ because: 'damaged', minutes: 120 }] };

/** A store finds one of three, another gives a line back: what moves, what stays, what the customer is told. */
export const scenario = story({
  name: 'short-pick',
  title: 'Found one of three',
  about: [
    'Only the missing units move; the promise stands when any node can keep it, and a later one is told at once when none can.',
    'The shelf that was short is not sold from again until somebody has counted it.',
  ],
  furniture: smallTown({
    nodes: smallTownNodes.map((node) => ({ ...node, terms })),
    stock: { st_a: { OAT: 9, TEA: 3 }, st_b: { OAT: 9 }, dc_w: { OAT: 50, TEA: 50 } },
  }),
  tell: async (stage) => {
    await oneOfThree(stage);
    await nobodyCanKeepIt(stage);
    await lineGivenBack(stage);
  },
});

async function oneOfThree(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('OAT', 3)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
  stage.held(await stage.act(work, short));
  const works = await stage.openWorks(orderId);
  const shares = works.map((one) => `${one.nodeId} ${String(one.lines[0]?.quantityUnits)}`);
  stage.must('only the two missing units move', shares.join() === 'st_a 1,st_b 2', shares.join());
  const view = stage.held(await stage.hub.order(orderId));
  const [was, is] = [record.promise?.window.endAt, view.record.promise?.window.endAt];
  stage.must('the promise stands', was === is, `${String(was)} and ${String(is)}`);
  const shelf = stage.stock('st_a', 'OAT');
  stage.must(
    'the missing units are off the books and nothing more is sold from that shelf',
    shelf.onHand === 7 && shelf.available === 0,
    `${String(shelf.onHand)} on hand, ${String(shelf.available)} to sell`,
  );
  const next = await stage.place();
  const node = next.plan?.parcels[0]?.nodeId;
  stage.must('the next order goes elsewhere', node === 'st_b', String(node));
  await stage.hub.setStock(
    [{ nodeId: nodeId('st_a'), itemId: itemId('OAT'), onHandUnits: 5 }],
    'cycle count',
  );
  const counted = stage.stock('st_a', 'OAT');
  stage.must(
    'a count opens the shelf again',
    counted.onHand === 5 && counted.available === 4,
    `${String(counted.onHand)} on hand, ${String(counted.available)} to sell`,
  );
  for (const one of works) await stage.finish(one);
  const { delivered, deliveredInWindow } = stage.hub.figures();
  stage.must(
    'it came in the promised window',
    delivered === 1 && deliveredInWindow === 1,
    '1 of 1',
  );
}

async function nobodyCanKeepIt(stage: Stage): Promise<void> {
  const { record } = await stage.place({ lines: [aDraftLine('TEA', 3)] });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work || !record.promise) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 2 }] } as const;
  stage.held(await stage.act(work, short));
  const view = stage.held(await stage.hub.order(orderId));
  const told = stage.events.find(
    (event) => event.orderId === orderId && event.type.includes('promise.changed'),
  );
  const later = view.record.promise?.window.endAt ?? 0;
  stage.must(
    'a later promise is told in the same moment, before the old one breaks',
    told?.at === stage.now() && later > record.promise.window.endAt,
    `${String(record.promise.window.endAt)} became ${String(later)}`,
  );
  stage.must(
    'what was promised first stays visible',
    view.record.promise?.firstWindow?.endAt === record.promise.window.endAt,
    String(view.record.promise?.firstWindow?.endAt),
  );
}

async function lineGivenBack(stage: Stage): Promise<void> {
  const delivery = ['st_a', 'st_b'].map((node) => ({
    nodeId: nodeId(node),
    itemId: itemId('TEA'),
    onHandUnits: 9,
  }));
  stage.held(await stage.hub.setStock(delivery, 'delivery'));
  const lines = [aDraftLine('OAT', 1), aDraftLine('TEA', 1)];
  const { record } = await stage.place({ lines });
  const { orderId } = record.order;
  const [work] = await stage.openWorks(orderId);
  if (!work) throw new Error('not routed');
  const reject = { act: 'reject', reason: 'damaged', lines: [{ lineNo: 2, units: 1 }] } as const;
  stage.held(await stage.act(work, reject));
  const left = await stage.openWorks(orderId);
  const judged = stage.events.find(
    (event) => event.orderId === orderId && event.type.includes('collateral_moved'),
  );
  stage.must(
    'the line that was not rejected goes along, because one parcel costs less than two',
    left.length === 1 && left[0]?.nodeId !== work.nodeId && judged !== undefined,
    String(judged?.body['because']),
  );
  const view = stage.held(await stage.hub.order(orderId));
  const [excluded] = view.record.excludedNodes;
  const minutes = Math.round(((excluded?.untilAt ?? 0) - stage.now()) / 60_000);
  stage.must(
    'the node is left alone for the agreed two hours',
    minutes === 120,
    `${String(minutes)} min`,
  );
}
