import { strategyJson } from '@ordermesh/core/strategy';
import { itemId, nodeId } from '@ordermesh/core/words';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

type OrderId = Parameters<Stage['openWorks']>[0];

const wuhan = {
  latitude: 30.6,
  longitude: 114.3,
  country: 'CN',
  subdivision: 'CN-HB',
  postcode: '430000',
};

/** Orders came in an unlucky order; before anybody begins they exchange the nodes of their goods. */
export const scenario = story({
  name: 'reassign',
  title: 'Orders that nobody has begun exchange nodes',
  about: [
    'Orders are decided one by one; together they may have a cheaper way that none of them can go alone.',
    'The hub finds such exchanges, carries each out in one commit, keeps every promise, and leaves alone what a node has taken.',
  ],
  furniture: smallTown({
    stock: { st_a: { OAT: 8 }, st_b: { OAT: 0 }, dc_w: { OAT: 0 } },
  }),
  tell: async (stage) => {
    // Wuhan is out of stock when its customers come, so Shanghai sends; then Wuhan has goods, and Shanghai has none left.
    const toWuhan = await several(stage, { ship_to: wuhan });
    const came = { nodeId: nodeId('dc_w'), itemId: itemId('OAT'), onHandUnits: 8 };
    stage.held(await stage.hub.setStock([came], 'goods came'));
    const toShanghai = await several(stage, {});
    const all = [...toWuhan, ...toShanghai];
    const promised = await promises(stage, all);
    const [kept] = toShanghai;
    const [taken] = kept === undefined ? [] : await stage.openWorks(kept);
    if (!taken || !kept) throw new Error('nothing for the DC');
    stage.held(await stage.act(taken, { act: 'accept' }));
    const before = await sentFrom(stage, all);
    const costBefore = await costMinor(stage, all);

    await looksAgain(stage);
    await stage.pass(15);

    const after = await sentFrom(stage, all);
    stage.must(
      'three pairs of orders exchanged the goods of the two nodes',
      ids(toWuhan, after, 'dc_w') === 3 && ids(toShanghai, after, 'st_a') === 3,
      `${before.join(' ')} became ${after.join(' ')}`,
    );
    const [still] = await stage.openWorks(kept);
    stage.must(
      'what a node has accepted stayed there',
      still?.fulfilmentId === taken.fulfilmentId,
      String(still?.nodeId),
    );
    const now = await promises(stage, all);
    stage.must('no promise has moved', now.join() === promised.join(), `${now.length} promises`);
    const costAfter = await costMinor(stage, all);
    const { reassignmentSavedMinor: saved } = stage.hub.figures();
    stage.must(
      'the work costs less than before, and each order told its part of it',
      costAfter < costBefore && saved > 0 && saved === toldMinor(stage),
      `${String(costBefore)} → ${String(costAfter)}, told ${String(toldMinor(stage))}`,
    );
    await tellsWhy(stage, toWuhan);
    await fencedAtTheOldNode(stage, toWuhan);
    stage.figure('orders that changed nodes', String(stage.hub.figures().ordersReassigned));
    stage.figure('saved, minor units', String(saved));

    const works = (await Promise.all(all.map(stage.openWorks))).flat();
    for (const work of works)
      if (work.state !== 'accepted') stage.held(await stage.act(work, { act: 'accept' }));
    for (const work of works) await stage.finish(work);
    const { delivered } = stage.hub.figures();
    stage.must(
      'every order arrived',
      delivered === all.length,
      `${String(delivered)} of ${String(all.length)}`,
    );
  },
});

async function several(
  stage: Stage,
  change: Readonly<Record<string, unknown>>,
): Promise<readonly OrderId[]> {
  const placed: OrderId[] = [];
  for (let n = 0; n < 4; n += 1) placed.push((await stage.place(change)).record.order.orderId);
  return placed;
}

async function looksAgain({ hub, held }: Stage): Promise<void> {
  const [standard] = hub.strategies();
  if (!standard) throw new Error('a hub has a strategy');
  const document = {
    ...strategyJson(standard.document),
    reassignment: { every_seconds: 300, orders_max: 200, gain_min_minor: 50 },
  };
  held(await hub.publishStrategy(document, 'looks again every five minutes'));
}

/** The node that each order's work is at, one per order. */
async function sentFrom(stage: Stage, orders: readonly OrderId[]): Promise<readonly string[]> {
  const works = await Promise.all(orders.map(stage.openWorks));
  return orders.map((id, ix) => `${id.slice(-4)}@${works[ix]?.[0]?.nodeId ?? 'nowhere'}`);
}

const ids = (orders: readonly OrderId[], sent: readonly string[], node: string): number =>
  orders.filter((id) => sent.includes(`${id.slice(-4)}@${node}`)).length;

async function promises(stage: Stage, orders: readonly OrderId[]): Promise<readonly string[]> {
  const records = await Promise.all(orders.map((id) => stage.store.order(id)));
  return records.map((record) => String(record?.promise?.window.endAt));
}

async function costMinor(stage: Stage, orders: readonly OrderId[]): Promise<number> {
  const works = (await Promise.all(orders.map(stage.openWorks))).flat();
  return works.reduce((sum, work) => sum + work.costMinor, 0);
}

/** What the orders told, each for itself. */
const toldMinor = ({ events }: Stage): number =>
  events
    .filter(({ type }) => type === 'dev.ordermesh.order.reassigned.v1')
    .reduce((sum, { body }) => sum + Number(body['ownSavesMinor']), 0);

async function tellsWhy(stage: Stage, orders: readonly OrderId[]): Promise<void> {
  const moved = stage.events.find(
    ({ type, orderId }) =>
      type === 'dev.ordermesh.order.reassigned.v1' && orders.some((id) => id === orderId),
  );
  const { reassigned } = stage.held(await stage.hub.explain(String(moved?.body['decisionId'])));
  stage.must(
    'the decision tells where it was, where it is and with whom it changed',
    reassigned?.together.length === 2 && reassigned.ownSavesMinor > 0,
    reassigned?.text.en ?? 'nothing is told',
  );
  const replayed = stage.held(await stage.hub.replay(String(moved?.body['decisionId'])));
  stage.must('and it replays to the same answer', replayed.same, String(replayed.same));
}

async function fencedAtTheOldNode(stage: Stage, orders: readonly OrderId[]): Promise<void> {
  const works = (await Promise.all(orders.map(stage.works))).flat();
  const left = works.find(({ state }) => state === 'cancelled');
  if (!left) throw new Error('nobody moved');
  const late = await stage.act(left, { act: 'accept' });
  stage.must(
    'the node that had it before cannot take it any more',
    !late.ok && late.refusal.reason === 'fenced',
    late.ok ? 'accepted' : late.refusal.reason,
  );
}
